/** What one person was told in digests: for what they say back to it ("đã nhận", "xin lùi"). */
import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm';
import { cases, digests, notices } from '../../db/schema.ts';
import type { Queryable } from './database.ts';

export interface Heard {
  caseId: number | null;
  organizationId: number | null;
  /** "step/clock#instance" of a case, "duty#period" or "late" of a body. */
  subject: string;
}

/** What this digest said to this person; empty for somebody else's digest, and for one that was withdrawn. */
export async function heardIn(q: Queryable, personId: number, digestId: number): Promise<Heard[]> {
  return q
    .select({
      caseId: notices.caseId,
      organizationId: notices.organizationId,
      subject: notices.subject,
    })
    .from(notices)
    .where(and(eq(notices.digestId, digestId), eq(notices.personId, personId), isNotNull(notices.saidOn)))
    .orderBy(notices.id);
}

/** The digest this person got last; null when they never got one. */
export async function lastDigestOf(q: Queryable, personId: number): Promise<number | null> {
  const [row] = await q
    .select({ id: digests.id })
    .from(digests)
    .where(eq(digests.personId, personId))
    .orderBy(desc(digests.day), desc(digests.id))
    .limit(1);
  return row?.id ?? null;
}

/** What this person was told of as the one who owes it, in open cases; each thing once. */
export async function heardAsOwner(
  q: Queryable,
  personId: number,
): Promise<{ caseId: number; subject: string }[]> {
  return (
    q
      .selectDistinct({ caseId: cases.id, subject: notices.subject })
      .from(digests)
      // Through the digests of the person: notices are not searched by person once they are said.
      .innerJoin(notices, eq(notices.digestId, digests.id))
      .innerJoin(cases, eq(cases.id, notices.caseId))
      .where(
        and(
          eq(digests.personId, personId),
          eq(notices.personId, personId),
          isNull(notices.insteadOf),
          eq(notices.reason, 'owner'),
          cases.open,
        ),
      )
      .orderBy(cases.id, notices.subject)
  );
}
