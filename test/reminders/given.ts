/** Builders for the reminder tests: a plain Monday-to-Friday calendar, limits and cases with everything else ordinary. */

import type { Roster } from '../../src/answers/owners.ts';
import { buildCalendar } from '../../src/procedure/calendar.ts';
import type { CaseReport, Obligation, StepState } from '../../src/procedure/report.ts';
import type { Procedure } from '../../src/procedure/schema.ts';
import { type PlanInput, type PlannedCase, planDigests, type Recipient } from '../../src/reminders/plan.ts';
import { loadReminderSettings } from '../../src/reminders/settings.ts';

/** 2 September 2026 (Wednesday) and the day before are off; 31 August is swapped for Saturday 22 August. */
export const calendar = buildCalendar([
  {
    year: 2026,
    provisional: false,
    daysOff: ['2026-04-30', '2026-05-01', '2026-08-31', '2026-09-01', '2026-09-02'].map((date) => ({
      date,
      name: 'nghỉ lễ',
      source: 'thông báo nghỉ lễ',
      provisional: false,
    })),
    workedInstead: [{ date: '2026-08-22', for: '2026-08-31', source: 'thông báo nghỉ lễ' }],
  },
]);

export const settings = loadReminderSettings([process.cwd()]);

/** "1" province with an officer, "2" its grassroots committee with an officer, "3" a cell with its secretary. */
export const province = 1;
export const committee = 2;
export const cell = 3;
export const secretary = 30;
export const deputy = 31;
export const mentor = 32;
export const candidate = 33;
export const wardOfficer = 20;
export const provinceOfficer = 10;

export const roster: Roster = {
  organizations: [
    { id: province, path: '/1/', level: 'province', name: 'Tỉnh' },
    { id: committee, path: '/1/2/', level: 'grassrootsCommittee', name: 'Đảng uỷ phường' },
    { id: cell, path: '/1/2/3/', level: 'cell', name: 'Chi bộ 3' },
  ],
  roles: [
    { personId: provinceOfficer, role: 'committeeOfficer', organizationId: province },
    { personId: wardOfficer, role: 'committeeOfficer', organizationId: committee },
    { personId: secretary, role: 'cellSecretary', organizationId: cell },
    { personId: deputy, role: 'cellCommitteeMember', organizationId: cell },
  ],
};

export function limit(over: Partial<Obligation> = {}): Obligation {
  const step = over.step ?? 'ceremony';
  const clock = over.clock ?? 'ceremony-limit';
  return {
    key: over.instance ? `${step}/${clock}#${over.instance}` : `${step}/${clock}`,
    step,
    clock,
    kind: 'due',
    owner: 'cellSecretary',
    from: '2026-05-04',
    due: '2026-06-15',
    limit: '2026-06-15',
    status: 'open',
    daysLeft: 10,
    daysUnit: 'working-days',
    provisional: false,
    extended: false,
    readings: [],
    rungs: [],
    basis: [{ document: 'qd' }],
    confidence: 'verified',
    ...over,
  };
}

export function step(over: Partial<StepState> = {}): StepState {
  return {
    id: 'ceremony',
    number: 'C5',
    phase: 'admission',
    actor: 'cell',
    owner: 'cellSecretary',
    forms: [],
    optional: false,
    recordKind: 'date',
    status: 'ready',
    failedVotes: 0,
    gates: [],
    irregular: false,
    waitsFor: [],
    basis: [{ document: 'qd' }],
    confidence: 'verified',
    ...over,
  };
}

export function report(over: Partial<CaseReport> = {}): CaseReport {
  return {
    version: 'v',
    overlay: null,
    on: '2026-05-04',
    state: 'decided',
    open: true,
    phase: 'admission',
    since: '2026-05-04',
    steps: [step()],
    frontier: ['ceremony'],
    obligations: [],
    papers: [],
    verifications: [],
    eligibility: [],
    introducers: null,
    situations: [],
    mentors: [],
    mentor: String(mentor),
    assessments: [],
    reviews: [],
    warnings: [],
    ...over,
  };
}

/** A procedure without rules: the words of a limit need only its name. */
export const procedure = { version: 'v', overlay: null, parameters: {} } as Procedure;

/** A case with these limits, seen on a day. */
export function aCase(
  today: string,
  obligations: Obligation[],
  over: Partial<PlannedCase> = {},
): PlannedCase {
  return {
    caseId: 7,
    candidateName: 'Nguyễn Thị Hoa',
    candidateId: candidate,
    mentorId: mentor,
    cellId: cell,
    path: '/1/2/3/',
    decidedAt: 'province',
    procedure,
    report: report({ on: today, obligations }),
    ...over,
  };
}

const person = (personId: number, over: Partial<Recipient> = {}): Recipient => ({
  personId,
  name: `Người ${personId}`,
  language: 'vi',
  digestHour: 8,
  reachable: true,
  ...over,
});

export const everybody = (over: Partial<Recipient> & { personId?: number } = {}): Map<number, Recipient> =>
  new Map(
    [secretary, deputy, mentor, candidate, wardOfficer, provinceOfficer].map((id) => [
      id,
      person(id, over.personId === undefined || over.personId === id ? { ...over, personId: id } : {}),
    ]),
  );

/** The morning of a day at eight, unless told otherwise. */
export function morning(today: string, cases: PlannedCase[], over: Partial<PlanInput> = {}) {
  return planDigests({
    today,
    hour: 8,
    calendar,
    settings,
    cases,
    duties: [],
    roster,
    people: everybody(),
    said: new Map(),
    toldToday: new Set(),
    lastRun: null,
    ...over,
  });
}

/** What was said in a plan, by person, as the next morning finds it. */
export const remembered = (...plans: ReturnType<typeof planDigests>[]): Map<number, string[]> => {
  const said = new Map<number, string[]>();
  for (const plan of plans) {
    for (const { person: one, items } of plan.digests) {
      said.set(one.personId, [...(said.get(one.personId) ?? []), ...items.map((item) => item.key)]);
    }
  }
  return said;
};

/** Keys told to a person, "moment" included; empty when nothing was. */
export const toldTo = (plan: ReturnType<typeof planDigests>, personId: number): string[] =>
  plan.digests.find((digest) => digest.person.personId === personId)?.items.map((item) => item.key) ?? [];
