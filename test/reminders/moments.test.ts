/** On which days a limit is spoken of, and to whom. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/procedure/dates.ts';
import { momentsOf } from '../../src/reminders/moments.ts';
import { calendar, close, entry, monthly, standard } from './given.ts';

const on = (today: string, over: Parameters<typeof entry>[0] = {}, ladder = standard) =>
  momentsOf(entry(over), ladder, calendar, today);
/** The newest day of whoever owes it. */
const ownerOn = (today: string, over: Parameters<typeof entry>[0] = {}) =>
  on(today, over).come.find(({ tell }) => tell.includes('owner'));
const next = (today: string, over: Parameters<typeof entry>[0] = {}) => on(today, over).next;

describe('before the due day', () => {
  it('nothing is said before the first of the rule’s own days', () => {
    expect(on('2026-05-29')).toEqual({ come: [], next: '2026-06-01' });
  });

  it('each of them is told to whoever owes it, the last one to the cell’s committee as well', () => {
    expect(on('2026-06-01').come).toEqual([
      { day: '2026-06-01', tell: ['owner'], nudge: false, rung: '2026-06-01' },
    ]);
    expect(on('2026-06-08').come).toEqual([
      { day: '2026-06-08', tell: ['owner', 'cellCommittee'], nudge: false, rung: '2026-06-08' },
    ]);
  });

  it('a day that became a holiday is spoken of on the next working day', () => {
    expect(on('2026-09-01', { rungs: ['2026-08-31'], due: '2026-09-15' }).come).toEqual([]);
    expect(ownerOn('2026-09-03', { rungs: ['2026-08-31'], due: '2026-09-15' })?.day).toBe('2026-09-03');
  });

  it('days after the due day, meant for an extension, are spoken of all the same', () => {
    expect(ownerOn('2026-07-08', { rungs: ['2026-06-08', '2026-07-08'] })).toMatchObject({
      day: '2026-07-08',
      tell: ['owner', 'cellSecretary'],
    });
  });
});

describe('from the due day on', () => {
  it('the due day, the first day late, then further up', () => {
    expect(ownerOn('2026-06-15')?.tell).toEqual(['owner', 'cellSecretary']);
    expect(ownerOn('2026-06-16')?.tell).toEqual(['owner', 'cellCommittee', 'cellSecretary']);
    expect(ownerOn('2026-06-22')?.tell).toEqual(['owner', 'cellSecretary', 'committee']);
  });

  it('and long after that every week, moved off holidays', () => {
    // Twenty working days after 15 June is 13 July; every seven days from there, but 31 August is a holiday until the 3rd.
    expect(ownerOn('2026-07-20')).toMatchObject({ day: '2026-07-20', nudge: false });
    expect(next('2026-08-28')).toBe('2026-09-03');
    expect(ownerOn('2026-09-03')?.day).toBe('2026-09-03');
  });

  it('what merely lost its force comes to the owner once a month, and never to the committee above', () => {
    const expired = { kind: 'expiry', clock: 'file-expiry' } as const;
    expect(next('2026-06-30', expired)).toBe('2026-07-16');
    const told = on('2026-12-01', expired).come.flatMap(({ tell }) => tell);
    expect(told).toContain('owner');
    expect(told).not.toContain('committee');
  });

  it('that something may begin is said on its day, and then no more', () => {
    const opens = {
      kind: 'earliest',
      earliest: '2026-06-13',
      due: '2026-06-15',
      rungs: [] as string[],
    } as const;
    expect(on('2026-06-13', opens).come).toEqual([]);
    // Saturday 13 June: said on Monday.
    expect(ownerOn('2026-06-15', opens)).toMatchObject({ day: '2026-06-15', nudge: false });
    expect(next('2026-07-15', opens)).toBeNull();
  });
});

describe('said again while nobody acknowledges', () => {
  it('every three working days, twice, until the next day of the ladder comes', () => {
    expect(ownerOn('2026-06-04')).toEqual({
      day: '2026-06-04',
      tell: ['owner'],
      nudge: true,
      rung: '2026-06-01',
    });
    // 9 June would be the second time, but a new day came on the 8th.
    expect(ownerOn('2026-06-09')).toMatchObject({ day: '2026-06-08', nudge: false });
    const alone = { rungs: ['2026-05-04'] };
    expect(ownerOn('2026-05-07', alone)?.nudge).toBe(true);
    expect(ownerOn('2026-05-12', alone)?.day).toBe('2026-05-12');
    expect(ownerOn('2026-06-12', alone)?.day).toBe('2026-05-12');
  });

  it('the close ladder repeats sooner', () => {
    expect(on('2026-06-03', {}, close).come[0]).toMatchObject({ day: '2026-06-03', nudge: true });
  });
});

describe('after days of silence', () => {
  it('whoever owes it hears the newest word alone', () => {
    const seen = on('2026-06-30', { rungs: ['2026-05-11', '2026-05-13', '2026-06-01', '2026-06-08'] });
    expect(seen.come.filter(({ tell }) => tell.includes('owner'))).toHaveLength(1);
    expect(ownerOn('2026-06-30')?.day).toBe('2026-06-29');
  });

  it('and nobody is passed over because the newest day was another’s', () => {
    // The newest day is the owner's and the secretary's; what the committees should have heard before still comes.
    expect(on('2026-06-30').come.map(({ day, tell }) => [day, ...tell])).toEqual([
      ['2026-06-29', 'owner', 'cellSecretary'],
      ['2026-06-22', 'committee'],
      ['2026-06-16', 'cellCommittee'],
    ]);
  });

  it('a month’s report stays in the cell', () => {
    const seen = momentsOf(monthly('2026-05', '2026-05-29'), standard, calendar, '2026-06-30');
    expect(new Set(seen.come.flatMap(({ tell }) => tell))).toEqual(
      new Set(['owner', 'cellCommittee', 'cellSecretary']),
    );
  });
});

const anyDay = fc.integer({ min: 0, max: 400 }).map((n) => addDays('2026-01-01', n));
const anyEntry = fc
  .record({
    kind: fc.constantFrom('due' as const, 'expiry' as const, 'earliest' as const, 'recurring' as const),
    clock: fc.constantFrom('ceremony-limit', 'certificate-expiry', 'decide', 'recognition-window'),
    owner: fc.constantFrom('cellSecretary' as const, 'mentor' as const, 'decidingBody' as const),
    due: anyDay.map((day) => calendar.onOrBefore(day)),
    rungs: fc.array(
      anyDay.map((day) => calendar.onOrAfter(day)),
      { maxLength: 5 },
    ),
  })
  .map(({ rungs, ...rest }) => entry({ ...rest, rungs: [...new Set(rungs)].sort() }));
const anyLadder = fc.constantFrom(standard, close);

describe('always', () => {
  it('days are working days, and what comes next comes after today and is not missed', () => {
    fc.assert(
      fc.property(anyEntry, anyLadder, anyDay, (one, ladder, today) => {
        const { come, next: after } = momentsOf(one, ladder, calendar, today);
        for (const { day, rung } of come) {
          expect(day <= today && rung <= day).toBe(true);
          expect(calendar.isWorkingDay(day)).toBe(true);
        }
        if (after === null) return;
        expect(after > today).toBe(true);
        const then = momentsOf(one, ladder, calendar, after).come;
        expect(then[0]?.day).toBe(after);
        const before = momentsOf(one, ladder, calendar, addDays(after, -1)).come;
        expect(before).toEqual(come);
      }),
    );
  });

  it('each of those told has one newest day, and hears of it whatever others hear after', () => {
    fc.assert(
      fc.property(anyEntry, anyLadder, anyDay, (one, ladder, today) => {
        const told = momentsOf(one, ladder, calendar, today).come.flatMap(({ tell }) => tell);
        expect(new Set(told).size).toBe(told.length);
        const earlier = momentsOf(one, ladder, calendar, addDays(today, -1)).come.flatMap(({ tell }) => tell);
        for (const tell of earlier) expect(told).toContain(tell);
      }),
    );
  });

  it('the standard ladder never takes anything to the committee above before the due day has passed', () => {
    fc.assert(
      fc.property(anyEntry, anyDay, (one, today) => {
        for (const { day, tell } of momentsOf(one, standard, calendar, today).come)
          if (tell.includes('committee')) expect(day > one.due).toBe(true);
      }),
    );
  });
});
