/** A bot that kept its sessions by telegraf-session-redis moves over, and could move back: each reads what the other wrote. */
import { Redis } from 'ioredis';
import telegrafSessionRedis from 'telegraf-session-redis';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Session } from '../../src/conversation/machine-types.ts';
import { createRedisSessionStore } from '../../src/sessions/redis-session-store.ts';
import { onRedis, type TestRedis } from '../services/redis.ts';

/** As its source has it; the typings it brings are of another shape. */
interface TelegrafSessions {
  client: {
    ttl(key: string, done: (error: Error | null, seconds: number) => void): void;
    on(event: 'error', listener: () => void): void;
    quit(): void;
  };
  getSession(key: string): Promise<Record<string, unknown>>;
  saveSession(key: string, session: Record<string, unknown>): Promise<void>;
  middleware(): (ctx: TelegrafContext, next: () => Promise<void>) => Promise<void>;
}
interface TelegrafContext {
  from: { id: number };
  chat: { id: number };
  session?: Record<string, unknown>;
}
const RedisSession = telegrafSessionRedis as unknown as new (options: {
  store: { url: string; prefix?: string };
  ttl?: number;
}) => TelegrafSessions;

const chat = 5_012_345_678;
const key = `${chat}:${chat}`;
const place: Session = {
  threads: [
    { flow: 'record-vote', run: 'r1', answers: { members: 20, cell: 'Tổ dân phố Đông' }, at: 'inFavour' },
  ],
  seq: 7,
  lastButton: 'q:7:yes',
  lastAt: '2026-05-04T01:00:00.000Z',
};

onRedis('beside telegraf-session-redis', (fresh) => {
  let server: TestRedis;
  let redis: Redis;
  const opened: TelegrafSessions[] = [];
  beforeAll(async () => {
    server = await fresh();
    redis = new Redis(server.url);
  });
  afterEach(async () => {
    for (const telegraf of opened.splice(0)) telegraf.client.quit();
    await redis.flushdb();
  });
  afterAll(async () => {
    redis.disconnect();
    await server.close();
  });

  function telegraf(options: { ttl?: number; prefix?: string } = {}): TelegrafSessions {
    const { prefix, ...rest } = options;
    const sessions = new RedisSession({
      store: { url: server.url, ...(prefix === undefined ? {} : { prefix }) },
      ...rest,
    });
    // Without a listener it ends the process when Redis goes away.
    sessions.client.on('error', () => {});
    opened.push(sessions);
    return sessions;
  }
  const ours = (options: { prefix?: string; ttlSeconds?: number } = {}) =>
    createRedisSessionStore<null>({ redis, transaction: (work) => work(null), ...options });
  let updates = 0;
  /** One turn of ours on the chat; returns the session it found. */
  async function turn(store = ours(), change: (session: Session) => Session = (session) => session) {
    updates += 1;
    const of = {
      channel: 'telegram',
      chat: String(chat),
      updateKey: String(updates),
      now: '2026-05-04T01:00:00.000Z',
    };
    const outcome = await store.turn(of, async (session) => ({ session: change(session), result: session }));
    return outcome.kind === 'done' ? outcome.result : null;
  }
  const secondsBy = (sessions: TelegrafSessions): Promise<number> =>
    new Promise((resolve, reject) => {
      sessions.client.ttl(key, (error, seconds) => (error ? reject(error) : resolve(seconds)));
    });

  test('what its middleware saved after an update is the session our turn finds', async () => {
    const context: TelegrafContext = { from: { id: chat }, chat: { id: chat } };
    await telegraf().middleware()(context, async () => {
      context.session = { ...place };
    });
    expect(await turn()).toEqual(place);
  });

  test('what our turn saved is the session its middleware finds', async () => {
    await turn(ours(), () => place);
    const context: TelegrafContext = { from: { id: chat }, chat: { id: chat } };
    let found: unknown;
    await telegraf().middleware()(context, async () => {
      found = context.session;
    });
    expect(found).toEqual(place);
  });

  test('to and fro, update by update, nothing is lost', async () => {
    const its = telegraf();
    for (let seq = 1; seq <= 6; seq += 2) {
      await turn(ours(), (session) => ({ ...session, seq }));
      const found = await its.getSession(key);
      expect(found).toMatchObject({ seq });
      await its.saveSession(key, { ...found, seq: seq + 1 });
      expect((await turn())?.seq).toBe(seq + 1);
    }
  });

  test('with the prefix it calls `store.prefix`', async () => {
    await turn(ours({ prefix: 'danbuoc:' }), () => place);
    expect(await telegraf({ prefix: 'danbuoc:' }).getSession(key)).toEqual(place);
    expect(await telegraf().getSession(key)).toEqual({});
    await telegraf({ prefix: 'danbuoc:' }).saveSession(key, { ...place, seq: 8 });
    expect((await turn(ours({ prefix: 'danbuoc:' })))?.seq).toBe(8);
  });

  test('the time a session has left is understood by both, in seconds', async () => {
    const its = telegraf({ ttl: 900 });
    await turn(ours({ ttlSeconds: 600 }), () => place);
    expect(await secondsBy(its)).toBeGreaterThan(590);
    expect(await secondsBy(its)).toBeLessThanOrEqual(600);
    await its.saveSession(key, { ...place });
    expect(await secondsBy(its)).toBeGreaterThan(890);
    expect(await redis.ttl(key)).toBeGreaterThan(890);
    await turn(ours({ ttlSeconds: 600 }));
    expect(await redis.ttl(key)).toBeLessThanOrEqual(600);
  });

  test('a session it has emptied is gone, and the conversation starts over', async () => {
    await turn(ours(), () => place);
    await telegraf().saveSession(key, {});
    expect(await redis.exists(key)).toBe(0);
    expect(await turn()).toEqual({ threads: [], seq: 0 });
  });
});
