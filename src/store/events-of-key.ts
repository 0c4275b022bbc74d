/** What a command recorded, found again by its idempotency key. */
import { and, asc, eq, sql } from 'drizzle-orm';
import { caseEvents } from '../../db/schema.ts';
import type { Queryable } from './database.ts';

/** Ids inside the case of the events recorded under this key, in order; empty when it never ran. */
export async function eventsOfKey(q: Queryable, caseId: number, key: string): Promise<string[]> {
  // The first event carries the key itself, the others the key and their number: see `appendEvents`.
  const ofCommand = sql`(${caseEvents.idempotencyKey} = ${key} or starts_with(${caseEvents.idempotencyKey}, ${`${key}/`}))`;
  const rows = await q
    .select({ eventId: caseEvents.eventId })
    .from(caseEvents)
    .where(and(eq(caseEvents.caseId, caseId), ofCommand))
    .orderBy(asc(caseEvents.seq));
  return rows.map((row) => row.eventId);
}
