/**
 * Redis for tests: the one named by TEST_REDIS_URL, else this machine's own `redis-server` on a free port, shared by the run;
 * each suite gets an empty database of it. A suite that stops or wipes a server starts one of its own.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, inject, test } from 'vitest';
import { freePort } from './free-port.ts';
import { once } from './once.ts';
import { findRedis, redisIsThere, type StartedRedis, startRedis, stopRedis } from './redis-server.ts';

export interface TestRedis {
  /** With the number of the database; nothing is in it. */
  url: string;
  /** Empties the database and gives it back. */
  close(): Promise<void>;
}

/** A server that belongs to one suite. Its address stays the same over restarts. */
export interface OwnRedis extends TestRedis {
  /** Killed, as by a power cut; what `keeps` kept is there after `start`. */
  stop(): Promise<void>;
  start(): Promise<void>;
  wipe(): Promise<void>;
}

/**
 * The suite on a real Redis. `fresh` opens an empty database, which the suite closes. Without Redis the suite is skipped and
 * said so, or fails where REQUIRE_SERVICES=1.
 */
export function onRedis(name: string, suite: (fresh: () => Promise<TestRedis>) => void): void {
  only(name, redisIsThere(), () => suite(freshRedis));
}

/** The suite on a server of its own, which it may stop: needs the program `redis-server`. */
export function onOwnRedis(
  name: string,
  suite: (start: (options?: { keeps?: boolean }) => Promise<OwnRedis>) => void,
): void {
  only(name, findRedis() !== null, () => suite(ownRedis));
}

function only(name: string, there: boolean, suite: () => void): void {
  if (there) describe(`${name} (Redis)`, suite);
  else if (process.env.REQUIRE_SERVICES === '1') {
    test(`${name} (Redis)`, () => {
      throw new Error('REQUIRE_SERVICES=1, and there is no Redis');
    });
  } else describe.skip(`${name} (Redis)`, suite);
}

/** An empty database of the shared server. */
export async function freshRedis(): Promise<TestRedis> {
  const shared = await sharedRedis();
  const claims = new Redis(inDatabase(shared, 0));
  try {
    const [, count] = (await claims.config('GET', 'databases').catch(() => ['', '16'])) as string[];
    for (let number = 1; number < Number(count); number += 1) {
      const claim = `danbuoc-test:database:${number}`;
      // A claim outlives a run that was killed, so it ends by itself.
      if ((await claims.set(claim, process.pid, 'EX', 3600, 'NX')) !== 'OK') continue;
      const url = inDatabase(shared, number);
      if (!(await isEmpty(url))) {
        // Never emptied: with TEST_REDIS_URL it may be somebody's.
        await claims.del(claim);
        continue;
      }
      return { url, close: () => giveBack(shared, url, claim) };
    }
  } finally {
    await claims.quit();
  }
  throw new Error('no empty database is left on the Redis of the tests');
}

async function giveBack(shared: string, url: string, claim: string): Promise<void> {
  await withClient(url, (redis) => redis.flushdb());
  await withClient(inDatabase(shared, 0), (redis) => redis.del(claim));
}

const isEmpty = async (url: string): Promise<boolean> =>
  (await withClient(url, (redis) => redis.dbsize())) === 0;

async function withClient<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

async function sharedRedis(): Promise<string> {
  const given = process.env.TEST_REDIS_URL;
  if (given) return given;
  const { folder, owner } = inject('services');
  const written = join(folder, 'redis.json');
  return once('redis', async () => {
    if (!existsSync(written)) writeFileSync(written, JSON.stringify(await startRedis(folder, owner)));
    return (JSON.parse(readFileSync(written, 'utf8')) as StartedRedis).url;
  });
}

/** A server for one suite, on an address of its own. `keeps`: what was written survives `stop`. */
export async function ownRedis(options: { keeps?: boolean } = {}): Promise<OwnRedis> {
  const { folder: shared, owner } = inject('services');
  const folder = mkdtempSync(join(shared, 'redis-'));
  const port = await freePort();
  const start = () => startRedis(folder, owner, { port, ...options });
  let running: StartedRedis | null = await start();
  const { url } = running;
  async function stop(): Promise<void> {
    if (!running) return;
    const stopping = running;
    running = null;
    await stopRedis(stopping);
  }
  return {
    url,
    stop,
    start: async () => {
      running ??= await start();
    },
    wipe: async () => void (await withClient(url, (redis) => redis.flushall())),
    close: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function inDatabase(url: string, number: number): string {
  const other = new URL(url);
  other.pathname = `/${number}`;
  return other.href;
}
