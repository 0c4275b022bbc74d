/**
 * Who is told what this morning. Pure: cases already examined, people, and what was said before come in; at most one
 * digest a person comes out. Rules, in the order they are applied:
 *
 * - an obligation is spoken of on its days (see `moments.ts`), once for each of them, to whoever owes it;
 * - a digest needs something new; nobody gets a second one the same day;
 * - on days off only what is due that very day;
 * - what hurts first comes first; what does not fit waits for the next working day.
 */

import { mondayOf } from '../answers/days.ts';
import { doorFor } from '../answers/doors.ts';
import { limitName, type Owed, sameLine } from '../answers/limit-words.ts';
import { type CasePlace, cellLead, officersOf, ownersOf, type Roster } from '../answers/owners.ts';
import { together } from '../answers/together.ts';
import { isLate, isUnmet, type Tone, toldDay, toneOf, tones } from '../answers/tone.ts';
import type { Hat } from '../people/roles.ts';
import type { WorkingCalendar } from '../procedure/index.ts';
import type { CaseReport, Obligation } from '../procedure/report.ts';
import type { Procedure } from '../procedure/schema.ts';
import type { DutyDue } from './duties.ts';
import { momentsOf } from './moments.ts';
import type { ReminderSettings } from './settings.ts';

export interface PlannedCase extends CasePlace {
  caseId: number;
  candidateName: string;
  procedure: Procedure;
  report: CaseReport;
}

export interface Recipient {
  personId: number;
  name: string;
  language: 'vi' | 'en';
  /** Hour of the day from which they want to be told. */
  digestHour: number;
  /** Whether they have a chat to be told in. */
  reachable: boolean;
}

export interface PlanInput {
  today: string;
  /** Hour of the day in Asia/Ho_Chi_Minh, 0..23. */
  hour: number;
  calendar: WorkingCalendar;
  settings: ReminderSettings;
  cases: readonly PlannedCase[];
  duties: readonly DutyDue[];
  roster: Roster;
  people: ReadonlyMap<number, Recipient>;
  /** Keys of the items each person was told before. */
  said: ReadonlyMap<number, readonly string[]>;
  /** People who had their digest today. */
  toldToday: ReadonlySet<number>;
  /** The last earlier day on which mornings were planned; null at the very first. */
  lastRun: string | null;
}

/** One thing to be said to somebody. `key` ends in the day it belongs to: it is what is remembered as said. */
export type DigestItem = { key: string; moment: string; tone: Tone; due: string; door: string } & (
  | ({ about: 'obligation' } & Owed)
  | { about: 'duty'; duty: string; organization: string; period: string }
  | { about: 'overview'; organization: string; late: number; cases: number; cells: number }
);

/** Things with the same mark are one line of the digest. */
export const lineOf = (item: DigestItem): string => (item.about === 'obligation' ? sameLine(item) : item.key);

export interface PlannedDigest {
  person: Recipient;
  /** What hurts first is first; never empty. */
  items: DigestItem[];
  /** How many more lines are left for the next working day. */
  left: number;
}

export interface Plan {
  digests: PlannedDigest[];
  /** "caseId:step/clock" (or the key of a duty) for which nobody could be found. */
  withoutOwner: string[];
  /** Cases of which something still waits to be said: a later hour, the next working day. */
  waiting: ReadonlySet<number>;
  /** People who would have been told something now, and have no chat. */
  withoutChat: number[];
}

export function planDigests(input: PlanInput): Plan {
  const { byPerson, withoutOwner } = gather(input);
  const digests: PlannedDigest[] = [];
  const waiting = new Set<number>();
  const withoutChat: number[] = [];
  const dayOff = !input.calendar.isWorkingDay(input.today);
  for (const [personId, all] of [...byPerson].sort(([a], [b]) => a - b)) {
    const person = input.people.get(personId);
    if (person === undefined) continue;
    const unsaid = all.filter((item) => !wasSaid(item, input.said.get(personId) ?? []));
    const sayable = dayOff ? unsaid.filter((item) => item.due === input.today) : unsaid;
    const now = isTheirHour(person, input) && !input.toldToday.has(personId);
    const lines = together(sayable.sort(hardestFirst), lineOf).slice(0, input.settings.maxItems);
    const items = now ? lines.flat() : [];
    if (!person.reachable) {
      // Nothing waits for them: the case would be looked at every hour for ever.
      if (items.length > 0) withoutChat.push(personId);
      continue;
    }
    const rest = unsaid.filter((item) => !items.includes(item));
    for (const item of rest) if (item.about === 'obligation') waiting.add(item.caseId);
    if (items.length > 0) digests.push({ person, items, left: together(rest, lineOf).length });
  }
  return { digests, withoutOwner, waiting, withoutChat };
}

const isTheirHour = (person: Recipient, { hour, settings }: PlanInput): boolean =>
  person.digestHour <= hour && (hour <= settings.latestHour || hour === person.digestHour);

/** Said already: the same thing, on this day of its own or a later one. */
function wasSaid(item: DigestItem, said: readonly string[]): boolean {
  const subject = `${subjectOf(item.key)}@`;
  return said.some((key) => key.startsWith(subject) && key.slice(subject.length) >= item.moment);
}

const subjectOf = (key: string): string => key.slice(0, key.lastIndexOf('@'));

/** Where an item stands among the others: what was missed before makes the present one late as well. */
export const urgencyOf = (item: DigestItem): Tone =>
  item.about === 'obligation' && item.missed > 0 ? 'late' : item.tone;

const hardestFirst = (a: DigestItem, b: DigestItem): number =>
  tones.indexOf(urgencyOf(a)) - tones.indexOf(urgencyOf(b)) ||
  a.due.localeCompare(b.due) ||
  a.key.localeCompare(b.key);

function gather(input: PlanInput): { byPerson: Map<number, DigestItem[]>; withoutOwner: string[] } {
  const byPerson = new Map<number, DigestItem[]>();
  const withoutOwner: string[] = [];
  const give = (personId: number, item: DigestItem): void => {
    const list = byPerson.get(personId) ?? [];
    byPerson.set(personId, list);
    list.push(item);
  };
  for (const one of input.cases) {
    for (const { obligation, missed, moment } of spokenOf(one.report, input)) {
      const owners = ownersOf(obligation.owner, one, input.roster);
      if (owners.length === 0) withoutOwner.push(`${one.caseId}:${obligation.key}`);
      for (const personId of owners)
        give(personId, obligationItem(one, obligation, missed, moment, personId, input));
    }
  }
  for (const duty of input.duties) {
    if (duty.owners.length === 0) withoutOwner.push(duty.key);
    for (const personId of duty.owners) give(personId, dutyItem(duty, input.today));
  }
  for (const { personId, item } of overviews(input)) give(personId, item);
  return { byPerson, withoutOwner };
}

interface Spoken {
  obligation: Obligation;
  moment: string;
  missed: number;
}

/**
 * What has a day to speak of. Of a recurring duty only the newest period speaks, on its own days; the others missed are
 * counted beside it, or each would bring a digest of its own.
 */
function spokenOf(report: CaseReport, input: PlanInput): Spoken[] {
  const series = new Map<string, Spoken>();
  for (const obligation of report.obligations) {
    if (!isUnmet(obligation, report)) continue;
    const moment = momentsOf(obligation, input.today, input.calendar, input.settings).last;
    if (moment === null) continue;
    const name = obligation.kind === 'recurring' ? `${obligation.step}/${obligation.clock}` : obligation.key;
    const before = series.get(name);
    if (before && before.obligation.limit > obligation.limit) before.missed += 1;
    else series.set(name, { obligation, moment, missed: before ? before.missed + 1 : 0 });
  }
  const spoken = [...series.values()];
  // That something may begin need not be said beside the limit by which it must be done.
  return spoken.filter(
    ({ obligation: o, moment }) =>
      o.kind !== 'earliest' ||
      !spoken.some(
        (other) =>
          other.obligation.step === o.step && other.obligation.kind === 'due' && other.moment > moment,
      ),
  );
}

function obligationItem(
  one: PlannedCase,
  obligation: Obligation,
  missed: number,
  moment: string,
  personId: number,
  input: PlanInput,
): DigestItem {
  const hat = hatOf(one, obligation, personId, input.roster);
  return {
    about: 'obligation',
    key: `${one.caseId}:${obligation.key}@${moment}`,
    moment,
    tone: toneOf(obligation, input.today),
    due: toldDay(obligation),
    door: doorFor(input.settings.doors, one.caseId, obligation, one.report, hat),
    caseId: one.caseId,
    candidate: one.candidateName,
    hat,
    obligation,
    what: limitName(one.procedure, one.report, obligation),
    missed,
  };
}

/** In which capacity somebody hears of it: it decides the words and the door. */
function hatOf(one: PlannedCase, obligation: Obligation, personId: number, roster: Roster): Hat {
  if (personId === one.candidateId) return 'candidate';
  if (obligation.owner === 'mentor' && personId === one.mentorId) return 'mentor';
  return cellLead(one.cellId, roster).includes(personId) ? 'cadre' : 'committeeOfficer';
}

function dutyItem(duty: DutyDue, today: string): DigestItem {
  return {
    about: 'duty',
    key: `${duty.key}@${duty.moment}`,
    moment: duty.moment,
    tone: duty.due === today ? 'today' : 'soon',
    due: duty.due,
    door: 'go:list',
    duty: duty.duty,
    organization: duty.organization.name,
    period: duty.period,
  };
}

/** Once a week an officer hears how much is late below, and where to see it. */
function overviews(input: PlanInput): { personId: number; item: DigestItem }[] {
  const moment = input.calendar.onOrAfter(mondayOf(input.today));
  const missedIt = input.lastRun !== null && input.lastRun < moment && moment < input.today;
  if (!input.settings.weeklyOverview || (moment !== input.today && !missedIt)) return [];
  return input.roster.organizations
    .filter((node) => node.level !== 'cell')
    .flatMap((node) => {
      const below = input.cases.filter((c) => c.path.startsWith(node.path));
      const late = below.map((c) => c.report.obligations.filter((o) => isLate(o, c.report)).length);
      const total = late.reduce((sum, n) => sum + n, 0);
      if (total === 0) return [];
      const lateCases = below.filter((_, i) => (late[i] ?? 0) > 0);
      const item: DigestItem = {
        about: 'overview',
        key: `subtree${node.id}:late@${moment}`,
        moment,
        tone: 'late',
        due: input.today,
        door: 'go:list:late',
        organization: node.name,
        late: total,
        cases: lateCases.length,
        cells: new Set(lateCases.map((c) => c.cellId)).size,
      };
      return officersOf(node.id, input.roster).map((personId) => ({ personId, item }));
    });
}
