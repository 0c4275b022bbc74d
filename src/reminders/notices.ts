/**
 * Who is told what of a case, now that one of its days has come. Pure: the cached agenda, the roster and what is known of
 * people come in; notices to be written come out. Rules:
 *
 * - on each of its days (`moments.ts`) a limit is told to those whom the ladder names, nobody twice for one day;
 * - a nudge goes only to whoever has not acknowledged the word it repeats;
 * - whoever asked for a later day is told on that day; everybody else regardless;
 * - what somebody who cannot be reached would have heard is told to somebody who can, in their place.
 */
import type { CasePlace, Roster } from '../answers/owners.ts';
import { addDays, earliest } from '../procedure/dates.ts';
import type { WorkingCalendar } from '../procedure/index.ts';
import type { Agenda, AgendaEntry } from './agenda.ts';
import { type Ladder, type Tell, tells } from './ladder.ts';
import { listenersOf, standInsFor } from './listeners.ts';
import { type Moment, type Moments, momentsOf } from './moments.ts';

export type NoticeReason = 'owner' | 'cellCommittee' | 'cellSecretary' | 'committee' | 'postponed';

export interface PlannedCase extends CasePlace {
  caseId: number;
  agenda: Agenda;
  ladder: Ladder;
  /** From this day on the agenda holds no more; after today. */
  agendaUntil: string;
}

export interface NewNotice {
  personId: number;
  /** In whose place, when that person cannot be reached. */
  insteadOf: number | null;
  caseId: number | null;
  organizationId: number | null;
  /** "step/clock#instance" of a case, "duty#period" or "late" of a body. */
  subject: string;
  moment: string;
  reason: NoticeReason;
  nudge: boolean;
}

export interface NoticesAt {
  today: string;
  calendar: WorkingCalendar;
  roster: Roster;
  /** Whether the person has a chat that can be written to. */
  reachable: (personId: number) => boolean;
  /** Whether the person has acknowledged a word on this subject whose moment is `rung` or later. */
  acknowledged: (personId: number, subject: string, rung: string) => boolean;
  /** The latest day to which this person put the subject off; null when they did not. Days gone by count too. */
  postponedUntil: (personId: number, subject: string) => string | null;
}

export interface PlannedNotices {
  /** Some may have been written on an earlier run: whoever stores them passes over what is there. */
  notices: NewNotice[];
  /** After today. */
  nextAttention: string;
  /** "caseId:key" of limits for which nobody could be found. */
  withoutOwner: string[];
  /** People who should have been told and have no chat. */
  unreachable: number[];
}

export function noticesOf(one: PlannedCase, at: NoticesAt): PlannedNotices {
  const planned: PlannedNotices = { notices: [], nextAttention: '', withoutOwner: [], unreachable: [] };
  const days = [one.agendaUntil];
  for (const { entry, come, next } of spokenOf(one, at)) {
    if (next !== null) days.push(next);
    if (come.length === 0) continue;
    const { words, later } = wordsOf(entry, come, one, at);
    days.push(...later);
    if (listenersOf('owner', entry, one, at.roster).length === 0)
      planned.withoutOwner.push(`${one.caseId}:${entry.key}`);
    planned.unreachable.push(...words.map((word) => word.personId).filter((id) => !at.reachable(id)));
    planned.notices.push(
      ...heardBy(words, entry, one, at).map(({ personId, insteadOf, moment, reason, nudge }) => ({
        personId,
        insteadOf,
        caseId: one.caseId,
        organizationId: null,
        subject: entry.key,
        moment,
        reason,
        nudge,
      })),
    );
  }
  const nextAttention = earliest(days.filter((day) => day > at.today)) ?? addDays(at.today, 1);
  return { ...planned, nextAttention, unreachable: [...new Set(planned.unreachable)] };
}

interface Spoken extends Moments {
  entry: AgendaEntry;
}

/**
 * Entries with their days. Of a recurring duty only the newest period that has had its day speaks, the others missed are
 * counted beside it; that something may begin is not said while the limit by which it must be done has spoken since.
 */
function spokenOf(one: PlannedCase, { calendar, today }: NoticesAt): Spoken[] {
  const all = one.agenda.entries.map((entry) => ({
    entry,
    ...momentsOf(entry, one.ladder, calendar, today),
  }));
  return all
    .filter((spoken) => !all.some((other) => isNewerPeriod(other, spoken)))
    .map((spoken) => (all.some((other) => hasSpokenSince(other, spoken)) ? { ...spoken, come: [] } : spoken));
}

const isNewerPeriod = (other: Spoken, one: Spoken): boolean =>
  one.entry.kind === 'recurring' &&
  other.come.length > 0 &&
  other.entry.step === one.entry.step &&
  other.entry.clock === one.entry.clock &&
  other.entry.limit > one.entry.limit;

/** Repetitions of an earlier word are none of their own. */
const hasSpokenSince = (other: Spoken, one: Spoken): boolean =>
  one.entry.kind === 'earliest' &&
  other.entry.kind === 'due' &&
  other.entry.step === one.entry.step &&
  (other.come[0]?.day ?? '') > (one.come[0]?.rung ?? '');

/** A word to somebody, whether or not they can be reached. */
interface Word {
  personId: number;
  moment: string;
  reason: NoticeReason;
  nudge: boolean;
  rung: string;
}

const reasonOf: Record<Tell, NoticeReason> = {
  owner: 'owner',
  mentor: 'owner',
  candidate: 'owner',
  cellCommittee: 'cellCommittee',
  cellSecretary: 'cellSecretary',
  committee: 'committee',
};

/** One word a person at most: whoever owes it hears of it as that; of several days each hears the newest of theirs. */
function wordsOf(
  entry: AgendaEntry,
  come: readonly Moment[],
  one: PlannedCase,
  at: NoticesAt,
): { words: Word[]; later: string[] } {
  const words = new Map<number, Word>();
  const owners = new Set<number>();
  const later: string[] = [];
  // `tells` is in the order of precedence, `come` the newest first.
  for (const tell of tells) {
    const moment = come.find((candidate) => candidate.tell.includes(tell));
    for (const personId of listenersOf(tell, entry, one, at.roster)) {
      if (tell !== 'owner' && owners.has(personId)) continue;
      if (tell === 'owner') owners.add(personId);
      if (moment === undefined) continue;
      const { day, nudge, rung } = moment;
      const word: Word = { personId, moment: day, reason: reasonOf[tell], nudge, rung };
      const said = word.reason === 'owner' ? putOff(word, entry, at) : { word };
      if ('later' in said) later.push(said.later);
      else if (isNewer(said.word, words.get(personId)) && !isAcknowledged(said.word, entry, at))
        words.set(personId, said.word);
    }
  }
  return { words: [...words.values()], later };
}

const isNewer = (word: Word, than: Word | undefined): boolean =>
  than === undefined || (than.reason !== 'owner' && word.moment > than.moment);

const isAcknowledged = (word: Word, entry: AgendaEntry, at: NoticesAt): boolean =>
  word.nudge && at.acknowledged(word.personId, entry.key, word.rung);

/** Whoever asked for a later day hears nothing before it, and then what they would have heard. */
function putOff(word: Word, entry: AgendaEntry, at: NoticesAt): { word: Word } | { later: string } {
  const until = at.postponedUntil(word.personId, entry.key);
  if (until === null) return { word };
  const back = at.calendar.onOrAfter(until);
  if (back > at.today) return { later: back };
  if (word.moment >= back) return { word };
  return { word: { ...word, moment: back, reason: 'postponed', nudge: false, rung: back } };
}

interface Heard extends Word {
  insteadOf: number | null;
}

/**
 * Words to those who can be reached, or to whoever stands in. Nobody twice: the newer word, and at the same day one's own;
 * whoever owes it needs no word in the place of others.
 */
function heardBy(words: readonly Word[], entry: AgendaEntry, one: PlannedCase, at: NoticesAt): Heard[] {
  const owners = listenersOf('owner', entry, one, at.roster);
  const heard = new Map<number, Heard>();
  for (const word of words)
    if (at.reachable(word.personId)) heard.set(word.personId, { ...word, insteadOf: null });
  for (const word of words) {
    if (at.reachable(word.personId)) continue;
    for (const personId of standInsFor(word.personId, one, at.roster, at.reachable)) {
      const before = heard.get(personId);
      const inPlace = { ...word, personId, insteadOf: word.personId };
      if (owners.includes(personId) || (before !== undefined && before.moment >= word.moment)) continue;
      heard.set(personId, inPlace);
    }
  }
  // Last: whoever acknowledged the newest word must not hear an older one for want of it.
  return [...heard.values()].filter((word) => !isAcknowledged(word, entry, at));
}
