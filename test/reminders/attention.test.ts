import { describe, expect, it } from 'vitest';
import { nextAttention } from '../../src/reminders/attention.ts';
import { projectionOf } from '../../src/store/cases.ts';
import { aCase, calendar, limit, morning, report, settings } from './given.ts';

const next = (over: Parameters<typeof report>[0]) => nextAttention(report(over), calendar, settings);

describe('the next day to look at a case', () => {
  it('is the next rung', () => {
    expect(next({ on: '2026-05-18', obligations: [limit({ rungs: ['2026-05-18', '2026-05-22'] })] })).toBe(
      '2026-05-22',
    );
  });

  it('is at the latest the first working day of the next month, when recurring duties begin anew', () => {
    expect(next({ on: '2026-05-18', obligations: [limit({ status: 'met' })] })).toBe('2026-06-01');
    expect(next({ on: '2026-04-07', obligations: [] })).toBe('2026-05-04');
  });

  it('of a late case is at the latest the first working day of the next week, for the overview', () => {
    const late = limit({ due: '2026-05-11', limit: '2026-05-11', status: 'overdue' });
    expect(next({ on: '2026-05-20', obligations: [late] })).toBe('2026-05-25');
  });

  it('never comes for a case that is over', () => {
    expect(next({ open: false })).toBeNull();
  });

  it('misses no word: looking at a case on these days alone says all that looking every day would say', () => {
    const limits = [
      limit({ rungs: ['2026-05-11', '2026-05-25', '2026-06-08'] }),
      limit({
        clock: 'other',
        kind: 'expiry',
        due: '2026-07-31',
        limit: '2026-07-31',
        rungs: ['2026-05-13', '2026-07-01'],
      }),
      limit({ clock: 'third', due: '2026-05-22', limit: '2026-05-24', rungs: [] }),
    ];
    const stateOn = (today: string) =>
      limits.map((o) => ({ ...o, status: today > o.limit ? ('overdue' as const) : ('open' as const) }));
    const said = (lazily: boolean) => {
      const keys: string[] = [];
      const known = new Map<number, string[]>();
      let look = '2026-05-04';
      for (let n = 0; n < 100; n += 1) {
        const today = new Date(Date.UTC(2026, 4, 4 + n)).toISOString().slice(0, 10);
        if (lazily && today < look) continue;
        const one = aCase(today, stateOn(today));
        const plan = morning(today, [one], {
          said: known,
          lastRun: '2026-05-01',
          settings: { ...settings, weeklyOverview: false },
        });
        for (const { person, items } of plan.digests) {
          keys.push(...items.map((item) => `${today} ${person.personId} ${item.key}`));
          known.set(person.personId, [
            ...(known.get(person.personId) ?? []),
            ...items.map((item) => item.key),
          ]);
        }
        if (!plan.waiting.has(one.caseId)) look = nextAttention(one.report, calendar, settings) ?? '9999';
      }
      return keys;
    };
    expect(said(true)).toEqual(said(false));
    expect(said(true).length).toBeGreaterThan(10);
  });

  it('after the last duty of a month was done early, the case is looked at again when the next month begins', () => {
    const done = limit({
      kind: 'recurring',
      clock: 'mentor-report',
      instance: '2026-05',
      due: '2026-05-29',
      limit: '2026-05-31',
      status: 'met',
    });
    const seen = report({ on: '2026-05-12', obligations: [done] });
    expect(projectionOf(seen).nextAttention).toBe('2026-06-01');
  });
});
