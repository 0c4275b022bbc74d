/** Taking an answer: the check of its question, then a look at what was answered later and may no longer fit. */
import type { Text } from '../words/text.ts';
import type { Flow } from './flow.ts';
import type { Answers, AnswerValue, Thread } from './machine-types.ts';
import { optionsOf } from './options.ts';
import { offersOf } from './render-question.ts';
import { shortLabel } from './render-summary.ts';
import { nothing, type Said, type Scene, say } from './scene.ts';
import { applying, brought, knownBefore } from './standing.ts';
import { isSkipped } from './valid.ts';

export type Taken =
  | { kind: 'taken'; thread: Thread; said: Said }
  /** Nothing was stored; `thread` is changed only when another question has to be asked instead. */
  | { kind: 'refused'; thread: Thread; said: Said }
  /** The check ends the conversation. */
  | { kind: 'stopped'; said: Said };

/** `unasked`: it was the only one possible and nobody was asked. */
export function take(
  scene: Scene,
  flow: Flow,
  thread: Thread,
  name: string,
  value: AnswerValue,
  unasked = false,
): Taken {
  const question = flow.questions[name];
  const verdict =
    question?.check === undefined || isSkipped(value)
      ? {}
      : scene.ask(flow.flow, question.check, {
          ...knownBefore(flow, thread.answers, name, scene.ask, scene.view.today),
          [name]: value,
        });
  const said: Said = { lines: verdict.lines ?? [], choices: offersOf(verdict) };
  if (verdict.stop) return { kind: 'stopped', said };
  if (verdict.refuse) {
    const instead = askInstead(flow, thread, name, verdict.question);
    const refusal: Said = { lines: [verdict.refuse, ...said.lines], choices: said.choices };
    // Another question than the one answered is put with its explanation.
    return {
      kind: 'refused',
      thread: instead,
      said: instead === thread ? { ...refusal, complaint: true } : refusal,
    };
  }
  const { editing: _done, draft: _left, taken: before = [], ...rest } = thread;
  const later = laterThan(flow, name);
  // What was taken as the only possibility after this question is worked out anew.
  const stale = before.filter((each) => later.includes(each));
  const answers = without({ ...thread.answers, [name]: value }, stale);
  const kept = before.filter((each) => each !== name && !stale.includes(each));
  const taken = unasked ? [...kept, name] : kept;
  const next: Thread = { ...rest, answers, ...(taken.length > 0 ? { taken } : {}) };
  const refitted = refit(scene, flow, next, later);
  return { kind: 'taken', thread: refitted.thread, said: joinLines(said, refitted.said) };
}

/**
 * Holds the answers to the questions named against what is known now. The first that no longer fits is dropped, with the
 * reason; those after it are looked at when it has been answered again.
 */
export function refit(
  scene: Scene,
  flow: Flow,
  thread: Thread,
  names: string[],
): { thread: Thread; said: Said } {
  const { answers } = thread;
  // With no answer to look at, nothing need be asked of the world.
  if (!names.some((name) => answers[name] !== undefined)) return { thread, said: nothing };
  const known = brought(flow, answers);
  for (const { name, question, value, valid } of applying(
    flow,
    answers,
    known,
    scene.ask,
    scene.view.today,
  )) {
    if (!names.includes(name)) continue;
    if (value === undefined || !valid) break;
    if (isSkipped(value)) continue;
    if (question.input.kind === 'lookup') {
      const options = (optionsOf(flow, name, question, known, scene.ask) ?? []).map((option) => option.value);
      if (![value].flat().every((each) => options.includes(String(each)))) {
        const reason = say('machine.noLongerFits', { question: shortLabel(flow.flow, name) });
        return { thread: { ...thread, answers: without(answers, [name]) }, said: reason };
      }
    }
    if (question.check === undefined) continue;
    const verdict = scene.ask(flow.flow, question.check, { ...known, [name]: value });
    if (verdict.refuse) {
      const dropped = { ...thread, answers: without(answers, [name]) };
      return { thread: dropped, said: { lines: [verdict.refuse], choices: [] } };
    }
  }
  return { thread, said: nothing };
}

function laterThan(flow: Flow, name: string): string[] {
  const names = Object.keys(flow.questions);
  return names.slice(names.indexOf(name) + 1);
}

export function without(answers: Answers, names: readonly string[]): Answers {
  if (names.length === 0) return answers;
  const kept: Answers = {};
  for (const name in answers) {
    const value = answers[name];
    if (value !== undefined && !names.includes(name)) kept[name] = value;
  }
  return kept;
}

// The check may point at another answer as the wrong one: that one is asked, and then this one anew.
function askInstead(flow: Flow, thread: Thread, name: string, other: string | undefined): Thread {
  if (other === undefined || other === name || !Object.hasOwn(flow.questions, other)) return thread;
  const { editing: _left, ...rest } = thread;
  return { ...rest, answers: without(thread.answers, [name, other]) };
}

const joinLines = (a: Said, b: Said): Said => ({
  lines: [...a.lines, ...b.lines] satisfies Text[],
  choices: [...a.choices, ...b.choices],
});
