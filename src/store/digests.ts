/** Morning digests: one a person a day, and what each spoke of. */
import { and, asc, eq, gte, inArray } from 'drizzle-orm';
import { digests } from '../../db/schema.ts';
import type { Queryable } from './database.ts';

export interface Digest {
  personId: number;
  day: string;
  /** Obligation keys with the rung spoken of. */
  items: string[];
}

/** False when the person had one for this day: the caller then writes no message. */
export async function recordDigest(q: Queryable, digest: Digest): Promise<boolean> {
  const rows = await q.insert(digests).values(digest).onConflictDoNothing().returning({ day: digests.day });
  return rows.length > 0;
}

/** What these people were told since that day, oldest first. */
export async function digestsSince(
  q: Queryable,
  personIds: readonly number[],
  since: string,
): Promise<Digest[]> {
  if (personIds.length === 0) return [];
  return q
    .select()
    .from(digests)
    .where(and(inArray(digests.personId, [...new Set(personIds)]), gte(digests.day, since)))
    .orderBy(asc(digests.personId), asc(digests.day));
}

export async function digestOf(q: Queryable, personId: number, day: string): Promise<Digest | null> {
  const [row] = await q
    .select()
    .from(digests)
    .where(and(eq(digests.personId, personId), eq(digests.day, day)));
  return row ?? null;
}
