import { describe, expect, it } from 'vitest';
import { dutyPeriod, dutyPeriodBefore, levelOfDuty } from '../../src/procedure/duty-periods.ts';

const every = (period: 'month' | 'quarter' | 'half-year' | 'year' | 'event' | 'week') => ({
  every: period,
  month: undefined,
});
/** Bound to November. */
const november = { every: 'year' as const, month: 11 };

describe('the period of a duty', () => {
  it.each([
    ['month', '2026-05-20', '2026-05', '2026-05-01', '2026-05-31'],
    ['month', '2028-02-29', '2028-02', '2028-02-01', '2028-02-29'],
    ['quarter', '2026-05-20', '2026-Q2', '2026-04-01', '2026-06-30'],
    ['half-year', '2026-07-01', '2026-H2', '2026-07-01', '2026-12-31'],
    ['year', '2026-02-01', '2026', '2026-01-01', '2026-12-31'],
  ] as const)('%s on %s', (name, day, period, start, end) => {
    expect(dutyPeriod(every(name), day)).toEqual({ every: name, period, start, end });
  });

  it('of a duty bound to a month is that month, and none in the others', () => {
    expect(dutyPeriod(november, '2026-11-03')).toMatchObject({ period: '2026', end: '2026-11-30' });
    expect(dutyPeriod(november, '2026-10-30')).toBeNull();
  });

  it.each(['event', 'week'] as const)('does not exist for what comes back by %s', (name) => {
    expect(dutyPeriod(every(name), '2026-10-30')).toBeNull();
    expect(dutyPeriodBefore(every(name), '2026-10-30')).toBeNull();
  });
});

describe('the period before', () => {
  it.each([
    ['month', '2026-01-20', '2025-12'],
    ['quarter', '2026-01-20', '2025-Q4'],
    ['half-year', '2026-07-01', '2026-H1'],
    ['year', '2026-02-01', '2025'],
  ] as const)('%s on %s', (name, day, period) => {
    expect(dutyPeriodBefore(every(name), day)?.period).toBe(period);
  });

  it('of a duty bound to a month is the last such month that is over', () => {
    expect(dutyPeriodBefore(november, '2026-10-30')?.period).toBe('2025');
    expect(dutyPeriodBefore(november, '2026-11-03')?.period).toBe('2025');
    expect(dutyPeriodBefore(november, '2026-12-01')?.period).toBe('2026');
  });
});

it.each([
  ['cellSecretary', 'cell'],
  ['youthUnion', 'cell'],
  ['subCommittee', 'subCommittee'],
  ['grassrootsCommittee', 'grassrootsCommittee'],
  ['decidingBody', 'province'],
])('what the %s owes is owed at the level %s', (owner, level) => {
  expect(levelOfDuty(owner)).toBe(level);
});
