/** Chats of people: which person speaks in a chat, and in which chat a person is written to. */
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { chats } from '../../db/schema.ts';
import type { Queryable, Tx } from './database.ts';
import { planAnewFor } from './rules-mark.ts';

export interface Chat {
  personId: number;
  channel: string;
  chat: string;
}

/** The chat speaks for this person from now on, and is where they are written to. */
export async function linkChat(
  tx: Tx,
  link: { personId: number; channel: string; chat: string; now: string },
): Promise<void> {
  const before = await personOfChat(tx, link.channel, link.chat);
  await tx
    .update(chats)
    .set({ preferred: false })
    .where(and(eq(chats.personId, link.personId), chats.preferred));
  const values = {
    personId: link.personId,
    preferred: true,
    unreachableSince: null,
    linkedAt: new Date(link.now),
  };
  await tx
    .insert(chats)
    .values({ ...values, channel: link.channel, chat: link.chat })
    .onConflictDoUpdate({ target: [chats.channel, chats.chat], set: values });
  if (before !== null && before !== link.personId) await preferAnother(tx, before);
  await planAnewFor(tx, link.personId);
}

/** Their reminders go to another of their chats, if there is one. */
export async function unlinkChat(tx: Tx, channel: string, chat: string): Promise<void> {
  const [gone] = await tx
    .delete(chats)
    .where(and(eq(chats.channel, channel), eq(chats.chat, chat)))
    .returning({ personId: chats.personId });
  if (gone) await preferAnother(tx, gone.personId);
}

export async function personOfChat(q: Queryable, channel: string, chat: string): Promise<number | null> {
  const [row] = await q
    .select({ personId: chats.personId })
    .from(chats)
    .where(and(eq(chats.channel, channel), eq(chats.chat, chat)));
  return row?.personId ?? null;
}

/** Where each of these people is written to, by person; people without a chat that can be reached are absent. */
export async function chatsToWriteTo(q: Queryable, personIds: readonly number[]): Promise<Map<number, Chat>> {
  if (personIds.length === 0) return new Map();
  const rows = await q
    .select({ personId: chats.personId, channel: chats.channel, chat: chats.chat })
    .from(chats)
    .where(
      and(inArray(chats.personId, [...new Set(personIds)]), chats.preferred, isNull(chats.unreachableSince)),
    );
  return new Map(rows.map((row) => [row.personId, row]));
}

export async function chatToWriteTo(q: Queryable, personId: number): Promise<Chat | null> {
  return (await chatsToWriteTo(q, [personId])).get(personId) ?? null;
}

/** The messenger says it can never be reached again. Their reminders go to another of their chats, if there is one. */
export async function markUnreachable(tx: Tx, channel: string, chat: string, now: string): Promise<void> {
  const [gone] = await tx
    .update(chats)
    .set({ unreachableSince: new Date(now), preferred: false })
    .where(and(eq(chats.channel, channel), eq(chats.chat, chat), isNull(chats.unreachableSince)))
    .returning({ personId: chats.personId });
  if (gone) await preferAnother(tx, gone.personId);
}

/** Somebody spoke in it: it can be reached after all. */
export async function markReachable(tx: Tx, channel: string, chat: string): Promise<void> {
  const [back] = await tx
    .update(chats)
    .set({ unreachableSince: null })
    .where(and(eq(chats.channel, channel), eq(chats.chat, chat), sql`${chats.unreachableSince} is not null`))
    .returning({ personId: chats.personId });
  if (!back) return;
  await preferAnother(tx, back.personId);
  await planAnewFor(tx, back.personId);
}

/** When none is preferred: the reachable chat linked last. */
async function preferAnother(tx: Tx, personId: number): Promise<void> {
  const own = await tx
    .select()
    .from(chats)
    .where(eq(chats.personId, personId))
    .orderBy(asc(chats.linkedAt), asc(chats.id));
  if (own.some((chat) => chat.preferred)) return;
  const next = own.filter((chat) => chat.unreachableSince === null).at(-1);
  if (next) await tx.update(chats).set({ preferred: true }).where(eq(chats.id, next.id));
}
