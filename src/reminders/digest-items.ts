/** Notices waiting to be said, as things with a line each: what is no longer true is left out, one subject is said once. */
import { statusDoor } from '../answers/doors.ts';
import type { Owed } from '../answers/limit-words.ts';
import { type Tone, toldDay, toneOf, tones } from '../answers/tone.ts';
import { goFlow } from '../conversation/buttons.ts';
import type { Hat } from '../people/roles.ts';
import { addDays, daysBetween } from '../procedure/dates.ts';
import type { WorkingCalendar } from '../procedure/index.ts';
import type { Obligation } from '../procedure/report.ts';
import type { AgendaEntry } from './agenda.ts';
import type { AboutCase, AboutOrganization, PendingNotice } from './digest.ts';
import { catchUpDays, dutyOfSubject } from './duties.ts';
import { latestPostponement, owedAbove } from './ladder.ts';

/** One thing to be said, and all notices that are said with it. */
export type DigestItem = ObligationItem | DutyItem | OverviewItem;

interface Common {
  notice: PendingNotice;
  tone: Tone;
  due: string;
  door: string;
}

export interface ObligationItem extends Common {
  about: 'obligation';
  owed: Owed;
  entry: AgendaEntry;
  of: AboutCase;
  /** Theirs to do; otherwise they hear that somebody else has to. */
  own: boolean;
  mayPostpone: boolean;
}

export interface DutyItem extends Common {
  about: 'duty';
  duty: string;
  of: AboutOrganization;
}

export interface OverviewItem extends Common {
  about: 'overview';
  of: AboutOrganization;
  late: NonNullable<AboutOrganization['late']>;
}

export interface At {
  today: string;
  calendar: WorkingCalendar;
  personId: number;
}

/** `dropped`: ids of notices that need not be said any more. */
export function itemsOf(
  notices: readonly PendingNotice[],
  at: At,
): { items: DigestItem[]; dropped: number[] } {
  const items = new Map<string, DigestItem>();
  const dropped: number[] = [];
  for (const notice of notices) {
    const item = itemOf(notice, at);
    if (item === null) {
      dropped.push(notice.id);
      continue;
    }
    const name = seriesOf(item);
    const before = items.get(name);
    if (before !== undefined) dropped.push((isNewer(item, before) ? before : item).notice.id);
    if (before === undefined || isNewer(item, before)) items.set(name, item);
  }
  return { items: [...items.values()], dropped };
}

/** What is said once, however many words on it wait: a limit, all periods of a recurring duty, an overview. */
function seriesOf(item: DigestItem): string {
  if (item.about === 'overview') return `overview ${item.of.organizationId}`;
  if (item.about === 'duty') return `duty ${item.of.organizationId} ${item.duty}`;
  const { entry, of } = item;
  // That somebody asked for a later day is news of its own.
  const what = of.delay === undefined ? '' : 'delay ';
  return `${what}${of.caseId} ${entry.kind === 'recurring' ? `${entry.step}/${entry.clock}` : entry.key}`;
}

function isNewer(item: DigestItem, than: DigestItem): boolean {
  if (item.due !== than.due) return item.due > than.due;
  return item.notice.moment > than.notice.moment;
}

function itemOf(notice: PendingNotice, at: At): DigestItem | null {
  const { about } = notice;
  if (about.kind === 'case')
    return about.entry && obligationItem(notice, about, about.entry, about.candidateId === at.personId, at);
  return notice.subject === 'late' ? overviewItem(notice, about, at) : dutyItem(notice, about, at);
}

function obligationItem(
  notice: PendingNotice,
  of: AboutCase,
  entry: AgendaEntry,
  isCandidate: boolean,
  at: At,
): ObligationItem {
  const owes = ownReasons.includes(notice.reason) && !isToldAlong(entry, of, at);
  const hat = isCandidate ? 'candidate' : hatOf(entry, of, at);
  const own = owes && notice.insteadOf === null && of.delay === undefined;
  const limit = { ...entry, status: statusOn(entry, at.today) };
  const [tone, due] = [toneOf(limit, at.today), toldDay(limit)];
  // Whoever is told of a mentor's report besides the mentor asks the mentor; there is nothing for them to record.
  const elsewhere = hat === 'cadre' && entry.owner === 'mentor' && of.mentorId !== null;
  const door = (elsewhere ? undefined : entry.doors[hat]) ?? statusDoor(of.caseId);
  return {
    about: 'obligation',
    notice,
    tone,
    due,
    door,
    entry,
    of,
    own,
    mayPostpone: own && latestPostponement(entry, of.ladder, { ...at, asked: of.postponed }) !== null,
    owed: {
      caseId: of.caseId,
      candidate: of.candidateName,
      hat,
      obligation: {
        key: entry.key,
        kind: entry.kind,
        rungs: entry.rungs,
        daysLeft: daysLeft(entry, at),
        daysUnit: entry.unit,
      },
      what: entry.what,
      tone,
      due,
      door,
      missed: entry.missed,
    },
  };
}

/** The mentor, or the candidate, told along because there is something for them to prepare. */
const isToldAlong = (entry: AgendaEntry, of: AboutCase, at: At): boolean =>
  (at.personId === of.candidateId && entry.owner !== 'candidate') ||
  (at.personId === of.mentorId && entry.owner !== 'mentor' && !of.inCell);

/** In which capacity somebody hears of it: it decides the words and the door. */
function hatOf(entry: AgendaEntry, of: AboutCase, at: At): Hat {
  const isMentor = at.personId === of.mentorId;
  if (isMentor && entry.owner === 'mentor') return 'mentor';
  if (of.inCell) return 'cadre';
  return isMentor && !owedAbove(entry) ? 'mentor' : 'committeeOfficer';
}

/** A limit on the agenda is never met: that would have changed the agenda. */
function statusOn(entry: AgendaEntry, today: string): Obligation['status'] {
  if (today <= entry.limit || entry.kind === 'earliest') return 'open';
  return entry.kind === 'expiry' ? 'expired' : 'overdue';
}

/** Negative when late; 0 between the last working day and a limit on a day off. */
function daysLeft({ due, limit, unit }: AgendaEntry, { today, calendar }: At): number {
  if (today > due && today <= limit) return 0;
  return unit === 'working-days' ? calendar.workingDaysBetween(today, due) : daysBetween(today, due);
}

function dutyItem(notice: PendingNotice, of: AboutOrganization, at: At): DutyItem | null {
  const found = dutyOfSubject(notice.subject, at.calendar, of.month);
  if (of.done || found === null || at.today > addDays(found.due, catchUpDays)) return null;
  const { duty, period, due } = found;
  return {
    about: 'duty',
    notice,
    of,
    duty,
    tone: due > at.today ? 'soon' : due === at.today ? 'today' : 'late',
    due,
    door: dutyDoor(of.organizationId, duty, period),
  };
}

/** As much of it as fits a button; the conversation asks for the rest. */
function dutyDoor(organization: number, duty: string, period: string): string {
  const known = [{ organization, duty, period }, { organization, duty }, { organization }];
  for (const answers of known) {
    try {
      return goFlow('duty-done', answers);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return goFlow('duty-done');
}

function overviewItem(notice: PendingNotice, of: AboutOrganization, at: At): OverviewItem | null {
  if (of.late === null || of.late.limits === 0) return null;
  return { about: 'overview', notice, of, late: of.late, tone: 'late', due: at.today, door: 'go:list:late' };
}

/** Where an item stands among the others: what was missed before makes the present one late as well. */
export const urgencyOf = (item: DigestItem): Tone =>
  item.about === 'obligation' && item.entry.missed > 0 ? 'late' : item.tone;

/** Others owe it, and let it lie. */
export const isEscalation = (item: DigestItem): boolean =>
  item.about === 'obligation' && !ownReasons.includes(item.notice.reason) && isPressing(item);

const ownReasons: readonly PendingNotice['reason'][] = ['owner', 'postponed'];

/** Late, out of force, or due today. What is late below a body is an overview of the week. */
export const isPressing = (item: DigestItem): boolean =>
  item.about !== 'overview' && ['late', 'expired', 'today'].includes(urgencyOf(item));

/** What hurts first: the worse, then one's own, then the longer due. */
export const hardestFirst = (a: DigestItem, b: DigestItem): number =>
  Number(isPressing(b)) - Number(isPressing(a)) ||
  tones.indexOf(urgencyOf(a)) - tones.indexOf(urgencyOf(b)) ||
  Number(isOwn(b)) - Number(isOwn(a)) ||
  compare(a.due, b.due) ||
  a.notice.id - b.notice.id;

const isOwn = (item: DigestItem): boolean => item.about !== 'obligation' || item.own;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
