/** Small things that must agree: counts of what is late, the next step's button, what is said of a case that is over. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases } from '../../db/schema.ts';
import { candidateStatus, ownView } from '../../src/answers/candidate-status.ts';
import { caseStatus } from '../../src/answers/case-status.ts';
import { type CaseView, lateCount } from '../../src/answers/case-view.ts';
import { examiner } from '../../src/answers/examined.ts';
import { addDays } from '../../src/procedure/dates.ts';
import { caseStates } from '../../src/procedure/index.ts';
import { loadCases, projectionOf, type StoredCase } from '../../src/store/cases.ts';
import { buttons, calendar, catalog, layWorld, menuData, said, today, words } from './world.ts';

let world: Awaited<ReturnType<typeof layWorld>>;
let stored: StoredCase[];
beforeAll(async () => {
  world = await layWorld();
  const ids = (await world.db.select({ id: cases.id }).from(cases)).map((row) => row.id);
  stored = await loadCases(world.db, ids);
});
afterAll(() => world.database.close());

function viewsOn(day: string): CaseView[] {
  const examineOne = examiner({ catalog, calendar, today: day });
  return stored.map((one) => {
    const { candidateName, cellName, ...rest } = examineOne(one);
    return { ...rest, candidate: candidateName, cell: cellName, mentorName: null };
  });
}

it('a case stands in the list of the late exactly when something in it is late, on working days and days off', () => {
  let late = 0;
  for (let day = today; day <= addDays(today, 45); day = addDays(day, 1)) {
    for (const { report, candidate } of viewsOn(day)) {
      const { nextDue } = projectionOf(report);
      const listed = report.open && nextDue !== null && nextDue < day;
      expect(listed, `${candidate} on ${day}`).toBe(report.open && lateCount(report) > 0);
      if (listed) late += 1;
    }
  }
  expect(late).toBeGreaterThan(100);
}, 60_000);

it('between the last working day and a limit on a day off nothing is late, in the list and in the counts', () => {
  const any = viewsOn(today).find((view) => view.report.obligations.length > 0);
  const one = any?.report.obligations[0];
  if (!any || !one) throw new Error('the sample has no case with a limit');
  // A Friday and the Saturday after it.
  const limit = {
    ...one,
    kind: 'due' as const,
    status: 'open' as const,
    due: '2026-10-30',
    limit: '2026-10-31',
  };
  for (const [on, late] of [
    ['2026-10-31', false],
    ['2026-11-01', true],
  ] as const) {
    const report = { ...any.report, open: true, on, obligations: [limit] };
    const { nextDue } = projectionOf(report);
    expect([on, nextDue !== null && nextDue < on]).toEqual([on, late]);
    expect([on, lateCount(report) > 0]).toEqual([on, late]);
  }
});

it('after votes that failed, the button leads to the report and not to a vote that cannot be held', () => {
  const failed = viewsOn(today).filter(
    ({ report }) =>
      report.open &&
      report.frontier.some((id) =>
        report.steps.some((s) => s.id === id && s.failedVotes >= 3 && s.status === 'blocked'),
      ) &&
      report.frontier.some((id) =>
        report.steps.some((s) => s.id === id && s.status === 'ready' && !s.optional),
      ),
  );
  expect(failed.length).toBeGreaterThan(0);
  for (const view of failed) {
    const [first] = buttons(caseStatus(view, 'cadre', menuData.doors, false));
    expect(first).toMatch(/^go:flow:work-step:/);
    const step = /step=([^:]+)/.exec(first ?? '')?.[1];
    expect(view.report.steps.find((one) => one.id === step)?.status).toBe('ready');
  }
});

describe('of a case that is over', () => {
  it.each(caseStates)('(%s) a candidate is told once whom to see', (stage) => {
    const [any] = viewsOn(today);
    if (!any) throw new Error('the sample has no case');
    const own = { ...ownView({ ...any, mentorName: 'Lê Quang Minh' }), stage, open: false };
    const text = said(candidateStatus(own));
    expect(text.match(/bí thư chi bộ/g)?.length ?? 0, text).toBeLessThanOrEqual(1);
    expect(text).not.toContain('Lê Quang Minh');
  });

  it('a recognised member stands with the day of the decision, which is not the day membership counts from', () => {
    const [any] = viewsOn(today);
    if (!any) throw new Error('the sample has no case');
    const view: CaseView = {
      ...any,
      report: { ...any.report, state: 'recognized', open: false, since: '2026-05-05' },
    };
    const [head] = caseStatus(view, 'cadre', menuData.doors, false).lines;
    expect(head && words.say(head, 'vi')).toBe(
      `${view.candidate}: đảng viên chính thức, quyết định công nhận ngày 5/5/2026.`,
    );
  });
});
