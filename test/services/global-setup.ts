/** Around one run of the tests: a folder the test files share their services in, and the end of those services. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';
import { postgresIsThere, type StartedServer } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    services: { folder: string; owner: number };
  }
}

export default function setup(project: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'danbuoc-test-'));
  project.provide('services', { folder, owner: process.pid });
  if (!postgresIsThere()) {
    console.warn(
      'PostgreSQL was not found (TEST_DATABASE_URL, or binaries on this machine): suites that need it are skipped.',
    );
  }
  return async () => {
    const started = join(folder, 'postgres.json');
    if (existsSync(started)) await stop(JSON.parse(readFileSync(started, 'utf8')) as StartedServer, folder);
    rmSync(folder, { recursive: true, force: true });
  };
}

/** At once: nothing in it is to be kept. The server takes its pid file away as the last thing it does. */
async function stop(server: StartedServer, folder: string): Promise<void> {
  process.kill(-server.group, 'SIGQUIT');
  const pidFile = join(folder, 'postgres', 'postmaster.pid');
  for (let left = 100; left > 0 && existsSync(pidFile); left -= 1) await pause(20);
}
