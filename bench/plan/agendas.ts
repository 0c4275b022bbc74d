/**
 * Agendas as the planner caches them, taken from the cases of the sample: each shifted by whole weeks so that its next day
 * to speak of falls on the day that is measured. With each, what was said of it before and how many words come due.
 */
import { casesOfToday } from '../../db/sample/cases-of-today.ts';
import type { ExaminedCase } from '../../src/answers/examined.ts';
import type { Roster } from '../../src/answers/owners.ts';
import { addDays, daysBetween } from '../../src/procedure/dates.ts';
import {
  type Catalog,
  examine,
  procedureInForce,
  resolveProcedure,
  type WorkingCalendar,
} from '../../src/procedure/index.ts';
import { type Agenda, agendaOf } from '../../src/reminders/agenda.ts';
import { type Ladder, ladderOf } from '../../src/reminders/ladder.ts';
import { type NewNotice, noticesOf } from '../../src/reminders/notices.ts';
import type { ReminderSettings } from '../../src/reminders/settings.ts';
import { projectionOf } from '../../src/store/projection.ts';

/** Who is who around a case of the bench, by number; the statements that lay it know the same. */
export const who = {
  candidate: 1,
  secretary: 26,
  committee: [27, 28],
  mentor: 29,
  officers: [41, 42],
  province: [51, 52],
};

const roster: Roster = {
  organizations: [
    { id: 1, path: '/1/', level: 'province', name: 'province' },
    { id: 2, path: '/1/2/', level: 'grassrootsCommittee', name: 'commune' },
    { id: 3, path: '/1/2/3/', level: 'cell', name: 'cell' },
  ],
  roles: [
    { personId: who.secretary, role: 'cellSecretary', organizationId: 3 },
    ...who.committee.map((personId) => ({
      personId,
      role: 'cellCommitteeMember' as const,
      organizationId: 3,
    })),
    ...who.officers.map((personId) => ({ personId, role: 'committeeOfficer' as const, organizationId: 2 })),
    ...who.province.map((personId) => ({ personId, role: 'committeeOfficer' as const, organizationId: 1 })),
  ],
};

export interface Template {
  agenda: Agenda;
  nextDue: string | null;
  state: string;
  phase: string;
  step: string | null;
  procedure: string;
  overlay: string | null;
  person: object;
  /** Said by the day before. */
  said: NewNotice[];
  /** To be said on the day. */
  fresh: number;
}

interface Given {
  catalog: Catalog;
  calendar: WorkingCalendar;
  settings: ReminderSettings;
  ladders: ReadonlyMap<string, Ladder>;
  /** The day that is measured. */
  day: string;
}

/** Days of the sample that agendas are taken from: a week of every quarter. */
const sampled = ['2026-03-02', '2026-06-01', '2026-08-03', '2026-11-02'];

export function templates(given: Given): Template[] {
  const { calendar, day } = given;
  return sampled.flatMap((first) =>
    [0, 1, 2, 3, 4].flatMap((plus) => {
      const today = calendar.onOrAfter(addDays(first, plus));
      return examinedOn(given, today).flatMap((one): Template[] => {
        const { agenda } = agendaOf(one, given.settings.doors, calendar);
        const { nextAttention } = plan(given, agenda, today);
        if (daysBetween(nextAttention, day) % 7 !== 0) return [];
        const moved = shift(agenda, daysBetween(nextAttention, day));
        const said = plan(given, moved, addDays(day, -1)).notices;
        const before = new Set(said.map(markOf));
        const fresh = plan(given, moved, day).notices.filter((notice) => !before.has(markOf(notice))).length;
        if (fresh === 0) return [];
        const { state, phase, currentStep, nextDue } = projectionOf(one.report);
        const { version, overlay } = one.procedure;
        return [
          {
            agenda: moved,
            nextDue: nextDue === null ? null : shift(nextDue, daysBetween(nextAttention, day)),
            state,
            phase,
            step: currentStep,
            procedure: version,
            overlay,
            person: { birthDate: '2003-02-28', sex: 'female', education: 'higher', group: 'resident' },
            said,
            fresh,
          },
        ];
      });
    }),
  );
}

const markOf = (n: NewNotice): string => `${n.personId} ${n.subject} ${n.moment}`;

const plan = ({ calendar, ladders }: Given, agenda: Agenda, today: string) =>
  noticesOf(
    {
      caseId: 1,
      candidateId: who.candidate,
      mentorId: who.mentor,
      cellId: 3,
      path: '/1/2/3/',
      decidedAt: agenda.decidedAt,
      agenda,
      agendaUntil: addDays(today, 60),
      ladder: ladderOf(ladders, null),
    },
    { today, calendar, roster, reachable: () => true, acknowledged: () => false, postponedUntil: () => null },
  );

function examinedOn(given: Given, today: string): ExaminedCase[] {
  return casesOfToday({ ...given, today }, () => String(who.mentor))
    .map(({ file }, at): ExaminedCase => {
      const procedure = resolveProcedure(given.catalog, procedureInForce(file));
      const { approval, decidingBody } = file.organization;
      const inOneHop = approval === 'one-hop' || decidingBody === 'authorised-grassroots';
      return {
        caseId: at + 1,
        candidateId: who.candidate,
        candidateName: file.name ?? '',
        mentorId: who.mentor,
        cellId: 3,
        cellName: 'cell',
        path: '/1/2/3/',
        eventCount: file.events.length,
        lastMoved: file.events.at(-1)?.on ?? null,
        decidedAt: inOneHop ? 'grassrootsCommittee' : 'province',
        procedure,
        report: examine(procedure, file, given.calendar, today),
      };
    })
    .filter((one) => one.report.open);
}

const shift = <T>(value: T, days: number): T =>
  JSON.parse(JSON.stringify(value).replace(/\d{4}-\d{2}-\d{2}/g, (day) => addDays(day, days))) as T;
