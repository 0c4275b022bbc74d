/**
 * Months, years and days by the calendar. Days go in and come out as `YYYY-MM-DD`, which also sort and compare as
 * text; working days are the business of `calendar.ts`.
 */
import { Temporal } from 'temporal-polyfill';

/** Same day `months` later, clamped to the last day of a shorter month; negative counts back. */
export function addMonths(day: string, months: number): string {
  return Temporal.PlainDate.from(day).add({ months }).toString();
}

/** `days` calendar days later; negative counts back. */
export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;
}

/**
 * Full months from `from` to `to`. A month is full on the day `addMonths` names, so 31 January to 28 February is one
 * full month; 0 when `to` is earlier.
 */
export function fullMonths(from: string, to: string): number {
  if (to < from) return 0;
  const apart = (yearOf(to) - yearOf(from)) * 12 + monthOf(to) - monthOf(from);
  return addMonths(from, apart) <= to ? apart : apart - 1;
}

/** Full years of age; a birthday on 29 February is reached on 28 February of a common year. */
export function fullYears(birthDate: string, on: string): number {
  return Math.floor(fullMonths(birthDate, on) / 12);
}

export const yearOf = (day: string): number => Number(day.slice(0, 4));
export const monthOf = (day: string): number => Number(day.slice(5, 7));

/** The latest of the days given, or undefined when there is none. */
export function latest(days: Iterable<string | undefined>): string | undefined {
  let last: string | undefined;
  for (const day of days) if (day !== undefined && (last === undefined || day > last)) last = day;
  return last;
}

/** The earliest of the days given, or undefined when there is none. */
export function earliest(days: Iterable<string | undefined>): string | undefined {
  let first: string | undefined;
  for (const day of days) if (day !== undefined && (first === undefined || day < first)) first = day;
  return first;
}
