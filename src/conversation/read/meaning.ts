/** Days that a way of writing or saying one may stand for. */
import type { Temporal } from 'temporal-polyfill';
import type { Text } from '../../words/text.ts';
import { dayOf } from './calendar-words.ts';

/**
 * What one way of saying a day may mean, before the question's own bounds are held against it: of several days the
 * nearest, or the first where they are `inOrder`.
 */
export type Meaning = { days: Temporal.PlainDate[]; inOrder?: true } | { why: Text } | null;

/** The given day and month in each of the years; refused when the calendar has it in none of them. */
export function inYears(day: number, month: number, years: number[]): Meaning {
  const days = years.map((year) => dayOf(year, month, day)).filter((found) => found !== null);
  if (days.length > 0) return { days };
  const [year] = years;
  if (years.length === 1 && year !== undefined && dayOf(2024, month, day) !== null) {
    return { why: { key: 'machine.refuse.dateNotInYear', params: { day, month, year } } };
  }
  return { why: { key: 'machine.refuse.dateImpossible', params: { day, month } } };
}
