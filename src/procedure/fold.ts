/** What the parts of the fold share: finishing a step, leading the case on, leaving a warning. */
import type { PlainEvent } from './case-file.ts';
import { type Journey, type Question, type StepDone, stateOf } from './journey.ts';
import { type CaseState, caseStates } from './report.ts';
import type { Procedure, Step } from './schema.ts';
import type { WarningCode } from './warning-codes.ts';

export type EventOf<T extends PlainEvent['type']> = Extract<PlainEvent, { type: T }>;

/** The journey is built in place while its events are taken one by one, and left alone afterwards. */
export interface Fold {
  procedure: Procedure;
  journey: Journey;
  /** Place of the event being taken. */
  turn: number;
}

export const questionOn = (fold: Fold, on: string): Question => ({
  procedure: fold.procedure,
  journey: fold.journey,
  on,
});

export function warn(
  fold: Fold,
  code: WarningCode,
  params: Journey['warnings'][number]['params'] = {},
): void {
  fold.journey.warnings.push({ key: `procedure.warnings.${code}`, params });
}

export function finish(
  fold: Fold,
  id: string,
  step: Step,
  on: string,
  by: StepDone['by'],
  event?: Pick<EventOf<'step-recorded'>, 'issuedOn' | 'receivedOn'>,
): void {
  const before = fold.journey.done.get(id);
  fold.journey.done.set(id, {
    on,
    firstOn: before?.firstOn ?? on,
    by,
    ...(event?.issuedOn !== undefined && { issuedOn: event.issuedOn }),
    ...(event?.receivedOn !== undefined && { receivedOn: event.receivedOn }),
    ...(step.record.kind === 'decision' && { outcome: 'agreed' as const }),
  });
  if (step.leadsTo !== undefined) lead(fold, step, step.leadsTo, on);
}

export function enter(fold: Fold, state: CaseState, on: string): void {
  fold.journey.states.push({ state, on });
}

/** The main road leads only forward; a side road may lead back, and what lay beyond is then to be done anew. */
function lead(fold: Fold, step: Step, leadsTo: string, on: string): void {
  const { journey, procedure } = fold;
  const rank = caseStates.indexOf(leadsTo as CaseState);
  if (rank < 0) {
    warn(fold, 'unknown-name', { name: leadsTo });
    return;
  }
  const now = journey.states.length === 0 ? -1 : caseStates.indexOf(stateOf(journey));
  if (rank > now) {
    enter(fold, leadsTo as CaseState, on);
    return;
  }
  if (rank === now || (step.phase !== 'moves' && step.phase !== 'remedy')) return;
  for (const [id, other] of Object.entries(procedure.steps)) {
    if (caseStates.indexOf(other.leadsTo as CaseState) > rank) journey.done.delete(id);
  }
  enter(fold, leadsTo as CaseState, on);
}
