/**
 * Taking messages from the outbox. A claim is an end of lease in `not_before` and an attempt begun; whoever holds it sends,
 * and one that is not answered by a mark comes up again. At most one message a chat at a time: its oldest.
 */
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { outbox } from '../../db/schema.ts';
import type { OutgoingMessage } from '../channels/channel.ts';
import type { Queryable } from './database.ts';
import type { WaitingMessage } from './outbox.ts';
import { itsTurn, leaseEndOf, wanted } from './outbox-turn.ts';

/** A message whose turn has come, claimed by nobody yet. */
export interface DueMessage {
  id: number;
  channel: string;
  chat: string;
}

/** Claims up to `limit` messages whose turn has come, the longest waiting first. */
export async function takeDue(
  q: Queryable,
  claim: { now: string; limit: number },
): Promise<WaitingMessage[]> {
  const now = new Date(claim.now);
  const due = q
    .select({ id: outbox.id })
    .from(outbox)
    .where(itsTurn(q, now))
    .orderBy(outbox.notBefore, outbox.id)
    .limit(claim.limit)
    .for('update', { skipLocked: true });
  // As an array, so that the planner runs the claim once and not per row.
  return claimed(q, now, sql`${outbox.id} = any(array(${due}))`);
}

/** Those `takeDue` would take, without claiming them. */
export async function listDue(q: Queryable, at: { now: string; limit: number }): Promise<DueMessage[]> {
  return q
    .select(place)
    .from(outbox)
    .where(itsTurn(q, new Date(at.now)))
    .orderBy(outbox.notBefore, outbox.id)
    .limit(at.limit);
}

/** The message of this chat whose turn has come. */
export async function dueIn(
  q: Queryable,
  channel: string,
  chat: string,
  now: string,
): Promise<DueMessage | null> {
  const [row] = await q
    .select(place)
    .from(outbox)
    .where(and(eq(outbox.channel, channel), eq(outbox.chat, chat), itsTurn(q, new Date(now))))
    .limit(1);
  return row ?? null;
}

/** Claims this one; null when it is not its turn (any more). */
export async function claimOne(q: Queryable, id: number, at: string): Promise<WaitingMessage | null> {
  const now = new Date(at);
  const due = q
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.id, id), itsTurn(q, now)))
    .for('update', { skipLocked: true });
  const [message] = await claimed(q, now, sql`${outbox.id} = any(array(${due}))`);
  return message ?? null;
}

/** The lease begins anew; null when the claim is no longer ours or the message no longer wanted. */
export async function renew(
  q: Queryable,
  message: WaitingMessage,
  at: string,
): Promise<WaitingMessage | null> {
  const now = new Date(at);
  const [row] = await q
    .update(outbox)
    .set({ notBefore: leaseEndOf(now) })
    .where(and(ours(message), wanted(q, outbox, now)))
    .returning({ until: outbox.notBefore });
  return row ? { ...message, claimedUntil: row.until.toISOString() } : null;
}

/** Not attempted after all, and due again at that instant; claims that are no longer ours are left alone. */
export async function putBack(
  q: Queryable,
  messages: readonly WaitingMessage[],
  notBefore: string,
  reason: string,
): Promise<void> {
  if (messages.length === 0) return;
  const claims = JSON.stringify(messages.map(({ id, claimedUntil }) => ({ id, until: claimedUntil })));
  await q
    .update(outbox)
    .set({ notBefore: new Date(notBefore), attempts: sql`${outbox.attempts} - 1`, lastError: reason })
    .where(
      sql`${outbox.status} = 'waiting' and (${outbox.id}, ${outbox.notBefore}) in (select (c->>'id')::bigint, (c->>'until')::timestamptz from jsonb_array_elements(${claims}::jsonb) as c)`,
    );
}

/** A row that is still claimed by whoever holds this message. */
export const ours = ({ id, claimedUntil }: WaitingMessage): SQL =>
  sql`${and(eq(outbox.id, id), eq(outbox.status, 'waiting'), eq(outbox.notBefore, new Date(claimedUntil)))}`;

const place = { id: outbox.id, channel: outbox.channel, chat: outbox.chat };

async function claimed(q: Queryable, now: Date, which: SQL): Promise<WaitingMessage[]> {
  const rows = await q
    .update(outbox)
    .set({ notBefore: leaseEndOf(now), attempts: sql`${outbox.attempts} + 1`, lastError: null })
    .where(which)
    .returning({
      ...place,
      message: outbox.message,
      attempts: outbox.attempts,
      dueAt: outbox.dueAt,
      sendBy: outbox.sendBy,
      until: outbox.notBefore,
    });
  return rows
    .map(({ until, message, ...row }) => ({
      ...row,
      ...opened(message),
      attempts: row.attempts - 1,
      dueAt: row.dueAt.toISOString(),
      sendBy: row.sendBy?.toISOString() ?? null,
      claimedUntil: until.toISOString(),
    }))
    .sort((a, b) => a.id - b.id);
}

/** How many parts have arrived is kept beside the text (`markRetry`). */
function opened({ begun = 0, ...message }: OutgoingMessage & { begun?: number }) {
  return { message, begun };
}
