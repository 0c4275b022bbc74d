/** A database and a Redis of their own for one test, as the settings of a process name them. */
import { sql } from 'drizzle-orm';
import { describe, test } from 'vitest';
import type { Db } from '../../src/store/database.ts';
import { freshDatabase } from '../services/databases.ts';
import { postgresIsThere } from '../services/postgres.ts';
import { freshRedis } from '../services/redis.ts';
import { redisIsThere } from '../services/redis-server.ts';

export interface ServerForTests {
  db: Db;
  env: { DATABASE_URL: string; REDIS_URL: string };
  close(): Promise<void>;
}

/** Several programs start and stop in one test, on a machine that may be busy. */
const startingMilliseconds = 400_000;

type Fresh = (options?: { empty?: boolean }) => Promise<ServerForTests>;

/** Without the servers the suite is skipped and said so, or fails where REQUIRE_SERVICES=1. */
export function onServer(name: string, suite: (fresh: Fresh) => void): void {
  if (postgresIsThere() && redisIsThere())
    describe(name, { timeout: startingMilliseconds }, () => suite(freshServers));
  else if (process.env.REQUIRE_SERVICES === '1') {
    test(name, () => {
      throw new Error('REQUIRE_SERVICES=1, and PostgreSQL or Redis is not there');
    });
  } else describe.skip(`${name} (server, Redis)`, () => suite(freshServers));
}

/** `empty`: a database in which no program has been yet. */
export async function freshServers({ empty = false } = {}): Promise<ServerForTests> {
  const database = await freshDatabase('server');
  const redis = await freshRedis();
  if (empty) await database.db.execute(sql`drop schema public, drizzle cascade; create schema public`);
  return {
    db: database.db,
    env: { DATABASE_URL: database.url ?? '', REDIS_URL: redis.url },
    async close() {
      await database.close();
      await redis.close();
    },
  };
}
