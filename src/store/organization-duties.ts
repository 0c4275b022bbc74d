/** Duties of a body itself (plans, quarterly checks), recorded as done for a period. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import { organizationDuties } from '../../db/schema.ts';
import type { Queryable } from './database.ts';

export interface DutyDone {
  organizationId: number;
  /** Key of `duties` in the procedure. */
  duty: string;
  /** "2026", "2026-Q2", "2026-H1", "2026-05". */
  period: string;
  /** YYYY-MM-DD. */
  doneOn: string;
  recordedBy: number | null;
}

/** False when the period was done already; the first record stands. */
export async function recordDuty(q: Queryable, done: DutyDone): Promise<boolean> {
  const rows = await q
    .insert(organizationDuties)
    .values(done)
    .onConflictDoNothing()
    .returning({ period: organizationDuties.period });
  return rows.length > 0;
}

export async function dutiesDone(
  q: Queryable,
  organizationIds: readonly number[],
  duty?: string,
): Promise<DutyDone[]> {
  if (organizationIds.length === 0) return [];
  return q
    .select()
    .from(organizationDuties)
    .where(
      and(
        inArray(organizationDuties.organizationId, [...new Set(organizationIds)]),
        duty === undefined ? undefined : eq(organizationDuties.duty, duty),
      ),
    )
    .orderBy(
      asc(organizationDuties.organizationId),
      asc(organizationDuties.duty),
      asc(organizationDuties.period),
    );
}
