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

const days = (...obligations: Partial<Obligation>[]) => {
  const { nextAttention, nextDue } = projectionOf(report({ obligations: obligations.map(obligation) }));
  return { nextAttention, nextDue };
};

test('state, phase and the step whose turn it is are those of the report', () => {
  expect(projectionOf(report({}))).toEqual({
    state: 'proposed',
    phase: 'admission',
    open: true,
    currentStep: 'file-sent-up',
    mentorId: null,
    nextAttention: null,
    nextDue: null,
  });
  expect(projectionOf(report({ frontier: [] })).currentStep).toBeNull();
});

test('the mentor is a person of ours, or nobody where the case names somebody by words', () => {
  expect(projectionOf(report({ mentor: '17' })).mentorId).toBe(17);
  expect(projectionOf(report({ mentor: 'Lê Thị Hạnh' })).mentorId).toBeNull();
  expect(projectionOf(report({ mentor: '0' })).mentorId).toBeNull();
});

describe('the day to look at a case', () => {
  test('is the day it falls due when nothing is to be said before', () => {
    expect(days({})).toEqual({ nextAttention: '2026-05-08', nextDue: '2026-05-08' });
  });

  test('is the first rung that has not passed, today included', () => {
    expect(days({ rungs: ['2026-05-01', '2026-05-06', '2026-05-07'] }).nextAttention).toBe('2026-05-06');
    expect(days({ rungs: ['2026-05-01', today] }).nextAttention).toBe(today);
  });

  test('is the day on which something may begin', () => {
    expect(days({ kind: 'earliest', earliest: '2026-05-06', due: '2026-06-01' }).nextAttention).toBe(
      '2026-05-06',
    );
  });

  test('is today while something is late, and late is a due day in the past', () => {
    expect(days({ status: 'overdue', due: '2026-04-30' }, {})).toEqual({
      nextAttention: today,
      nextDue: '2026-04-30',
    });
  });

  test('looks at what runs only: what is met or expired asks for nothing', () => {
    for (const status of ['met', 'met-late', 'expired'] as const) {
      expect(days({ status })).toEqual({ nextAttention: null, nextDue: null });
    }
  });

  test('a paper that will expire and a day to wait for make nobody late', () => {
    expect(days({ kind: 'expiry' })).toEqual({ nextAttention: '2026-05-08', nextDue: null });
    expect(days({ kind: 'earliest', earliest: '2026-05-08' }).nextDue).toBeNull();
    expect(days({ kind: 'recurring' }).nextDue).toBe('2026-05-08');
  });

  test('never comes for a closed case', () => {
    const closed = projectionOf(
      report({ open: false, state: 'withdrew', obligations: [obligation({ status: 'overdue' })] }),
    );
    expect(closed).toMatchObject({ open: false, nextAttention: null, nextDue: null });
  });
});
