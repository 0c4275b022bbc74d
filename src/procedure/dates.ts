/**
 * Months, years and days by the calendar. Days go in and come out as `YYYY-MM-DD`, which also sort and compare as
 * text; working days are the business of `calendar.ts`. Plain arithmetic: one look at a case asks for thousands of days.
 */

/** Same day `months` later, clamped to the last day of a shorter month; negative counts back. */
export function addMonths(day: string, months: number): string {
  const month = yearOf(day) * 12 + monthOf(day) - 1 + months;
  const year = Math.floor(month / 12);
  const inYear = month - year * 12 + 1;
  return written(year, inYear, Math.min(dayOf(day), daysInMonth(year, inYear)));
}

/** `days` calendar days later; negative counts back. */
export function addDays(day: string, days: number): string {
  const inMonth = dayOf(day) + days;
  const [year, month] = [yearOf(day), monthOf(day)];
  if (inMonth >= 1 && inMonth <= daysInMonth(year, month)) return written(year, month, inMonth);
  return dayNumbered(numberOf(day) + days);
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return numberOf(to) - numberOf(from);
}

/**
 * Full months from `from` to `to`. A month is full on the day `addMonths` names, so 31 January to 28 February is one
 * full month; 0 when `to` is earlier.
 */
export function fullMonths(from: string, to: string): number {
  if (to < from) return 0;
  const apart = (yearOf(to) - yearOf(from)) * 12 + monthOf(to) - monthOf(from);
  const full = Math.min(dayOf(from), daysInMonth(yearOf(to), monthOf(to)));
  return full <= dayOf(to) ? apart : apart - 1;
}

/** Full years of age; a birthday on 29 February is reached on 28 February of a common year. */
export function fullYears(birthDate: string, on: string): number {
  return Math.floor(fullMonths(birthDate, on) / 12);
}

export const yearOf = (day: string): number => Number(day.slice(0, 4));
export const monthOf = (day: string): number => Number(day.slice(5, 7));
const dayOf = (day: string): number => Number(day.slice(8, 10));

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

const shortMonths = new Set([4, 6, 9, 11]);

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return shortMonths.has(month) ? 30 : 31;
}

/** 400 years of the Gregorian calendar, after which it repeats, and the whole centuries and leap cycles in them. */
const [era, century, cycle, common] = [146_097, 36_524, 1461, 365];
/** Days before each month of a year that begins in March: the leap day comes last. */
const before = [0, 31, 61, 92, 122, 153, 184, 214, 245, 275, 306, 337];

/** Days from 1 March of the year 0. */
function numberOf(day: string): number {
  const month = (monthOf(day) + 9) % 12;
  const year = yearOf(day) - (month >= 10 ? 1 : 0);
  const leaps = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  return year * common + leaps + (before[month] as number) + dayOf(day) - 1;
}

function dayNumbered(number: number): string {
  const eras = Math.floor(number / era);
  let rest = number - eras * era;
  // The last day of an era, and of a leap cycle, is the leap day: it belongs to the year before.
  const centuries = Math.min(3, Math.floor(rest / century));
  rest -= centuries * century;
  const cycles = Math.floor(rest / cycle);
  rest -= cycles * cycle;
  const years = Math.min(3, Math.floor(rest / common));
  rest -= years * common;
  const month = before.findLastIndex((days) => days <= rest);
  const year = eras * 400 + centuries * 100 + cycles * 4 + years;
  return written(month >= 10 ? year + 1 : year, ((month + 2) % 12) + 1, rest - (before[month] as number) + 1);
}

const written = (year: number, month: number, day: number): string =>
  `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
