/** "Xin lùi": whoever owes something asked not to be reminded of it before a day. The limit itself runs on. */
import { and, asc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { cases, notices, type postponementReasons, postponements } from '../../db/schema.ts';
import type { Queryable } from './database.ts';
import { atOnce } from './rules-mark.ts';

export type PostponementReason = (typeof postponementReasons)[number];

export interface Postponement {
  caseId: number;
  /** Obligation key: "step/clock#instance". */
  subject: string;
  personId: number;
  /** YYYY-MM-DD: the day they are told again. */
  until: string;
  reason: PostponementReason;
}

/**
 * False when the same request (`key`) was recorded before. What waits to be said of it to this person is forgotten, and
 * the case is looked at by the next plan, which then knows the day.
 */
export async function ask(
  q: Queryable,
  wanted: Postponement & { key: string; now: string },
): Promise<boolean> {
  const { key, now, ...postponement } = wanted;
  const rows = await q
    .insert(postponements)
    .values({ ...postponement, idempotencyKey: key, askedAt: new Date(now) })
    .onConflictDoNothing({ target: postponements.idempotencyKey })
    .returning({ id: postponements.id });
  if (rows.length === 0) return false;
  await q
    .delete(notices)
    .where(
      and(
        eq(notices.caseId, wanted.caseId),
        eq(notices.subject, wanted.subject),
        eq(notices.personId, wanted.personId),
        isNull(notices.saidOn),
      ),
    );
  await q
    .update(cases)
    .set({ nextAttention: atOnce })
    .where(and(eq(cases.id, wanted.caseId), cases.open, isNotNull(cases.nextAttention)));
  return true;
}

/** Of these cases, in the order they were asked for. */
export async function ofCases(q: Queryable, caseIds: readonly number[]): Promise<Postponement[]> {
  if (caseIds.length === 0) return [];
  return q
    .select({
      caseId: postponements.caseId,
      subject: postponements.subject,
      personId: postponements.personId,
      until: postponements.until,
      reason: postponements.reason,
    })
    .from(postponements)
    .where(inArray(postponements.caseId, [...new Set(caseIds)]))
    .orderBy(asc(postponements.id));
}

/** How often this person put this subject off. */
export async function countOf(
  q: Queryable,
  one: { caseId: number; subject: string; personId: number },
): Promise<number> {
  const [row] = await q
    .select({ count: sql<number>`count(*)::int` })
    .from(postponements)
    .where(
      and(
        eq(postponements.caseId, one.caseId),
        eq(postponements.subject, one.subject),
        eq(postponements.personId, one.personId),
      ),
    );
  return row?.count ?? 0;
}

/** What this request recorded; null when it was not made yet. */
export async function ofKey(q: Queryable, key: string): Promise<Postponement | null> {
  const [row] = await q
    .select({
      caseId: postponements.caseId,
      subject: postponements.subject,
      personId: postponements.personId,
      until: postponements.until,
      reason: postponements.reason,
    })
    .from(postponements)
    .where(eq(postponements.idempotencyKey, key));
  return row ?? null;
}
