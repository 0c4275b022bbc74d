/** A backup is worth what its restoring is worth: as `docs/operations.md` says it is done, step by step. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { is, sql } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { afterAll, describe, expect, it } from 'vitest';
import * as schema from '../../db/schema.ts';
import type { Db } from '../../src/store/database.ts';
import { findBinaries } from '../services/postgres.ts';
import { freshServers, onServer } from './on-server.ts';
import { killPrograms, type Program, startProgram } from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'danbuoc-backup-'));
afterAll(() => {
  killPrograms();
  rmSync(folder, { recursive: true, force: true });
});

const tables = Object.entries(schema).flatMap(([name, table]): [string, PgTable][] =>
  is(table, PgTable) && name !== 'processes' ? [[name, table]] : [],
);

/** How many rows are in each table; running processes are nobody's facts. */
async function counts(db: Db): Promise<Record<string, number>> {
  const counted: Record<string, number> = {};
  for (const [name, table] of tables) counted[name] = await db.$count(table);
  return counted;
}

/** Somebody was told something, and a day has gone by. */
async function liveADay(program: Program): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const travelled = await fetch(`${program.address}/api/time`, {
    method: 'POST',
    headers,
    body: '{"days":1}',
  });
  expect(travelled.status).toBe(200);
}

onServer('a dump of PostgreSQL', () => {
  it('taken while the product runs, restored elsewhere, is the same product', async () => {
    const servers = await freshServers();
    const elsewhere = await freshServers({ empty: true });
    const settings = { DEMO: 'on', LOG_LEVEL: 'error' };
    const program = await startProgram('start', { ...servers.env, ...settings });
    await liveADay(program);
    const file = join(folder, 'danbuoc.dump');
    pg('pg_dump', '--format=custom', '--no-owner', `--file=${file}`, servers.env.DATABASE_URL);
    await program.stop();

    pg('pg_restore', '--no-owner', '--exit-on-error', `--dbname=${elsewhere.env.DATABASE_URL}`, file);
    const expected = await counts(servers.db);
    expect(expected.cases).toBeGreaterThan(40);
    expect(expected.notices).toBeGreaterThan(0);
    expect(await counts(elsewhere.db)).toEqual(expected);
    const restored = await startProgram('start', { ...elsewhere.env, ...settings });
    expect(JSON.parse((await restored.get('/readyz')).text)).toMatchObject({ ready: true, database: true });
    expect(await counts(elsewhere.db)).toEqual(expected);
    // What may not be changed may not be changed there either.
    await expect(elsewhere.db.execute(sql`delete from case_events`)).rejects.toThrow();
    await restored.stop();
    await servers.close();
    await elsewhere.close();
  });
});

describe('a copy of the embedded database', { timeout: 400_000 }, () => {
  it('taken while the product is stopped is the same product', async () => {
    const [original, copy] = [join(folder, 'data'), join(folder, 'copy')];
    const program = await startProgram('start', { DATA_DIR: original, LOG_LEVEL: 'error' });
    await liveADay(program);
    const people = (await program.get('/api/people')).text;
    await program.stop();
    cpSync(original, copy, { recursive: true });
    const restored = await startProgram('start', { DATA_DIR: copy, LOG_LEVEL: 'error' });
    expect((await restored.get('/readyz')).status).toBe(200);
    expect((await restored.get('/api/people')).text).toBe(people);
    await restored.stop();
  });
});

function pg(program: string, ...args: string[]): void {
  const beside = join(findBinaries() ?? '', program);
  execFileSync(existsSync(beside) ? beside : program, args, { stdio: 'pipe' });
}
