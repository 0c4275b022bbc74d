/** Limits in a line, as whoever owes them hears them; the same duty towards several people is one line. */
import { goFlow } from '../conversation/buttons.ts';
import { clockTitle } from '../lookups/procedure-words.ts';
import type { Hat } from '../people/roles.ts';
import type { CaseReport, Obligation } from '../procedure/report.ts';
import type { Procedure } from '../procedure/schema.ts';
import { type Choice, type Text, verbatim } from '../words/text.ts';
import type { Tone } from './tone.ts';

/** Something that somebody owes in a case, and the door to what answers it. */
export interface Owed {
  caseId: number;
  candidate: string;
  /** The capacity in which they owe it. */
  hat: Hat;
  obligation: Pick<Obligation, 'key' | 'kind' | 'rungs' | 'daysLeft' | 'daysUnit'>;
  what: Text;
  tone: Tone;
  due: string;
  door: string;
  /** Other instances of the same recurring duty that were missed as well. */
  missed: number;
}

/** People named in one line. */
const fewNames = 4;

/** Items that are told in one line share this: the same duty for the same period and in the same state. */
export function sameLine(owed: Owed): string {
  const own = `${owed.caseId}:${owed.obligation.key}`;
  if (owed.obligation.kind !== 'recurring' || owed.hat === 'candidate') return own;
  return [owed.obligation.key, owed.tone, owed.missed > 0 ? 'missed' : '', flowOf(owed.door) ?? own].join(
    '|',
  );
}

/** Items of one line, one or several people. */
export function owedLine(items: readonly [Owed, ...Owed[]]): Text {
  const [first, ...others] = items;
  const several = others.length > 0;
  const side = several ? 'several' : first.hat === 'candidate' ? 'own' : 'case';
  const line: Text = {
    key: `status.item.${side}.${first.tone}`,
    params: {
      candidate: first.candidate,
      what: first.what,
      due: { date: first.due },
      left: spanText(first.obligation),
      ...(several ? { count: items.length, names: namesOf(items) } : {}),
    },
  };
  const missed = items.reduce((sum, one) => sum + one.missed, 0);
  return missed > 0 ? { key: 'status.item.missed', params: { line, count: missed } } : line;
}

/** The button under that line; for several people their conversation asks which. */
export function owedChoice(items: readonly [Owed, ...Owed[]]): Choice {
  const [first, ...others] = items;
  const flow = flowOf(first.door);
  if (others.length === 0 || flow === null) {
    return { id: first.door, label: doorLabel(first.door, first.hat, verbatim(first.candidate)) };
  }
  const people: Text = { key: 'status.people', params: { count: items.length } };
  return { id: goFlow(flow), label: doorLabel(first.door, first.hat, people) };
}

/** What a door is called: by the conversation it opens, and for whom. */
export function doorLabel(door: string, hat: Hat, name: Text): Text {
  if (hat === 'candidate') return { key: 'status.door.own-status' };
  return { key: `status.door.${flowOf(door) ?? 'status'}`, params: { name } };
}

/** The name of a limit; of a recurring one with its period, of a letter with whom it concerns and where it went. */
export function limitName(procedure: Procedure, report: CaseReport, o: Obligation): Text {
  const what = clockTitle(procedure, o);
  const month = /^(\d{4})-(\d{2})$/.exec(o.instance ?? '');
  if (o.kind === 'recurring' && month !== null) {
    return { key: 'status.period.month', params: { what, year: Number(month[1]), month: Number(month[2]) } };
  }
  const letter = report.verifications.find((one) => one.id === o.instance);
  if (!letter) return what;
  const subject: Text = { key: `conversations.send-verification.subject.options.${letter.subject}` };
  return { key: 'status.letter', params: { what, subject, place: letter.place } };
}

/** "3 ngày làm việc": how far off the due day is, either way. */
export const spanText = (obligation: Pick<Obligation, 'daysLeft' | 'daysUnit'>): Text => ({
  key: `status.span.${obligation.daysUnit}`,
  params: { count: Math.abs(obligation.daysLeft) },
});

const flowOf = (door: string): string | null => /^go:flow:([a-z0-9-]+)/.exec(door)?.[1] ?? null;

function namesOf(items: readonly Owed[]): Text[] {
  const shown: Text[] = items.slice(0, fewNames).map((one) => verbatim(one.candidate));
  const left = items.length - shown.length;
  return left > 0 ? [...shown, { key: 'status.people-more', params: { count: left } }] : shown;
}
