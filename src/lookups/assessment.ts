/** The mentor's monthly assessment: whom, what was said last time, and whether this one is a copy of it. */
import type { LookupOption, LookupResult } from '../conversation/machine-types.ts';
import type { Assessment } from '../procedure/report.ts';
import { type Text, verbatim } from '../words/text.ts';
import { caseChoices } from './case-choices.ts';
import { type CaseView, ofCase } from './case-view.ts';
import { type Asked, answered, type Lookup } from './context.ts';
import { monthBefore, monthOf, monthWords } from './periods.ts';

export const ratingNames = ['awareness', 'tasks', 'conduct', 'relations'] as const;

const ownCandidate = (view: CaseView, asked: Asked): boolean =>
  view.report.mentor === String(asked.actor.personId);

const assessedThisMonth = (view: CaseView, asked: Asked): boolean =>
  view.report.assessments.some(
    (one) => one.period === monthOf(asked.today) && one.by === String(asked.actor.personId),
  );

export const casesToAssess = caseChoices({
  actions: ['case.assess'],
  wanted: ownCandidate,
  first: (view, asked) => !assessedThisMonth(view, asked),
  beside: (view, asked) => (assessedThisMonth(view, asked) ? { key: 'lookups.assessment.done' } : null),
  none: { key: 'lookups.none.mentees' },
});

/** The present month, after those that were missed and are still owed; each only until it is recorded. */
export const assessmentMonths: Lookup = ofCase('case.assess', (view, asked): LookupResult => {
  const present = monthOf(asked.today);
  // What a mentor before this one missed is not for this one to tell.
  const since = view.report.mentors.find((one) => one.mentor === String(asked.actor.personId))?.since ?? '';
  const missed = view.report.obligations
    .filter((one) => one.owner === 'mentor' && one.kind === 'recurring' && one.status === 'overdue')
    .flatMap((one) => one.instance ?? [])
    .filter((month) => month >= monthOf(since))
    .sort();
  const months = assessedThisMonth(view, asked) ? missed : [...missed, present];
  const options = months.map((month): LookupOption => {
    const key = month === present ? 'month' : 'monthMissed';
    const name: Text = { key: 'lookups.assessment.month', params: { month: monthWords(month) } };
    return {
      value: month,
      label: { key: `lookups.assessment.${key}`, params: { month: monthWords(month) } },
      name,
    };
  });
  const [only] = months;
  if (only === undefined) {
    return { lines: [{ key: 'lookups.assessment.already', params: { name: view.name } }], stop: true };
  }
  return months.length === 1 ? { options, only } : { options };
});

const monthChosen = (asked: Asked): string => answered(asked, 'period') ?? monthOf(asked.today);

/** The four ratings of the month before; an older assessment is named by its month. */
export const lastAssessment: Lookup = ofCase('case.assess', (view, asked): LookupResult => {
  const about: Text = {
    key: 'lookups.assessment.about',
    params: { name: view.name, month: monthWords(monthChosen(asked)) },
  };
  const before = previous(view, asked);
  return {
    lines: before ? [about, ...assessmentLines(before)] : [about, { key: 'lookups.assessment.first' }],
  };
});

/** An assessment in words, for whoever may see inside the case. */
export function assessmentLines(one: Assessment): Text[] {
  return [
    { key: 'lookups.assessment.of', params: { month: monthWords(one.period) } },
    ...ratingNames.map(
      (name): Text => ({
        key: 'lookups.assessment.rating',
        params: {
          what: { key: `conversations.assess.${name}.short` },
          how: { key: `conversations.assess.${name}.options.${one.ratings[name]}` },
        },
      }),
    ),
    ...(one.remark ? [{ key: 'lookups.assessment.remark', params: { remark: verbatim(one.remark) } }] : []),
  ];
}

/** Same four ratings and same line as in the month just before. */
export const assessmentSame: Lookup = ofCase('case.assess', (view, asked): LookupResult => {
  const before = previous(view, asked);
  const same =
    before !== undefined &&
    before.period === monthBefore(monthChosen(asked)) &&
    ratingNames.every((name) => answered(asked, name) === String(before.ratings[name])) &&
    (answered(asked, 'remark') ?? '') === (before.remark ?? '');
  return { values: { same } };
});

/** "No" leads back to the ratings. */
export const keepSame: Lookup = (asked): LookupResult =>
  answered(asked, 'sameAsLast') === 'no'
    ? { refuse: { key: 'lookups.assessment.goBack' }, question: 'awareness' }
    : {};

/** The latest of this mentor from a month before the one chosen. */
const previous = (view: CaseView, asked: Asked): Assessment | undefined =>
  view.report.assessments
    .filter((one) => one.by === String(asked.actor.personId) && one.period < monthChosen(asked))
    .sort((a, b) => (a.period < b.period ? 1 : -1))[0];
