/** Working days: weekends, public holidays, swapped Saturdays, and years that nobody has announced yet. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/procedure/dates.ts';
import { buildCalendar } from '../../src/procedure/index.ts';
import { anyDay } from './histories.ts';
import { calendar } from './story.ts';

describe('a day', () => {
  it.each([
    ['2026-01-01', false, 'New Year'],
    ['2026-01-02', false, 'swapped'],
    ['2026-01-10', true, 'a Saturday worked for 2 January'],
    ['2026-01-17', false, 'an ordinary Saturday'],
    ['2026-02-13', true, 'the Friday before Tết'],
    ['2026-02-16', false, 'the day before mùng 1'],
    ['2026-02-20', false, 'mùng 4'],
    ['2026-02-23', true, 'the Monday after Tết'],
    ['2026-04-27', false, 'made up for Giỗ Tổ on a Sunday'],
    ['2026-08-22', true, 'a Saturday worked for 31 August'],
    ['2026-08-31', false, 'swapped'],
    ['2026-11-24', false, 'Ngày Văn hoá Việt Nam, since 2026'],
    ['2025-11-24', true, 'not yet a holiday'],
    ['2025-04-26', true, 'a Saturday worked for 2 May'],
    ['2025-05-02', false, 'swapped'],
    ['2027-05-03', false, 'made up for 1 May on a Saturday'],
  ])('%s is worked: %s (%s)', (day, worked) => {
    expect(calendar.isWorkingDay(day)).toBe(worked);
  });
});

describe('a number of working days later', () => {
  it.each([
    ['2026-02-10', 3, '2026-02-13', 'starts on the first working day after'],
    ['2026-02-13', 1, '2026-02-23', 'jumps over Tết'],
    ['2026-02-02', 30, '2026-03-23', 'thirty over Tết'],
    ['2026-01-05', 5, '2026-01-10', 'counts a Saturday worked instead'],
    ['2026-11-20', 3, '2026-11-26', 'jumps over 24 November'],
    ['2025-12-31', 1, '2026-01-05', 'from one year into the next'],
    ['2026-02-14', 0, '2026-02-14', 'none is the day itself'],
    ['2026-02-23', -1, '2026-02-13', 'backwards over Tết'],
    ['2026-01-05', -3, '2025-12-29', 'backwards into the year before'],
  ])('%s and %i is %s: %s', (from, count, day) => {
    expect(calendar.addWorkingDays(from, count)).toBe(day);
  });

  it('is the inverse of counting them', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 600 }), (from, count) => {
        const later = calendar.addWorkingDays(from, count);
        expect(calendar.isWorkingDay(later)).toBe(true);
        expect(calendar.workingDaysBetween(from, later)).toBe(count);
        expect(calendar.workingDaysBetween(later, from)).toBe(-count);
      }),
    );
  });
});

it('agrees with counting day by day', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 0, max: 500 }), (from, days) => {
      const to = addDays(from, days);
      let worked = 0;
      for (let day = addDays(from, 1); day <= to; day = addDays(day, 1))
        if (calendar.isWorkingDay(day)) worked += 1;
      expect(calendar.workingDaysBetween(from, to)).toBe(worked);
    }),
    { numRuns: 30 },
  );
});

it('finds the nearest working day on either side', () => {
  expect(calendar.onOrBefore('2026-02-18')).toBe('2026-02-13');
  expect(calendar.onOrAfter('2026-02-18')).toBe('2026-02-23');
  expect(calendar.onOrBefore('2026-02-13')).toBe('2026-02-13');
  expect(calendar.onOrAfter('2026-02-13')).toBe('2026-02-13');
});

describe('a year without its own file', () => {
  it('has weekends and fixed holidays off, and is provisional', () => {
    expect(calendar.isProvisional(2031)).toBe(true);
    expect(calendar.isWorkingDay('2031-01-01')).toBe(false);
    expect(calendar.isWorkingDay('2031-11-24')).toBe(false);
    expect(calendar.isWorkingDay('2024-11-25')).toBe(true);
    expect(calendar.isWorkingDay('2031-03-03')).toBe(true);
  });
  it('is weekends alone when nothing at all is known', () => {
    const bare = buildCalendar([]);
    expect(bare.isWorkingDay('2026-01-01')).toBe(true);
    expect(bare.isWorkingDay('2026-01-03')).toBe(false);
    expect(bare.isProvisional(2026)).toBe(true);
  });
});

it('names the day off and its source, and tells announced years from assumed ones', () => {
  expect(calendar.dayOff('2026-11-24')).toEqual({
    name: 'Ngày Văn hoá Việt Nam',
    source: 'Nghị quyết 28/2026/QH16, Điều 2',
  });
  expect(calendar.dayOff('2026-11-25')).toBeUndefined();
  expect([2025, 2026, 2027].map((year) => calendar.isProvisional(year))).toEqual([false, false, true]);
});
