/** Sessions in Redis: the contract, and what may happen between two stores and two processes. */
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { emptySession } from '../../src/conversation/machine.ts';
import type { Session } from '../../src/conversation/machine-types.ts';
import { createRedisSessionStore, type RedisSessionOptions } from '../../src/sessions/redis-session-store.ts';
import type { Tx } from '../../src/store/database.ts';
import { isTransient } from '../../src/store/errors.ts';
import { getFact, setFact } from '../../src/store/installation.ts';
import { createDatabaseSessionStore, turnMemory } from '../../src/store/sessions.ts';
import { sessionStoreContract } from '../contracts/session-store.contract.ts';
import { freshDatabase, type TestDatabase } from '../services/databases.ts';
import { postgresIsThere } from '../services/postgres.ts';
import { type OwnRedis, onOwnRedis, onRedis, type TestRedis } from '../services/redis.ts';

const now = '2026-05-04T01:00:00.000Z';
const anyDatabase = () => freshDatabase(postgresIsThere() ? 'server' : 'embedded');

/** As the product connects: fails soon while Redis is away, comes back by itself. */
function connect(url: string): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 1,
    connectTimeout: 1000,
    retryStrategy: (attempt) => Math.min(attempt * 20, 100),
  });
  redis.on('error', () => {});
  return redis;
}

onRedis('sessions in Redis', (fresh) => {
  sessionStoreContract<Tx>(async () => {
    const [database, redis] = await Promise.all([anyDatabase(), fresh()]);
    const clients = [connect(redis.url), connect(redis.url)] as const;
    const storeOn = (client: Redis) =>
      createRedisSessionStore<Tx>({
        redis: client,
        transaction: (work) => database.db.transaction(work),
        memory: turnMemory,
      });
    return {
      store: storeOn(clients[0]),
      elsewhere: storeOn(clients[1]),
      note: (tx, fact) => setFact(tx, fact, true),
      noted: async (fact) => (await getFact(database.db, fact, z.boolean())) === true,
      close: async () => {
        for (const client of clients) client.disconnect();
        await redis.close();
        await database.close();
      },
    };
  });
});

onRedis('two processes and a Redis', (fresh) => {
  let database: TestDatabase;
  let server: TestRedis;
  let redis: Redis;
  let other: Redis;
  beforeAll(async () => {
    [database, server] = await Promise.all([anyDatabase(), fresh()]);
    redis = connect(server.url);
    other = connect(server.url);
  });
  afterEach(() => redis.flushdb());
  afterAll(async () => {
    redis.disconnect();
    other.disconnect();
    await server.close();
    await database.close();
  });

  const store = (options: Partial<RedisSessionOptions<Tx>> = {}) =>
    createRedisSessionStore<Tx>({
      redis,
      transaction: (work) => database.db.transaction(work),
      memory: turnMemory,
      ...options,
    });
  const of = (updateKey: string, chat = 'lan') => ({ channel: 'telegram', chat, updateKey, now });
  const count = async (session: Session) => ({
    session: { ...session, seq: session.seq + 1 },
    result: session.seq,
  });
  const noted = async (fact: string): Promise<boolean> =>
    (await getFact(database.db, fact, z.boolean())) === true;

  describe('what lies in Redis', () => {
    test('the session under the ids of sender and chat, for a limited time, with its mark; no lock remains', async () => {
      await store({ ttlSeconds: 500, seenTtlSeconds: 300 }).turn(of('7', '42'), count);
      expect((await redis.keys('*')).sort()).toEqual(['42:42', 'seen:telegram:7']);
      expect(JSON.parse((await redis.get('42:42')) ?? '')).toEqual({ threads: [], seq: 1 });
      expect(await redis.ttl('42:42')).toBeGreaterThan(490);
      expect(await redis.ttl('42:42')).toBeLessThanOrEqual(500);
      expect(await redis.ttl('seen:telegram:7')).toBeGreaterThan(290);
      expect(await redis.ttl('seen:telegram:7')).toBeLessThanOrEqual(300);
    });

    test('other channels stand in front of the ids, a prefix in front of everything', async () => {
      await store({ prefix: 'bot1:' }).turn({ channel: 'web', chat: '42', updateKey: '42:k', now }, count);
      expect((await redis.keys('*')).sort()).toEqual(['bot1:seen:web:42:k', 'bot1:web:42:42']);
    });

    test('the time begins anew with every turn', async () => {
      await store({ ttlSeconds: 500 }).turn(of('1'), count);
      await redis.expire('lan:lan', 5);
      await store({ ttlSeconds: 500 }).turn(of('2'), count);
      expect(await redis.ttl('lan:lan')).toBeGreaterThan(490);
    });

    test.each(['{"threads":', '[]', '"words"', '{"cart":["left by another bot"]}'])(
      'what is no session starts the conversation over: %s',
      async (stored) => {
        await redis.set('lan:lan', stored);
        expect(await store().turn(of('1'), async (session) => ({ session, result: session }))).toEqual({
          kind: 'done',
          result: emptySession(),
        });
      },
    );
  });

  describe('a process that died in its turn', () => {
    test('stands in the way only until its lock ends by itself', async () => {
      await redis.set('lock:lan:lan', 'of-the-dead', 'PX', 120);
      const begun = performance.now();
      expect(await store().turn(of('1'), count)).toEqual({ kind: 'done', result: 0 });
      expect(performance.now() - begun).toBeGreaterThan(60);
    });

    test('who lives on keeps the lock for as long as the turn takes', async () => {
      let renewals = 0;
      await store({ lockMilliseconds: 900 }).turn(of('1'), async (session) => {
        let before = 900;
        while (renewals < 3) {
          const left = await other.pttl('lock:lan:lan');
          expect(left).toBeGreaterThan(0);
          if (left > before) renewals += 1;
          before = left;
        }
        return { session, result: null };
      });
      expect(renewals).toBe(3);
    });

    test('nobody waits for ever for one that holds the chat', async () => {
      await redis.set('lock:lan:lan', 'of-the-slow', 'EX', 100);
      const waiting = store({ waitMilliseconds: 50 }).turn(of('1'), count);
      await expect(waiting).rejects.toMatchObject({ code: 'sessions.busy' });
      await expect(waiting).rejects.toSatisfy(isTransient);
      expect(await redis.get('lock:lan:lan')).toBe('of-the-slow');
    });
  });

  describe('a process that stood still and lost its lock', () => {
    /** Stands still in the turn until another process has handled a message of this chat. */
    const overtaken = async (options: Partial<RedisSessionOptions<Tx>>, andThen: () => Promise<void>) => {
      const slow = store(options).turn(of('slow'), async (session, tx) => {
        await setFact(tx, 'slow', true);
        await redis.del('lock:lan:lan');
        // Facts of the other process wait for no lock of ours: it writes none here.
        await createRedisSessionStore<null>({ redis: other, transaction: (work) => work(null) }).turn(
          of('quick'),
          async () => ({ session: { ...emptySession(), seq: 50 }, result: null }),
        );
        await andThen();
        return { session: { ...session, seq: 1 }, result: null };
      });
      await expect(slow).rejects.toMatchObject({ code: 'sessions.lock-lost' });
      await expect(slow).rejects.toSatisfy(isTransient);
      expect(JSON.parse((await redis.get('lan:lan')) ?? '')).toMatchObject({ seq: 50 });
    };

    test('keeps nothing once it knows', async () => {
      const sent = vi.spyOn(redis, 'sendCommand');
      await overtaken({ lockMilliseconds: 900 }, async () => {
        const before = sent.mock.calls.length;
        await vi.waitUntil(() => sent.mock.calls.length > before, { timeout: 5000, interval: 5 });
        // Answers come in order: the renewing has been refused when this is answered.
        await redis.ping();
      });
      sent.mockRestore();
      expect(await noted('slow')).toBe(false);
    });

    test('and cannot overwrite the session where it does not know; its update comes again', async () => {
      await overtaken({}, async () => {});
      expect(await store().turn(of('slow'), count)).toEqual({ kind: 'done', result: 50 });
    });

    test('leaves the lock of the other alone', async () => {
      await store()
        .turn(of('slow'), async () => {
          await redis.set('lock:lan:lan', 'of-the-other');
          throw new Error('at last');
        })
        .catch(() => {});
      expect(await redis.get('lock:lan:lan')).toBe('of-the-other');
    });
  });

  describe('cut off between the commit and the save', () => {
    /** A client whose connection ends when the database has committed. */
    const cutOff = async (updateKey: string, recorded: boolean): Promise<void> => {
      const doomed = connect(server.url);
      const dying = store({
        redis: doomed,
        transaction: async (work) => {
          const result = await database.db.transaction(work);
          doomed.disconnect();
          return result;
        },
      });
      const turn = dying.turn(of(updateKey), async (session, tx) => {
        await setFact(tx, updateKey, true);
        return { session: { ...session, seq: session.seq + 1 }, result: null, recorded };
      });
      await expect(turn).rejects.toMatchObject({ code: 'sessions.unreachable' });
      await expect(turn).rejects.toSatisfy(isTransient);
      expect(await noted(updateKey)).toBe(true);
      // In its time.
      await redis.del('lock:lan:lan');
    };

    test('an update that recorded facts is a duplicate when it comes again, and its session is there', async () => {
      await store().turn(of('before'), count);
      await cutOff('committed', true);
      expect(await store().turn(of('committed'), count)).toEqual({ kind: 'duplicate' });
      expect(await store().turn(of('after'), count)).toEqual({ kind: 'done', result: 2 });
      expect(await store().turn(of('committed'), count)).toEqual({ kind: 'duplicate' });
    });

    test('it does not bring back its session where the chat went on before it came again', async () => {
      await cutOff('overtaken', true);
      await store().turn(of('meanwhile'), async () => ({
        session: { ...emptySession(), seq: 70 },
        result: null,
      }));
      expect(await store().turn(of('overtaken'), count)).toEqual({ kind: 'duplicate' });
      expect(await store().turn(of('later'), count)).toEqual({ kind: 'done', result: 70 });
    });

    test('one that recorded nothing runs again on the session of before', async () => {
      await store().turn(of('first'), count);
      await cutOff('talk', false);
      expect(await store().turn(of('talk'), count)).toEqual({ kind: 'done', result: 1 });
    });

    test('one whose work was rolled back runs again', async () => {
      const failing = store().turn(of('rolled-back'), async (session) => {
        await Promise.reject(new Error('in the middle'));
        return { session, result: null, recorded: true };
      });
      await expect(failing).rejects.toThrow('in the middle');
      expect(await store().turn(of('rolled-back'), count)).toEqual({ kind: 'done', result: 0 });
    });
  });

  test('what a turn in Redis leaves in the database is never taken for a session there', async () => {
    await store().turn(of('1', 'moves'), async (session) => ({
      session: { ...session, seq: 9 },
      result: null,
      recorded: true,
    }));
    const back = await createDatabaseSessionStore(database.db).turn(of('2', 'moves'), count);
    expect(back).toEqual({ kind: 'done', result: 0 });
  });
});

onOwnRedis('a Redis that goes away', (start) => {
  let server: OwnRedis;
  let redis: Redis;
  beforeEach(async () => {
    server = await start();
    redis = connect(server.url);
    await redis.ping();
  });
  afterEach(async () => {
    redis.disconnect();
    await server.close();
  });

  const store = () => createRedisSessionStore<null>({ redis, transaction: (work) => work(null) });
  const turn = (updateKey: string) =>
    store().turn({ channel: 'web', chat: 'lan', updateKey, now }, async (session) => ({
      session: { ...session, seq: session.seq + 1 },
      result: session.seq,
    }));

  test('turns fail within moments and are known as such; when it is back they go on', async () => {
    await turn('1');
    await server.stop();
    const begun = performance.now();
    const refused = turn('2');
    await expect(refused).rejects.toMatchObject({ code: 'sessions.unreachable' });
    await expect(refused).rejects.toSatisfy(isTransient);
    expect(performance.now() - begun).toBeLessThan(5000);

    const back = new Promise((resolve) => redis.once('ready', resolve));
    await server.start();
    await back;
    // This server forgets what it held: the conversation starts over, the update is taken up.
    expect(await turn('2')).toEqual({ kind: 'done', result: 0 });
    expect(await turn('3')).toEqual({ kind: 'done', result: 1 });
  });

  test('wiped under the running program: the next turn begins with an empty session, and scripts are sent again', async () => {
    await turn('1');
    await redis.script('FLUSH');
    await server.wipe();
    expect(await turn('2')).toEqual({ kind: 'done', result: 0 });
  });

  test('gone in the middle of a turn: the turn fails, nothing hangs', async () => {
    const cut = store().turn({ channel: 'web', chat: 'lan', updateKey: '1', now }, async (session) => {
      await server.stop();
      return { session, result: null };
    });
    await expect(cut).rejects.toMatchObject({ code: 'sessions.unreachable' });
  });
});
