/** The commands as operators use them: processes of their own, on real servers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { processes } from '../../db/schema.ts';
import { migrationsFolder } from '../../src/store/migrations.ts';
import { figure, readExposition } from '../metrics/exposition.ts';
import { onServer, type ServerForTests } from './on-server.ts';
import { killPrograms, type Program, runProgram, startProgram } from './program.ts';

afterAll(killPrograms);

describe('on the embedded database', { timeout: 400_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'danbuoc-start-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('`work` is refused in words, since nobody could work beside it', async () => {
    const ended = await runProgram('work', { DATA_DIR: folder });
    expect(ended.code).toBe(1);
    expect(ended.said).toContain('npm start');
    expect(ended.said).toContain('The embedded database can be opened by one process only.');
    expect(ended.said).not.toContain('    at ');
  });

  it('`serve` does the work too, and what was said is there after a restart', async () => {
    const first = await startProgram('serve', { DATA_DIR: folder, LOG_LEVEL: 'error' });
    expect(JSON.parse((await first.get('/readyz')).text)).toEqual({
      ready: true,
      database: true,
      redis: null,
      worker: true,
    });
    const people = (await first.get('/api/people')).text;
    expect(await first.stop()).toMatchObject({ code: 0, signal: null });
    const second = await startProgram('start', { DATA_DIR: folder, LOG_LEVEL: 'error' });
    expect((await second.get('/api/people')).text).toBe(people);
    expect(await second.stop('SIGINT')).toMatchObject({ code: 0, signal: null });
  });
});

onServer('on PostgreSQL and Redis', (fresh) => {
  let servers: ServerForTests;
  let programs: Program[] = [];
  afterEach(async () => {
    await Promise.all(programs.map((one) => one.stop('SIGKILL')));
    programs = [];
    await servers.close();
  });

  async function start(...commands: string[]): Promise<Program[]> {
    programs = await Promise.all(
      commands.map((command) => startProgram(command, { ...servers.env, LOG_LEVEL: 'info' })),
    );
    return programs;
  }

  it('four processes that start at once on an empty database bring it up to date once', async () => {
    servers = await fresh({ empty: true });
    const [one] = await start('serve', 'serve', 'work', 'work');
    const applied = await servers.db.execute(
      sql`select count(*)::int as applied from drizzle.__drizzle_migrations`,
    );
    const { entries } = (await import(`${migrationsFolder()}/meta/_journal.json`, { with: { type: 'json' } }))
      .default as { entries: unknown[] };
    expect([...(applied as unknown as { applied: number }[])]).toEqual([{ applied: entries.length }]);
    expect(await servers.db.$count(processes)).toBe(4);
    expect(JSON.parse((await (one as Program).get('/readyz')).text)).toEqual({
      ready: true,
      database: true,
      redis: true,
      worker: true,
    });
  });

  it('four that start the demonstration at once lay its sample once', async () => {
    servers = await fresh();
    const demo = { ...servers.env, DEMO: 'on', LOG_LEVEL: 'error' };
    programs = await Promise.all(
      ['serve', 'serve', 'work', 'work'].map((command) => startProgram(command, demo)),
    );
    const provinces = await servers.db.execute(
      sql`select count(*)::int as provinces from organizations where level = 'province'`,
    );
    expect([...(provinces as unknown as { provinces: number }[])]).toEqual([{ provinces: 1 }]);
  });

  it('each role shows its health and its figures; a worker shows no pages', async () => {
    servers = await fresh();
    const [serve, work] = (await start('serve', 'work')) as [Program, Program];
    for (const [role, program] of [
      ['serve', serve],
      ['work', work],
    ] as const) {
      expect((await program.get('/healthz')).status).toBe(200);
      expect((await program.get('/readyz')).status).toBe(200);
      const samples = readExposition((await program.get('/metrics')).text);
      expect(figure(samples, 'danbuoc_turns_total', { outcome: 'done', role })).toBe(0);
      expect(samples.some(({ name }) => name === 'danbuoc_outbox')).toBe(role === 'work');
    }
    expect((await work.get('/api/people')).status).toBe(404);
    expect((await work.get('/telegram')).status).toBe(404);
  });

  it('with the last worker gone people are still served, and it is said', async () => {
    servers = await fresh();
    const [serve, work] = (await start('serve', 'work')) as [Program, Program];
    expect(await work.stop()).toMatchObject({ code: 0 });
    const { status, text } = await serve.get('/readyz');
    expect([status, JSON.parse(text)]).toEqual([
      200,
      { ready: true, database: true, redis: true, worker: false },
    ]);
  });

  it('starts without its Redis, and says so', async () => {
    servers = await fresh();
    // Nobody listens on the first port.
    programs = [await startProgram('serve', { ...servers.env, REDIS_URL: 'redis://127.0.0.1:1/0' })];
    const { status, text } = await (programs[0] as Program).get('/readyz');
    expect([status, JSON.parse(text)]).toEqual([
      503,
      { ready: false, database: true, redis: false, worker: false },
    ]);
    expect((await (programs[0] as Program).get('/healthz')).status).toBe(200);
    expect(await (programs[0] as Program).stop()).toMatchObject({ code: 0 });
  });

  it('outside this machine the figures ask for their token', async () => {
    servers = await fresh();
    const token = 'a-token-for-the-figures';
    programs = [await startProgram('work', { ...servers.env, HOST: '0.0.0.0', METRICS_TOKEN: token })];
    const [work] = programs as [Program];
    expect((await work.get('/metrics')).status).toBe(401);
    expect((await work.get('/metrics', { authorization: `Bearer ${token}` })).status).toBe(200);
    expect((await work.get('/readyz')).status).toBe(200);
  });
});
