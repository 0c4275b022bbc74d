/**
 * What of the things waiting to be said to a person is said now. Pure; the words are in `digest-text.ts`. Rules:
 *
 * - one digest a person a day, at their own hour, never in quiet hours; what hurts first comes first, pressing things in a
 *   message of their own;
 * - once it was given, only what is due today or was escalated may still come that day, once;
 * - on days off only what is due that very day;
 * - what does not fit waits for the next working day, and is counted.
 */
import { together } from '../answers/together.ts';
import type { WorkingCalendar } from '../procedure/index.ts';
import type { PostponementReason } from '../store/postponements.ts';
import type { Reply } from '../words/text.ts';
import type { AgendaEntry } from './agenda.ts';
import { type DigestItem, hardestFirst, isEscalation, isPressing, itemsOf } from './digest-items.ts';
import { type DigestLine, digestReplies, lineMark, messagesOf } from './digest-text.ts';
import type { Ladder } from './ladder.ts';
import type { NoticeReason } from './notices.ts';
import { isTheirTurn, type ReminderSettings } from './settings.ts';

export interface Recipient {
  personId: number;
  name: string;
  language: 'vi' | 'en';
  /** Hour of the day from which they want to be told, 0..23. */
  digestHour: number;
}

/** A notice not yet said, with what its line needs. */
export interface PendingNotice {
  id: number;
  /** In whose place it is told. */
  insteadOf: { personId: number; name: string } | null;
  subject: string;
  moment: string;
  reason: NoticeReason;
  nudge: boolean;
  about: AboutCase | AboutOrganization;
}

export interface AboutCase {
  kind: 'case';
  caseId: number;
  candidateId: number;
  candidateName: string;
  /** The mentor now. */
  mentorId: number | null;
  /** Whether whoever is told (not whom they stand in for) is secretary or committee member of the case's cell. */
  inCell: boolean;
  /** The entry of the case's agenda whose key is the subject; null when there is none any more. */
  entry: AgendaEntry | null;
  /** Everybody who was told of this subject of this case so far, the recipient included; any order. */
  told: readonly Told[];
  /** The ladder of the cell, and how often the recipient put this subject off. */
  ladder: Ladder;
  postponed: number;
  /** Of a word with reason 'postponed' to whoever did not ask for it: who asked to hear of it later, until when and why. */
  delay?: Delay;
}

export interface Delay {
  name: string;
  until: string;
  reason: PostponementReason;
}

/** One word that was said. */
export interface Told {
  personId: number;
  name: string;
  /** The name of the one in whose place they were told. */
  insteadOf: string | null;
  on: string;
  reason: NoticeReason;
  /** Day in Asia/Ho_Chi_Minh; null while not acknowledged. */
  acknowledgedOn: string | null;
}

/** A duty of the body itself ("duty#period"), or the overview of what is late below it ("late"). */
export interface AboutOrganization {
  kind: 'organization';
  organizationId: number;
  name: string;
  /** The duty was done meanwhile: not said any more. */
  done: boolean;
  /** The month of the year to which the duty is bound, where it is. */
  month?: number;
  /** For "late" alone: what is late below now. Zeros: not said. */
  late: { limits: number; cases: number; cells: number } | null;
}

export interface DigestInput {
  person: Recipient;
  today: string;
  /** Hours of the day that this run answers for, both included: a tick {h, h}; a whole day at once {0, 23}. */
  hours: { from: number; to: number };
  calendar: WorkingCalendar;
  settings: ReminderSettings;
  notices: readonly PendingNotice[];
  toldToday: { daily: boolean; urgent: boolean };
  /** The channel counts messages: everything in one. */
  oneMessage: boolean;
}

export type ComposedDigest =
  | {
      kind: 'daily' | 'urgent';
      /** One or two, in the order of sending; the digest's id goes into the buttons. */
      messages: (digestId: number) => Reply[];
      /** Ids of notices said now. */
      said: number[];
      /** Of those, the ones that the first of two messages says; empty where there is one message. */
      apart: number[];
      /** Ids of notices that are no longer true, or that a newer word took the place of. */
      drop: number[];
    }
  | { wait: true; drop: number[] };

export function composeDigest(input: DigestInput): ComposedDigest {
  const { person, today, calendar, settings, toldToday } = input;
  const { items, dropped } = itemsOf(input.notices, { today, calendar, personId: person.personId });
  const wait: ComposedDigest = { wait: true, drop: dropped };
  const isOver = toldToday.daily && toldToday.urgent;
  if (isOver || !isTheirTurn(person.digestHour, input.hours, settings)) return wait;

  const sayable = items.filter((item) => maySay(item, input)).sort(hardestFirst);
  const lines: DigestLine[] = together(sayable, lineMark).slice(0, settings.maxItems);
  if (lines.length === 0) return wait;
  const said = new Set(lines.flat());
  const rest = items.filter((item) => !said.has(item));
  const content = {
    person,
    today,
    lines,
    left: together(rest, lineMark).length,
    again: toldToday.daily,
    oneMessage: input.oneMessage,
  };
  const [first, second] = messagesOf(content);
  return {
    kind: toldToday.daily ? 'urgent' : 'daily',
    messages: (digestId) => digestReplies(content, digestId),
    said: [...said].map((item) => item.notice.id),
    apart: second === undefined ? [] : (first?.lines.flat() ?? []).map((item) => item.notice.id),
    drop: dropped,
  };
}

function maySay(item: DigestItem, { today, calendar, toldToday }: DigestInput): boolean {
  const dueToday = isPressing(item) && item.tone === 'today';
  if (!calendar.isWorkingDay(today)) return dueToday;
  return !toldToday.daily || dueToday || isEscalation(item);
}
