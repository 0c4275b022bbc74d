/**
 * Messages waiting to be sent: written in the transaction of what caused them, sent after its commit. The messages of one
 * chat leave in the order they were written.
 */
import { aliasedTable, and, desc, eq, inArray, lt, lte, or, sql } from 'drizzle-orm';
import { outbox } from '../../db/schema.ts';
import type { OutgoingMessage } from '../channels/channel.ts';
import { markUnreachable } from './chats.ts';
import type { Queryable, Tx } from './database.ts';

export interface NewMessage {
  channel: string;
  chat: string;
  message: OutgoingMessage;
  /** One message for one cause: "turn:<channel>:<update>:<n>", "digest:<person>:<day>". */
  dedupKey: string;
  /** ISO instants. */
  notBefore?: string;
  now: string;
}

export interface WaitingMessage {
  id: number;
  channel: string;
  chat: string;
  message: OutgoingMessage;
  /** Attempts begun before this one. */
  attempts: number;
}

/** False when a message with this key was written before; it is not written again. */
export async function enqueue(q: Queryable, message: NewMessage): Promise<boolean> {
  const rows = await q
    .insert(outbox)
    .values({
      channel: message.channel,
      chat: message.chat,
      message: message.message,
      dedupKey: message.dedupKey,
      notBefore: new Date(message.notBefore ?? message.now),
      createdAt: new Date(message.now),
    })
    .onConflictDoNothing({ target: outbox.dedupKey })
    .returning({ id: outbox.id });
  return rows.length > 0;
}

/**
 * Claims up to `limit` due messages for `leaseSeconds`, at most one a chat: its oldest. A chat whose oldest message is
 * claimed, or waits for a later attempt, is left alone. A claim that is not answered by a mark comes up again.
 */
export async function takeDue(
  q: Queryable,
  claim: { now: string; limit: number; leaseSeconds: number },
): Promise<WaitingMessage[]> {
  const now = new Date(claim.now);
  const earlier = aliasedTable(outbox, 'earlier');
  const due = q
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(
        eq(outbox.status, 'waiting'),
        lte(outbox.notBefore, now),
        sql`not exists ${q
          .select({ one: sql`1` })
          .from(earlier)
          .where(
            and(
              eq(earlier.channel, outbox.channel),
              eq(earlier.chat, outbox.chat),
              eq(earlier.status, 'waiting'),
              lt(earlier.id, outbox.id),
            ),
          )}`,
      ),
    )
    .orderBy(outbox.notBefore, outbox.id)
    .limit(claim.limit)
    .for('update', { skipLocked: true });
  const taken = await q
    .update(outbox)
    .set({
      notBefore: new Date(now.getTime() + claim.leaseSeconds * 1000),
      attempts: sql`${outbox.attempts} + 1`,
    })
    // As an array, so that the planner runs the claim once and not per row.
    .where(sql`${outbox.id} = any(array(${due}))`)
    .returning({
      id: outbox.id,
      channel: outbox.channel,
      chat: outbox.chat,
      message: outbox.message,
      attempts: outbox.attempts,
    });
  return taken.map((row) => ({ ...row, attempts: row.attempts - 1 })).sort((a, b) => a.id - b.id);
}

export async function markSent(q: Queryable, id: number, at: string): Promise<void> {
  await settle(q, id, { status: 'sent', sentAt: new Date(at), lastError: null });
}

/** Another attempt, not before that instant. `reason` is a code or the messenger's own words, nothing personal. */
export async function markRetry(q: Queryable, id: number, notBefore: string, reason: string): Promise<void> {
  await settle(q, id, { notBefore: new Date(notBefore), lastError: reason });
}

export async function markDead(q: Queryable, id: number, reason: string): Promise<void> {
  await settle(q, id, { status: 'dead', lastError: reason });
}

/** It may or may not have arrived, and is not sent again. */
export async function markAmbiguous(q: Queryable, id: number, reason: string): Promise<void> {
  await settle(q, id, { status: 'ambiguous', lastError: reason });
}

/** The chat can never be reached again: it is marked so, and all that waits for it is dead. */
export async function markGone(
  tx: Tx,
  gone: { channel: string; chat: string; at: string; reason: string },
): Promise<void> {
  await markUnreachable(tx, gone.channel, gone.chat, gone.at);
  await tx
    .update(outbox)
    .set({ status: 'dead', lastError: gone.reason })
    .where(and(eq(outbox.channel, gone.channel), eq(outbox.chat, gone.chat), eq(outbox.status, 'waiting')));
}

/** The choices under the message written last to this chat. */
export async function lastChoices(
  q: Queryable,
  channel: string,
  chat: string,
): Promise<OutgoingMessage['choices']> {
  const [last] = await q
    .select({ message: outbox.message })
    .from(outbox)
    .where(and(eq(outbox.channel, channel), eq(outbox.chat, chat)))
    .orderBy(desc(outbox.id))
    .limit(1);
  return last?.message.choices ?? [];
}

/** Forgets messages that were settled before that instant: they hold names. Returns how many. */
export async function sweepOutbox(q: Queryable, before: string): Promise<number> {
  const day = new Date(before);
  const swept = await q
    .delete(outbox)
    .where(
      or(
        and(eq(outbox.status, 'sent'), lt(outbox.sentAt, day)),
        and(inArray(outbox.status, ['dead', 'ambiguous']), lt(outbox.createdAt, day)),
      ),
    )
    .returning({ id: outbox.id });
  return swept.length;
}

export interface OutboxState {
  waiting: number;
  dead: number;
  ambiguous: number;
  /** ISO instant of the oldest message that should have left by now. */
  oldestDue: string | null;
}

export async function outboxState(q: Queryable, now: string): Promise<OutboxState> {
  const counts = await q
    .select({ status: outbox.status, count: sql<string>`count(*)::text`.mapWith(Number) })
    .from(outbox)
    .where(inArray(outbox.status, ['waiting', 'dead', 'ambiguous']))
    .groupBy(outbox.status);
  const [oldest] = await q
    .select({ at: outbox.notBefore })
    .from(outbox)
    .where(and(eq(outbox.status, 'waiting'), lte(outbox.notBefore, new Date(now))))
    .orderBy(outbox.notBefore)
    .limit(1);
  const count = (status: string): number => counts.find((row) => row.status === status)?.count ?? 0;
  return {
    waiting: count('waiting'),
    dead: count('dead'),
    ambiguous: count('ambiguous'),
    oldestDue: oldest?.at.toISOString() ?? null,
  };
}

/** What was settled stays settled: a late answer of a claim that ran out changes nothing. */
async function settle(q: Queryable, id: number, change: Partial<typeof outbox.$inferInsert>): Promise<void> {
  await q
    .update(outbox)
    .set(change)
    .where(and(eq(outbox.id, id), eq(outbox.status, 'waiting')));
}
