/** Links a person to a chat by a one-time code: the only way in, never a name or a telephone number. */
import { createHash, randomInt } from 'node:crypto';
import { linkChat, personOfChat } from '../store/chats.ts';
import type { Queryable, Tx } from '../store/database.ts';
import { findInvitation, insertInvitation, revokeInvitations, useInvitation } from '../store/invitations.ts';

/** Without I, L, O, 0 and 1, which are misread on paper: 31^8 codes. */
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const codeLength = 8;
const validDays = 7;

export interface Invitation {
  /** Shown once; only its hash is kept. Also the payload of a deep link. */
  code: string;
  /** ISO instant. */
  expiresAt: string;
}

export type Redeemed =
  /** `movedFrom`: the chat spoke for that person until now; the caller forgets what was said in it. */
  { ok: true; personId: number; movedFrom?: number } | { ok: false; code: InvitationRefusal };
export type InvitationRefusal = 'invitation-unknown' | 'invitation-used' | 'invitation-expired';

/**
 * A code for this person, for 7 days; earlier unused codes of theirs stop working. The caller has asked
 * `can(actor, 'person.invite', await personResource(q, personId))` first. `by` is null for the installation itself.
 */
export async function createInvitation(
  q: Queryable,
  invitation: { personId: number; by: number | null; now: string },
): Promise<Invitation> {
  const code = Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)]).join('');
  const expiresAt = new Date(Date.parse(invitation.now) + validDays * 24 * 3600 * 1000).toISOString();
  await revokeInvitations(q, invitation.personId, invitation.now);
  await insertInvitation(q, {
    personId: invitation.personId,
    codeHash: hashOf(code),
    createdBy: invitation.by,
    expiresAt,
  });
  return { code, expiresAt };
}

/** Small letters, spaces and dashes do not matter. Tapping the same link again in the chat it already linked is no mistake. */
export async function redeemInvitation(
  tx: Tx,
  attempt: { channel: string; chat: string; code: string; now: string },
): Promise<Redeemed> {
  const codeHash = hashOf(attempt.code.toUpperCase().replace(/[^A-Z0-9]/g, ''));
  const holder = await personOfChat(tx, attempt.channel, attempt.chat);
  const personId = await useInvitation(tx, codeHash, attempt.now);
  if (personId === null) {
    const invitation = await findInvitation(tx, codeHash);
    if (!invitation) return { ok: false, code: 'invitation-unknown' };
    if (!invitation.used) return { ok: false, code: 'invitation-expired' };
    if (invitation.personId === holder) return { ok: true, personId: holder };
    return { ok: false, code: 'invitation-used' };
  }
  await linkChat(tx, { personId, channel: attempt.channel, chat: attempt.chat, now: attempt.now });
  return { ok: true, personId, ...(holder !== null && holder !== personId ? { movedFrom: holder } : {}) };
}

const hashOf = (code: string): string => createHash('sha256').update(code).digest('hex');
