/** The cell's monthly review: who is on the list, what there is to go by, and what each conclusion leads to. */
import type { LookupResult } from '../conversation/machine-types.ts';
import { caseEvent } from '../procedure/index.ts';
import type { Text } from '../words/text.ts';
import { assessmentLines } from './assessment.ts';
import { caseChoices } from './case-choices.ts';
import { type CaseView, checkOfCase, imagined, mayTouch, ofCase, refusedBy, stop } from './case-view.ts';
import { type Asked, answered, type Lookup } from './context.ts';
import { nameOf } from './mentor.ts';
import { monthOf, monthWords } from './periods.ts';
import { stepTitle } from './procedure-words.ts';

const reviewedThisMonth = (view: CaseView, asked: Asked): boolean =>
  view.report.reviews.some((one) => one.period === monthOf(asked.today));

/** States in which the procedure asks for the cell's monthly look. */
function isReviewed(view: CaseView): boolean {
  const clocks = Object.values(view.procedure.steps).flatMap((step) => Object.values(step.clocks));
  return clocks.some(
    (clock) =>
      clock.kind === 'recurring' &&
      clock.metBy === 'review-recorded' &&
      clock.during.includes(view.report.state),
  );
}

export const casesToReview = caseChoices({
  actions: ['case.record'],
  wanted: isReviewed,
  first: (view, asked) => !reviewedThisMonth(view, asked),
  beside: (view, asked) => (reviewedThisMonth(view, asked) ? { key: 'lookups.review.done' } : null),
  none: { key: 'lookups.none.review' },
});

export const reviewFacts: Lookup = ofCase('case.view-inside', async (view, asked): Promise<LookupResult> => {
  if (!mayTouch(asked, view.stored, 'case.record')) return stop({ key: 'lookups.case.notYours' });
  const { report } = view;
  const mentor = report.mentor === null ? null : await nameOf(asked, report.mentor);
  const [next] = report.frontier;
  const latest = [...report.assessments].sort((a, b) => (a.period < b.period ? 1 : -1)).slice(0, 2);
  return {
    lines: [
      {
        key: report.since === null ? 'lookups.review.about' : 'lookups.review.aboutSince',
        params: {
          name: view.name,
          state: { key: `lookups.state.${report.state}` },
          ...(report.since === null ? {} : { since: { date: report.since } }),
        },
      },
      mentor ? { key: 'lookups.review.mentor', params: { mentor } } : { key: 'lookups.review.noMentor' },
      ...(next === undefined
        ? []
        : [{ key: 'lookups.review.next', params: { step: stepTitle(view.procedure, next) } }]),
      ...(latest.length === 0 ? [{ key: 'lookups.review.notAssessed' }] : latest.flatMap(assessmentLines)),
      ...lastReview(view),
    ],
  };
});

function lastReview(view: CaseView): Text[] {
  const last = [...view.report.reviews].sort((a, b) => (a.period < b.period ? 1 : -1))[0];
  if (!last) return [];
  const outcome: Text = { key: `conversations.review.outcome.options.${last.outcome}` };
  return [{ key: 'lookups.review.last', params: { month: monthWords(last.period), outcome } }];
}

export const reviewDay: Lookup = checkOfCase('case.view-inside', (view, asked) => {
  const on = answered(asked, 'on');
  const outcome = answered(asked, 'outcome');
  if (on === null) return null;
  const event = caseEvent.safeParse({
    id: imagined,
    on,
    type: 'review-recorded',
    period: monthOf(on),
    outcome,
  });
  return event.success ? refusedBy(view, asked, event.data) : null;
});

export const reviewOutlook: Lookup = ofCase('case.view-inside', (view, asked): LookupResult => {
  const outcome = answered(asked, 'outcome');
  if (outcome === 'remove')
    return { lines: [{ key: 'lookups.review.removes', params: { name: view.name } }] };
  const [next] = view.report.frontier;
  if (outcome === 'propose' && next !== undefined) {
    return { lines: [{ key: 'lookups.review.proposes', params: { step: stepTitle(view.procedure, next) } }] };
  }
  return {};
});
