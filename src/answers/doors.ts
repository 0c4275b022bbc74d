/** The button that opens the right conversation for an obligation or a step, for somebody in a given capacity. */
import { goFlow } from '../conversation/buttons.ts';
import type { Hat } from '../people/roles.ts';
import type { CaseReport, Obligation, StepState } from '../procedure/report.ts';
import type { Doors } from './menu-data.ts';

type Report = Pick<CaseReport, 'steps' | 'verifications'>;

/** Where everybody may look: the case itself. */
export const statusDoor = (caseId: number): string => `go:status:${caseId}`;

/** Whoever does not record the step (a candidate, a mentor beyond the assessments) is led to the case itself. */
export function doorFor(
  doors: Doors,
  caseId: number,
  obligation: Pick<Obligation, 'step' | 'clock' | 'owner' | 'instance'>,
  report: Report,
  hat: Hat,
): string {
  if (hat === 'candidate') return statusDoor(caseId);
  // What a mentor owes falls to the cell when there is no mentor: one has to be assigned first.
  if (obligation.owner === 'mentor' && hat === 'cadre') return goFlow(doors.records.mentor, { case: caseId });
  const own = doors.clocks[obligation.clock];
  const ownHat = obligation.owner === 'mentor' ? 'mentor' : 'cadre';
  if (own !== undefined) return hat === ownHat ? goFlow(own, { case: caseId }) : statusDoor(caseId);
  const step = report.steps.find((s) => s.id === obligation.step);
  if (step === undefined) return statusDoor(caseId);
  if (step.recordKind === 'verification' && obligation.instance !== undefined && hat === 'cadre') {
    return letterDoor(doors, caseId, obligation.instance);
  }
  if (step.status === 'done')
    return hat === 'cadre' ? goFlow(doors.done, { case: caseId }) : statusDoor(caseId);
  return stepDoor(doors, caseId, step, report, hat);
}

const committees: readonly string[] = ['subCommittee', 'grassrootsCommittee', 'decidingBody'];

/** The conversation that records a step: the cell records everything of its cases, an officer what committees do. */
export function stepDoor(doors: Doors, caseId: number, step: StepState, report: Report, hat: Hat): string {
  if (!mayWork(step, hat)) return statusDoor(caseId);
  if (step.recordKind === 'mentor') return goFlow(doors.records.mentor, { case: caseId });
  if (step.recordKind !== 'verification')
    return goFlow(doors.records[step.recordKind], { case: caseId, step: step.id });
  const waiting = report.verifications.some((letter) => letter.repliedOn === undefined);
  if (waiting) return goFlow(doors.letters, { case: caseId });
  const none = report.verifications.length === 0;
  return none
    ? goFlow(doors.records.verification, { case: caseId })
    : goFlow(doors.records.date, { case: caseId, step: step.id });
}

export const mayWork = (step: Pick<StepState, 'actor' | 'owner'>, hat: Hat): boolean =>
  hat === 'cadre' ||
  (hat === 'committeeOfficer' && (committees.includes(step.owner) || committees.includes(step.actor)));

/** A letter's own name may be too long for a button; its conversation then asks which letter. */
function letterDoor(doors: Doors, caseId: number, verification: string): string {
  try {
    return goFlow(doors.letters, { case: caseId, verification });
  } catch (error) {
    if (error instanceof RangeError) return goFlow(doors.letters, { case: caseId });
    throw error;
  }
}
