/** The step whose turn it is: what it asks, what stands in its way, and what follows when it is recorded. */
import type { LookupOption, LookupResult } from '../conversation/machine-types.ts';
import type { CaseEvent } from '../procedure/case-file.ts';
import type { CaseReport, StepState } from '../procedure/report.ts';
import type { Text } from '../words/text.ts';
import { basisText } from './basis-text.ts';
import { caseChoices } from './case-choices.ts';
import {
  type CaseView,
  checkOfCase,
  imagined,
  mayTouch,
  ofCase,
  refusedBy,
  stop,
  withEvents,
} from './case-view.ts';
import { type Asked, answered, type Lookup } from './context.ts';
import { newlyDue } from './difference.ts';
import { limitLine } from './limit-line.ts';
import { type Offer, offer } from './offer.ts';
import {
  formName,
  gateReason,
  gateWayOut,
  numberedStep,
  paperName,
  procedureText,
  stepTitle,
} from './procedure-words.ts';
import { rightsForStep } from './rights-for-step.ts';

export function mayRecordStep(view: CaseView, asked: Asked, step: Pick<StepState, 'id'>): boolean {
  return rightsForStep(view.procedure, step.id).some((action) => mayTouch(asked, view.stored, action));
}

/** Steps whose turn it is and that this person may record. */
export function stepsToDo(view: CaseView, asked: Asked): StepState[] {
  return view.report.frontier
    .flatMap((id) => view.report.steps.find((step) => step.id === id) ?? [])
    .filter((step) => mayRecordStep(view, asked, step));
}

export const casesToWork = caseChoices({
  actions: ['case.record', 'case.record-committee'],
  wanted: (view, asked) => stepsToDo(view, asked).length > 0,
  first: (view, asked) => hasTurn(stepsToDo(view, asked)),
  beside: (view, asked) => nextOf(view, stepsToDo(view, asked)),
  none: { key: 'lookups.none.work' },
});

/** What is done only when there is need for it waits for nobody, and is not named as the next thing. */
export const hasTurn = (steps: readonly StepState[]): boolean => steps.some((step) => !step.optional);

export function nextOf(view: CaseView, steps: readonly StepState[]): Text | null {
  const step = steps.find((one) => !one.optional);
  return step ? stepTitle(view.procedure, step.id) : null;
}

export const openSteps: Lookup = ofCase('case.view-inside', (view, asked) => {
  const steps = stepsToDo(view, asked);
  if (steps.length === 0) return stop({ key: 'lookups.step.noneOpen', params: { name: view.name } });
  return stepOptions(view, steps);
});

export function stepOptions(view: CaseView, steps: readonly StepState[]): LookupResult {
  const option = (step: StepState): LookupOption => {
    const name = numberedStep(view.procedure, step.id);
    const label: Text = step.optional ? { key: 'lookups.step.ifNeeded', params: { step: name } } : name;
    return { value: step.id, label, name };
  };
  const inTurn = [...steps.filter((step) => !step.optional), ...steps.filter((step) => step.optional)];
  const options = inTurn.map(option);
  const [only] = options;
  // Nobody is led into what is done only when there is need for it, such as striking a name off.
  return options.length === 1 && only && hasTurn(steps) ? { options, only: only.value } : { options };
}

/** Explains the step; where it is recorded elsewhere, or not by this person, the conversation ends with the way there. */
export const stepExplained: Lookup = ofCase('case.view-inside', (view, asked) => {
  const step = chosenStep(view, asked);
  if (!step || step.status === 'not-applicable')
    return stop({ key: 'lookups.step.notHere', params: { name: view.name } });
  if (step.status === 'done') return alreadyDone(view, step);
  const lines = [...explain(view, step), ...missing(view, step)];
  const values = { recordKind: step.recordKind };
  if (step.status === 'later')
    return { lines: [...lines, waits(view, step)], values, offers: waitOffers(view, step), stop: true };
  if (!mayRecordStep(view, asked, step)) {
    const owner: Text = { key: `lookups.actor.${step.owner}` };
    return { lines: [...lines, { key: 'lookups.step.notYours', params: { owner } }], values, stop: true };
  }
  return { lines, values, ...doors(view, step) };
});

/** Title, explanation, forms, limits, basis. */
export function explain(view: CaseView, step: StepState): Text[] {
  const { procedure } = view;
  const head: Text = {
    key: 'lookups.step.head',
    params: { name: view.name, step: numberedStep(procedure, step.id) },
  };
  const papers = papersOf(view, step).map((id) => paperName(procedure, id));
  const forms = step.forms.map((form) => formName(procedure, form));
  return [
    head,
    procedureText(procedure, 'steps', step.id, 'explain'),
    ...(papers.length > 0
      ? [{ key: 'lookups.step.papers', params: { papers } }]
      : forms.length > 0
        ? [{ key: 'lookups.step.forms', params: { forms } }]
        : []),
    ...view.report.obligations
      .filter((limit) => limit.step === step.id && (limit.status === 'open' || limit.status === 'overdue'))
      .map((limit) => limitLine(procedure, view.report, limit)),
    basisText(procedure, step.basis, step.confidence),
  ];
}

/** What stands in the way, each with its way out. */
export function missing(view: CaseView, step: StepState): Text[] {
  const failing = step.gates.filter((gate) => !gate.holds && gate.kind !== 'vote');
  return failing.flatMap((gate): Text[] => [
    {
      key: gate.effect === 'block' ? 'lookups.step.blocks' : 'lookups.step.warns',
      params: { reason: gateReason(view.procedure, gate), wayOut: gateWayOut(view.procedure, gate) },
    },
  ]);
}

function doors(view: CaseView, step: StepState): LookupResult {
  const go = (flow: string, label: string, answers: Record<string, string | number> = {}): Offer =>
    offer(flow, { case: view.stored.id, ...answers }, { key: `lookups.offers.${label}` });
  const stuck = step.gates.some((gate) => !gate.holds && gate.redo.length > 0);
  const papers = stuck ? [go('dossier', 'dossier')] : [];
  switch (step.recordKind) {
    case 'vote':
      return { offers: [go('record-vote', 'vote', { step: step.id }), ...papers], stop: true };
    case 'mentor':
      return { offers: [go('assign-mentor', 'mentor')], stop: true };
    case 'verification': {
      const waiting = view.report.verifications.some((letter) => letter.repliedOn === undefined);
      const offers = [go('send-verification', 'sendVerification')];
      if (!waiting) return { offers };
      return { offers: [go('update-verification', 'updateVerification'), ...offers], stop: true };
    }
    case 'papers':
      return { offers: [go('dossier', 'dossier')] };
    default:
      return papers.length > 0 ? { offers: papers } : {};
  }
}

function alreadyDone(view: CaseView, step: StepState): LookupResult {
  const params = { step: numberedStep(view.procedure, step.id), date: { date: step.on ?? view.report.on } };
  const answers = { case: view.stored.id };
  const onTheWay = step.recordKind === 'decision' && step.receivedOn === undefined;
  return {
    lines: [{ key: 'lookups.step.done', params }],
    offers: [
      ...(onTheWay
        ? [offer('receive-decision', { ...answers, step: step.id }, { key: 'lookups.offers.receive' })]
        : []),
      offer('work-step', answers, { key: 'lookups.offers.next' }),
      offer('correct', answers, { key: 'lookups.offers.correct' }),
    ],
    stop: true,
  };
}

const waits = (view: CaseView, step: StepState): Text => ({
  key: 'lookups.step.waits',
  params: { steps: step.waitsFor.map((id) => stepTitle(view.procedure, id)) },
});

function waitOffers(view: CaseView, step: StepState): Offer[] {
  const first = step.waitsFor.find((id) => view.report.frontier.includes(id));
  if (first === undefined) return [];
  return [offer('work-step', { case: view.stored.id, step: first }, stepTitle(view.procedure, first))];
}

/** The day that was given, judged by the core: too early, before what it rests on, or a gate that blocks. */
export const stepDay: Lookup = checkOfCase('case.view-inside', (view, asked) => {
  const refusals = stepEvents(view, asked).map((event) => refusedBy(view, asked, event));
  return refusals.find((refusal) => refusal !== null) ?? null;
});

export const receivedDay: Lookup = (asked) => {
  const on = answered(asked, 'on');
  const received = answered(asked, 'receivedOn');
  if (on === null || received === null || received >= on) return {};
  return { refuse: { key: 'lookups.decision.receivedBefore', params: { date: { date: on } } } };
};

/** Before it is recorded: what does not hold on that day though it does not stop, and what comes next. */
export const stepOutlook: Lookup = ofCase('case.view-inside', (view, asked) => {
  const events = stepEvents(view, asked);
  if (events.length === 0) return {};
  const after = withEvents(view, asked, events);
  const step = after.steps.find((one) => one.id === answered(asked, 'step'));
  return { lines: [...(step ? missing(view, step) : []), ...follows(view, after)] };
});

/** What the turn comes to that it had not come to before. */
export function follows(view: CaseView, after: CaseReport): Text[] {
  const fresh = newlyDue(view.report, after);
  if (fresh.length === 0) return [];
  return [{ key: 'lookups.step.then', params: { steps: fresh.map((id) => stepTitle(view.procedure, id)) } }];
}

export function chosenStep(view: CaseView, asked: Asked): StepState | undefined {
  const id = answered(asked, 'step');
  return view.report.steps.find((step) => step.id === id);
}

function papersOf(view: CaseView, step: StepState): string[] {
  const record = view.procedure.steps[step.id]?.record;
  return record?.kind === 'papers' ? record.papers : [];
}

/** What the answers would record: the step, or the papers that it consists of. */
function stepEvents(view: CaseView, asked: Asked): CaseEvent[] {
  const step = chosenStep(view, asked);
  const on = answered(asked, 'on');
  if (!step || on === null) return [];
  if (step.recordKind === 'papers')
    return papersOf(view, step).map((paper) => paperReceived(view, paper, on));
  const event = { id: imagined, on, type: 'step-recorded' as const, step: step.id };
  if (step.recordKind !== 'decision') return [event];
  const receivedOn = answered(asked, 'receivedOn');
  const outcome = answered(asked, 'outcome') === 'not-agreed' ? ('not-agreed' as const) : ('agreed' as const);
  return [{ ...event, issuedOn: on, outcome, ...(receivedOn === null ? {} : { receivedOn }) }];
}

function paperReceived(view: CaseView, paper: string, on: string): CaseEvent {
  const by = view.procedure.papers[paper]?.perIntroducer ? view.report.mentor : null;
  return { id: `${imagined}-${paper}`, on, type: 'paper-received', paper, ...(by === null ? {} : { by }) };
}
