/** A small world for the use cases: two committees, three cells, their people, and commands given by name. */
import { resolve } from 'node:path';
import { history, type Past, relativeTo } from '../../db/sample/history.ts';
import type { Road } from '../../db/sample/road.ts';
import type { CommandName, CommandResult } from '../../src/cases/commands.ts';
import { runCommand } from '../../src/cases/run.ts';
import { loadCalendar, loadCatalog } from '../../src/catalog/load.ts';
import { loadActor } from '../../src/people/actor.ts';
import type { CaseEvent, CaseReport, PersonFacts } from '../../src/procedure/index.ts';
import { examine, personFacts, procedureInForce, resolveProcedure } from '../../src/procedure/index.ts';
import { loadLadders } from '../../src/reminders/ladder.ts';
import { reminderRules } from '../../src/reminders/reminder-rules.ts';
import {
  appendEvents,
  insertCase,
  loadCase,
  projectionOf,
  type StoredCase,
  saveProjection,
} from '../../src/store/cases.ts';
import type { Db } from '../../src/store/database.ts';
import { insertOrganization } from '../../src/store/organizations.ts';
import { grantRole, insertPerson } from '../../src/store/people.ts';
import { createWords } from '../../src/words/say.ts';
import type { Text } from '../../src/words/text.ts';
import { emptyDatabase } from '../services/databases.ts';

const roots = [resolve(import.meta.dirname, '../..')];
export const catalog = await loadCatalog(roots);
export const calendar = await loadCalendar(roots);
export const reminders = reminderRules(loadLadders(roots));
export const words = createWords(roots);
export const vi = (text: Text): string => words.say(text, 'vi');

/** A Tuesday. */
export const today = '2026-06-16';
export const at = relativeTo(today, calendar);

export type World = Awaited<ReturnType<typeof layWorld>>;

/** Empties the database first. */
export async function layWorld(db: Db) {
  await emptyDatabase(db);
  const province = await insertOrganization(db, {
    parentId: null,
    level: 'province',
    name: 'Đảng bộ tỉnh',
    procedureVersion: 'central-2025',
  });
  const commune = await insertOrganization(db, {
    parentId: province.id,
    level: 'grassrootsCommittee',
    name: 'Đảng bộ xã',
    settings: { approval: 'one-hop' },
  });
  const cell = await insertOrganization(db, {
    parentId: commune.id,
    level: 'cell',
    name: 'Chi bộ thôn Thượng',
    settings: { officialMembers: 20 },
  });
  const neighbour = await insertOrganization(db, {
    parentId: commune.id,
    level: 'cell',
    name: 'Chi bộ thôn Hạ',
    settings: { officialMembers: 12 },
  });
  const school = await insertOrganization(db, {
    parentId: province.id,
    level: 'grassrootsCommittee',
    name: 'Đảng bộ trường',
    settings: { approval: 'two-hop', kind: 'school' },
  });
  const faculty = await insertOrganization(db, {
    parentId: school.id,
    level: 'cell',
    name: 'Chi bộ khoa',
    settings: { officialMembers: 15 },
  });

  const secretary = await insertPerson(db, { fullName: 'Trần Văn Dũng' });
  const mentor = await insertPerson(db, { fullName: 'Lê Quang Minh' });
  const other = await insertPerson(db, { fullName: 'Phạm Thị Hoà' });
  const neighbourSecretary = await insertPerson(db, { fullName: 'Bùi Văn Phúc' });
  const probationer = await insertPerson(db, { fullName: 'Lâm Kim Ngân' });
  const officer = await insertPerson(db, { fullName: 'Nguyễn Thị Kim Oanh' });
  const schoolOfficer = await insertPerson(db, { fullName: 'Hồ Sỹ Long' });
  const lecturer = await insertPerson(db, { fullName: 'Phan Thanh Hải' });
  await grantRole(db, secretary, cell.id, 'cellSecretary');
  await grantRole(db, mentor, cell.id, 'officialMember');
  await grantRole(db, other, cell.id, 'officialMember');
  await grantRole(db, probationer, cell.id, 'probationaryMember');
  await grantRole(db, neighbourSecretary, neighbour.id, 'cellSecretary');
  await grantRole(db, officer, commune.id, 'committeeOfficer');
  await grantRole(db, schoolOfficer, school.id, 'committeeOfficer');
  await grantRole(db, lecturer, faculty.id, 'cellSecretary');

  let commandCount = 0;

  /** Gives a command as this person; a fresh key unless one is named. */
  async function run(
    by: number,
    name: CommandName,
    answers: Record<string, unknown>,
    when: { today?: string; key?: string } = {},
  ): Promise<CommandResult> {
    commandCount += 1;
    const day = when.today ?? today;
    const key = when.key ?? `test:${commandCount}`;
    return db.transaction(async (tx) => {
      const actor = await loadActor(tx, by);
      if (!actor) throw new Error(`no person ${by}`);
      return runCommand(
        tx,
        { actor, today: day, now: `${day}T03:00:00Z`, key, catalog, calendar, reminders },
        name,
        answers,
      );
    });
  }

  /** A case that has come so far, told by the sample's usual road. */
  async function caseAt(
    past: Pick<Past, 'reached'> & Partial<Past>,
    who: { name?: string; cellId?: number; facts?: Partial<PersonFacts>; road?: Partial<Road> } = {},
  ): Promise<number> {
    const personId = await insertPerson(db, { fullName: who.name ?? 'Nguyễn Thị Thu Hằng' });
    const caseId = await insertCase(db, {
      personId,
      cellId: who.cellId ?? cell.id,
      procedureVersion: 'central-2025',
      overlay: null,
      person: personFacts.parse({ birthDate: '2001-03-08', youthUnionMember: true, ...who.facts }),
      now: `${today}T03:00:00Z`,
    });
    const road: Road = {
      hops: 'one',
      subCommittee: false,
      haNoi: false,
      introducedBy: 'youth-union',
      cellMembers: 20,
      ...who.road,
    };
    await add(caseId, history({ mentor: String(mentor), ...past, road }, at));
    return caseId;
  }

  /** Puts events into a case, past every rule. */
  async function add(caseId: number, events: CaseEvent[]): Promise<void> {
    await db.transaction(async (tx) => {
      await appendEvents(tx, caseId, events, {
        key: `told:${caseId}:${events[0]?.id}`,
        recordedBy: secretary,
        recordedAt: `${today}T03:00:00Z`,
      });
      const stored = await loadCase(tx, caseId);
      if (stored) await saveProjection(tx, caseId, projectionOf(examined(stored)));
    });
  }

  async function stored(caseId: number): Promise<StoredCase> {
    const found = await loadCase(db, caseId);
    if (!found) throw new Error(`no case ${caseId}`);
    return found;
  }

  const report = async (caseId: number, on = today): Promise<CaseReport> =>
    examined(await stored(caseId), on);

  return {
    db,
    cell: cell.id,
    neighbour: neighbour.id,
    faculty: faculty.id,
    secretary,
    mentor,
    other,
    neighbourSecretary,
    probationer,
    officer,
    schoolOfficer,
    lecturer,
    run,
    caseAt,
    stored,
    report,
  };
}

export function examined(stored: StoredCase, on = today): CaseReport {
  const procedure = resolveProcedure(catalog, procedureInForce(stored.file));
  return examine(procedure, stored.file, calendar, on);
}

/** The text of an accepted command, or a failing test that says why it was refused. */
export function said(result: CommandResult): string {
  if (!result.ok) throw new Error(`refused: ${vi(result.why)}`);
  return result.lines.map(vi).join('\n');
}

/** The reason of a refusal, or a failing test. */
export function why(result: CommandResult): string {
  if (result.ok) throw new Error(`not refused: ${result.lines.map(vi).join(' / ')}`);
  return vi(result.why);
}
