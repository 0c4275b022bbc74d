/**
 * On which days an obligation is worth speaking of. Only the last such day that has come counts: after days of silence
 * the newest word is said, not all that were missed.
 */
import { turningDay } from '../answers/tone.ts';
import { addDays, daysBetween, earliest, latest } from '../procedure/dates.ts';
import type { WorkingCalendar } from '../procedure/index.ts';
import type { Obligation } from '../procedure/report.ts';

export interface Moments {
  /** The last day, up to today, on which it was due to be spoken of; null when none has come yet or it is done. */
  last: string | null;
  /** The next such day after today; null when there is none. */
  next: string | null;
}

/**
 * Days to speak of something unmet: its rungs, the due day (or the first working day on which it may be done), the
 * working day after a missed due day, and every `lateEveryDays` calendar days from then on.
 */
export function momentsOf(
  o: Obligation,
  today: string,
  calendar: WorkingCalendar,
  settings: { lateEveryDays: number },
): Moments {
  const days = [...o.rungs, turningDay(o)].map((day) => calendar.onOrAfter(day));
  if (o.kind !== 'earliest') days.push(...lateDays(o.due, today, calendar, settings.lateEveryDays));
  return {
    last: latest(days.filter((day) => day <= today)) ?? null,
    next: earliest(days.filter((day) => day > today)) ?? null,
  };
}

/** The working day after the due day, and the late days around `today`: enough to know the last and the next one. */
function lateDays(due: string, today: string, calendar: WorkingCalendar, every: number): string[] {
  const first = calendar.addWorkingDays(due, 1);
  if (first > today) return [first];
  const rounds = Math.floor(daysBetween(first, today) / every);
  return [rounds - 1, rounds, rounds + 1, rounds + 2]
    .filter((round) => round >= 0)
    .map((round) => calendar.onOrAfter(addDays(first, round * every)));
}
