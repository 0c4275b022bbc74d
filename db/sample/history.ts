/**
 * Writes the history of one sample case backward from the day its last station was reached, so that it stays true
 * whatever day the sample is laid. Meetings fall on working days.
 */
import { Temporal } from 'temporal-polyfill';
import type { CaseEvent } from '../../src/procedure/case-file.ts';
import type { WorkingCalendar } from '../../src/procedure/index.ts';
import { type Road, roadFor, type Station } from './road.ts';

type WithoutId<E> = E extends unknown ? Omit<E, 'id'> : never;
export type Draft = WithoutId<CaseEvent>;

/** Days a history asks for, by station. */
export type Days = Partial<Record<Station, string>>;

export interface Past {
  /** Last station reached. */
  reached: Station;
  /** How long ago that was: calendar days, or working days, or whole months and days. */
  ago?: { days?: number; workingDays?: number; months?: number };
  road: Road;
  mentor: string;
  /** Calendar days between a station and the one before it, where they differ from the usual. */
  gaps?: Partial<Record<Station, number>>;
  /** Months of the mentor's assessment and the cell's review that are missing, counted back from the last full month. */
  silentMonths?: number;
  unreviewedMonths?: number;
  /** Events beside the road, given the days of the road. */
  beside?: (days: Required<Days>, at: At) => Draft[];
}

/** Days relative to the day of laying, moved to a working day where a meeting is meant. */
export interface At {
  today: string;
  daysAgo(n: number): string;
  workingDaysAgo(n: number): string;
  /** The last working day not after the given day. */
  meeting(day: string): string;
}

export function relativeTo(today: string, calendar: WorkingCalendar): At {
  const now = Temporal.PlainDate.from(today);
  const meeting = (day: string) => calendar.onOrBefore(day);
  return {
    today,
    meeting,
    daysAgo: (n) => meeting(now.subtract({ days: n }).toString()),
    workingDaysAgo: (n) => meeting(calendar.addWorkingDays(today, -n)),
  };
}

/** The events of a past in order, with ids e1, e2 … */
export function history(past: Past, at: At): CaseEvent[] {
  const stations = roadFor(past.road);
  const last = stations.findIndex((s) => s.at === past.reached);
  if (last < 0) throw new Error(`the road does not pass ${past.reached}`);
  const days: Days = {};
  let day = reachedOn(past.ago ?? {}, at);
  for (let i = last; i >= 0; i -= 1) {
    const station = stations[i];
    if (!station) continue;
    days[station.at] = day;
    const before = Temporal.PlainDate.from(day).subtract({
      months: station.months ?? 0,
      days: past.gaps?.[station.at] ?? station.gap,
    });
    day = at.meeting(before.toString());
  }
  const known = days as Required<Days>;
  const told = stations.slice(0, last + 1).flatMap((s) => s.events(known[s.at], past.mentor, known));
  const drafts = [...told, ...monthly(past, known, at), ...(past.beside?.(known, at) ?? [])];
  return inOrder(drafts).map((draft, i) => ({ ...draft, id: `e${i + 1}` }) as CaseEvent);
}

function reachedOn(ago: NonNullable<Past['ago']>, at: At): string {
  if (ago.workingDays !== undefined) return at.workingDaysAgo(ago.workingDays);
  const back = Temporal.PlainDate.from(at.today).subtract({ months: ago.months ?? 0, days: ago.days ?? 0 });
  return at.meeting(back.toString());
}

/** Stable: on one day things stay as they were written. */
function inOrder(drafts: Draft[]): Draft[] {
  return drafts
    .map((draft, i) => ({ draft, i }))
    .sort((a, b) => a.draft.on.localeCompare(b.draft.on) || a.i - b.i)
    .map(({ draft }) => draft);
}

/** The mentor's assessment and the cell's review of every month, as far as that month's were already held. */
function monthly(past: Past, days: Days, at: At): Draft[] {
  const from = days.listed;
  if (!from) return [];
  const thisMonth = Temporal.PlainYearMonth.from(at.today.slice(0, 7));
  const drafts: Draft[] = [];
  let month = Temporal.PlainYearMonth.from(from.slice(0, 7));
  for (
    let n = 0;
    Temporal.PlainYearMonth.compare(month, thisMonth) <= 0;
    n += 1, month = month.add({ months: 1 })
  ) {
    const back = month.until(thisMonth, { largestUnit: 'months' }).months;
    const held = latest(at.meeting(month.toPlainDate({ day: 24 }).toString()), from);
    if (held > at.today) continue;
    const period = month.toString();
    if (days['mentor-assigned'] && owed(held, back, past.silentMonths, days['cell-votes-recognition'])) {
      drafts.push(assessment(held, period, past.mentor, n));
    }
    if (owed(held, back, past.unreviewedMonths, days['cell-votes-admission'])) {
      drafts.push({ type: 'review-recorded', on: held, period, outcome: 'keep' });
    }
  }
  return drafts;
}

const latest = (a: string, b: string): string => [a, b].sort().at(-1) ?? a;

/** Not after the vote that ends the duty, nor in the last months where these were left out on purpose. */
function owed(
  held: string,
  monthsBack: number,
  missing: number | undefined,
  until: string | undefined,
): boolean {
  if (missing !== undefined && monthsBack <= missing) return false;
  return until === undefined || held <= until;
}

/** Ratings that rise slowly, so that one month differs from the one before. */
function assessment(on: string, period: string, by: string, n: number): Draft {
  const grade = (shift: number) => Math.min(4, 2 + Math.floor((n + shift) / 3));
  return {
    type: 'assessment-recorded',
    on,
    period,
    by,
    ratings: { awareness: grade(1), tasks: grade(0), conduct: grade(3), relations: grade(2) },
  };
}
