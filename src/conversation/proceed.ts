/**
 * After every move: what is to be said next. Asks the question that is open, reads the answers back when none is left,
 * hands over the command, or takes up the conversation that was interrupted.
 */
import type { Flow, Question } from './flow.ts';
import { both } from './lookups.ts';
import type { Answers, AnswerValue, LookupResult, Session, Thread, Turn } from './machine-types.ts';
import { inputLookup } from './options.ts';
import { offersOf, renderQuestion } from './render-question.ts';
import { readBack, renderEditing, renderSummary, shortLabel } from './render-summary.ts';
import { join, menuChoice, nothing, type Said, type Scene, say, title, withTop } from './scene.ts';
import { knownBefore, type Standing, stand } from './standing.ts';
import { take, without as withoutAnswers } from './take.ts';
import { isSkipped } from './valid.ts';

export interface How {
  /** Something was answered or opened in this turn: a flow without summary may then hand over its command. */
  acting: boolean;
  /** The question counts as newly asked even if it is the same: buttons given out before are stale. */
  fresh: boolean;
}

/** The same question once more; its buttons stay good. */
export const again: How = { acting: false, fresh: false };
/** A place was left: the buttons given out before are stale. */
export const moved: How = { acting: false, fresh: true };
/** An answer was accepted. */
export const acted: How = { acting: true, fresh: true };

export function proceed(scene: Scene, session: Session, said: Said, how: How): Turn {
  const thread = session.threads[0];
  if (!thread) return idle(session, said);
  const flow = scene.flows.get(thread.flow);
  if (!flow) return leave(scene, session, join(said, say('machine.flowGone')));
  const standing = stand(flow, thread.answers, scene.ask, scene.view.today);
  if (thread.at === 'edit' && editable(thread, standing).length > 0) {
    const placed = place(session, thread, 'edit', how);
    return reply(placed, said, renderEditing(flow, editable(thread, standing), placed.seq));
  }
  const editing = thread.editing === undefined ? null : beforeEdited(scene, flow, thread);
  if (thread.editing !== undefined && editing) {
    return askQuestion(scene, session, said, how, flow, thread, thread.editing, editing);
  }
  if (standing.open !== null) {
    const notice = standing.outdated ? askAgain(flow, standing.open) : nothing;
    return askQuestion(scene, session, join(said, notice), how, flow, thread, standing.open, standing);
  }
  return complete(scene, session, said, how, flow, thread, standing);
}

/** Takes the innermost conversation off and comes back to the one it interrupted, if any. */
export function leave(scene: Scene, session: Session, said: Said): Turn {
  const left: Session = { ...withTop(session, null), seq: session.seq + 1 };
  const outer = left.threads[0];
  if (!outer) return idle(left, said);
  const comeBack = scene.flows.has(outer.flow) ? say('machine.resume', { work: title(outer.flow) }) : nothing;
  return proceed(scene, left, join(said, comeBack), moved);
}

/** What may be picked for editing: everything that was really asked. */
export function editable(thread: Thread, standing: Pick<Standing, 'answered'>): string[] {
  return standing.answered.filter((name) => !thread.taken?.includes(name));
}

const askAgain = (flow: Flow, name: string): Said =>
  say('machine.askAgain', { question: shortLabel(flow.flow, name) });

function askQuestion(
  scene: Scene,
  session: Session,
  said: Said,
  how: How,
  flow: Flow,
  thread: Thread,
  name: string,
  standing: Pick<Standing, 'answered' | 'known'>,
): Turn {
  const question = flow.questions[name];
  if (!question) return leave(scene, session, join(said, say('machine.flowGone')));
  const { known } = standing;
  const options = inputLookup(flow, question, known, scene.ask);
  if (options?.stop) return leave(scene, session, join(said, told([options])));
  const settled = options && thread.editing !== name ? onlyAnswer(question, options) : null;
  if (options && settled !== null) {
    const taken = take(scene, flow, thread, name, settled, true);
    const above = settled === '' ? said : join(said, { lines: options.lines ?? [], choices: [] });
    if (taken.kind === 'taken') {
      return proceed(scene, withTop(session, taken.thread), join(above, taken.said), how);
    }
    if (taken.kind === 'stopped') return leave(scene, session, join(above, taken.said));
    said = join(said, taken.said);
  }
  if (options && (options.options ?? []).length === 0) {
    const why = told([options]);
    return leave(scene, session, join(said, why.lines.length > 0 ? why : say('machine.nothingToChoose')));
  }
  const shown = question.show.map((lookup) => scene.ask(flow.flow, lookup, known));
  if (shown.some((result) => result.stop)) return leave(scene, session, join(said, told(shown)));
  const placed = place(session, thread, name, how);
  const placedThread = placed.threads[0] ?? thread;
  const canGoBack = thread.editing === name || editable(thread, standing).length > 0;
  const asking = { flow, thread: placedThread, name, question, known, seq: placed.seq, canGoBack };
  return reply(
    placed,
    said,
    renderQuestion(scene, asking, options ? [...shown, options] : shown, said.complaint ?? false),
  );
}

// An optional question without options is passed over; a lookup may name the one answer there is.
function onlyAnswer(question: Question, options: LookupResult): AnswerValue | null {
  const { input } = question;
  if (options.only !== undefined) return 'many' in input && input.many ? [options.only] : options.only;
  return question.optional && (options.options ?? []).length === 0 ? '' : null;
}

function complete(
  scene: Scene,
  session: Session,
  said: Said,
  how: How,
  flow: Flow,
  thread: Thread,
  standing: Standing,
): Turn {
  const tell = (): LookupResult[] => flow.summary.map((name) => scene.ask(flow.flow, name, standing.known));
  const confirmed = flow.command !== undefined && !flow.confirm && how.acting;
  const [results, back] =
    flow.command === undefined || confirmed
      ? [tell(), { lines: [] }]
      : both(tell, () => readBack(scene, flow, thread.answers, standing));
  const ends = flow.command === undefined || results.some((result) => result.stop);
  if (ends) return leave(scene, session, join(said, told(results)));
  if (confirmed) return handOver(session, flow, thread, standing, said);
  if ('outdated' in back) {
    const without = { ...thread, answers: withoutAnswers(thread.answers, [back.outdated]) };
    return proceed(scene, withTop(session, without), join(said, askAgain(flow, back.outdated)), how);
  }
  const placed = place(session, thread, 'confirm', how);
  return reply(placed, said, renderSummary(flow, back.lines, results, placed.seq));
}

/** Closes the conversation with its command. */
export function handOver(session: Session, flow: Flow, thread: Thread, standing: Standing, said: Said): Turn {
  const answers: Answers = Object.fromEntries(
    Object.entries(standing.known).filter(([, value]) => !isSkipped(value)),
  );
  return {
    session: { ...withTop(session, null), seq: session.seq + 1 },
    replies: said.lines.length > 0 ? [{ lines: said.lines }] : [],
    command: { name: flow.command ?? '', key: thread.run, answers, thread },
  };
}

/** The session with its innermost conversation at `at`; the count goes up when that is another place. */
function place(session: Session, thread: Thread, at: string, how: How): Session {
  if (!how.fresh && thread.at === at) return withTop(session, thread);
  const { draft: _left, ...rest } = thread;
  return { ...withTop(session, { ...rest, at }), seq: session.seq + 1 };
}

function beforeEdited(scene: Scene, flow: Flow, thread: Thread): Pick<Standing, 'answered' | 'known'> | null {
  const name = thread.editing ?? '';
  const known = knownBefore(flow, thread.answers, name, scene.ask, scene.view.today);
  return known && { known, answered: [] };
}

const told = (results: LookupResult[]): Said => ({
  lines: results.flatMap((result) => result.lines ?? []),
  choices: results.flatMap(offersOf),
});

function reply(session: Session, said: Said, body: Said): Turn {
  return {
    session,
    replies: [{ lines: [...said.lines, ...body.lines], choices: [...body.choices, ...said.choices] }],
  };
}

function idle(session: Session, said: Said): Turn {
  if (said.lines.length === 0 && said.choices.length === 0) return { session, replies: [] };
  return { session, replies: [{ lines: said.lines, choices: [...said.choices, menuChoice] }] };
}
