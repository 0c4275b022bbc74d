/**
 * What waits to be said, person by person, with what its words need; and writing what was said. Many rows a statement: a
 * morning of a province is some ten thousand digests.
 */
import { desc, eq, sql } from 'drizzle-orm';
import { cases, notices, organizations, people, postponements } from '../../db/schema.ts';
import type { OutgoingMessage } from '../channels/channel.ts';
import type { Queryable, Tx } from './database.ts';
import type { DigestKind } from './digests.ts';
import type { NoticeReason } from './notices.ts';
import { intArray } from './planning.ts';
import type { PostponementReason } from './postponements.ts';

/** People for whom something waits to be said, ascending, after this one. Locks nothing. */
export async function peopleWithPending(q: Queryable, after: number, limit: number): Promise<number[]> {
  const rows = await q
    .selectDistinct({ id: notices.personId })
    .from(notices)
    .where(sql`${notices.saidOn} is null and ${notices.personId} > ${after}`)
    .orderBy(notices.personId)
    .limit(limit);
  return rows.map((row) => row.id);
}

export interface Listener {
  personId: number;
  name: string;
  language: 'vi' | 'en';
  digestHour: number;
  channel: string;
  chat: string;
}

/**
 * Of these people, those with a chat that can be written to and an hour up to `hour`, locked until the transaction ends;
 * whom another planner has is passed over.
 */
export async function takeListeners(tx: Tx, personIds: readonly number[], hour: number): Promise<Listener[]> {
  return tx
    .select({
      personId: people.id,
      name: people.fullName,
      language: people.language,
      digestHour: people.digestHour,
      channel: sql<string>`h.channel`,
      chat: sql<string>`h.chat`,
    })
    .from(people)
    .innerJoin(sql`chats h`, sql`h.person_id = ${people.id} and h.preferred and h.unreachable_since is null`)
    .where(sql`${people.id} = any(${intArray(personIds)}::int[]) and ${people.digestHour} <= ${hour}`)
    .orderBy(people.id)
    .for('no key update', { of: people, skipLocked: true });
}

export interface Pending {
  id: number;
  personId: number;
  insteadOf: number | null;
  caseId: number | null;
  organizationId: number | null;
  subject: string;
  moment: string;
  reason: NoticeReason;
  nudge: boolean;
}

/** What waits to be said to them, locked: recording something in one of its cases waits, and finds it said. */
export async function takePending(tx: Tx, personIds: readonly number[]): Promise<Pending[]> {
  return tx
    .select({
      id: notices.id,
      personId: notices.personId,
      insteadOf: notices.insteadOf,
      caseId: notices.caseId,
      organizationId: notices.organizationId,
      subject: notices.subject,
      moment: notices.moment,
      reason: notices.reason,
      nudge: notices.nudge,
    })
    .from(notices)
    .where(sql`${notices.saidOn} is null and ${notices.personId} = any(${intArray(personIds)}::int[])`)
    .orderBy(notices.id)
    .for('update');
}

export interface SpokenCase {
  caseId: number;
  candidateId: number;
  candidateName: string;
  mentorId: number | null;
  cellId: number;
  path: string;
  open: boolean;
  /** As it was stored; null: the next plan computes it, until then nothing is said of the case. */
  agenda: unknown;
}

export async function casesSpokenOf(q: Queryable, ids: readonly number[]): Promise<SpokenCase[]> {
  if (ids.length === 0) return [];
  return q
    .select({
      caseId: cases.id,
      candidateId: cases.personId,
      candidateName: sql<string>`p.full_name`,
      mentorId: cases.mentorId,
      cellId: cases.cellId,
      path: sql<string>`o.path`,
      open: cases.open,
      agenda: cases.agenda,
    })
    .from(cases)
    .innerJoin(sql`people p`, sql`p.id = ${cases.personId}`)
    .innerJoin(sql`organizations o`, sql`o.id = ${cases.cellId}`)
    .where(sql`${cases.id} = any(${intArray(ids)}::int[])`);
}

/** Own ladders of the nodes on these paths; nodes that say nothing are absent. */
export async function laddersOn(
  q: Queryable,
  ids: readonly number[],
): Promise<Map<number, { ladder: string | null }>> {
  const rows = await q
    .select({ id: organizations.id, ladder: organizations.ladder })
    .from(organizations)
    .where(sql`${organizations.id} = any(${intArray(ids)}::int[]) and ${organizations.ladder} is not null`);
  return new Map(rows.map(({ id, ladder }) => [id, { ladder }]));
}

/** "person:cell" for each cell that one of these people is secretary or committee member of. */
export async function leadersOfCells(q: Queryable, personIds: readonly number[]): Promise<Set<string>> {
  const rows = await q
    .select({ mark: sql<string>`r.person_id || ':' || r.organization_id` })
    .from(sql`roles r`)
    .where(
      sql`r.person_id = any(${intArray(personIds)}::int[]) and r.role in ('cellSecretary','cellCommitteeMember')`,
    );
  return new Set(rows.map((row) => row.mark));
}

/** "person:case:subject" with how often that person put it off. */
export async function postponementCounts(
  q: Queryable,
  caseIds: readonly number[],
): Promise<Map<string, number>> {
  if (caseIds.length === 0) return new Map();
  const rows = await q
    .select({
      mark: sql<string>`p.person_id || ':' || p.case_id || ':' || p.subject`,
      count: sql<number>`count(*)::int`,
    })
    .from(sql`postponements p`)
    .where(sql`p.case_id = any(${intArray(caseIds)}::int[])`)
    .groupBy(sql`1`);
  return new Map(rows.map((row) => [row.mark, row.count]));
}

export interface Asked {
  /** Name of whoever asked. */
  name: string;
  /** YYYY-MM-DD. */
  until: string;
  reason: PostponementReason;
}

/** "case:subject" with the last request to be reminded of it later. */
export async function lastPostponements(
  q: Queryable,
  caseIds: readonly number[],
): Promise<Map<string, Asked>> {
  if (caseIds.length === 0) return new Map();
  const rows = await q
    .selectDistinctOn([postponements.caseId, postponements.subject], {
      caseId: postponements.caseId,
      subject: postponements.subject,
      name: people.fullName,
      until: postponements.until,
      reason: postponements.reason,
    })
    .from(postponements)
    .innerJoin(people, eq(people.id, postponements.personId))
    .where(sql`${postponements.caseId} = any(${intArray(caseIds)}::int[])`)
    .orderBy(postponements.caseId, postponements.subject, desc(postponements.id));
  return new Map(rows.map(({ caseId, subject, ...asked }) => [`${caseId}:${subject}`, asked]));
}

export interface LateBelow {
  limits: number;
  cases: number;
  cells: number;
}

/**
 * How much is late at and below each of these bodies on that day: read from the columns of lists, examined by nobody.
 * Bodies without anything late are absent.
 */
export async function lateBelow(
  q: Queryable,
  organizationIds: readonly number[],
  day: string,
): Promise<Map<number, LateBelow>> {
  if (organizationIds.length === 0) return new Map();
  const rows = await q
    .select({
      id: sql<number>`n.id`,
      limits: sql<number>`sum(greatest(1, (select count(*) from jsonb_array_elements(c.agenda -> 'entries') e
        where e ->> 'kind' in ('due','recurring') and e ->> 'limit' < ${day}::text)))::int`,
      cases: sql<number>`count(*)::int`,
      cells: sql<number>`count(distinct c.cell_id)::int`,
    })
    .from(sql`organizations n`)
    .innerJoin(sql`organizations o`, sql`o.path like n.path || '%'`)
    .innerJoin(sql`cases c`, sql`c.cell_id = o.id and c.open and c.next_due < ${day}::date`)
    .where(sql`n.id = any(${intArray(organizationIds)}::int[])`)
    .groupBy(sql`n.id`);
  return new Map(rows.map(({ id, ...late }) => [id, late]));
}

export interface WrittenDigest {
  personId: number;
  kind: DigestKind;
  /** Ids of the notices it says. */
  said: readonly number[];
}

/** Ids in the same order; null where the person had one of this kind that day. */
export async function insertDigests(
  tx: Tx,
  day: string,
  fresh: readonly Pick<WrittenDigest, 'personId' | 'kind'>[],
): Promise<(number | null)[]> {
  if (fresh.length === 0) return [];
  const rows = JSON.stringify(fresh.map(({ personId, kind }) => [personId, kind]));
  const written = tx
    .$with('written', {
      id: sql<number>`id`.as('id'),
      personId: sql<number>`person_id`.as('person_id'),
      kind: sql<DigestKind>`kind`.as('kind'),
    })
    .as(
      sql`insert into digests (person_id, day, kind) select (v->>0)::int, ${day}::date, v->>1
        from jsonb_array_elements(${rows}::jsonb) as v on conflict do nothing returning id, person_id, kind`,
    );
  const found = await tx
    .with(written)
    .select({ id: sql<string>`id::text`, personId: sql<number>`person_id`, kind: sql<DigestKind>`kind` })
    .from(written);
  const ids = new Map(found.map((row) => [`${row.personId}:${row.kind}`, Number(row.id)]));
  return fresh.map(({ personId, kind }) => ids.get(`${personId}:${kind}`) ?? null);
}

export interface DigestMessage {
  digestId: number;
  channel: string;
  chat: string;
  message: OutgoingMessage;
  /** ISO instant: not sent any more from then on. */
  sendBy: string;
}

/** Their messages in the outbox, those of one digest in order. */
export async function enqueueDigests(tx: Tx, messages: readonly DigestMessage[], now: string): Promise<void> {
  if (messages.length === 0) return;
  const count = new Map<number, number>();
  const rows = messages.map(({ digestId, channel, chat, message, sendBy }) => {
    const part = (count.get(digestId) ?? 0) + 1;
    count.set(digestId, part);
    return [channel, chat, message, `digest:${digestId}:${part}`, digestId, sendBy];
  });
  await tx.execute(sql`insert into outbox (channel, chat, message, dedup_key, digest_id, send_by, not_before, due_at, created_at)
    select v->>0, v->>1, v->2, v->>3, (v->>4)::bigint, (v->>5)::timestamptz, t.now, t.now, t.now
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality as j(v, at), (select ${now}::timestamptz as now) t
    order by j.at`);
}

/** These notices were said in their digests. */
export async function markSaid(
  tx: Tx,
  day: string,
  said: readonly { digestId: number; notices: readonly number[] }[],
): Promise<void> {
  const rows = said.flatMap(({ digestId, notices: ids }) => ids.map((id) => [id, digestId] as const));
  if (rows.length === 0) return;
  await tx.execute(sql`update notices set said_on = ${day}::date, digest_id = v.digest
    from unnest(${intArray(rows.map(([id]) => id))}::bigint[], ${intArray(rows.map(([, digest]) => digest))}::bigint[]) as v(id, digest)
    where notices.id = v.id and notices.said_on is null`);
}

/** What is no longer true, or was overtaken by a newer word, is not said. */
export async function dropPending(tx: Tx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.execute(sql`delete from notices where id = any(${intArray(ids)}::bigint[]) and said_on is null`);
}
