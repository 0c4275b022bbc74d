/** Days on which it is worth speaking of a running clock. */
import type { WorkingCalendar } from './calendar.ts';
import { addDays, addMonths } from './dates.ts';
import type { Clock } from './schema.ts';

/** Ascending working days; a mark that falls on a day off is spoken of on the next working day, but not past the due day. */
export function rungsOf(
  rungs: Clock['rungs'],
  from: string,
  due: string,
  calendar: WorkingCalendar,
): string[] {
  if (!rungs) return [];
  const shift = (day: string, count: number): string => {
    if (rungs.unit === 'months') return addMonths(day, count);
    if (rungs.unit === 'days') return addDays(day, count);
    return calendar.addWorkingDays(day, count);
  };
  const marks = [
    ...(rungs.after ?? []).map((count) => shift(from, count)),
    ...(rungs.before ?? []).map((count) => shift(due, -count)),
  ];
  const days = marks.map((mark) => {
    const working = calendar.onOrAfter(mark);
    return mark <= due && working > due ? due : working;
  });
  return [...new Set(days)].sort();
}
