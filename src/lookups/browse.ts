/** The procedure itself, step by step, with the numbers in force for the reader. */
import type { LookupResult } from '../conversation/machine-types.ts';
import type { Clock, Phase, Procedure, Step } from '../procedure/schema.ts';
import type { Text } from '../words/text.ts';
import { basisText } from './basis-text.ts';
import { answered, type Lookup } from './context.ts';
import { type Offer, offer } from './offer.ts';
import { formName, numberedStep, paperName, procedureText } from './procedure-words.ts';
import { procedureName, procedureOfReader } from './versions.ts';

const phases: readonly Phase[] = ['source', 'file', 'admission', 'probation', 'moves', 'remedy'];

export const procedurePhases: Lookup = async (asked): Promise<LookupResult> => {
  const procedure = await procedureOfReader(asked);
  const there = phases.filter((phase) => stepsOf(procedure, phase).length > 0);
  return {
    lines: [{ key: 'lookups.browse.in', params: { procedure: procedureName(procedure) } }],
    options: there.map((phase) => ({ value: phase, label: { key: `procedure.phases.${phase}` } })),
  };
};

export const phaseSteps: Lookup = async (asked): Promise<LookupResult> => {
  const procedure = await procedureOfReader(asked);
  const steps = stepsOf(procedure, answered(asked, 'phase'));
  return { options: steps.map((id) => ({ value: id, label: numberedStep(procedure, id) })) };
};

/** One step on one page, and the way to its neighbours. */
export const stepPage: Lookup = async (asked): Promise<LookupResult> => {
  const procedure = await procedureOfReader(asked);
  const id = answered(asked, 'step') ?? answered(asked, 'chosen');
  const step = id === null ? undefined : procedure.steps[id];
  const others = offer('browse', {}, { key: 'lookups.offers.otherPhase' });
  if (id === null || !step) return { lines: [{ key: 'lookups.browse.notFound' }], offers: [others] };
  return { lines: page(procedure, id, step), offers: [...neighbours(procedure, id), others] };
};

function page(procedure: Procedure, id: string, step: Step): Text[] {
  const forms = step.forms.map((form) => formName(procedure, form));
  const papers =
    step.record.kind === 'papers' ? step.record.papers.map((paper) => paperName(procedure, paper)) : [];
  return [
    { key: 'lookups.browse.head', params: { phase: { key: `procedure.phases.${step.phase}` } } },
    numberedStep(procedure, id),
    procedureText(procedure, 'steps', id, 'explain'),
    { key: 'lookups.browse.by', params: { actor: { key: `lookups.actor.${step.actor}` } } },
    ...(step.optional ? [{ key: 'lookups.browse.optional' }] : []),
    ...(papers.length > 0 ? [{ key: 'lookups.step.papers', params: { papers } }] : []),
    ...(papers.length === 0 && forms.length > 0 ? [{ key: 'lookups.step.forms', params: { forms } }] : []),
    ...Object.entries(step.gates)
      .filter(([, gate]) => gate.when === undefined)
      .map(([name]) => ({
        key: 'lookups.browse.gate',
        params: { gate: procedureText(procedure, 'gates', name) },
      })),
    ...(Object.values(step.gates).some((gate) => gate.when !== undefined)
      ? [{ key: 'lookups.browse.special' }]
      : []),
    ...Object.entries(step.clocks).map(([name, clock]) => clockLine(procedure, name, clock)),
    basisText(procedure, step.basis, step.confidence),
    { key: 'lookups.browse.in', params: { procedure: procedureName(procedure) } },
  ];
}

/** The limit with its number and unit; one that comes back says so by its own title. */
function clockLine(procedure: Procedure, name: string, clock: Clock): Text {
  const title = procedureText(procedure, 'clocks', name);
  if (clock.kind === 'recurring') return { key: 'lookups.browse.clockPlain', params: { clock: title } };
  const count = procedure.parameters[clock.kind === 'earliest' ? clock.after : clock.within]?.value ?? 0;
  if (count === 0) return { key: 'lookups.browse.clockPlain', params: { clock: title } };
  const unit = clock.unit === 'working-days' ? 'workingDays' : clock.unit;
  const amount: Text = { key: `lookups.browse.amount.${unit}`, params: { count } };
  return { key: 'lookups.browse.clock', params: { clock: title, amount } };
}

function neighbours(procedure: Procedure, id: string): Offer[] {
  const order = phases.flatMap((phase) => stepsOf(procedure, phase));
  const at = order.indexOf(id);
  const go = (to: string | undefined, label: string): Offer[] =>
    to === undefined
      ? []
      : [offer('browse', { step: to }, { key: label, params: { step: numberedStep(procedure, to) } })];
  return [
    ...go(order[at + 1], 'lookups.offers.nextStep'),
    ...go(order[at - 1], 'lookups.offers.previousStep'),
  ];
}

/** Steps in their order; all phases when none is named. */
function stepsOf(procedure: Procedure, phase: string | null): string[] {
  return Object.entries(procedure.steps)
    .filter(([, step]) => phase === null || step.phase === phase)
    .sort(([, a], [, b]) => a.order - b.order)
    .map(([id]) => id);
}
