/** Messages that did not arrive, for whoever looks after the product: never what they say, nor to whom. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import { outbox } from '../../db/schema.ts';
import type { Queryable } from './database.ts';

export interface Letter {
  id: number;
  /** Given up, or perhaps arrived. */
  state: 'dead' | 'ambiguous';
  kind: 'reply' | 'digest' | 'other';
  channel: string;
  /** ISO instant at which it should have left. */
  since: string;
  attempts: number;
  /** A code, or the messenger's own words. */
  reason: string;
}

const undelivered = ['dead', 'ambiguous'] as const;

/** The oldest first. */
export async function listLetters(q: Queryable): Promise<Letter[]> {
  const rows = await q
    .select({
      id: outbox.id,
      state: outbox.status,
      dedupKey: outbox.dedupKey,
      channel: outbox.channel,
      dueAt: outbox.dueAt,
      attempts: outbox.attempts,
      reason: outbox.lastError,
    })
    .from(outbox)
    .where(inArray(outbox.status, undelivered))
    .orderBy(asc(outbox.id));
  return rows.map(({ state, dedupKey, dueAt, reason, ...row }) => ({
    ...row,
    state: state === 'dead' ? 'dead' : 'ambiguous',
    kind: kindOf(dedupKey),
    since: dueAt.toISOString(),
    reason: reason ?? '',
  }));
}

/** They wait again, as if written now; `all`: those that were given up. Returns the ids of those that were found. */
export async function resendLetters(
  q: Queryable,
  which: readonly number[] | 'all',
  now: string,
): Promise<number[]> {
  const at = new Date(now);
  const rows = await q
    .update(outbox)
    .set({ status: 'waiting', attempts: 0, notBefore: at, dueAt: at, sendBy: null, lastError: null })
    .where(
      which === 'all'
        ? eq(outbox.status, 'dead')
        : and(inArray(outbox.id, [...which]), inArray(outbox.status, undelivered)),
    )
    .returning({ id: outbox.id });
  return rows.map(({ id }) => id);
}

/** They are not looked at any more. Returns the ids of those that were found. */
export async function discardLetters(q: Queryable, ids: readonly number[]): Promise<number[]> {
  const rows = await q
    .update(outbox)
    .set({ status: 'withdrawn' })
    .where(and(inArray(outbox.id, [...ids]), inArray(outbox.status, undelivered)))
    .returning({ id: outbox.id });
  return rows.map(({ id }) => id);
}

function kindOf(dedupKey: string): Letter['kind'] {
  if (dedupKey.startsWith('turn:')) return 'reply';
  return dedupKey.startsWith('digest:') ? 'digest' : 'other';
}
