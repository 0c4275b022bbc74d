/** After long silence nobody remembers what was asked: it is introduced again, with what was answered so far. */
import type { Session } from './machine-types.ts';
import { renderProgress } from './render-summary.ts';
import { nothing, type Said, type Scene, text, title } from './scene.ts';
import { stand } from './standing.ts';

const longSilenceMs = 12 * 3600 * 1000;

/** Whether something is under way and the chat last spoke more than twelve hours ago. */
export function silentFor(session: Session, now: string): boolean {
  if (session.lastAt === undefined || session.threads.length === 0) return false;
  return Date.parse(now) - Date.parse(session.lastAt) > longSilenceMs;
}

export function introduce(scene: Scene, session: Session): Said {
  const thread = session.threads[0];
  const flow = thread && scene.flows.get(thread.flow);
  if (!thread || !flow) return nothing;
  const standing = stand(flow, thread.answers, scene.ask, scene.view.today);
  // With nothing left to ask the summary says it all.
  const progress = standing.open === null ? [] : renderProgress(scene, flow, thread.answers, standing);
  return { lines: [text('machine.underWay', { work: title(flow.flow) }), ...progress], choices: [] };
}
