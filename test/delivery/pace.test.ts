/** Both paces keep the one contract; the shared one also between processes, and each alone when Redis is away. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPace, type Pace, type RateLimit } from '../../src/delivery/pace.ts';
import { createRedisPace } from '../../src/delivery/redis-pace.ts';
import { paceContract } from '../contracts/pace.contract.ts';
import { eventually } from '../fakes/eventually.ts';
import { onOwnRedis, onRedis, type TestRedis } from '../services/redis.ts';

const limit: RateLimit = { perSecond: 25, burst: 0, perChatPerSecond: 1, chatBurst: 3 };

paceContract((limit, clock) => createPace(limit, clock));

onRedis('the pace', (fresh) => {
  let server: TestRedis;
  const processes: Redis[] = [];
  beforeAll(async () => {
    server = await fresh();
    for (let n = 0; n < 2; n += 1) processes.push(new Redis(server.url));
    await Promise.all(processes.map((redis) => redis.ping()));
  });
  afterAll(async () => {
    for (const redis of processes) redis.disconnect();
    await server.close();
  });
  const open = (process: number, limit: RateLimit, clock: (() => number) | null, channel: string): Pace =>
    createRedisPace({
      redis: processes[process] as Redis,
      channel,
      limit,
      ...(clock ? { clock } : {}),
      onTrouble: (error) => {
        throw error;
      },
    });

  paceContract((limit, clock, name) => open(0, limit, clock, name));

  test('two processes share it: together no more than one alone', async () => {
    const paces = [0, 1].map((n) => open(n, limit, () => 5_000, 'shared'));
    const asked = Array.from({ length: 100 }, (_, n) => paces[n % 2]?.reserve(`${n}`, 60_000));
    const waits = (await Promise.all(asked)).map((place) => Math.round(place?.wait ?? -1));
    expect(waits.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n * 40));
    await paces[0]?.hold(60_000);
    expect(await paces[1]?.reserve('z', 500)).toMatchObject({ wait: 60_000, taken: false });
  });

  test('by the clock of Redis, which all share', async () => {
    const pace = open(0, limit, null, 'real');
    expect((await pace.reserve('a', 500)).wait).toBe(0);
    const { wait } = await pace.reserve('b', 500);
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(40);
  });

  test('keeps nothing of chats that have been silent', async () => {
    await open(0, limit, null, 'brief').reserve('a', 500);
    const [redis] = processes;
    expect(await redis?.pttl('danbuoc:pace:brief:a')).toBeGreaterThan(0);
    expect(await redis?.pttl('danbuoc:pace:brief')).toBeGreaterThan(0);
  });
});

onOwnRedis('while Redis is away', (start) => {
  test('each process keeps a third of the pace by itself, and comes back', async () => {
    const server = await start();
    const redis = new Redis(server.url, { maxRetriesPerRequest: 1, retryStrategy: () => 20 });
    redis.on('error', () => {});
    const pace = createRedisPace({ redis, channel: 'telegram', limit, elapsed: () => 0 });
    try {
      await eventually(() => redis.status === 'ready');
      await server.stop();
      await eventually(() => redis.status !== 'ready');
      const waits = [];
      for (let n = 0; n < 3; n += 1) waits.push(Math.round((await pace.reserve(`${n}`, 5000)).wait));
      expect(waits).toEqual([0, 120, 240]);
      await server.start();
      await eventually(() => redis.status === 'ready');
      await pace.reserve('a', 5000);
      expect(await redis.exists('danbuoc:pace:telegram')).toBe(1);
    } finally {
      redis.disconnect();
      await server.close();
    }
  });
});
