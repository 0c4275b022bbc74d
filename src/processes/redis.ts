/** The connection to Redis that sessions, the pace and the pages of the demonstration share. */
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Metrics } from '../metrics/metrics.ts';
import { codeOf } from './trouble.ts';

/**
 * Connects in the background and comes back by itself: a process starts, and stays, without its Redis. Commands fail
 * within seconds while it is away, so that whoever waits can be told.
 */
export function connectRedis(url: string, { log, metrics }: { log: Logger; metrics: Metrics }): Redis {
  const redis = new Redis(url, {
    connectionName: 'danbuoc',
    maxRetriesPerRequest: 1,
    connectTimeout: 3000,
    commandTimeout: 5000,
    retryStrategy: (attempt) => Math.min(attempt * 100, 1000),
  });
  // Each failed attempt to connect is an event; an outage is one line in the log.
  let away = false;
  redis.on('error', (error) => {
    metrics.storeError('redis');
    if (!away) log.error({ code: codeOf(error) }, 'redis away');
    away = true;
  });
  redis.on('ready', () => {
    if (away) log.info('redis back');
    away = false;
  });
  return redis;
}

/** Says goodbye where somebody listens, else just leaves. */
export async function leaveRedis(redis: Redis): Promise<void> {
  if (redis.status === 'ready') await redis.quit().catch(() => null);
  redis.disconnect();
}
