/** Starts `serve` and `work` of a built copy on a PostgreSQL and a Redis of their own, asks both how they are, stops both. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startPostgres } from '../test/services/postgres.ts';
import { startRedis, stopRedis } from '../test/services/redis-server.ts';

const app = resolve(process.argv[2] ?? '.');
const folder = mkdtempSync(join(tmpdir(), 'danbuoc-roles-'));
const postgres = await startPostgres(folder, process.pid);
const redis = await startRedis(folder, process.pid);
const children: ChildProcess[] = [];
try {
  const running = await Promise.all([start('serve'), start('work')]);
  for (const { role, address } of running) {
    const readyz = await fetch(`${address}/readyz`);
    const readiness = await readyz.text();
    const figures = await (await fetch(`${address}/metrics`)).text();
    const memory = Number(/^process_resident_memory_bytes\{.*\} (\d+)$/m.exec(figures)?.[1]);
    console.log(`production ${role}: ${readyz.status} ${readiness}, ${Math.round(memory / 2 ** 20)} MB`);
    assert.equal(readyz.status, 200);
    assert.deepEqual(JSON.parse(readiness), { ready: true, database: true, redis: true, worker: true });
    assert.match(figures, new RegExp(`^danbuoc_turns_total\\{.*role="${role}".*\\} 0$`, 'm'));
  }
  for (const { role, child } of running) {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    assert.equal(await ended, 0, `${role} did not stop in good order`);
  }
} finally {
  for (const child of children) child.kill('SIGKILL');
  process.kill(-postgres.group, 'SIGQUIT');
  await stopRedis(redis);
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

async function start(role: string): Promise<{ role: string; address: string; child: ChildProcess }> {
  const child = spawn(process.execPath, ['bin/danbuoc.js', role], {
    cwd: app,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, PORT: '0', DATABASE_URL: postgres.url, REDIS_URL: redis.url },
  });
  children.push(child);
  const address = await new Promise<string>((found, failed) => {
    let said = '';
    const hear = (text: Buffer): void => {
      said += text;
      const url = /http:\/\/[\d.:]+/.exec(said)?.[0];
      if (url) found(url);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => failed(new Error(`${role} ended with ${code}:\n${said}`)));
    setTimeout(() => failed(new Error(`${role}: no address after 60 s:\n${said}`)), 60_000).unref();
  });
  return { role, address, child };
}
