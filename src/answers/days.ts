/** Weeks and months on the wall calendar, as reminders count them. */
import { Temporal } from 'temporal-polyfill';
import { addDays } from '../procedure/dates.ts';

/** Monday of the week in which the day lies. */
export const mondayOf = (day: string): string => addDays(day, 1 - Temporal.PlainDate.from(day).dayOfWeek);

/** The first day of the month after. */
export const nextMonth = (day: string): string =>
  Temporal.PlainDate.from(day).with({ day: 1 }).add({ months: 1 }).toString();
