/** Digests: one a person a day, and once more for what turned urgent. What each said is in the notices. */
import { and, eq, inArray } from 'drizzle-orm';
import { type digestKinds, digests } from '../../db/schema.ts';
import type { Queryable } from './database.ts';

export { unsay as unsayDigest } from './notices.ts';

export type DigestKind = (typeof digestKinds)[number];

export interface NewDigest {
  personId: number;
  /** YYYY-MM-DD. */
  day: string;
  kind: DigestKind;
}

/** Null when the person had one of this kind that day: the caller then writes no message. */
export async function newDigest(q: Queryable, digest: NewDigest): Promise<number | null> {
  const [row] = await q.insert(digests).values(digest).onConflictDoNothing().returning({ id: digests.id });
  return row?.id ?? null;
}

/** Which digests these people had that day. */
export async function digestsOf(
  q: Queryable,
  personIds: readonly number[],
  day: string,
): Promise<(NewDigest & { id: number })[]> {
  if (personIds.length === 0) return [];
  return q
    .select()
    .from(digests)
    .where(and(inArray(digests.personId, [...new Set(personIds)]), eq(digests.day, day)));
}
