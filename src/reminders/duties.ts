/**
 * Duties of the body itself (its plan, its quarterly check, the yearly review of its source), as things to be reminded
 * of. They run by the calendar, not by a case; done ones are kept in the table of organisation duties.
 */
import { Temporal } from 'temporal-polyfill';
import { cellLead, type OrganizationNode, officersOf, type Roster } from '../answers/owners.ts';
import { addDays } from '../procedure/dates.ts';
import type { WorkingCalendar } from '../procedure/index.ts';
import type { Procedure } from '../procedure/schema.ts';
import type { ReminderSettings } from './settings.ts';

export interface DutyDue {
  /** "org7:plan-check#2026-Q2": stable for the body and the period. */
  key: string;
  duty: string;
  organization: OrganizationNode;
  period: string;
  due: string;
  /** The last day, up to today, on which to speak of it. */
  moment: string;
  owners: number[];
}

type Duty = Procedure['duties'][string];
type Every = keyof ReminderSettings['dutyRungs'];

/** A word that could not be said on its day (a stopped machine) is still said this many days later, not weeks after. */
const catchUpDays = 6;

/**
 * Duties of these bodies that should be spoken of by today. `isDone` answers for the table of duties already done.
 */
export function dutiesDue(
  duties: Record<string, Duty>,
  organizations: readonly OrganizationNode[],
  roster: Roster,
  at: { today: string; calendar: WorkingCalendar; settings: ReminderSettings },
  isDone: (organizationId: number, duty: string, period: string) => boolean,
): DutyDue[] {
  return Object.entries(duties).flatMap(([id, duty]) => {
    const speaking = speakingDay(duty, at);
    if (speaking === null) return [];
    return organizations
      .filter((o) => o.level === levelOf(duty.owner) && !isDone(o.id, id, speaking.period))
      .map((organization) => ({
        key: `org${organization.id}:${id}#${speaking.period}`,
        duty: id,
        organization,
        ...speaking,
        owners:
          organization.level === 'cell'
            ? cellLead(organization.id, roster)
            : officersOf(organization.id, roster),
      }));
  });
}

/** Whether any duty has its day now, or had it shortly before: whether it is worth reading the tree at all. */
export function hasDutyToday(
  duties: Record<string, Duty>,
  at: { today: string; calendar: WorkingCalendar; settings: ReminderSettings },
): boolean {
  return Object.values(duties).some((duty) => speakingDay(duty, at) !== null);
}

/** The period a duty is in, its due day, and the last day on which to speak of it; null when there is nothing to say. */
function speakingDay(
  duty: Duty,
  at: { today: string; calendar: WorkingCalendar; settings: ReminderSettings },
): { period: string; due: string; moment: string } | null {
  const window = duty.scope === 'organization' ? currentPeriod(duty, at.today) : null;
  if (window === null) return null;
  const due = at.calendar.onOrBefore(window.end);
  const moment = lastMoment(due, at.settings.dutyRungs[window.every], at);
  return moment === null ? null : { period: window.period, due, moment };
}

function lastMoment(
  due: string,
  rungs: number[],
  at: { today: string; calendar: WorkingCalendar },
): string | null {
  const days = rungs.map((n) => at.calendar.addWorkingDays(due, -n)).filter((day) => day <= at.today);
  const last = days.sort().at(-1) ?? null;
  return last !== null && addDays(last, catchUpDays) >= at.today ? last : null;
}

/** The period that `today` lies in; a duty bound to a month of the year runs in that month alone. */
export function currentPeriod(
  duty: Pick<Duty, 'every' | 'month'>,
  today: string,
): { every: Every; period: string; end: string } | null {
  const day = Temporal.PlainDate.from(today);
  if (duty.every === 'week' || duty.every === 'event') return null;
  if (duty.every === 'year' && duty.month !== undefined && duty.month !== day.month) return null;
  const months = { month: 1, quarter: 3, 'half-year': 6, year: duty.month === undefined ? 12 : 1 }[
    duty.every
  ];
  const index = Math.floor((day.month - 1) / months);
  const last = Temporal.PlainYearMonth.from({ year: day.year, month: (index + 1) * months });
  return {
    every: duty.every,
    period: periodName(duty.every, day.year, index, last.month),
    end: last.toPlainDate({ day: last.daysInMonth }).toString(),
  };
}

function periodName(every: Every, year: number, index: number, month: number): string {
  if (every === 'year') return `${year}`;
  if (every === 'month') return `${year}-${String(month).padStart(2, '0')}`;
  return every === 'quarter' ? `${year}-Q${index + 1}` : `${year}-H${index + 1}`;
}

/** The level that owes it: a cell's own bodies owe at the cell, everything else at its committee. */
function levelOf(owner: string): OrganizationNode['level'] {
  if (owner === 'grassrootsCommittee' || owner === 'subCommittee') return owner;
  return owner === 'decidingBody' || owner === 'province' ? 'province' : 'cell';
}
