/** Whether the person still stands on the cell's list of sympathizers: while the cell owes its monthly review of them. */
import type { CaseReport, Procedure } from '../procedure/index.ts';
import { type Refused, refuse, withBasis } from './refuse.ts';

/** Null when they do; a later stage is left in other ways (a vote, striking off, withdrawing). */
export function refusedOffTheList(
  procedure: Procedure,
  report: CaseReport,
  question: string,
): Refused | null {
  const clocks = Object.values(procedure.steps).flatMap((step) => Object.values(step.clocks));
  const review = clocks.find((clock) => clock.kind === 'recurring' && clock.metBy === 'review-recorded');
  if (review?.kind !== 'recurring' || review.during.includes(report.state)) return null;
  return withBasis(refuse('review.not-on-list', {}, question), procedure, review.basis);
}
