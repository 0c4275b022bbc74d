/** When a case is over, and what may still be recorded then. */
import { type Question, stateOf } from './journey.ts';
import type { CaseState } from './report.ts';
import { mainRoad } from './roadmap.ts';

/** States that end a case whatever else is undone. */
export const endStates: ReadonlySet<CaseState> = new Set([
  'struck-off',
  'withdrew',
  'removed',
  'moved-away',
  'deceased',
  'not-admitted',
  'closed',
]);

/** Not closed by an event, not struck off, and the main road not walked to its end. */
export function isOpen(now: Question): boolean {
  const { journey, procedure } = now;
  const state = stateOf(journey);
  if (journey.closedOn !== undefined || endStates.has(state)) return false;
  if (state !== 'recognized') return true;
  // What follows the recognition on the main road (telling the cell) still belongs to the case.
  const steps = Object.entries(procedure.steps);
  const recognition = Math.min(
    ...steps.filter(([, step]) => step.leadsTo === 'recognized').map(([, step]) => step.order),
  );
  return steps.some(
    ([id, step]) =>
      step.order > recognition && mainRoad.includes(step.phase) && !step.optional && !journey.done.has(id),
  );
}

/** Side roads may go on after the end: a complaint against striking off, a recognition found to be wrong. */
export const outlivesCase = (step: string, now: Question): boolean =>
  now.journey.closedOn === undefined && now.procedure.steps[step]?.phase === 'remedy';
