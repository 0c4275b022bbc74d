/**
 * Duties of the body itself (its plan, its quarterly check, the yearly review of its source), as things to be reminded
 * of. They run by the calendar, not by a case; done ones are kept in the table of organisation duties.
 */
import { mondayOf } from '../answers/days.ts';
import {
  cellLead,
  holders,
  nodesOn,
  type OrganizationNode,
  officersOf,
  type Roster,
} from '../answers/owners.ts';
import { addDays, addMonths } from '../procedure/dates.ts';
import { dutyPeriod, levelOfDuty } from '../procedure/duty-periods.ts';
import type { WorkingCalendar } from '../procedure/index.ts';
import type { Procedure } from '../procedure/schema.ts';
import type { NewNotice } from './notices.ts';
import type { ReminderSettings } from './settings.ts';

export interface DutyDue {
  /** "org7:plan-check#2026-Q2": stable for the body and the period. */
  key: string;
  /** "plan-check#2026-Q2". */
  subject: string;
  duty: string;
  organization: OrganizationNode;
  period: string;
  due: string;
  /** The last day, up to today, on which to speak of it. */
  moment: string;
  owners: number[];
}

type Duty = Procedure['duties'][string];

/** A word that could not be said on its day (a stopped machine) is still said this many days later, not weeks after. */
export const catchUpDays = 6;

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
      .filter((o) => o.level === levelOfDuty(duty.owner) && !isDone(o.id, id, speaking.period))
      .map((organization) => ({
        key: `org${organization.id}:${id}#${speaking.period}`,
        subject: `${id}#${speaking.period}`,
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

/** Duties as words to whoever owes them; to those who can stand in, where somebody has no chat. */
export function noticesOfDuties(
  duties: readonly DutyDue[],
  at: { roster: Roster; reachable: (personId: number) => boolean },
): { notices: NewNotice[]; withoutOwner: string[]; unreachable: number[] } {
  const notices: NewNotice[] = [];
  for (const duty of duties) {
    const told = new Set(duty.owners.filter(at.reachable));
    const tell = (personId: number, insteadOf: number | null): void => {
      const { subject, moment, organization } = duty;
      const about = { caseId: null, organizationId: organization.id, subject, moment };
      notices.push({ personId, insteadOf, ...about, reason: 'owner', nudge: false });
    };
    for (const owner of told) tell(owner, null);
    for (const owner of duty.owners) {
      if (at.reachable(owner)) continue;
      const standIns = standInsAt(duty.organization, at).filter((one) => !told.has(one));
      for (const one of standIns) tell(one, owner);
      for (const one of standIns) told.add(one);
    }
  }
  return {
    notices,
    withoutOwner: duties.filter((duty) => duty.owners.length === 0).map((duty) => duty.key),
    unreachable: [...new Set(duties.flatMap((duty) => duty.owners.filter((one) => !at.reachable(one))))],
  };
}

/** Others of the same body, then officers above it. */
function standInsAt(
  body: OrganizationNode,
  { roster, reachable }: { roster: Roster; reachable: (personId: number) => boolean },
): number[] {
  const above = nodesOn(body.path, roster)
    .filter((one) => one.id !== body.id)
    .reverse();
  const own =
    body.level === 'cell'
      ? [holders('cellSecretary', body.id, roster), holders('cellCommitteeMember', body.id, roster)]
      : [officersOf(body.id, roster)];
  return (
    [...own, ...above.map((one) => officersOf(one.id, roster))]
      .map((people) => people.filter(reachable))
      .find((people) => people.length > 0) ?? []
  );
}

/**
 * A duty by the subject of a notice ("plan-checked#2026-Q2"): its period, and the last working day of it. `month`: that of
 * the year to which the duty is bound.
 */
export function dutyOfSubject(
  subject: string,
  calendar: WorkingCalendar,
  month = 12,
): { duty: string; period: string; due: string } | null {
  const match = /^([a-z0-9-]+)#((\d{4})(?:-(?:(\d{2})|Q([1-4])|H([12])))?)$/.exec(subject);
  if (!match) return null;
  const [, duty = '', period = '', year = '', ofMonth, quarter, half] = match;
  const last = ofMonth ? Number(ofMonth) : quarter ? Number(quarter) * 3 : half ? Number(half) * 6 : month;
  if (last < 1 || last > 12) return null;
  const first = `${year}-${String(last).padStart(2, '0')}-01`;
  return { duty, period, due: calendar.onOrBefore(addDays(addMonths(first, 1), -1)) };
}

/**
 * The day of this week on which committees hear how much is late below them; null before it has come. `lastRun`: the last
 * earlier day on which was planned: after a missed first day of the week the overview still comes, once.
 */
export function overviewDay(
  at: { today: string; calendar: WorkingCalendar; settings: Pick<ReminderSettings, 'weeklyOverview'> },
  lastRun: string | null,
): string | null {
  const day = at.calendar.onOrAfter(mondayOf(at.today));
  const missed = lastRun !== null && lastRun < day && day < at.today;
  return at.settings.weeklyOverview && (day === at.today || missed) ? day : null;
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
  const window = duty.scope === 'organization' ? dutyPeriod(duty, at.today) : null;
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
