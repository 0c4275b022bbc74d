import { describe, expect, it } from 'vitest';
import type { Procedure } from '../../src/procedure/schema.ts';
import {
  type DutyDue,
  dutiesDue,
  dutyOfSubject,
  hasDutyToday,
  noticesOfDuties,
  overviewDay,
} from '../../src/reminders/duties.ts';
import {
  calendar,
  cell,
  committee,
  deputy,
  provinceOfficer,
  roster,
  secretary,
  settings,
  wardOfficer,
} from './given.ts';

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

describe('duties worth speaking of', () => {
  const quarterly = { 'plan-checked': organization('quarter', 'grassrootsCommittee') };

  it('come on their days before the last working day of the period, to the officer of each body', () => {
    expect(hasDutyToday(quarterly, on('2026-06-15'))).toBe(false);
    const [found, ...others] = dutiesDue(quarterly, roster.organizations, roster, on('2026-06-16'), never);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      key: `org${committee}:plan-checked#2026-Q2`,
      subject: 'plan-checked#2026-Q2',
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

describe('a duty as the subject of a notice', () => {
  it.each([
    ['committee-reviews-lists#2026-05', '2026-05', '2026-05-29'],
    ['plan-checked#2026-Q2', '2026-Q2', '2026-06-30'],
    ['lists-matched#2026-H1', '2026-H1', '2026-06-30'],
    ['source-reviewed#2026', '2026', '2026-12-31'],
  ])('%s', (subject, period, due) => {
    expect(dutyOfSubject(subject, calendar)).toEqual({ duty: subject.split('#')[0], period, due });
  });

  it('bound to a month of the year is due in that month; anything else is no duty', () => {
    expect(dutyOfSubject('ranges#2026', calendar, 11)?.due).toBe('2026-11-30');
    for (const other of [
      'late',
      'ceremony/ceremony-limit',
      'helped/mentor-report#2026-05',
      'a#2026-13',
      'a#Q2',
    ])
      expect([other, dutyOfSubject(other, calendar)]).toEqual([other, null]);
  });

  it('agrees with the day on which the duty was found to be due', () => {
    for (const every of ['month', 'quarter', 'half-year', 'year'] as const) {
      const all = { 'some-duty': organization(every, 'grassrootsCommittee') };
      const days = Array.from({ length: 365 }, (_, n) =>
        new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10),
      );
      const found = days.flatMap((today) => dutiesDue(all, roster.organizations, roster, on(today), never));
      expect(found.length).toBeGreaterThan(0);
      for (const { subject, due, period } of found)
        expect(dutyOfSubject(subject, calendar)).toEqual({ duty: 'some-duty', period, due });
    }
  });
});

describe('who is told of a duty', () => {
  const quarterly = { 'plan-checked': organization('quarter', 'grassrootsCommittee') };
  const yearly = { 'source-reviewed': organization('year', 'cellSecretary') };
  const due = (duties: Record<string, Duty>, today: string): DutyDue[] =>
    dutiesDue(duties, roster.organizations, roster, on(today), never);
  const reachableBut = (...gone: number[]) => ({ roster, reachable: (one: number) => !gone.includes(one) });

  it('the officers of the body, as those who owe it', () => {
    expect(noticesOfDuties(due(quarterly, '2026-06-16'), reachableBut()).notices).toEqual([
      {
        personId: wardOfficer,
        insteadOf: null,
        caseId: null,
        organizationId: committee,
        subject: 'plan-checked#2026-Q2',
        moment: '2026-06-16',
        reason: 'owner',
        nudge: false,
      },
    ]);
  });

  it('in the place of somebody without a chat: others of the body, then the body above', () => {
    const ward = noticesOfDuties(due(quarterly, '2026-06-16'), reachableBut(wardOfficer));
    expect(ward.notices).toMatchObject([{ personId: provinceOfficer, insteadOf: wardOfficer }]);
    expect(ward.unreachable).toEqual([wardOfficer]);
    const ofCell = noticesOfDuties(due(yearly, '2026-12-31'), reachableBut(secretary));
    expect(ofCell.notices).toMatchObject([{ personId: deputy, insteadOf: secretary, organizationId: cell }]);
  });

  it('nobody twice; a body without an officer is named', () => {
    const [one] = due(quarterly, '2026-06-16');
    if (!one) throw new Error('no duty');
    const two = { ...one, owners: [wardOfficer, 21] };
    expect(noticesOfDuties([two], reachableBut(21)).notices).toHaveLength(1);
    expect(noticesOfDuties([{ ...one, owners: [] }], reachableBut()).withoutOwner).toEqual([one.key]);
  });
});

describe('the weekly overview of a committee', () => {
  const day = (today: string, lastRun: string | null = null) =>
    overviewDay({ today, calendar, settings }, lastRun);

  it('comes on the first working day of the week', () => {
    expect(day('2026-06-08')).toBe('2026-06-08');
    expect(day('2026-06-09')).toBeNull();
    // Monday 31 August to Wednesday 2 September are off.
    expect(day('2026-08-31')).toBeNull();
    expect(day('2026-09-03')).toBe('2026-09-03');
  });

  it('comes later in the week only if nothing ran on that day', () => {
    expect(day('2026-06-09', '2026-06-05')).toBe('2026-06-08');
    expect(day('2026-06-09', '2026-06-08')).toBeNull();
  });

  it('may be switched off', () => {
    expect(
      overviewDay({ today: '2026-06-08', calendar, settings: { weeklyOverview: false } }, null),
    ).toBeNull();
  });
});
