/** Around one run of the tests: a folder the test files share their services in, and the end of those services. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';
import type { StartedServer } from './postgres.ts';
import { type StartedRedis, stopRedis } from './redis-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    services: { folder: string; owner: number };
  }
}

export default function setup(project: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'danbuoc-test-'));
  project.provide('services', { folder, owner: process.pid });
  return async () => {
    const postgres = started<StartedServer>(folder, 'postgres');
    if (postgres) await stop(postgres, folder);
    const redis = started<StartedRedis>(folder, 'redis');
    if (redis) await stopRedis(redis);
    rmSync(folder, { recursive: true, force: true });
  };
}

/** What the test files wrote of a service they started; null when none of them needed it. */
function started<Server>(folder: string, service: string): Server | null {
  const written = join(folder, `${service}.json`);
  return existsSync(written) ? (JSON.parse(readFileSync(written, 'utf8')) as Server) : null;
}

/** At once: nothing in it is to be kept. The server takes its pid file away as the last thing it does. */
async function stop(server: StartedServer, folder: string): Promise<void> {
  process.kill(-server.group, 'SIGQUIT');
  const pidFile = join(folder, 'postgres', 'postmaster.pid');
  for (let left = 100; left > 0 && existsSync(pidFile); left -= 1) await pause(20);
}
