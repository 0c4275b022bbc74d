/** Months and ages by the calendar, clamped where a month is shorter. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
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
