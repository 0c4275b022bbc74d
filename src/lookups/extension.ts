/** Limits that the deciding body may lengthen once, in special cases. */
import type { LookupResult } from '../conversation/machine-types.ts';
import type { CaseEvent } from '../procedure/case-file.ts';
import type { Obligation } from '../procedure/report.ts';
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
import { limitLine } from './limit-line.ts';
import { clockTitle } from './procedure-words.ts';
import { mayRecordStep } from './step.ts';

/** By how much a running limit may still be lengthened, in the unit of its clock; null when it may not be. */
export function extensionOf(view: Pick<CaseView, 'procedure'>, limit: Obligation): number | null {
  const clock = view.procedure.steps[limit.step]?.clocks[limit.clock];
  if (clock?.kind !== 'due' || clock.extension === undefined || limit.extended) return null;
  if (limit.status !== 'open' && limit.status !== 'overdue') return null;
  return view.procedure.parameters[clock.extension]?.value ?? 0;
}

/** Whether this person records that it was lengthened. */
export const mayExtend = (view: CaseView, asked: Asked, limit: Obligation): boolean =>
  mayTouch(asked, view.stored, 'case.view-inside') && mayRecordStep(view, asked, { id: limit.step });

function extendable(view: CaseView, asked: Asked): { limit: Obligation; by: number }[] {
  return view.report.obligations.flatMap((limit) => {
    const by = extensionOf(view, limit);
    return by !== null && mayExtend(view, asked, limit) ? [{ limit, by }] : [];
  });
}

export const casesToExtend = caseChoices({
  actions: ['case.record', 'case.record-committee'],
  wanted: (view, asked) => extendable(view, asked).length > 0,
  beside: (view, asked) => {
    const [first] = extendable(view, asked);
    return first ? dueText(view, first.limit) : null;
  },
  none: { key: 'lookups.none.extension' },
});

export const extendableLimits: Lookup = ofCase('case.view-inside', (view, asked) => {
  const limits = extendable(view, asked);
  if (limits.length === 0) return stop({ key: 'lookups.none.extensionHere', params: { name: view.name } });
  const options = limits.map(({ limit }) => ({ value: limit.step, label: dueText(view, limit) }));
  const [only] = options;
  return options.length === 1 && only ? { options, only: only.value } : { options };
});

export const extensionRule: Lookup = ofCase('case.view-inside', (view, asked): LookupResult => {
  const chosen = chosenLimit(view, asked);
  if (!chosen) return stop({ key: 'lookups.none.extensionHere', params: { name: view.name } });
  return {
    lines: [
      limitLine(view.procedure, view.report, chosen.limit),
      { key: 'lookups.extension.rule', params: { days: chosen.by } },
      basisText(view.procedure, chosen.limit.basis, chosen.limit.confidence),
    ],
  };
});

export const extensionDay: Lookup = checkOfCase('case.view-inside', (view, asked) => {
  const event = extension(view, asked);
  return event ? refusedBy(view, asked, event) : null;
});

export const extensionOutlook: Lookup = ofCase('case.view-inside', (view, asked): LookupResult => {
  const event = extension(view, asked);
  const chosen = chosenLimit(view, asked);
  if (!event || !chosen) return {};
  const after = withEvents(view, asked, [event]).obligations.find((one) => one.key === chosen.limit.key);
  if (!after) return {};
  const params = {
    title: clockTitle(view.procedure, after),
    from: { date: chosen.limit.due },
    to: { date: after.due },
  };
  return { lines: [{ key: 'lookups.difference.limitMoved', params }] };
});

const chosenLimit = (view: CaseView, asked: Asked) =>
  extendable(view, asked).find(({ limit }) => limit.step === answered(asked, 'step'));

function extension(view: CaseView, asked: Asked): CaseEvent | null {
  const chosen = chosenLimit(view, asked);
  const on = answered(asked, 'on');
  if (!chosen || on === null) return null;
  return { id: imagined, on, type: 'extension-granted', step: chosen.limit.step, clock: chosen.limit.clock };
}

const dueText = (view: CaseView, limit: Obligation): Text => ({
  key: 'lookups.extension.limit',
  params: { title: clockTitle(view.procedure, limit), date: { date: limit.due } },
});
