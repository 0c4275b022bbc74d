/** Cases: their facts and events as the core reads them, and writing events with the columns that lists are made from. */
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import { caseEvents, cases, organizations, people } from '../../db/schema.ts';
import type { Resource } from '../people/roles.ts';
import {
  type CaseEvent,
  type CaseFile,
  caseEvent,
  caseFile,
  type PersonFacts,
  personFacts,
} from '../procedure/case-file.ts';
import type { Queryable, Tx } from './database.ts';
import { forgetPlanned } from './notices.ts';
import { effectiveOrganizations } from './organizations.ts';
import type { Projection } from './projection.ts';

export {
  type CaseFilter,
  type CaseRow,
  countVisibleCases,
  findCasesByName,
  visibleCases,
} from './case-lists.ts';
export { type Projection, projectionOf } from './projection.ts';

export interface StoredCase {
  id: number;
  personId: number;
  personName: string;
  cellId: number;
  cellName: string;
  /** Of the cell: "/1/4/9/". */
  path: string;
  mentorId: number | null;
  row: typeof cases.$inferSelect;
  /** Ready for `examine`: the organisation's settings are those that hold in the cell. */
  file: CaseFile;
  /** Who recorded what, in the order of `file.events`. */
  events: { seq: number; eventId: string; recordedBy: number | null; recordedAt: string }[];
}

export interface NewCase {
  personId: number;
  cellId: number;
  procedureVersion: string;
  overlay: string | null;
  person: PersonFacts;
  /** ISO instant. */
  now: string;
}

export async function loadCase(q: Queryable, caseId: number): Promise<StoredCase | null> {
  return (await loadCases(q, [caseId]))[0] ?? null;
}

/** For whoever decides on the case and then writes: nobody else writes it until the transaction ends. */
export async function loadCaseForUpdate(tx: Tx, caseId: number): Promise<StoredCase | null> {
  await lock(tx, caseId);
  return loadCase(tx, caseId);
}

/**
 * In the order of the ids; those that do not exist are left out. Three queries whatever their number, asked together where
 * the `paths` of their cells are known.
 */
export async function loadCases(
  q: Queryable,
  ids: readonly number[],
  paths: readonly string[] = [],
): Promise<StoredCase[]> {
  if (ids.length === 0) return [];
  const asked = q
    .select({
      row: cases,
      personName: people.fullName,
      cellName: organizations.name,
      path: organizations.path,
    })
    .from(cases)
    .innerJoin(people, eq(people.id, cases.personId))
    .innerJoin(organizations, eq(organizations.id, cases.cellId))
    .where(inArray(cases.id, [...ids]));
  const [rows, eventsOf, known] = await Promise.all([
    asked,
    loadEvents(q, ids),
    effectiveOrganizations(q, paths),
  ]);
  const settings = rows.every(({ row }) => known.has(row.cellId))
    ? known
    : await effectiveOrganizations(
        q,
        rows.map((one) => one.path),
      );
  const loaded = new Map(
    rows.map(({ row, personName, cellName, path }): [number, StoredCase] => {
      const own = eventsOf.get(row.id) ?? [];
      const file = caseFile.parse({
        name: personName,
        procedure: row.procedureVersion,
        overlay: row.overlay,
        organization: settings.get(row.cellId)?.effective,
        person: row.person,
        events: own.map((event) => ({ ...event.payload, id: event.eventId, type: event.type, on: event.on })),
      });
      return [
        row.id,
        {
          id: row.id,
          personId: row.personId,
          personName,
          cellId: row.cellId,
          cellName,
          path,
          mentorId: row.mentorId,
          row,
          file,
          events: own.map(({ seq, eventId, recordedBy, recordedAt }) => ({
            seq,
            eventId,
            recordedBy,
            recordedAt: new Date(recordedAt).toISOString(),
          })),
        },
      ];
    }),
  );
  return ids.flatMap((id) => loaded.get(id) ?? []);
}

interface StoredEvent {
  seq: number;
  eventId: string;
  type: string;
  on: string;
  payload: Record<string, unknown>;
  recordedBy: number | null;
  recordedAt: string;
}

/** In order, by case. One value for each case: a row for each event takes the embedded database four times as long. */
async function loadEvents(q: Queryable, ids: readonly number[]): Promise<Map<number, StoredEvent[]>> {
  const e = caseEvents;
  const event = sql`json_build_object('seq', ${e.seq}, 'eventId', ${e.eventId}, 'type', ${e.type}, 'on', ${e.on},
    'payload', ${e.payload}, 'recordedBy', ${e.recordedBy}, 'recordedAt', ${e.recordedAt})`;
  const rows = await q
    .select({
      caseId: e.caseId,
      events: sql<string>`json_agg(${event} order by ${e.seq})::text`,
    })
    .from(e)
    .where(inArray(e.caseId, [...ids]))
    .groupBy(e.caseId);
  return new Map(rows.map((row) => [row.caseId, JSON.parse(row.events) as StoredEvent[]]));
}

/** Opens a case without events. Throws (unique `cases_one_open`) when the person has an open one. */
export async function insertCase(q: Queryable, fresh: NewCase): Promise<number> {
  const [row] = await q
    .insert(cases)
    .values({
      personId: fresh.personId,
      cellId: fresh.cellId,
      procedureVersion: fresh.procedureVersion,
      overlay: fresh.overlay,
      person: personFacts.parse(fresh.person),
      createdAt: new Date(fresh.now),
      state: 'introduced',
      phase: 'source',
      open: true,
    })
    .returning({ id: cases.id });
  if (!row) throw new Error('case was not stored');
  return row.id;
}

/**
 * Adds events after those that are there. `already`: the key was used before, nothing is added. Locks the case; whoever
 * decides on its state takes `loadCaseForUpdate` first.
 */
export async function appendEvents(
  tx: Tx,
  caseId: number,
  events: readonly CaseEvent[],
  record: { key: string; recordedBy: number | null; recordedAt: string },
): Promise<'recorded' | 'already'> {
  const eventCount = await lock(tx, caseId);
  if ((await caseOfKey(tx, record.key)) !== null) return 'already';
  if (events.length === 0) return 'recorded';
  await tx.insert(caseEvents).values(
    events.map((event, at) => {
      const { id, type, on, ...payload } = caseEvent.parse(event);
      return {
        caseId,
        seq: eventCount + at + 1,
        eventId: id,
        type,
        on,
        payload,
        idempotencyKey: at === 0 ? record.key : `${record.key}/${at + 1}`,
        recordedBy: record.recordedBy,
        recordedAt: new Date(record.recordedAt),
      };
    }),
  );
  await tx
    .update(cases)
    .set({ eventCount: eventCount + events.length })
    .where(eq(cases.id, caseId));
  return 'recorded';
}

/** Ids for the next events of a case that has so many: "e1", "e2", … */
export const eventIds = (eventCount: number, howMany: number): string[] =>
  Array.from({ length: howMany }, (_, at) => `e${eventCount + at + 1}`);

/**
 * For whoever recorded something in the case: its columns, and what reminders had computed and planned of it is forgotten.
 * What was said stays.
 */
export async function saveProjection(q: Queryable, caseId: number, projection: Projection): Promise<void> {
  await q
    .update(cases)
    .set({ ...projection, agenda: null, agendaUntil: null })
    .where(eq(cases.id, caseId));
  await forgetPlanned(q, caseId);
}

/** The case goes on in another cell. */
export async function moveCase(tx: Tx, caseId: number, cellId: number): Promise<void> {
  await tx.update(cases).set({ cellId }).where(eq(cases.id, caseId));
}

/** The case in which a command with this key recorded something; null when it never ran. */
export async function caseOfKey(q: Queryable, key: string): Promise<number | null> {
  const [row] = await q
    .select({ caseId: caseEvents.caseId })
    .from(caseEvents)
    .where(eq(caseEvents.idempotencyKey, key));
  return row?.caseId ?? null;
}

export async function openCaseOfPerson(q: Queryable, personId: number): Promise<number | null> {
  const [row] = await q
    .select({ id: cases.id })
    .from(cases)
    .where(and(eq(cases.personId, personId), cases.open));
  return row?.id ?? null;
}

/** All their cases, the latest first. */
export async function casesOfCandidate(q: Queryable, personId: number): Promise<number[]> {
  const rows = await q
    .select({ id: cases.id })
    .from(cases)
    .where(eq(cases.personId, personId))
    .orderBy(desc(cases.id));
  return rows.map((row) => row.id);
}

/** Open cases where this person is the mentor now. */
export async function openCasesOfMentor(q: Queryable, personId: number): Promise<number[]> {
  const rows = await q
    .select({ id: cases.id })
    .from(cases)
    .where(and(eq(cases.mentorId, personId), cases.open))
    .orderBy(asc(cases.id));
  return rows.map((row) => row.id);
}

/** What access to a case is decided on. */
export const caseResource = (one: { id: number; path: string; cellId: number }): Resource => ({
  kind: 'case',
  caseId: one.id,
  path: one.path,
  cellId: one.cellId,
});

async function lock(tx: Tx, caseId: number): Promise<number> {
  const [row] = await tx
    .select({ eventCount: cases.eventCount })
    .from(cases)
    .where(eq(cases.id, caseId))
    .for('update');
  if (!row) throw new Error(`no case ${caseId}`);
  return row.eventCount;
}
