/**
 * Duties of a body itself (its plan, its quarterly check) run by the calendar, not by a case: which level of the tree owes
 * one, and which period a day lies in. Pure.
 */
import { Temporal } from 'temporal-polyfill';
import { addDays } from './dates.ts';
import type { Procedure } from './schema.ts';

type Duty = Pick<Procedure['duties'][string], 'every' | 'month'>;
export type DutyEvery = 'month' | 'quarter' | 'half-year' | 'year';

export interface DutyPeriod {
  every: DutyEvery;
  /** "2026", "2026-H1", "2026-Q2", "2026-05". */
  period: string;
  /** First and last day, YYYY-MM-DD. */
  start: string;
  end: string;
}

const lengths: Record<DutyEvery, number> = { month: 1, quarter: 3, 'half-year': 6, year: 12 };

/** The period that `day` lies in; a duty bound to a month of the year runs in that month alone. Null outside any. */
export function dutyPeriod(duty: Duty, day: string): DutyPeriod | null {
  const { every, month } = duty;
  if (every === 'week' || every === 'event') return null;
  const date = Temporal.PlainDate.from(day);
  const bound = every === 'year' && month !== undefined;
  if (bound && month !== date.month) return null;
  const months = bound ? 1 : lengths[every];
  const index = Math.floor((date.month - 1) / months);
  const first = Temporal.PlainDate.from({ year: date.year, month: index * months + 1, day: 1 });
  return {
    every,
    period: periodName(every, date.year, index),
    start: first.toString(),
    end: first.add({ months }).subtract({ days: 1 }).toString(),
  };
}

/** The last period that was over before `day`; null for what has no periods. */
export function dutyPeriodBefore(duty: Duty, day: string): DutyPeriod | null {
  const now = dutyPeriod(duty, day);
  if (now) {
    const bound = duty.every === 'year' && duty.month !== undefined;
    const earlier = bound
      ? Temporal.PlainDate.from(now.start).subtract({ years: 1 }).toString()
      : addDays(now.start, -1);
    return dutyPeriod(duty, earlier);
  }
  if (duty.every !== 'year' || duty.month === undefined) return null;
  const date = Temporal.PlainDate.from(day);
  const year = date.month > duty.month ? date.year : date.year - 1;
  return dutyPeriod(duty, Temporal.PlainDate.from({ year, month: duty.month, day: 1 }).toString());
}

/** The level that owes it: a cell's own bodies owe at the cell, everything else at its committee. */
export function levelOfDuty(owner: string): 'province' | 'grassrootsCommittee' | 'subCommittee' | 'cell' {
  if (owner === 'grassrootsCommittee' || owner === 'subCommittee') return owner;
  return owner === 'decidingBody' || owner === 'province' ? 'province' : 'cell';
}

function periodName(every: DutyEvery, year: number, index: number): string {
  if (every === 'year') return `${year}`;
  if (every === 'month') return `${year}-${String(index + 1).padStart(2, '0')}`;
  return every === 'quarter' ? `${year}-Q${index + 1}` : `${year}-H${index + 1}`;
}
