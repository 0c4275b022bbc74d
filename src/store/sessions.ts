/** Sessions and the marks "seen" in the database: one locked row a chat, all of a turn in one transaction. */
import { and, eq, lt } from 'drizzle-orm';
import { z } from 'zod';
import { seenUpdates, sessions } from '../../db/schema.ts';
import { emptySession } from '../conversation/machine.ts';
import type { Session } from '../conversation/machine-types.ts';
import type { SessionStore, TurnOf, TurnOutcome } from '../conversation/session-store.ts';
import type { Db, Queryable, Tx } from './database.ts';

export type DatabaseSessionStore = SessionStore<Tx>;

/** What every version of the machine has kept; a row that lacks it starts the conversation over. */
const stored = z.looseObject({ threads: z.array(z.looseObject({ flow: z.string() })), seq: z.number() });

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
  return stored.safeParse(row?.session).success ? (row?.session as unknown as Session) : emptySession();
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

const thisChat = (of: TurnOf) => and(eq(sessions.channel, of.channel), eq(sessions.chat, of.chat));
