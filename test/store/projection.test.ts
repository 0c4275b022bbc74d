import { describe, expect, test } from 'vitest';
import type { CaseReport, Obligation } from '../../src/procedure/report.ts';
import { projectionOf } from '../../src/store/projection.ts';

const today = '2026-05-04';

const obligation = (over: Partial<Obligation>): Obligation => ({
  key: 'file-sent-up/send-up',
  step: 'file-sent-up',
  clock: 'send-up',
  kind: 'due',
  owner: 'cellSecretary',
  from: '2026-04-28',
  due: '2026-05-08',
  limit: '2026-05-08',
  status: 'open',
  daysLeft: 4,
  daysUnit: 'working-days',
  provisional: false,
  extended: false,
  readings: [],
  rungs: [],
  basis: [{ document: 'hd-06-2025' }],
  confidence: 'verified',
  ...over,
});

const report = (over: Partial<CaseReport>): CaseReport => ({
  version: 'central-2026',
  overlay: null,
  on: today,
  state: 'proposed',
  open: true,
  phase: 'admission',
  since: '2026-04-28',
  steps: [],
  frontier: ['file-sent-up', 'verified'],
  obligations: [],
  papers: [],
  verifications: [],
  eligibility: [],
  introducers: null,
  situations: [],
  mentors: [],
  mentor: null,
  assessments: [],
  reviews: [],
  warnings: [],
  ...over,
});

test('state, phase and the step whose turn it is are those of the report', () => {
  expect(projectionOf(report({}))).toEqual({
    state: 'proposed',
    phase: 'admission',
    open: true,
    currentStep: 'file-sent-up',
    mentorId: null,
    nextAttention: today,
    nextDue: null,
  });
  expect(projectionOf(report({ frontier: [] })).currentStep).toBeNull();
});

test('the mentor is a person of ours, or nobody where the case names somebody by words', () => {
  expect(projectionOf(report({ mentor: '17' })).mentorId).toBe(17);
  expect(projectionOf(report({ mentor: 'Lê Thị Hạnh' })).mentorId).toBeNull();
  expect(projectionOf(report({ mentor: '0' })).mentorId).toBeNull();
});

test('the next plan of reminders looks at it, whatever its limits', () => {
  expect(projectionOf(report({})).nextAttention).toBe(today);
  expect(projectionOf(report({ obligations: [obligation({ due: '2026-09-01' })] })).nextAttention).toBe(
    today,
  );
});

describe('the day by which somebody must act', () => {
  const nextDue = (...obligations: Partial<Obligation>[]) =>
    projectionOf(report({ obligations: obligations.map(obligation) })).nextDue;

  test('is the earliest of what runs, and in the past when it is late', () => {
    expect(nextDue({})).toBe('2026-05-08');
    expect(nextDue({ status: 'overdue', due: '2026-04-29', limit: '2026-04-30' }, {})).toBe('2026-04-30');
    expect(nextDue({ kind: 'recurring' })).toBe('2026-05-08');
  });

  test('is nobody’s where all is met or expired', () => {
    for (const status of ['met', 'met-late', 'expired'] as const) expect(nextDue({ status })).toBeNull();
  });

  test('is nobody’s where a paper will expire, or a day is to be waited for', () => {
    expect(nextDue({ kind: 'expiry' })).toBeNull();
    expect(nextDue({ kind: 'earliest', earliest: '2026-05-08' })).toBeNull();
  });
});

test('a closed case asks for nothing', () => {
  const closed = report({ open: false, state: 'withdrew', obligations: [obligation({ status: 'overdue' })] });
  expect(projectionOf(closed)).toMatchObject({ open: false, nextAttention: null, nextDue: null });
});
