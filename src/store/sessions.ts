/** Sessions and the marks "seen" in the database: one locked row a chat, all of a turn in one transaction. */
import { and, eq, lt } from 'drizzle-orm';
import { z } from 'zod';
import { seenUpdates, sessions } from '../../db/schema.ts';
import { emptySession } from '../conversation/machine.ts';
import type { Session } from '../conversation/machine-types.ts';
import {
  readSession,
  type SessionStore,
  type TurnOf,
  type TurnOutcome,
} from '../conversation/session-store.ts';
import type { TurnMemory } from '../sessions/turn-memory.ts';
import type { Db, Queryable, Tx } from './database.ts';

export type DatabaseSessionStore = SessionStore<Tx>;

export function createDatabaseSessionStore(db: Db): DatabaseSessionStore {
  return {
    turn: (of, work) =>
      db.transaction(async (tx) => {
        const session = await lockSession(tx, of);
        if (!(await markSeen(tx, of))) return { kind: 'duplicate' };
        const done = await work(session, tx);
        await tx
          .update(sessions)
          .set({ session: { ...done.session }, updatedAt: new Date(of.now) })
          .where(thisChat(of));
        return { kind: 'done', result: done.result } satisfies TurnOutcome<unknown>;
      }),
  };
}

/** The row must be there to be locked: the first message of a chat may come twice at once. */
async function lockSession(tx: Tx, of: TurnOf): Promise<Session> {
  await tx
    .insert(sessions)
    .values({
      channel: of.channel,
      chat: of.chat,
      session: { ...emptySession() },
      updatedAt: new Date(of.now),
    })
    .onConflictDoNothing();
  const [row] = await tx
    .select({ session: sessions.session })
    .from(sessions)
    .where(thisChat(of))
    .for('update');
  return readSession(row?.session);
}

async function markSeen(tx: Tx, of: TurnOf): Promise<boolean> {
  const fresh = await tx
    .insert(seenUpdates)
    .values({ channel: of.channel, updateKey: of.updateKey, seenAt: new Date(of.now) })
    .onConflictDoNothing()
    .returning({ key: seenUpdates.updateKey });
  return fresh.length > 0;
}

/** Forgets updates seen before that instant; the messenger no longer delivers them. Returns how many. */
export async function sweepSeen(q: Queryable, before: string): Promise<number> {
  const swept = await q
    .delete(seenUpdates)
    .where(lt(seenUpdates.seenAt, new Date(before)))
    .returning({ key: seenUpdates.updateKey });
  return swept.length;
}

/** Forgets sessions that rested since before that instant. Returns how many. */
export async function sweepSessions(q: Queryable, before: string): Promise<number> {
  const swept = await q
    .delete(sessions)
    .where(lt(sessions.updatedAt, new Date(before)))
    .returning({ chat: sessions.chat });
  return swept.length;
}

/**
 * Where sessions live in Redis: the row of a chat holds what its last recording turn left, under another shape than a
 * session, so that it is never taken for one.
 */
export const turnMemory: TurnMemory<Tx> = {
  async keep(tx, of, left) {
    const row = { session: { after: of.updateKey, ...left }, updatedAt: new Date(of.now) };
    await tx
      .insert(sessions)
      .values({ channel: of.channel, chat: of.chat, ...row })
      .onConflictDoUpdate({ target: [sessions.channel, sessions.chat], set: row });
  },
  async recall(tx, of) {
    const [row] = await tx.select({ session: sessions.session }).from(sessions).where(thisChat(of));
    const read = remembered.safeParse(row?.session);
    if (!read.success || read.data.after !== of.updateKey) return null;
    return { session: readSession(read.data.session), from: read.data.from };
  },
};

const remembered = z.object({ after: z.string(), session: z.unknown(), from: z.string() });

const thisChat = (of: TurnOf) => and(eq(sessions.channel, of.channel), eq(sessions.chat, of.chat));
