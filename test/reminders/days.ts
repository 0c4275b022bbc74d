/** A small world in which days go by: cases are planned when their day has come, digests are written, people answer. */
import type { Roster } from '../../src/answers/owners.ts';
import { addDays } from '../../src/procedure/dates.ts';
import type { WorkingCalendar } from '../../src/procedure/index.ts';
import {
  type ComposedDigest,
  composeDigest,
  type DigestInput,
  type PendingNotice,
  type Told,
} from '../../src/reminders/digest.ts';
import { type NewNotice, noticesOf, type PlannedCase } from '../../src/reminders/notices.ts';
import type { Reply } from '../../src/words/text.ts';
import { calendar, cell, roster as everybody, names, settings } from './given.ts';

export interface Notice extends NewNotice {
  id: number;
  saidOn: string | null;
  dropped: boolean;
  acknowledgedOn: string | null;
}

export interface Said {
  day: string;
  personId: number;
  kind: 'daily' | 'urgent';
  messages: Reply[];
  notices: Notice[];
}

export interface Circumstances {
  roster?: Roster;
  withoutChat?: readonly number[];
  /** "person subject" to the day until which they do not want to be told. */
  postponed?: Readonly<Record<string, string>>;
  /** People who acknowledge whatever they are told, on the same day. */
  acknowledging?: readonly number[];
  /** Days on which nothing runs. */
  stopped?: readonly string[];
  digestHour?: number;
  oneMessage?: boolean;
  calendar?: WorkingCalendar;
  /** Look at every case on every day, not only when its day has come. */
  everyDay?: boolean;
  /** What becomes of the cases on a day, before it is planned. */
  change?: (day: string, cases: Map<number, PlannedCase>) => void;
}

/** Lives from the first to the last day, both included; everything that was said, in order. */
export function live(
  first: string,
  last: string,
  cases: readonly PlannedCase[],
  given: Circumstances = {},
): { said: Said[]; notices: Notice[]; looked: number } {
  const { roster = everybody, withoutChat = [], postponed = {}, acknowledging = [] } = given;
  const open = new Map(cases.map((one) => [one.caseId, one]));
  const nextOf = new Map(cases.map((one) => [one.caseId, first]));
  const notices: Notice[] = [];
  const said: Said[] = [];
  let looked = 0;
  const reachable = (personId: number): boolean => !withoutChat.includes(personId);

  for (let today = first; today <= last; today = addDays(today, 1)) {
    given.change?.(today, open);
    if (given.stopped?.includes(today)) continue;
    for (const one of open.values()) {
      if (!given.everyDay && (nextOf.get(one.caseId) ?? first) > today) continue;
      looked += 1;
      const planned = noticesOf(one, {
        today,
        calendar: given.calendar ?? calendar,
        roster,
        reachable,
        acknowledged: (personId, subject, rung) =>
          notices.some(
            (n) =>
              n.personId === personId &&
              n.caseId === one.caseId &&
              n.subject === subject &&
              n.acknowledgedOn !== null &&
              n.moment >= rung,
          ),
        postponedUntil: (personId, subject) => postponed[`${personId} ${subject}`] ?? null,
      });
      nextOf.set(one.caseId, planned.nextAttention);
      for (const fresh of planned.notices) {
        const same = (n: Notice): boolean =>
          n.personId === fresh.personId &&
          n.caseId === fresh.caseId &&
          n.subject === fresh.subject &&
          n.moment === fresh.moment;
        if (!notices.some(same))
          notices.push({
            ...fresh,
            id: notices.length + 1,
            saidOn: null,
            dropped: false,
            acknowledgedOn: null,
          });
      }
    }
    for (const personId of new Set(notices.map((n) => n.personId))) {
      const composed = compose(personId, today, [...open.values()], notices, said, given);
      for (const id of composed.drop) mark(notices, id, (n) => (n.dropped = true));
      if ('wait' in composed) continue;
      for (const id of composed.said) mark(notices, id, (n) => (n.saidOn = today));
      if (acknowledging.includes(personId))
        for (const id of composed.said) mark(notices, id, (n) => (n.acknowledgedOn = today));
      said.push({
        day: today,
        personId,
        kind: composed.kind,
        messages: composed.messages(said.length + 1),
        notices: notices.filter((n) => composed.said.includes(n.id)),
      });
    }
  }
  return { said, notices, looked };
}

function mark(notices: readonly Notice[], id: number, change: (notice: Notice) => unknown): void {
  const found = notices.find((n) => n.id === id);
  if (found) change(found);
}

function compose(
  personId: number,
  today: string,
  cases: readonly PlannedCase[],
  notices: readonly Notice[],
  said: readonly Said[],
  given: Circumstances,
): ComposedDigest {
  const had = said.filter((one) => one.personId === personId && one.day === today);
  return composeDigest({
    person: {
      personId,
      name: names[personId] ?? `Người ${personId}`,
      language: 'vi',
      digestHour: given.digestHour ?? 8,
    },
    today,
    hours: { from: 0, to: 23 },
    calendar: given.calendar ?? calendar,
    settings,
    notices: notices
      .filter((n) => n.personId === personId && n.saidOn === null && !n.dropped)
      .map((n) => pending(n, cases, notices, given.roster ?? everybody)),
    toldToday: {
      daily: had.some((one) => one.kind === 'daily'),
      urgent: had.some((one) => one.kind === 'urgent'),
    },
    oneMessage: given.oneMessage ?? false,
  } satisfies DigestInput);
}

function pending(
  notice: Notice,
  cases: readonly PlannedCase[],
  notices: readonly Notice[],
  roster: Roster,
): PendingNotice {
  const of = cases.find((one) => one.caseId === notice.caseId);
  if (!of) throw new Error(`no case ${notice.caseId}`);
  const { id, personId, insteadOf, subject, moment, reason, nudge } = notice;
  return {
    id,
    insteadOf: insteadOf === null ? null : { personId: insteadOf, name: names[insteadOf] ?? '' },
    subject,
    moment,
    reason,
    nudge,
    about: {
      kind: 'case',
      caseId: of.caseId,
      candidateId: of.candidateId,
      candidateName: of.caseId === 7 ? 'Nguyễn Thị Hoa' : `Quần chúng ${of.caseId}`,
      mentorId: of.mentorId,
      inCell: roster.roles.some((r) => r.personId === personId && r.organizationId === cell),
      entry: of.agenda.entries.find((one) => one.key === subject) ?? null,
      told: notices.flatMap((n): Told[] =>
        n.caseId === of.caseId && n.subject === subject && n.saidOn !== null
          ? [
              {
                personId: n.personId,
                name: names[n.personId] ?? '',
                insteadOf: n.insteadOf === null ? null : (names[n.insteadOf] ?? ''),
                on: n.saidOn,
                reason: n.reason,
                acknowledgedOn: n.acknowledgedOn,
              },
            ]
          : [],
      ),
      ladder: of.ladder,
      postponed: 0,
    },
  };
}

/** Days on which a person was told of a subject, as "day reason", nudges marked. */
export const daysOf = (said: readonly Said[], personId: number, subject?: string): string[] =>
  said
    .filter((one) => one.personId === personId)
    .flatMap((one) =>
      one.notices
        .filter((n) => subject === undefined || n.subject === subject)
        .map((n) => `${one.day} ${n.reason}${n.nudge ? ' again' : ''}`),
    );
