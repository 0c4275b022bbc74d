/** Decisions that were signed and have not reached the cell yet. */
import type { LookupResult } from '../conversation/machine-types.ts';
import type { StepState } from '../procedure/report.ts';
import { caseChoices } from './case-choices.ts';
import { type CaseView, checkOfCase, imagined, ofCase, refusedBy, stop } from './case-view.ts';
import { type Asked, answered, type Lookup } from './context.ts';
import { numberedStep, stepTitle } from './procedure-words.ts';
import { mayRecordStep, stepOptions } from './step.ts';

const onTheWay = (view: CaseView, asked: Asked): StepState[] =>
  view.report.steps.filter(
    (step) =>
      step.recordKind === 'decision' &&
      step.status === 'done' &&
      step.receivedOn === undefined &&
      mayRecordStep(view, asked, step),
  );

export const casesAwaitingDecision = caseChoices({
  actions: ['case.record', 'case.record-committee'],
  phases: ['admission', 'probation', 'moves', 'remedy'],
  wanted: (view, asked) => onTheWay(view, asked).length > 0,
  beside: (view, asked) => {
    const [step] = onTheWay(view, asked);
    return step ? stepTitle(view.procedure, step.id) : null;
  },
  none: { key: 'lookups.none.decision' },
});

export const decisionsOnTheWay: Lookup = ofCase('case.view-inside', (view, asked) => {
  const steps = onTheWay(view, asked);
  return steps.length === 0 ? stop({ key: 'lookups.none.decision' }) : stepOptions(view, steps);
});

export const decisionSigned: Lookup = ofCase('case.view-inside', (view, asked): LookupResult => {
  const step = onTheWay(view, asked).find((one) => one.id === answered(asked, 'step'));
  const signed = step?.issuedOn ?? step?.on;
  if (!step || !signed) return stop({ key: 'lookups.none.decision' });
  const params = { name: view.name, step: numberedStep(view.procedure, step.id), date: { date: signed } };
  return { lines: [{ key: 'lookups.decision.signed', params }] };
});

export const decisionDay: Lookup = checkOfCase('case.view-inside', (view, asked) => {
  const on = answered(asked, 'on');
  const step = answered(asked, 'step');
  if (on === null || step === null) return null;
  return refusedBy(view, asked, { id: imagined, on, type: 'decision-received', step });
});
