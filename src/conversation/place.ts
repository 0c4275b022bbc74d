/** What typed or tapped input is an answer to: the place where the reader was asked last. */
import type { Flow, Question } from './flow.ts';
import type { Answers, Session, Thread } from './machine-types.ts';
import type { Scene } from './scene.ts';
import { knownBefore } from './standing.ts';

export type Place =
  | { kind: 'question'; flow: Flow; thread: Thread; name: string; question: Question; known: Answers }
  | { kind: 'confirm' | 'edit'; flow: Flow; thread: Thread }
  /** The question asked last is gone from the file or does not apply any more. */
  | { kind: 'gone'; flow: Flow; thread: Thread };

/** Null when nothing is under way, or the file of what was under way is gone. */
export function placeOf(scene: Scene, session: Session): Place | null {
  const thread = session.threads[0];
  const flow = thread && scene.flows.get(thread.flow);
  if (!thread || !flow) return null;
  const { at } = thread;
  if (at === 'confirm' || at === 'edit') return { kind: at, flow, thread };
  const question = Object.hasOwn(flow.questions, at) ? flow.questions[at] : undefined;
  const known = question ? knownBefore(flow, thread.answers, at, scene.ask, scene.view.today) : null;
  return question && known
    ? { kind: 'question', flow, thread, name: at, question, known }
    : { kind: 'gone', flow, thread };
}
