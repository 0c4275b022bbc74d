/** Months and ages by the calendar, clamped where a month is shorter. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  daysBetween,
  earliest,
  fullMonths,
  fullYears,
  latest,
} from '../../src/procedure/dates.ts';
import { anyDay } from './histories.ts';

describe('months later', () => {
  it.each([
    ['2025-10-15', 60, '2030-10-15'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-12-05', 1, '2027-01-05'],
  ])('%s and %i months is %s', (day, months, later) => {
    expect(addMonths(day, months)).toBe(later);
  });

  it('never leaves the month it reaches', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 200 }), (day, months) => {
        const later = addMonths(day, months);
        const reached = Number(later.slice(0, 4)) * 12 + Number(later.slice(5, 7));
        expect(reached - (Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)))).toBe(months);
        expect(later.slice(8) <= day.slice(8)).toBe(true);
      }),
    );
  });
});

describe('full months', () => {
  it.each([
    ['2026-01-31', '2026-02-27', 0],
    ['2026-01-31', '2026-02-28', 1],
    ['2025-03-05', '2026-03-04', 11],
    ['2025-03-05', '2026-03-05', 12],
    ['2026-03-05', '2025-03-05', 0],
  ])('from %s to %s there are %i', (from, to, months) => {
    expect(fullMonths(from, to)).toBe(months);
  });

  it('are the most that still fit', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (a, b) => {
        const [from, to] = a <= b ? [a, b] : [b, a];
        const months = fullMonths(from, to);
        expect(addMonths(from, months) <= to).toBe(true);
        expect(addMonths(from, months + 1) > to).toBe(true);
      }),
    );
  });
});

describe('the calendar of the standard', () => {
  const from1600 = fc
    .integer({ min: 0, max: 300_000 })
    .map((days) => Temporal.PlainDate.from('1600-01-01').add({ days }));

  it('names the same days', () => {
    fc.assert(
      fc.property(from1600, fc.integer({ min: -80_000, max: 80_000 }), (day, days) => {
        expect(addDays(day.toString(), days)).toBe(day.add({ days }).toString());
        expect(daysBetween(day.toString(), day.add({ days }).toString())).toBe(days);
      }),
      { numRuns: 2000 },
    );
  });

  it('names the same days of other months', () => {
    fc.assert(
      fc.property(from1600, fc.integer({ min: -1500, max: 1500 }), (day, months) => {
        expect(addMonths(day.toString(), months)).toBe(day.add({ months }).toString());
      }),
      { numRuns: 2000 },
    );
  });

  it('goes through leap days of centuries and of four centuries', () => {
    expect(addDays('1900-02-28', 1)).toBe('1900-03-01');
    expect(addDays('2000-02-28', 1)).toBe('2000-02-29');
    expect(addDays('2000-03-01', -1)).toBe('2000-02-29');
    expect(addDays('1600-03-01', 146_096)).toBe('2000-02-29');
  });
});

describe('age in full years', () => {
  it.each([
    ['2008-03-15', '2026-03-14', 17],
    ['2008-03-15', '2026-03-15', 18],
    ['2008-02-29', '2026-02-27', 17],
    ['2008-02-29', '2026-02-28', 18],
  ])('born %s, on %s: %i', (birthDate, on, age) => {
    expect(fullYears(birthDate, on)).toBe(age);
  });
});

it('counts days across years, and picks the earliest and the latest', () => {
  expect(daysBetween('2025-12-31', '2026-03-01')).toBe(60);
  expect(daysBetween('2026-03-01', '2025-12-31')).toBe(-60);
  expect(latest(['2026-01-02', undefined, '2025-12-31'])).toBe('2026-01-02');
  expect(earliest([undefined, '2026-01-02', '2025-12-31'])).toBe('2025-12-31');
  expect(latest([])).toBeUndefined();
});
