/** How delivery stands, and the end of messages settled long ago. */
import { aliasedTable, and, eq, gte, inArray, lt, lte, min, ne, or, sql } from 'drizzle-orm';
import { outbox } from '../../db/schema.ts';
import type { Queryable } from './database.ts';

export interface OutboxState {
  waiting: number;
  dead: number;
  ambiguous: number;
  /** ISO instant: since when the longest waiting message should have left. */
  oldestDue: string | null;
}

export async function outboxState(q: Queryable, now: string): Promise<OutboxState> {
  const counts = await q
    .select({ status: outbox.status, count: sql<string>`count(*)::text`.mapWith(Number) })
    .from(outbox)
    .where(or(eq(outbox.status, 'waiting'), inArray(outbox.status, ['dead', 'ambiguous'])))
    .groupBy(outbox.status);
  const [oldest] = await q
    .select({ at: min(outbox.dueAt) })
    .from(outbox)
    .where(and(eq(outbox.status, 'waiting'), lte(outbox.dueAt, new Date(now))));
  const count = (status: string): number => counts.find((row) => row.status === status)?.count ?? 0;
  return {
    waiting: count('waiting'),
    dead: count('dead'),
    ambiguous: count('ambiguous'),
    oldestDue: oldest?.at?.toISOString() ?? null,
  };
}

export interface Promptness {
  sent: number;
  /** Of those: left within ten seconds of the moment they should. */
  within10s: number;
}

/** Of the messages sent since that instant. */
export async function promptness(q: Queryable, since: string): Promise<Promptness> {
  const [row] = await q
    .select({
      sent: sql<number>`count(*)::int`,
      within10s: sql<number>`count(*) filter (where ${outbox.sentAt} <= ${outbox.dueAt} + interval '10 seconds')::int`,
    })
    .from(outbox)
    .where(and(eq(outbox.status, 'sent'), gte(outbox.sentAt, new Date(since))));
  return row ?? { sent: 0, within10s: 0 };
}

/**
 * Forgets messages that were settled before that instant: they hold names. Kept are the newest of each chat, whose choices
 * may still be answered, and the web chat, whose pages show them. Returns how many were forgotten.
 */
export async function sweepOutbox(q: Queryable, before: string): Promise<number> {
  const day = new Date(before);
  const other = aliasedTable(outbox, 'other');
  const newest = q
    .select({ id: sql`max(${other.id})` })
    .from(other)
    .groupBy(other.channel, other.chat);
  const swept = await q
    .delete(outbox)
    .where(
      and(
        or(
          and(eq(outbox.status, 'sent'), lt(outbox.sentAt, day)),
          and(inArray(outbox.status, ['dead', 'ambiguous', 'withdrawn']), lt(outbox.createdAt, day)),
        ),
        ne(outbox.channel, 'web'),
        sql`${outbox.id} not in (${newest})`,
      ),
    )
    .returning({ id: outbox.id });
  return swept.length;
}
