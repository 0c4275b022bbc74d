/** Cases that have come so far on the usual road, and chats, put into a database past every rule. */
import { sql } from 'drizzle-orm';
import { history, type Past, relativeTo } from '../../../db/sample/history.ts';
import type { Road } from '../../../db/sample/road.ts';
import {
  examine,
  type PersonFacts,
  personFacts,
  procedureInForce,
  resolveProcedure,
} from '../../../src/procedure/index.ts';
import {
  appendEvents,
  insertCase,
  loadCase,
  projectionOf,
  saveProjection,
} from '../../../src/store/cases.ts';
import { linkChat } from '../../../src/store/chats.ts';
import type { Tx } from '../../../src/store/database.ts';
import { insertPerson } from '../../../src/store/people.ts';
import { calendar, catalog } from './rules.ts';

export interface LaidCase {
  name: string;
  cellId: number;
  mentor: number;
  past: Pick<Past, 'reached'> & Partial<Past>;
  recordedBy: number;
  facts?: Partial<PersonFacts>;
  road?: Partial<Road>;
  procedure?: string;
}

export async function layCase(
  tx: Tx,
  one: LaidCase,
  today: string,
): Promise<{ personId: number; caseId: number }> {
  const at = relativeTo(today, calendar);
  const now = `${today}T01:00:00Z`;
  const personId = await insertPerson(tx, { fullName: one.name });
  const caseId = await insertCase(tx, {
    personId,
    cellId: one.cellId,
    procedureVersion: one.procedure ?? 'central-2025',
    overlay: null,
    person: personFacts.parse({ birthDate: '2001-03-08', youthUnionMember: true, ...one.facts }),
    now,
  });
  const road: Road = {
    hops: 'one',
    subCommittee: false,
    haNoi: false,
    introducedBy: 'youth-union',
    cellMembers: 20,
    ...one.road,
  };
  await appendEvents(tx, caseId, history({ mentor: String(one.mentor), ...one.past, road }, at), {
    key: `laid:${caseId}`,
    recordedBy: one.recordedBy,
    recordedAt: now,
  });
  const stored = await loadCase(tx, caseId);
  if (!stored) throw new Error(`no case ${caseId}`);
  const procedure = resolveProcedure(catalog, procedureInForce(stored.file));
  await saveProjection(tx, caseId, projectionOf(examine(procedure, stored.file, calendar, today)));
  return { personId, caseId };
}

/** The chat of a person whose chat is not named otherwise. */
export const chatOf = (personId: number): number => 1_000_000 + personId;

export async function linkEverybody(tx: Tx, people: readonly number[], now: string): Promise<void> {
  for (const personId of people)
    await linkChat(tx, { personId, channel: 'telegram', chat: String(chatOf(personId)), now });
}

/** So that a mentor who judges as last month is asked about it: all ratings of that month are alike, without a remark. */
export async function levelAssessments(tx: Tx, period: string): Promise<void> {
  // Events are kept by a trigger, which stands aside for this.
  await tx.execute(sql`set local session_replication_role = replica`);
  await tx.execute(
    sql`update case_events set payload = (payload - 'remark') || '{"ratings":{"awareness":3,"tasks":3,"conduct":3,"relations":3}}'::jsonb
        where type = 'assessment-recorded' and payload ->> 'period' = ${period}`,
  );
  await tx.execute(sql`set local session_replication_role = default`);
}
