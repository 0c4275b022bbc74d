/**
 * Lays the sample organisation with its people and cases into a database, in a handful of statements. All dates are
 * relative to `today`; nothing in it is about a real person or body.
 */
import { getTableName, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { foldName } from '../../src/people/fold-name.ts';
import { type CaseEvent, examine, procedureInForce, resolveProcedure } from '../../src/procedure/index.ts';
import { projectionOf } from '../../src/store/cases.ts';
import type { Db, Tx } from '../../src/store/database.ts';
import { caseEvents, cases, organizations as organizationRows, people, roles } from '../schema.ts';
import { casesOfToday, type DatedCase, type Given } from './cases-of-today.ts';
import { type MemberKey, members } from './members.ts';
import { type OrganizationKey, organizations } from './organizations.ts';
import { type Persona, personas } from './personas.ts';

export type { Persona } from './personas.ts';

/** Throws when anything of it cannot be stored; then nothing of it is. */
export async function laySample(db: Db, given: Given): Promise<{ personas: Persona[] }> {
  return db.transaction(async (tx) => {
    const nodes = await layOrganizations(tx);
    const memberIds = await reserve(
      tx,
      people,
      members.map((member) => member.key),
    );
    const dated = casesOfToday(given, (key) => String(memberIds.of(key)));
    const candidateIds = await reserve(
      tx,
      people,
      dated.map((one) => one.sample.key),
    );
    await layPeople(tx, nodes, memberIds, candidateIds, dated);
    await layCases(tx, given, nodes, memberIds, candidateIds, dated);
    return {
      personas: personas(
        (key) => memberIds.of(key),
        (key) => candidateIds.of(key),
      ),
    };
  });
}

interface Ids<K extends string> {
  of(key: K): number;
}

/** Ids of the table's own sequence, one for each key. */
async function reserve<K extends string>(tx: Tx, table: PgTable, keys: readonly K[]): Promise<Ids<K>> {
  const next = sql<number>`nextval(pg_get_serial_sequence(${getTableName(table)}, 'id'))::int`.as('id');
  const rows = await tx.select({ id: next }).from(sql`generate_series(1, ${keys.length})`);
  const byKey = new Map(keys.map((key, at) => [key, rows[at]?.id]));
  return {
    of: (key) => {
      const id = byKey.get(key);
      if (id === undefined) throw new Error(`no id for ${key}`);
      return id;
    },
  };
}

type Nodes = Ids<OrganizationKey>;

async function layOrganizations(tx: Tx): Promise<Nodes> {
  const ids = await reserve(
    tx,
    organizationRows,
    organizations.map((node) => node.key),
  );
  const paths = new Map<string, string>();
  for (const node of organizations) {
    const above = node.parent === null ? '/' : (paths.get(node.parent) ?? '');
    paths.set(node.key, `${above}${ids.of(node.key)}/`);
  }
  await tx.insert(organizationRows).values(
    organizations.map((node) => ({
      id: ids.of(node.key),
      parentId: node.parent === null ? null : ids.of(node.parent),
      path: paths.get(node.key) ?? '',
      level: node.level,
      name: node.name,
      procedureVersion: 'procedureVersion' in node ? node.procedureVersion : null,
      overlay: 'overlay' in node ? node.overlay : null,
      settings: node.settings,
    })),
  );
  return ids;
}

async function layPeople(
  tx: Tx,
  nodes: Nodes,
  memberIds: Ids<MemberKey>,
  candidateIds: Ids<string>,
  dated: readonly DatedCase[],
): Promise<void> {
  const named = (id: number, fullName: string) => ({ id, fullName, searchName: foldName(fullName) });
  await tx
    .insert(people)
    .values([
      ...members.map((member) => named(memberIds.of(member.key), member.name)),
      ...dated.map(({ sample }) => named(candidateIds.of(sample.key), sample.name)),
    ]);
  await tx.insert(roles).values([
    ...members.flatMap((member) =>
      member.roles.map(([at, role]) => ({
        personId: memberIds.of(member.key),
        organizationId: nodes.of(at),
        role,
      })),
    ),
    ...dated.flatMap(({ sample }) => {
      const role = roleAt(sample.expect.state);
      return role === null
        ? []
        : [{ personId: candidateIds.of(sample.key), organizationId: nodes.of(sample.cell), role }];
    }),
  ]);
}

function roleAt(state: string): 'probationaryMember' | 'officialMember' | null {
  if (state === 'probation' || state === 'recognition-proposed') return 'probationaryMember';
  return state === 'recognized' ? 'officialMember' : null;
}

async function layCases(
  tx: Tx,
  given: Given,
  nodes: Nodes,
  memberIds: Ids<MemberKey>,
  candidateIds: Ids<string>,
  dated: readonly DatedCase[],
): Promise<void> {
  const caseIds = await reserve(
    tx,
    cases,
    dated.map((one) => one.sample.key),
  );
  await tx.insert(cases).values(
    dated.map(({ sample, file }) => {
      const procedure = resolveProcedure(given.catalog, procedureInForce(file));
      return {
        id: caseIds.of(sample.key),
        personId: candidateIds.of(sample.key),
        cellId: nodes.of(sample.cell),
        procedureVersion: file.procedure,
        overlay: file.overlay,
        person: file.person,
        createdAt: moment(file.events[0]?.on ?? given.today),
        eventCount: file.events.length,
        ...projectionOf(examine(procedure, file, given.calendar, given.today)),
      };
    }),
  );
  const rows = dated.flatMap(({ sample, file }) => {
    const secretary = members.find((one) =>
      one.roles.some(([at, role]) => at === sample.cell && role === 'cellSecretary'),
    );
    const by = secretary ? memberIds.of(secretary.key) : null;
    return file.events.map((event, at) => eventRow(caseIds.of(sample.key), by, event, at));
  });
  // Row by row parameters would be some ten thousand: one JSON value is a fraction of the work.
  await tx.execute(sql`
    insert into ${caseEvents} (case_id, seq, event_id, type, "on", payload, idempotency_key, recorded_by, recorded_at)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row(case_id int, seq int, event_id text, type text, "on" date, payload jsonb, idempotency_key text, recorded_by int, recorded_at timestamptz)`);
}

/** Recorded on the day itself by the cell's secretary; assessments by the mentor who made them. */
function eventRow(
  caseId: number,
  secretary: number | null,
  event: CaseEvent,
  at: number,
): Record<string, unknown> {
  const { id, type, on, ...payload } = event;
  return {
    case_id: caseId,
    seq: at + 1,
    event_id: id,
    type,
    on,
    payload,
    idempotency_key: `sample:${caseId}:${at + 1}`,
    recorded_by: event.type === 'assessment-recorded' ? Number(event.by) : secretary,
    recorded_at: moment(on).toISOString(),
  };
}

/** In the afternoon of that day in Viet Nam. */
const moment = (day: string): Date => new Date(`${day}T16:30:00+07:00`);
