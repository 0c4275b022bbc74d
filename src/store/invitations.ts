/** One-time codes, by their hash. The code itself is never here. */
import { and, eq, gt, isNull } from 'drizzle-orm';
import { invitations } from '../../db/schema.ts';
import type { Queryable } from './database.ts';

export interface NewInvitation {
  personId: number;
  /** SHA-256 in hex. */
  codeHash: string;
  createdBy: number | null;
  /** ISO instant. */
  expiresAt: string;
}

export async function insertInvitation(q: Queryable, invitation: NewInvitation): Promise<void> {
  await q.insert(invitations).values({ ...invitation, expiresAt: new Date(invitation.expiresAt) });
}

/** Codes of this person that were not used stop working now. */
export async function revokeInvitations(q: Queryable, personId: number, now: string): Promise<void> {
  const at = new Date(now);
  await q
    .update(invitations)
    .set({ expiresAt: at })
    .where(
      and(eq(invitations.personId, personId), isNull(invitations.usedAt), gt(invitations.expiresAt, at)),
    );
}

/** Uses the code up and returns whose it was; null when it is unknown, used or expired. Of two at once, one wins. */
export async function useInvitation(q: Queryable, codeHash: string, now: string): Promise<number | null> {
  const at = new Date(now);
  const [row] = await q
    .update(invitations)
    .set({ usedAt: at })
    .where(and(eq(invitations.codeHash, codeHash), isNull(invitations.usedAt), gt(invitations.expiresAt, at)))
    .returning({ personId: invitations.personId });
  return row?.personId ?? null;
}

export async function findInvitation(
  q: Queryable,
  codeHash: string,
): Promise<{ personId: number; used: boolean } | null> {
  const [row] = await q
    .select({ personId: invitations.personId, usedAt: invitations.usedAt })
    .from(invitations)
    .where(eq(invitations.codeHash, codeHash));
  return row ? { personId: row.personId, used: row.usedAt !== null } : null;
}
