import { describe, expect, it } from 'vitest';
import type { Procedure } from '../../src/procedure/schema.ts';
import { currentPeriod, dutiesDue, hasDutyToday } from '../../src/reminders/duties.ts';
import { calendar, cell, committee, roster, secretary, settings, wardOfficer } from './given.ts';

type Duty = Procedure['duties'][string];
const organization = (every: Duty['every'], owner: string): Duty => ({
  every,
  owner,
  scope: 'organization',
  clocks: [],
  rows: [],
  basis: [{ document: 'qd' }],
  confidence: 'verified',
});
const on = (today: string) => ({ today, calendar, settings });
const never = () => false;

describe('the period of a duty', () => {
  it.each([
    ['month', '2026-05-20', '2026-05', '2026-05-31'],
    ['quarter', '2026-05-20', '2026-Q2', '2026-06-30'],
    ['half-year', '2026-07-01', '2026-H2', '2026-12-31'],
    ['year', '2026-02-01', '2026', '2026-12-31'],
  ] as const)('%s', (every, today, period, end) => {
    expect(currentPeriod({ every, month: undefined }, today)).toMatchObject({ period, end });
  });

  it('of a duty bound to a month is that month, and none in the others', () => {
    expect(currentPeriod({ every: 'year', month: 11 }, '2026-11-03')).toMatchObject({
      period: '2026',
      end: '2026-11-30',
    });
    expect(currentPeriod({ every: 'year', month: 11 }, '2026-10-30')).toBeNull();
  });

  it('does not exist for what an event begins', () => {
    expect(currentPeriod({ every: 'event', month: undefined }, '2026-10-30')).toBeNull();
  });
});

describe('duties worth speaking of', () => {
  const quarterly = { 'plan-checked': organization('quarter', 'grassrootsCommittee') };

  it('come on their days before the last working day of the period, to the officer of each body', () => {
    expect(hasDutyToday(quarterly, on('2026-06-15'))).toBe(false);
    const [found, ...others] = dutiesDue(quarterly, roster.organizations, roster, on('2026-06-16'), never);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      key: `org${committee}:plan-checked#2026-Q2`,
      due: '2026-06-30',
      moment: '2026-06-16',
      owners: [wardOfficer],
    });
    expect(dutiesDue(quarterly, roster.organizations, roster, on('2026-06-30'), never)[0]?.moment).toBe(
      '2026-06-30',
    );
  });

  it('are still said some days after a missed morning, and not weeks after', () => {
    expect(hasDutyToday(quarterly, on('2026-06-18'))).toBe(true);
    expect(hasDutyToday(quarterly, on('2026-06-26'))).toBe(false);
  });

  it('of a cell go to its secretary', () => {
    const yearly = { 'source-reviewed': organization('year', 'cellSecretary') };
    const [found] = dutiesDue(yearly, roster.organizations, roster, on('2026-12-31'), never);
    expect(found).toMatchObject({ key: `org${cell}:source-reviewed#2026`, owners: [secretary] });
  });

  it('are silent once done, and when cases or other systems carry them out', () => {
    expect(dutiesDue(quarterly, roster.organizations, roster, on('2026-06-16'), () => true)).toEqual([]);
    const byCases = { ...organization('month', 'mentor'), scope: 'case' as const };
    expect(hasDutyToday({ 'mentor-reports': byCases }, on('2026-05-29'))).toBe(false);
  });
});
