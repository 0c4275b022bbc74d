/** Months, years and weekdays as said, folded; shared by the readers of dates and of months. */
import { Temporal } from 'temporal-polyfill';
import { numberIn } from './numbers.ts';

/** "3", "03", "ba", "tu", "gieng", "chap": 1 to 99 as written; the caller checks that it is a month. */
export function monthNumber(said: string): number | null {
  if (said === 'gieng') return 1;
  if (said === 'chap') return 12;
  return numberIn(said);
}

/** "nay" 0, "truoc" −1, "sau" +1 and their likes; null for anything else. */
export function shiftOf(said: string): number | null {
  if (['nay', 'this'].includes(said)) return 0;
  if (['truoc', 'ngoai', 'qua', 'roi', 'vua roi', 'vua qua', 'last'].includes(said)) return -1;
  if (['sau', 'toi', 'next'].includes(said)) return 1;
  return null;
}

/**
 * Years that a said year may be: "2026" is one, "26" two (1926, 2026), "nam ngoai" counts from today, words are read as
 * a number. Null when it is no year.
 */
export function yearsOf(said: string, today: Temporal.PlainDate): number[] | null {
  const shift = shiftOf(said);
  if (shift !== null) return [today.year + shift];
  const value = numberIn(said);
  if (value === null) return null;
  if (value >= 1000) return [value];
  return /^\d\d$/.test(said) ? [1900 + value, 2000 + value] : null;
}

/** 1 Monday … 7 Sunday; null when the word is no weekday. */
export function weekdayOf(said: string): number | null {
  const day = /^(?:thu |t)([2-7])$/.exec(said);
  if (day) return Number(day[1]) - 1;
  return weekdays.get(said) ?? null;
}

const weekdays = new Map<string, number>([
  ['thu hai', 1],
  ['thu ba', 2],
  ['thu tu', 3],
  ['thu nam', 4],
  ['thu sau', 5],
  ['thu bay', 6],
  ['chu nhat', 7],
  ['cn', 7],
  ...['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map(
    (word, index): [string, number] => [word, index + 1],
  ),
]);

/** "march", "mar", "sept" → 3, 3, 9. */
export function englishMonth(said: string): number | null {
  const index = said.length < 3 ? -1 : englishMonths.findIndex((month) => month.startsWith(said));
  return index < 0 ? null : index + 1;
}

const englishMonths =
  'january february march april may june july august september october november december'.split(' ');

export const firstYear = 1900;
export const lastYear = 2100;

/** The day if the calendar has it, else null. */
export function dayOf(year: number, month: number, day: number): Temporal.PlainDate | null {
  return year < 100_000 && isInCalendar(year, month, day) ? new Temporal.PlainDate(year, month, day) : null;
}

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function isInCalendar(year: number, month: number, day: number): boolean {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = month === 2 && leap ? 29 : lengths[month - 1];
  return length !== undefined && day >= 1 && day <= length;
}
