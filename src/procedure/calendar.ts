/**
 * Working days: Monday to Friday, less the days off, plus the Saturdays worked instead, as `flows/calendar/` states
 * them. A year without its own file has weekends and the fixed public holidays off, and is provisional.
 */
import { z } from 'zod';
import { addDays, yearOf } from './dates.ts';

const day = z.iso.date();

/** One file a year. */
export const calendarYear = z.strictObject({
  year: z.number().int(),
  /** Not all days off of the year are announced. */
  provisional: z.boolean(),
  daysOff: z.array(
    z.strictObject({
      date: day,
      name: z.string(),
      source: z.string(),
      provisional: z.boolean().default(false),
    }),
  ),
  workedInstead: z.array(z.strictObject({ date: day, for: day, source: z.string() })).default([]),
});

/** Holidays of every year that has no file of its own. */
export const everyYear = z.strictObject({
  everyYear: z.array(
    z.strictObject({
      day: z.string().regex(/^\d{2}-\d{2}$/),
      name: z.string(),
      source: z.string(),
      since: z.number().int().optional(),
    }),
  ),
});

export type CalendarYear = z.infer<typeof calendarYear>;
export type EveryYear = z.infer<typeof everyYear>;
export type CalendarDocument = CalendarYear | EveryYear;

/** A file of either shape, told apart by its own key so that a finding speaks of the shape that was meant. */
export const calendarDocument = {
  safeParse: (value: unknown) =>
    typeof value === 'object' && value !== null && 'everyYear' in value
      ? everyYear.safeParse(value)
      : calendarYear.safeParse(value),
};

export interface WorkingCalendar {
  isWorkingDay(day: string): boolean;
  /** The `count`-th working day after `from` (`from` itself is not counted); negative counts back; 0 is `from`. */
  addWorkingDays(from: string, count: number): string;
  /** Working days after `from` up to and including `to`; negative when `to` is earlier. */
  workingDaysBetween(from: string, to: string): number;
  /** The last working day on or before `day`. */
  onOrBefore(day: string): string;
  /** The first working day on or after `day`. */
  onOrAfter(day: string): string;
  /** The days off of this year are not all announced. */
  isProvisional(year: number): boolean;
  /** Why a day is off, or undefined for a working day and for an ordinary weekend. */
  dayOff(day: string): { name: string; source: string } | undefined;
}

/** Builds the calendar from parsed files; a later document for the same year replaces the earlier one. */
export function buildCalendar(documents: readonly CalendarDocument[]): WorkingCalendar {
  const years = new Map<number, CalendarYear>();
  let fixed: EveryYear['everyYear'] = [];
  for (const document of documents) {
    if ('year' in document) years.set(document.year, document);
    else fixed = document.everyYear;
  }

  const worked = new Map<number, string[]>();
  /** Working days of a year, ascending; counted once, then every question is a search in it. */
  const workingDaysOf = (year: number): string[] => {
    const known = worked.get(year);
    if (known) return known;
    const days = listWorkingDays(year, yearDocument(year));
    worked.set(year, days);
    return days;
  };

  const yearDocument = (year: number): CalendarYear =>
    years.get(year) ?? {
      year,
      provisional: true,
      daysOff: fixed
        .filter((holiday) => (holiday.since ?? year) <= year)
        .map((holiday) => ({
          date: `${yearText(year)}-${holiday.day}`,
          name: holiday.name,
          source: holiday.source,
          provisional: true,
        })),
      workedInstead: [],
    };

  const isWorkingDay = (date: string): boolean => {
    const days = workingDaysOf(yearOf(date));
    return days[notAfter(days, date) - 1] === date;
  };

  const addWorkingDays = (from: string, count: number): string => {
    if (count === 0) return from;
    let year = yearOf(from);
    let days = workingDaysOf(year);
    if (count > 0) {
      let position = notAfter(days, from) + count - 1;
      while (position >= days.length) {
        position -= days.length;
        year += 1;
        days = workingDaysOf(year);
      }
      return days[position] as string;
    }
    let position = before(days, from) + count;
    while (position < 0) {
      year -= 1;
      days = workingDaysOf(year);
      position += days.length;
    }
    return days[position] as string;
  };

  const workingDaysBetween = (from: string, to: string): number => {
    if (to < from) return -workingDaysBetween(to, from);
    const last = yearOf(to);
    let count = 0;
    for (let year = yearOf(from); year < last; year += 1) count += workingDaysOf(year).length;
    return count + notAfter(workingDaysOf(last), to) - notAfter(workingDaysOf(yearOf(from)), from);
  };

  return {
    isWorkingDay,
    addWorkingDays,
    workingDaysBetween,
    onOrBefore: (date) => (isWorkingDay(date) ? date : addWorkingDays(date, -1)),
    onOrAfter: (date) => (isWorkingDay(date) ? date : addWorkingDays(date, 1)),
    isProvisional: (year) => yearDocument(year).provisional,
    dayOff: (date) => {
      const found = yearDocument(yearOf(date)).daysOff.find((off) => off.date === date);
      return found && { name: found.name, source: found.source };
    },
  };
}

const yearText = (year: number): string => String(year).padStart(4, '0');

function listWorkingDays(year: number, document: CalendarYear): string[] {
  const off = new Set(document.daysOff.map((one) => one.date));
  const instead = new Set(document.workedInstead.map((one) => one.date));
  const days: string[] = [];
  let weekday = dayOfWeek(year);
  for (let date = `${yearText(year)}-01-01`; yearOf(date) === year; date = addDays(date, 1)) {
    if (instead.has(date) || (weekday <= 5 && !off.has(date))) days.push(date);
    weekday = (weekday % 7) + 1;
  }
  return days;
}

/** Weekday of 1 January, Monday = 1 (Gauss's rule). */
function dayOfWeek(year: number): number {
  const past = year - 1;
  return ((past + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400)) % 7) + 1;
}

/** How many of the ascending `days` are on or before `date`. */
function notAfter(days: readonly string[], date: string): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] as string) <= date) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of the ascending `days` are before `date`. */
function before(days: readonly string[], date: string): number {
  const count = notAfter(days, date);
  return days[count - 1] === date ? count - 1 : count;
}
