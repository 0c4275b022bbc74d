/** Builders for the reminder tests: a plain Monday-to-Friday calendar, one small tree, and limits with everything else ordinary. */

import type { CasePlace, Roster } from '../../src/answers/owners.ts';
import { buildCalendar } from '../../src/procedure/calendar.ts';
import type { AgendaEntry } from '../../src/reminders/agenda.ts';
import { type Ladder, ladderOf, loadLadders } from '../../src/reminders/ladder.ts';
import type { PlannedCase } from '../../src/reminders/notices.ts';
import { loadReminderSettings } from '../../src/reminders/settings.ts';

/**
 * Tết from 16 to 22 February 2026, 30 April and 1 May off; 2 September 2026 (Wednesday) and the day before are off, 31
 * August is swapped for Saturday 22 August.
 */
export const calendar = buildCalendar([
  {
    year: 2026,
    provisional: false,
    daysOff: [
      '2026-01-01',
      '2026-02-16',
      '2026-02-17',
      '2026-02-18',
      '2026-02-19',
      '2026-02-20',
      '2026-04-30',
      '2026-05-01',
      '2026-08-31',
      '2026-09-01',
      '2026-09-02',
    ].map((date) => ({ date, name: 'nghỉ lễ', source: 'thông báo nghỉ lễ', provisional: false })),
    workedInstead: [{ date: '2026-08-22', for: '2026-08-31', source: 'thông báo nghỉ lễ' }],
  },
]);

export const settings = loadReminderSettings([process.cwd()]);
export const ladders = loadLadders([process.cwd()]);
export const standard: Ladder = ladderOf(ladders, null);
export const close: Ladder = ladderOf(ladders, 'close');

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

export const place: CasePlace = {
  candidateId: candidate,
  mentorId: mentor,
  cellId: cell,
  path: '/1/2/3/',
  decidedAt: 'province',
};

/** Nobody holds these roles any more. */
export const without = (...gone: number[]): Roster => ({
  ...roster,
  roles: roster.roles.filter((role) => !gone.includes(role.personId)),
});

/** A limit of the cell's secretary: rungs two weeks and one week before 15 June 2026, a Monday. */
export function entry(over: Partial<AgendaEntry> = {}): AgendaEntry {
  const step = over.step ?? 'ceremony';
  const clock = over.clock ?? 'ceremony-limit';
  const due = over.due ?? '2026-06-15';
  return {
    key: `${step}/${clock}`,
    kind: 'due',
    owner: 'cellSecretary',
    step,
    clock,
    due,
    limit: due,
    unit: 'working-days',
    rungs: ['2026-06-01', '2026-06-08'],
    what: { key: 'procedure.clocks.ceremony-limit.title' },
    doors: { cadre: 'go:flow:work-step:case=7:step=ceremony' },
    missed: 0,
    extensible: false,
    ...over,
  };
}

/** The mentor's report of a month, spoken of three working days before its last working day. */
export const monthly = (period: string, due: string, over: Partial<AgendaEntry> = {}): AgendaEntry =>
  entry({
    key: `helped/mentor-report#${period}`,
    step: 'helped',
    clock: 'mentor-report',
    kind: 'recurring',
    owner: 'mentor',
    due,
    unit: 'days',
    rungs: [calendar.addWorkingDays(due, -3), due],
    what: { key: 'procedure.clocks.mentor-report.title' },
    doors: { mentor: 'go:flow:assess:case=7', cadre: 'go:flow:assign-mentor:case=7' },
    ...over,
  });

export const aCase = (entries: AgendaEntry[], over: Partial<PlannedCase> = {}): PlannedCase => ({
  ...place,
  caseId: 7,
  agenda: { decidedAt: over.decidedAt ?? 'province', entries },
  ladder: standard,
  agendaUntil: '2099-01-01',
  ...over,
});

export const names: Record<number, string> = {
  [secretary]: 'Nguyễn Văn Nam',
  [deputy]: 'Trần Thị Lan',
  [mentor]: 'Lê Thị Minh',
  [candidate]: 'Nguyễn Thị Hoa',
  [wardOfficer]: 'Phạm Văn Bình',
  [provinceOfficer]: 'Đỗ Văn Tâm',
};
