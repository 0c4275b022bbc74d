/** Opening a conversation, on top of one under way if there is one. */
import type { Flow } from './flow.ts';
import type { Answers, Session, Thread, Turn } from './machine-types.ts';
import { acted, again, moved, proceed } from './proceed.ts';
import { join, type Scene, say, title } from './scene.ts';
import { refit } from './take.ts';
import { asAnswer } from './valid.ts';

/** Conversations under way at once, in one chat. */
const deepest = 3;

export function open(scene: Scene, session: Session, name: string, given: Answers): Turn {
  const flow = scene.flows.get(name);
  if (!flow) return proceed(scene, session, say('machine.flowUnknown'), again);
  if (!mayOpen(flow, scene.view.roles)) return proceed(scene, session, say('machine.notForYou'), again);
  const answers = accepted(flow, given, scene.view.today);
  const same = session.threads.findIndex((thread) => thread.flow === name && agrees(thread, answers));
  const known = session.threads[same];
  if (known) {
    const threads = [known, ...session.threads.filter((thread) => thread !== known)];
    return proceed(scene, { ...session, threads }, say('machine.resume', { work: title(name) }), moved);
  }
  // Opened once more about something else before anything was answered: it is meant instead, not besides.
  const threads = session.threads.filter((thread) => thread.flow !== name || !isUntouched(thread));
  const brought = Object.keys(answers);
  const opened: Thread = {
    flow: name,
    run: scene.view.freshRun,
    answers,
    at: '',
    ...(brought.length > 0 && { given: brought }),
  };
  const judged = judge(scene, flow, opened);
  const outer = threads[0];
  const pushed: Session = { ...session, threads: [judged.thread, ...threads] };
  const turn = proceed(scene, pushed, judged.said, acted);
  // What is done with the tap that opened it sets nothing aside, however much is under way.
  if (turn.command) return turn;
  if (threads.length >= deepest) {
    const works = threads.map((thread) => title(thread.flow));
    return proceed(scene, session, say('machine.tooMany', { count: deepest, works }), again);
  }
  if (!outer || !scene.flows.has(outer.flow)) return turn;
  const aside = say('machine.setAside', { work: title(outer.flow) });
  return proceed(scene, pushed, join(aside, judged.said), acted);
}

/** Nothing in it was answered by the person. */
const isUntouched = ({ answers, given = [], taken = [] }: Thread): boolean =>
  Object.keys(answers).every((name) => given.includes(name) || taken.includes(name));

const mayOpen = (flow: Flow, roles: readonly string[]): boolean =>
  flow.who.some((who) => who === 'anyone' || roles.includes(who));

/** What the flow takes from a button, each made into an answer of its question's kind; the rest is left out. */
function accepted(flow: Flow, given: Answers, today: string): Answers {
  const answers: Answers = {};
  for (const name of flow.accepts) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined || value === '') continue;
    const question = flow.questions[name];
    const fitted = question ? asAnswer(question, value, today) : value;
    if (fitted !== null) answers[name] = fitted;
  }
  return answers;
}

const agrees = (thread: Thread, answers: Answers): boolean =>
  Object.entries(answers).every(
    ([name, value]) => JSON.stringify(thread.answers[name]) === JSON.stringify(value),
  );

// The checks of brought answers; whether a lookup still lists them is left to the lookups that follow, which can say why.
function judge(scene: Scene, flow: Flow, thread: Thread): ReturnType<typeof refit> {
  const checked = Object.keys(thread.answers).filter((name) => flow.questions[name]?.input.kind !== 'lookup');
  const inOrder = Object.keys(flow.questions).filter((name) => checked.includes(name));
  return refit(scene, flow, thread, inOrder);
}
