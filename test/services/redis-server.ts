/** Starts and stops a throw-away Redis server of this machine; runs as any user. */
import { spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';

export interface StartedRedis {
  url: string;
  /** Leader of the server's process group. */
  group: number;
}

/** Path of `redis-server`; null when there is none. */
export function findRedis(): string | null {
  const folders = (process.env.PATH ?? '').split(':').filter((folder) => folder !== '');
  const places = [...folders, '/usr/bin', '/usr/local/bin'].map((folder) => join(folder, 'redis-server'));
  return places.find((place) => existsSync(place)) ?? null;
}

export const redisIsThere = (): boolean => Boolean(process.env.TEST_REDIS_URL) || findRedis() !== null;

/** `owner`: when this process is gone, however it went, the server goes too. */
export async function startRedis(
  folder: string,
  owner: number,
  options: { port?: number; keeps?: boolean } = {},
): Promise<StartedRedis> {
  const binary = findRedis();
  if (!binary) throw new Error('no redis-server on this machine');
  const port = options.port ?? (await freePort());
  const settings = {
    port,
    bind: '127.0.0.1',
    dir: folder,
    databases: 1000,
    save: '',
    appendonly: options.keeps ? 'yes' : 'no',
    appendfsync: 'always',
  };
  const logFile = join(folder, 'redis.log');
  const log = openSync(logFile, 'a');
  const server = spawn(
    'sh',
    [
      '-c',
      'owner=$1; shift; "$@" & server=$!; while kill -0 $owner 2>/dev/null || [ -d /proc/$owner ]; do kill -0 $server 2>/dev/null || exit 1; sleep 1; done; kill -KILL $server',
      'redis-of-the-tests',
      String(owner),
      binary,
      ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    ],
    { cwd: '/', detached: true, stdio: ['ignore', log, log] },
  );
  server.unref();
  if (server.pid === undefined) throw new Error('Redis was not started');
  const url = `redis://127.0.0.1:${port}/0`;
  await untilReady(url, () => readFileSync(logFile, 'utf8'));
  return { url, group: server.pid };
}

/** At once, and waits until nobody answers any more. */
export async function stopRedis({ group, url }: StartedRedis): Promise<void> {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // Gone before.
  }
  for (let left = 200; left > 0 && (await answers(Number(new URL(url).port))); left -= 1) await pause(10);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function untilReady(url: string, log: () => string): Promise<void> {
  const redis = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: 250 });
  redis.on('error', () => {});
  try {
    await redis.ping();
  } catch {
    throw new Error(`Redis did not start: ${log()}`);
  } finally {
    redis.disconnect();
  }
}
