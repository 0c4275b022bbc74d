/** The cases of `docs/cases`, each looked at on the day that `docs/case-format.md` names, and the point of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  caseEvent,
  caseFile,
  examine,
  organizationSettings,
  personFacts,
  procedureInForce,
  resolveProcedure,
} from '../../src/procedure/index.ts';
import { calendar, catalog, roots } from './story.ts';

const folder = join(roots[0] as string, 'docs', 'cases');
const format = readFileSync(join(roots[0] as string, 'docs', 'case-format.md'), 'utf8');

function look(name: string, today: string) {
  const file = caseFile.parse(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')));
  const report = examine(resolveProcedure(catalog, procedureInForce(file)), file, calendar, today);
  return {
    ...report,
    step: (id: string) => report.steps.find((one) => one.id === id),
    limit: (key: string) => report.obligations.find((one) => one.key === key),
    paper: (id: string) => report.papers.find((one) => one.id === id)?.status,
    failing: (id: string) =>
      report.steps
        .find((one) => one.id === id)
        ?.gates.filter((one) => !one.holds)
        .map((one) => one.gate),
  };
}

/** Each example with the day on which it is told. */
const told = {
  'ordinary-youth': '2026-11-22',
  'past-youth-age-two-introducers': '2026-02-03',
  'moved-in-the-middle': '2026-05-20',
  'certificate-expired': '2026-02-03',
  'file-older-than-12-months': '2026-12-01',
  'ceremony-late': '2026-05-04',
  'recognition-late': '2026-11-22',
  'three-failed-votes': '2026-11-22',
  'religious-dossier': '2025-11-21',
  'foreign-spouse-dossier': '2026-03-10',
} as const;

describe('the examples', () => {
  it('are all described, each with its day', () => {
    expect(readdirSync(folder).sort()).toEqual(
      Object.keys(told)
        .map((name) => `${name}.json`)
        .sort(),
    );
    for (const [name, day] of Object.entries(told))
      expect(format).toMatch(new RegExp(`cases/${name}\\.json.*${day}`));
  });

  it.each(Object.entries(told))('%s has no event that makes no sense', (name, day) => {
    const keys = look(name, day).warnings.map((one) => one.key);
    expect(keys.filter((key) => !/(unconfirmed-rule|provisional-year)$/.test(key))).toEqual([]);
  });
});

it('the format names every event and every field', () => {
  const named = (name: string) => expect(format, name).toContain(`\`${name}\``);
  for (const shape of [caseFile.shape, personFacts.shape, organizationSettings.shape])
    Object.keys(shape).forEach(named);
  for (const { shape } of caseEvent.options) {
    named([...shape.type.values][0] ?? '');
    for (const field of Object.keys(shape)) expect(format, field).toMatch(new RegExp(`\\b${field}\\b`));
  }
});

it('ordinary-youth: in probation, everything in order, recognition not before 26/3/2027', () => {
  const report = look('ordinary-youth', told['ordinary-youth']);
  expect(report).toMatchObject({ state: 'probation', since: '2026-03-26', mentor: 'Lan' });
  expect(report.step('self-criticism')?.status).toBe('blocked');
  expect(report.limit('cell-votes-recognition/recognition-window')).toMatchObject({
    earliest: '2027-03-26',
    due: '2027-05-12',
    provisional: true,
  });
  expect(report.steps.filter((one) => one.irregular)).toEqual([]);
});

it('past-youth-age-two-introducers: two members introduce, no resolution, and the branch may vote', () => {
  const report = look('past-youth-age-two-introducers', told['past-youth-age-two-introducers']);
  expect(report.introducers).toMatchObject({ officialMembers: 2 });
  expect(report.step('introduced-by-organization')?.status).toBe('not-applicable');
  expect(report.step('cell-votes-admission')?.status).toBe('ready');
  expect(report.step('committee-proposes-admission')?.status).toBe('not-applicable');
});

it('moved-in-the-middle: the new body has 30 working days from receiving the file, and is late', () => {
  const report = look('moved-in-the-middle', told['moved-in-the-middle']);
  expect(report.situations).toEqual(['moved-after-sent-up']);
  expect(report.limit('admission-decided/decide-after-move')).toMatchObject({
    from: '2026-03-27',
    due: '2026-05-13',
    status: 'overdue',
  });
  expect(report.limit('admission-decided/decide')).toBeUndefined();
});

it('certificate-expired: the branch may not vote until the class is attended again', () => {
  const report = look('certificate-expired', told['certificate-expired']);
  expect(report.step('cell-votes-admission')?.status).toBe('blocked');
  expect(report.failing('cell-votes-admission')).toEqual(['certificate-valid']);
  expect(report.paper('awareness-certificate')).toBe('stale');
});

it('file-older-than-12-months: what is redone, what is supplemented, and in Hà Nội what is verified anew', () => {
  const report = look('file-older-than-12-months', told['file-older-than-12-months']);
  expect(report.failing('cell-votes-admission')).toEqual(['file-fresh']);
  expect(report.step('cell-votes-admission')?.gates.find((one) => one.gate === 'file-fresh')?.redo).toEqual([
    'introduction',
    'youth-union-resolution',
    'opinions',
    'verified',
  ]);
  expect([report.paper('introduction'), report.paper('opinions'), report.paper('application')]).toEqual([
    'redo',
    'supplement',
    'received',
  ]);
});

it('ceremony-late: overdue from the earlier reading, with the other one shown', () => {
  const report = look('ceremony-late', told['ceremony-late']);
  expect(report.limit('ceremony/ceremony-limit')).toMatchObject({
    due: '2026-04-28',
    status: 'overdue',
    daysLeft: -2,
    readings: [{ due: '2026-05-06' }],
  });
  expect(report.frontier).toContain('late-ceremony-agreed');
});

it('recognition-late: the window of 30 working days after month twelve has passed', () => {
  const report = look('recognition-late', told['recognition-late']);
  expect(report.limit('cell-votes-recognition/recognition-window')).toMatchObject({
    from: '2026-09-18',
    due: '2026-10-30',
    status: 'overdue',
  });
  expect(report.step('self-criticism')?.status).toBe('ready');
});

it('three-failed-votes: no fourth vote, the case is reported up', () => {
  const report = look('three-failed-votes', told['three-failed-votes']);
  expect(report.step('cell-votes-recognition')).toMatchObject({ status: 'blocked', failedVotes: 3 });
  expect(report.frontier).toContain('failed-votes-reported');
});

it('religious-dossier: the written agreement is asked for, and nobody is judged', () => {
  const report = look('religious-dossier', told['religious-dossier']);
  expect(report.paper('religion-agreement')).toBe('missing');
  expect(report.eligibility.filter((one) => !one.holds).map((one) => [one.id, one.outcome])).toEqual([
    ['religion', 'consent'],
  ]);
});

it('foreign-spouse-dossier: another body must conclude first', () => {
  const report = look('foreign-spouse-dossier', told['foreign-spouse-dossier']);
  expect(report.paper('political-conclusion')).toBe('missing');
  expect(report.eligibility.filter((one) => !one.holds).map((one) => [one.id, one.outcome])).toEqual([
    ['foreign-spouse', 'refer'],
  ]);
});
