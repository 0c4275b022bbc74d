/** Small facts of the installation by name: the demo clock's offset, that the sample was laid. */
import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import { installation } from '../../db/schema.ts';
import type { Queryable } from './database.ts';

/** Null when it was never set or does not have this shape. */
export async function getFact<T>(q: Queryable, key: string, shape: z.ZodType<T>): Promise<T | null> {
  const [row] = await q
    .select({ value: installation.value })
    .from(installation)
    .where(eq(installation.key, key));
  const parsed = shape.safeParse(row?.value);
  return parsed.success ? parsed.data : null;
}

export async function setFact(q: Queryable, key: string, value: NonNullable<unknown>): Promise<void> {
  await q
    .insert(installation)
    .values({ key, value })
    .onConflictDoUpdate({ target: installation.key, set: { value } });
}
