/** What every process opens, whatever its role: the rules, the database, Redis where there is one, the clock, the figures. */
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { createMetrics, type Metrics } from '../metrics/metrics.ts';
import { projectRoot } from '../root.ts';
import type { Clock, TravelClock } from '../server/clock.ts';
import { type Database, type Db, type OpeningStage, openDatabase } from '../store/database.ts';
import { openClock, openDemo } from './demo.ts';
import { connectRedis, leaveRedis } from './redis.ts';
import type { Role } from './role.ts';
import { type Rules, readRules } from './rules.ts';
import { storeOf, troubleOf } from './trouble.ts';

export interface Foundation {
  role: Role;
  config: Config;
  log: Logger;
  metrics: Metrics;
  rules: Rules;
  db: Db;
  redis: Redis | null;
  clock: TravelClock;
  /** To the log by its code, and to the figures where a store is to blame. */
  report(error: unknown, what: string): void;
}

export type StartStage = OpeningStage | 'sample';

export interface FoundationOptions {
  role: Role;
  config: Config;
  log: Logger;
  onProgress: (stage: StartStage) => void;
  /** The real time, or one that travels already, shared by several. */
  clock: Clock | TravelClock;
}

export type Closing = () => unknown;

/** `opened` is told how to close each thing, in the order of opening. */
export async function openFoundation(
  { role, config, log, onProgress, clock: real }: FoundationOptions,
  opened: Closing[],
): Promise<Foundation> {
  const roots = [projectRoot, ...(config.localRules ? [config.localRules] : [])];
  const metrics = createMetrics(role);
  const [database, rules] = await bothOrNeither(
    openDatabase({ ...config.database, onProgress }),
    readRules(roots, log),
  );
  opened.push(() => database.close());
  const { db } = database;
  const redis = config.redis ? connectRedis(config.redis.url, { log, metrics }) : null;
  if (redis) opened.push(() => leaveRedis(redis));

  const clock = await openClock(db, config.demo, real);
  if (config.demo) {
    const { catalog, calendar } = rules;
    await openDemo(db, { today: clock.today(), now: clock.now(), catalog, calendar }, () =>
      onProgress('sample'),
    );
  }
  return {
    role,
    config,
    log,
    metrics,
    rules,
    db,
    redis,
    clock,
    report(error, what) {
      const store = storeOf(error);
      if (store) metrics.storeError(store);
      log.error(troubleOf(error), what);
    },
  };
}

/** What was opened is closed again when the other is at fault. */
async function bothOrNeither<D extends Database, T>(
  opening: Promise<D>,
  reading: Promise<T>,
): Promise<[D, T]> {
  const [opened, read] = await Promise.allSettled([opening, reading]);
  if (opened.status === 'rejected') throw opened.reason;
  if (read.status === 'fulfilled') return [opened.value, read.value];
  await opened.value.close();
  throw read.reason;
}
