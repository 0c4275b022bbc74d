/** "Đã nhắc ai": who was told of what in a case and when, and who said they had received it. For those who lead only. */
import { clockTitle } from '../lookups/procedure-words.ts';
import type { Hat } from '../people/roles.ts';
import { latest } from '../procedure/dates.ts';
import type { Told } from '../store/notices.ts';
import type { Reply, Text } from '../words/text.ts';
import type { CaseView } from './case-view.ts';
import { dayOf } from './days.ts';
import { statusDoor } from './doors.ts';
import { limitName } from './limit-words.ts';
import { together } from './together.ts';
import { toldDay } from './tone.ts';

/** Things spoken of, people a thing, and days a person in one answer: the latest. */
const few = { subjects: 5, people: 4, days: 3 };

/** Who may ask: what was said to others is the cell's and the committees' to know. */
export const mayAskToldOf = (hat: Hat): boolean => hat === 'cadre' || hat === 'committeeOfficer';

export function toldReply(view: CaseView, told: readonly Told[]): Reply {
  const choices = [{ id: statusDoor(view.caseId), label: { key: 'status.choice.back' } }];
  const name = view.candidate;
  if (told.length === 0) return { lines: [{ key: 'status.told.none', params: { name } }], choices };
  const subjects = together(told, (one) => one.subject).sort(latestFirst);
  const shown = subjects.slice(0, few.subjects);
  const left = subjects.slice(few.subjects).reduce((sum, group) => sum + group.length, 0);
  return {
    lines: [
      { key: 'status.told.title', params: { name } },
      ...shown.flatMap((group) => subjectLines(view, group)),
      ...(left > 0 ? [{ key: 'status.told.earlier', params: { count: left } }] : []),
    ],
    choices,
  };
}

type Group = [Told, ...Told[]];

const lastDay = (group: Group): string => latest(group.map((one) => one.saidOn)) ?? '';

const latestFirst = (a: Group, b: Group): number => lastDay(b).localeCompare(lastDay(a));

function subjectLines(view: CaseView, group: Group): Text[] {
  const people = together(group, ({ personId, insteadOf }) => `${personId}|${insteadOf?.personId ?? ''}`);
  return [subjectLine(view, group[0].subject), ...people.slice(0, few.people).map(personLine)];
}

/** A thing that is done may no longer stand among the limits: its name is in its key. */
function subjectLine(view: CaseView, subject: string): Text {
  const limit = view.report.obligations.find((one) => one.key === subject);
  if (limit) {
    const what = limitName(view.procedure, view.report, limit);
    return { key: 'status.told.subject-due', params: { what, due: { date: toldDay(limit) } } };
  }
  const clock = /^[^/]+\/([^#]+)/.exec(subject)?.[1] ?? subject;
  return { key: 'status.told.subject', params: { what: clockTitle(view.procedure, { clock }) } };
}

function personLine(words: Group): Text {
  const days = [...new Set(words.map((one) => one.saidOn))].slice(-few.days);
  const received = words.map((one) => one.acknowledgedAt).findLast((at) => at !== null) ?? null;
  // Whoever owes it hears of it as that, also when others let it lie or after having put it off.
  const first = words.find((one) => one.reason === 'owner') ?? words[0];
  const params = { who: whoText(first), days: days.map(dayText) };
  return received === null
    ? { key: 'status.told.waiting', params }
    : { key: 'status.told.received', params: { ...params, on: { date: dayOf(received) } } };
}

function whoText({ name, reason, insteadOf }: Told): Text {
  const who: Text = { key: `status.told.as.${reason}`, params: { name } };
  if (!insteadOf) return who;
  return { key: 'status.told.in-place', params: { who, absent: insteadOf.name } };
}

const dayText = (day: string): Text => ({ key: 'lookups.day', params: { date: { date: day } } });
