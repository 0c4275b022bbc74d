/**
 * Sessions in Redis, facts in the database: a lock per chat, the work in one database transaction, then the session, the
 * mark "seen" and the end of the lock in one step that is refused when the lock is no longer ours. Two round trips a turn.
 */
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Session } from '../conversation/machine-types.ts';
import { readSession, type SessionStore } from '../conversation/session-store.ts';
import { type ChatLock, lockChat } from './chat-lock.ts';
import { SessionsError } from './errors.ts';
import { createInOrder } from './in-order.ts';
import { keysOf } from './keys.ts';
import { turnScripts } from './scripts.ts';
import type { TurnMemory } from './turn-memory.ts';

export interface RedisSessionOptions<Transaction> {
  /** Should fail quickly while Redis is away (`maxRetriesPerRequest: 1`), and needs a listener for its errors. */
  redis: Redis;
  transaction: <Result>(work: (tx: Transaction) => Promise<Result>) => Promise<Result>;
  /** Without it, an update that comes again after a crash between the commit and the save runs on the old session. */
  memory?: TurnMemory<Transaction>;
  /** Before every key: `prefix` of telegraf-session-redis' `store`. */
  prefix?: string;
  /** A session that rests for longer is forgotten. */
  ttlSeconds?: number;
  /** How long an update is known as seen: longer than any messenger redelivers. */
  seenTtlSeconds?: number;
  lockMilliseconds?: number;
  waitMilliseconds?: number;
}

const day = 24 * 3600;

/**
 * `turn` rejects with `SessionsError` when Redis is away, when another process holds the chat for too long or took it over,
 * with whatever `work` threw, or with what the database said: in all cases the update may come again.
 */
export function createRedisSessionStore<Transaction>({
  redis,
  transaction,
  memory,
  prefix = '',
  ttlSeconds = 90 * day,
  seenTtlSeconds = 7 * day,
  lockMilliseconds = 5000,
  waitMilliseconds = 15_000,
}: RedisSessionOptions<Transaction>): SessionStore<Transaction> {
  const scripts = turnScripts(redis);
  const inOrder = createInOrder();
  const times = { lockMilliseconds, waitMilliseconds, seenSeconds: seenTtlSeconds };
  const ttl = { sessionSeconds: ttlSeconds, seenSeconds: seenTtlSeconds };

  return {
    turn(of, work) {
      const keys = keysOf(of, prefix);
      return inOrder(keys.session, async () => {
        const lock = await reachable(lockChat(scripts, keys, times));
        if (!lock) return { kind: 'duplicate' };
        try {
          const done = await transaction(async (tx) => {
            // Asked only where Redis knows of an unfinished attempt: the usual turn costs nothing more.
            const left = lock.begunBefore ? await memory?.recall(tx, of) : null;
            if (left) return { session: takenUp(left, lock), outcome: { kind: 'duplicate' as const } };
            const { session, result, recorded } = await work(readSession(parsed(lock.stored)), tx);
            if (recorded) await memory?.keep(tx, of, { session, from: markOf(lock.stored) });
            lock.check();
            return { session, outcome: { kind: 'done' as const, result } };
          });
          const json = done.session ? JSON.stringify(done.session) : '';
          if (!(await reachable(scripts.save(keys, lock.token, json, ttl)))) {
            throw new SessionsError('sessions.lock-lost');
          }
          return done.outcome;
        } catch (error) {
          // Should that fail too, the lock ends by itself.
          await scripts.release(keys, lock.token).catch(() => null);
          throw error;
        } finally {
          lock.leave();
        }
      });
    },
  };
}

/** What the turn that was cut off left, unless the chat has gone on since. */
const takenUp = (left: { session: Session; from: string }, lock: ChatLock): Session | null =>
  left.from === markOf(lock.stored) ? left.session : null;

const markOf = (stored: string | null): string =>
  createHash('sha256')
    .update(stored ?? '')
    .digest('base64url')
    .slice(0, 16);

function parsed(stored: string | null): unknown {
  try {
    return stored === null ? null : JSON.parse(stored);
  } catch {
    return null;
  }
}

async function reachable<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw error instanceof SessionsError ? error : new SessionsError('sessions.unreachable', error);
  }
}
