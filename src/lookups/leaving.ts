/** Moving away and ending the case: where it stands, and what each brings with it. */
import type { LookupResult } from '../conversation/machine-types.ts';
import type { CaseEvent } from '../procedure/case-file.ts';
import { caseEvent } from '../procedure/index.ts';
import type { Text } from '../words/text.ts';
import { basisText } from './basis-text.ts';
import { caseChoices } from './case-choices.ts';
import { type CaseView, checkOfCase, imagined, ofCase, refusedBy, withEvents } from './case-view.ts';
import { type Asked, answered, type Lookup } from './context.ts';
import { difference } from './difference.ts';

const mayMove = ['case.record', 'case.record-committee'] as const;

export const casesToMove = caseChoices({ actions: mayMove, none: { key: 'lookups.none.open' } });
export const casesToClose = caseChoices({ actions: ['case.close'], none: { key: 'lookups.none.open' } });

const standsAt = (view: CaseView): Text => ({
  key: 'lookups.case.standsAt',
  params: { name: view.name, state: { key: `lookups.state.${view.report.state}` } },
});

export const moveAdvice: Lookup = ofCase(
  mayMove,
  (view): LookupResult => ({
    lines: [standsAt(view), { key: 'lookups.move.keeps' }],
  }),
);

export const moveDay: Lookup = checkOfCase(mayMove, (view, asked) => {
  const event = move(asked);
  return event ? refusedBy(view, asked, event) : null;
});

/** The situation that the move brings about, with its basis, and the limits that begin. */
export const moveOutlook: Lookup = ofCase(mayMove, (view, asked): LookupResult => {
  const event = move(asked);
  if (!event) return {};
  const after = withEvents(view, asked, [event]);
  const fresh = after.situations.filter((id) => !view.report.situations.includes(id));
  const sources = fresh.flatMap((id) => {
    const rule = view.procedure.situations[id];
    return rule ? [basisText(view.procedure, rule.basis, rule.confidence)] : [];
  });
  return { lines: [...difference(view, { procedure: view.procedure, report: after }), ...sources] };
});

function move(asked: Asked): CaseEvent | null {
  const event = caseEvent.safeParse({
    id: imagined,
    on: answered(asked, 'on'),
    type: 'candidate-moved',
    kind: answered(asked, 'kind'),
    sameDecidingBody: answered(asked, 'sameDecidingBody') === 'yes',
  });
  return event.data ?? null;
}

export const closeAdvice: Lookup = ofCase(
  'case.close',
  (view): LookupResult => ({
    lines: [standsAt(view), { key: 'lookups.close.keeps' }],
  }),
);

export const closeDay: Lookup = checkOfCase('case.close', (view, asked) => {
  const event = closing(asked);
  return event ? refusedBy(view, asked, event) : null;
});

export const closeOutlook: Lookup = ofCase('case.close', (view): LookupResult => {
  const running = view.report.obligations.filter(
    (one) => one.status === 'open' || one.status === 'overdue',
  ).length;
  return {
    lines: [
      { key: 'lookups.close.ends', params: { name: view.name } },
      ...(running > 0 ? [{ key: 'lookups.close.limits', params: { count: running } }] : []),
    ],
  };
});

function closing(asked: Asked): CaseEvent | null {
  const event = caseEvent.safeParse({
    id: imagined,
    on: answered(asked, 'on'),
    type: 'closed',
    reason: answered(asked, 'reason'),
  });
  return event.data ?? null;
}
