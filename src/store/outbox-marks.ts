/** What became of a message. What was settled stays settled: a late answer of a claim that ran out changes nothing. */
import { aliasedTable, and, eq, inArray, ne, sql } from 'drizzle-orm';
import { outbox } from '../../db/schema.ts';
import { markUnreachable } from './chats.ts';
import type { Queryable, Tx } from './database.ts';
import { unsayDigest } from './digests.ts';
import type { WaitingMessage } from './outbox.ts';
import { ours } from './outbox-claims.ts';
import { overdue } from './outbox-turn.ts';

export interface Sent {
  id: number;
  /** ISO instant. */
  at: string;
}

export async function markSent(q: Queryable, id: number, at: string): Promise<void> {
  await markAllSent(q, [{ id, at }]);
}

/** One statement for all. For each in turn: may more be waiting for its chat? */
export async function markAllSent(q: Queryable, sent: readonly Sent[]): Promise<boolean[]> {
  const given = sql`json_to_recordset(${JSON.stringify(sent)}::json) as given (id bigint, at timestamptz)`;
  const other = aliasedTable(outbox, 'other');
  const sameChat = and(eq(other.channel, outbox.channel), eq(other.chat, outbox.chat));
  const others = q
    .select({ one: sql`1` })
    .from(other)
    .where(and(sameChat, eq(other.status, 'waiting'), ne(other.id, outbox.id)));
  const more = sql<boolean>`exists ${others}`;
  const marked = await q
    .update(outbox)
    .set({ status: 'sent', sentAt: sql`given.at`, lastError: null })
    .from(given)
    .where(and(sql`${outbox.id} = given.id`, eq(outbox.status, 'waiting')))
    .returning({ id: outbox.id, more });
  return sent.map(({ id }) => marked.find((row) => row.id === id)?.more ?? true);
}

/**
 * Another attempt, not before that instant, and without the parts that have arrived. `reason` is a code or the messenger's
 * own words, nothing personal. Nothing when the claim is no longer ours.
 */
export async function markRetry(
  q: Queryable,
  message: WaitingMessage,
  notBefore: string,
  reason: string,
  begun = 0,
): Promise<void> {
  await q
    .update(outbox)
    .set({
      notBefore: new Date(notBefore),
      lastError: reason,
      ...(begun > message.begun
        ? { message: sql`jsonb_set(${outbox.message}, '{begun}', ${String(begun)}::jsonb)` }
        : {}),
    })
    .where(ours(message));
}

export async function markDead(q: Queryable, id: number, reason: string): Promise<void> {
  await settle(q, id, { status: 'dead', lastError: reason });
}

/** It may or may not have arrived, and is not sent again. */
export async function markAmbiguous(q: Queryable, id: number, reason: string): Promise<void> {
  await settle(q, id, { status: 'ambiguous', lastError: reason });
}

/**
 * The chat can never be reached again: it is marked so, and nothing waits for it any longer. What a digest would have said
 * is to be said again, to whoever can be reached.
 */
export async function markGone(
  tx: Tx,
  gone: { channel: string; chat: string; at: string; reason: string },
): Promise<void> {
  await markUnreachable(tx, gone.channel, gone.chat, gone.at);
  const ended = await tx
    .update(outbox)
    .set({
      status: sql`case when ${outbox.digestId} is null then 'dead' else 'withdrawn' end`,
      lastError: gone.reason,
    })
    .where(and(eq(outbox.channel, gone.channel), eq(outbox.chat, gone.chat), eq(outbox.status, 'waiting')))
    .returning({ digestId: outbox.digestId });
  const digests = [...new Set(ended.flatMap(({ digestId }) => digestId ?? []))];
  const saidInPart = await tx
    .select({ digestId: outbox.digestId })
    .from(outbox)
    .where(and(inArray(outbox.digestId, digests), inArray(outbox.status, ['sent', 'ambiguous'])));
  for (const id of digests) {
    if (!saidInPart.some(({ digestId }) => digestId === id)) await unsayDigest(tx, id);
  }
}

export interface Withdrawn {
  channel: string;
  /** ISO instant. */
  dueAt: string;
}

/** Takes back digests whose time is over and of which nothing has left; what they would have said is to be said again. */
export async function withdrawOverdue(tx: Tx, at: string): Promise<Withdrawn[]> {
  const withdrawn = await tx
    .update(outbox)
    .set({ status: 'withdrawn' })
    .where(overdue(tx, outbox, new Date(at)))
    .returning({ channel: outbox.channel, dueAt: outbox.dueAt, digestId: outbox.digestId });
  for (const id of new Set(withdrawn.flatMap(({ digestId }) => digestId ?? []))) await unsayDigest(tx, id);
  return withdrawn.map(({ channel, dueAt }) => ({ channel, dueAt: dueAt.toISOString() }));
}

async function settle(q: Queryable, id: number, change: Partial<typeof outbox.$inferInsert>): Promise<void> {
  await q
    .update(outbox)
    .set(change)
    .where(and(eq(outbox.id, id), eq(outbox.status, 'waiting')));
}
