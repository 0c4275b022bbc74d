/** Weeks and days on the wall calendar, as reminders count them. */
import { Temporal } from 'temporal-polyfill';
import { addDays } from '../procedure/dates.ts';

/** Monday of the week in which the day lies. */
export const mondayOf = (day: string): string => addDays(day, 1 - Temporal.PlainDate.from(day).dayOfWeek);

/** The calendar day of an instant where the readers live. */
export const dayOf = (instant: string): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDate().toString();
