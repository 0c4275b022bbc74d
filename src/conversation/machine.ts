/**
 * The conversation machine: one message in, the new session and what to say out. Pure: no channel, no clock, no
 * database; the same arguments always give the same turn. Where it must know something of the world it answers `need`,
 * and goes on with those lookups in the view.
 *
 * Whenever the caller said something of its own (an understood request, an action, the outcome of a command), it calls
 * `resume`, and the question under way comes back.
 */
import type { CommandResult } from '../cases/commands.ts';
import type { Flow } from './flow.ts';
import { withLookups } from './lookups.ts';
import type { Command, Incoming, Need, Session, Thread, Turn, View } from './machine-types.ts';
import { open } from './open.ts';
import { pressed } from './pressed.ts';
import { again, moved, proceed } from './proceed.ts';
import { complain, join, nothing, type Said, type Scene, say, text, title } from './scene.ts';
import { introduce, silentFor } from './silence.ts';
import { stand } from './standing.ts';
import { without } from './take.ts';
import { typed } from './typed.ts';

export { lookupKey } from './lookups.ts';

export type Flows = ReadonlyMap<string, Flow>;

export const emptySession = (): Session => ({ threads: [], seq: 0 });

export function next(flows: Flows, session: Session, incoming: Incoming, view: View): Turn | Need {
  return withLookups(flows, view, (scene) => {
    const awake: Session = { ...session, lastAt: view.now };
    if (incoming.kind === 'open') return open(scene, awake, incoming.flow, incoming.answers);
    const asleep = silentFor(session, view.now);
    const above = asleep ? introduce(scene, session) : nothing;
    switch (incoming.kind) {
      case 'text':
        return typed(scene, awake, incoming.text, above, asleep);
      case 'button':
        return pressed(scene, awake, incoming.id, above);
      case 'media':
        return proceed(scene, awake, join(above, complain(text('machine.media'))), again);
    }
  });
}

/** The question under way once more, after something else was said; no reply when nothing is under way. */
export function resume(flows: Flows, session: Session, view: View): Turn | Need {
  return withLookups(flows, view, (scene) => {
    const [thread] = session.threads;
    const back =
      thread && flows.has(thread.flow) ? say('machine.resume', { work: title(thread.flow) }) : nothing;
    return proceed(scene, session, back, again);
  });
}

/**
 * A command was refused: its conversation goes on with the reason, at the question named (asked again, the other answers
 * kept) or at the summary. `session` is the one that came with the command.
 */
export function refused(
  flows: Flows,
  session: Session,
  command: Pick<Command, 'thread'>,
  result: Extract<CommandResult, { ok: false }>,
  view: View,
): Turn | Need {
  return withLookups(flows, view, (scene) => {
    const why: Said = { lines: [result.why], choices: [] };
    const thread = reopened(scene, command.thread, result.question);
    return proceed(scene, { ...session, threads: [thread, ...session.threads] }, why, moved);
  });
}

function reopened(scene: Scene, thread: Thread, question: string | undefined): Thread {
  const flow = scene.flows.get(thread.flow);
  if (!flow || question === undefined) return thread;
  const asked = stand(flow, thread.answers, scene.ask, scene.view.today).answered.includes(question);
  return asked ? { ...thread, answers: without(thread.answers, [question]) } : thread;
}
