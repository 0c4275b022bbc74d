import { describe, expect, it } from 'vitest';
import { isUnmet, toneOf } from '../../src/answers/tone.ts';
import { momentsOf } from '../../src/reminders/moments.ts';
import { calendar, limit, report, step } from './given.ts';

const weekly = { lateEveryDays: 7 };
const last = (o: Parameters<typeof limit>[0], today: string) =>
  momentsOf(limit(o), today, calendar, weekly).last;
const next = (o: Parameters<typeof limit>[0], today: string) =>
  momentsOf(limit(o), today, calendar, weekly).next;

describe('the days on which a limit is spoken of', () => {
  it('says nothing before the first rung', () => {
    expect(last({ rungs: ['2026-05-18'] }, '2026-05-15')).toBeNull();
    expect(next({ rungs: ['2026-05-18'] }, '2026-05-15')).toBe('2026-05-18');
  });

  it('speaks on each rung and on the due day', () => {
    const rungs = ['2026-05-18', '2026-06-01'];
    expect(last({ rungs }, '2026-05-18')).toBe('2026-05-18');
    expect(last({ rungs }, '2026-05-29')).toBe('2026-05-18');
    expect(last({ rungs }, '2026-06-02')).toBe('2026-06-01');
    expect(last({ rungs }, '2026-06-15')).toBe('2026-06-15');
  });

  it('speaks on the working day after a missed due day, then every seven days', () => {
    const late = { status: 'overdue' } as const;
    expect(last(late, '2026-06-16')).toBe('2026-06-16');
    expect(last(late, '2026-06-22')).toBe('2026-06-16');
    expect(last(late, '2026-06-23')).toBe('2026-06-23');
    expect(next(late, '2026-06-16')).toBe('2026-06-23');
    expect(last(late, '2027-06-22')).toBe('2027-06-22');
  });

  it('moves a weekly word from a holiday to the day after', () => {
    // Due Monday 24 August: late on the 25th, a week on is 1 September, a holiday until the 2nd.
    const late = { due: '2026-08-24', limit: '2026-08-24', status: 'overdue' } as const;
    expect(last(late, '2026-09-02')).toBe('2026-08-25');
    expect(last(late, '2026-09-03')).toBe('2026-09-03');
  });

  it('keeps the rungs that an extension put after the first due day', () => {
    expect(last({ due: '2026-06-15', rungs: ['2026-06-15', '2026-07-06'] }, '2026-07-07')).toBe('2026-07-07');
    expect(last({ due: '2026-06-15', rungs: ['2026-07-06'] }, '2026-07-06')).toBe('2026-07-06');
  });

  it('asks for nothing once it is met', () => {
    const seen = report();
    expect(isUnmet(limit({ status: 'met' }), seen)).toBe(false);
    expect(isUnmet(limit({ status: 'met-late' }), seen)).toBe(false);
    expect(isUnmet(limit({ status: 'expired', kind: 'expiry' }), seen)).toBe(true);
  });

  it('keeps asking, once the wait is over, until the step that it opens is done', () => {
    const opens = limit({ kind: 'earliest', status: 'met' });
    expect(isUnmet(opens, report())).toBe(true);
    expect(isUnmet(opens, report({ steps: [step({ status: 'done' })] }))).toBe(false);
    expect(isUnmet(opens, report({ open: false }))).toBe(false);
  });

  it('says once from which day something may be done, and is never late with it', () => {
    const opens = { kind: 'earliest', earliest: '2026-06-13', due: '2026-06-13' } as const;
    // Saturday 13 June: said on Monday.
    expect(last(opens, '2026-06-13')).toBeNull();
    expect(last(opens, '2026-06-15')).toBe('2026-06-15');
    expect(last(opens, '2026-12-01')).toBe('2026-06-15');
    expect(next(opens, '2026-06-15')).toBeNull();
  });
});

describe('how a limit stands', () => {
  it.each([
    ['late', { status: 'overdue' }, '2026-06-16'],
    ['late', {}, '2026-06-16'],
    ['today', {}, '2026-06-15'],
    ['today', { due: '2026-06-12', limit: '2026-06-14' }, '2026-06-13'],
    ['soon', {}, '2026-06-12'],
    ['expiring', { kind: 'expiry' }, '2026-06-12'],
    ['expired', { kind: 'expiry', status: 'expired' }, '2026-06-16'],
    ['upcoming', { kind: 'earliest', earliest: '2026-06-15' }, '2026-06-12'],
    ['possible', { kind: 'earliest', earliest: '2026-06-15' }, '2026-06-15'],
  ] as const)('is %s', (tone, over, today) => {
    expect(toneOf(limit(over), today)).toBe(tone);
  });
});
