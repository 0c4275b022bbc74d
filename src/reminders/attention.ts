/**
 * The next day on which a case may have something to say. Cases are looked at on that day and not before, so it may be
 * too early but never too late.
 */

import { mondayOf, nextMonth } from '../answers/days.ts';
import { isLate, isUnmet } from '../answers/tone.ts';
import { addDays, earliest } from '../procedure/dates.ts';
import type { WorkingCalendar } from '../procedure/index.ts';
import type { CaseReport } from '../procedure/report.ts';
import { momentsOf } from './moments.ts';

/** A day after `report.on`, or null for a case that is over. */
export function nextAttention(
  report: CaseReport,
  calendar: WorkingCalendar,
  settings: { lateEveryDays: number },
): string | null {
  if (!report.open) return null;
  const today = report.on;
  // Recurring duties begin with the month, whatever else happens.
  const days = [calendar.onOrAfter(nextMonth(today))];
  for (const obligation of report.obligations) {
    if (!isUnmet(obligation, report)) continue;
    const { next } = momentsOf(obligation, today, calendar, settings);
    if (next !== null) days.push(next);
    // The weekly overview of a committee counts everything late below it.
    if (isLate(obligation, report)) days.push(calendar.onOrAfter(addDays(mondayOf(today), 7)));
  }
  return earliest(days) ?? null;
}
