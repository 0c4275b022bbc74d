/**
 * Fresh, migrated databases for tests, cheaply: the embedded one from a dump made once for these migrations, the server's
 * from a template database made once a run.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, openAsBlob, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { describe, inject, test } from 'vitest';
import packages from '../../package.json' with { type: 'json' };
import type { Database, Db } from '../../src/store/database.ts';
import { openEmbedded } from '../../src/store/embedded-database.ts';
import { migrationsFolder } from '../../src/store/migrations.ts';
import { openServer } from '../../src/store/server-database.ts';
import { once } from './once.ts';
import { postgresIsThere, type StartedServer, startPostgres } from './postgres.ts';

export type Engine = Database['engine'];

export interface TestDatabase extends Database {
  /** Of a server database: for a second process or a second pool. */
  url: string | null;
  /** Of an embedded database: all of it as one file; null of a server's. */
  dump(): Promise<Blob | null>;
}

const quiet = (): void => {};

/**
 * The suite once on each engine; `fresh` opens a database of its own, which the suite closes. Without PostgreSQL that half
 * is skipped and said so, or fails where REQUIRE_SERVICES=1.
 */
export function onEachEngine(
  name: string,
  suite: (fresh: () => Promise<TestDatabase>, engine: Engine) => void,
): void {
  describe(`${name} (embedded)`, () => suite(() => freshDatabase('embedded'), 'embedded'));
  if (postgresIsThere()) {
    describe(`${name} (server)`, () => suite(() => freshDatabase('server'), 'server'));
  } else if (process.env.REQUIRE_SERVICES === '1') {
    test(`${name} (server)`, () => {
      throw new Error('REQUIRE_SERVICES=1, and there is no PostgreSQL');
    });
  } else {
    describe.skip(`${name} (server)`, () => suite(() => freshDatabase('server'), 'server'));
  }
}

export function freshDatabase(engine: Engine = 'embedded'): Promise<TestDatabase> {
  return engine === 'embedded' ? freshEmbedded() : freshServer();
}

/** Takes every row out again, and starts ids from 1: quicker than a fresh database for each test. */
export async function emptyDatabase(db: Db): Promise<void> {
  await db.transaction(async (tx) => {
    // Without this the trigger that keeps events refuses.
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(
      sql`truncate organizations, people, roles, chats, invitations, cases, case_events, sessions, seen_updates, outbox, digests, notices, postponements, processes, organization_duties, installation restart identity cascade`,
    );
  });
}

async function freshEmbedded(): Promise<TestDatabase> {
  const image = await openAsBlob(await embeddedTemplate());
  return { ...(await openEmbedded({ dataDir: 'memory', onProgress: quiet, image })), url: null };
}

async function freshServer(): Promise<TestDatabase> {
  const server = await sharedServer();
  const template = await serverTemplate(server.url);
  const name = `danbuoc_test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(server.url, (admin) => admin.unsafe(`create database ${name} template ${template}`));
  const url = inDatabase(server.url, name);
  const database = await openServer({ databaseUrl: url, onProgress: quiet });
  return {
    ...database,
    url,
    dump: () => Promise.resolve(null),
    close: async () => {
      await database.close();
      await asAdmin(server.url, (admin) => admin.unsafe(`drop database if exists ${name} with (force)`));
    },
  };
}

/** Kept from run to run under a name made of what it depends on. */
async function embeddedTemplate(): Promise<string> {
  const cache = join(import.meta.dirname, '../../node_modules/.cache/danbuoc');
  const file = join(cache, `embedded-${migrationsHash()}.tar`);
  if (existsSync(file)) return file;
  return once('embedded-template', async () => {
    if (existsSync(file)) return file;
    const database = await openEmbedded({ dataDir: 'memory', onProgress: quiet });
    const dump = Buffer.from(await (await database.dump()).arrayBuffer());
    await database.close();
    mkdirSync(cache, { recursive: true });
    const half = `${file}.${process.pid}`;
    writeFileSync(half, dump);
    renameSync(half, file);
    return file;
  });
}

async function sharedServer(): Promise<{ url: string }> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given };
  const { folder, owner } = inject('services');
  const written = join(folder, 'postgres.json');
  return once('postgres', async () => {
    if (!existsSync(written)) writeFileSync(written, JSON.stringify(await startPostgres(folder, owner)));
    return JSON.parse(readFileSync(written, 'utf8')) as StartedServer;
  });
}

async function serverTemplate(url: string): Promise<string> {
  const name = `danbuoc_template_${migrationsHash()}`;
  return once('server-template', async () => {
    const there = await asAdmin(url, (admin) => admin`select 1 from pg_database where datname = ${name}`);
    if (there.length > 0) return name;
    // Made under another name first: what carries the template's name is whole.
    const half = `${name}_${process.pid}`;
    await asAdmin(url, (admin) => admin.unsafe(`create database ${half}`));
    await (await openServer({ databaseUrl: inDatabase(url, half), onProgress: quiet })).close();
    await asAdmin(url, (admin) => admin.unsafe(`alter database ${half} rename to ${name}`));
    return name;
  });
}

async function asAdmin<T>(url: string, work: (admin: postgres.Sql) => Promise<T>): Promise<T> {
  const admin = postgres(url, { max: 1, onnotice: quiet });
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function inDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

function migrationsHash(): string {
  const folder = migrationsFolder();
  const journal = readFileSync(join(folder, 'meta/_journal.json'), 'utf8');
  const { entries } = JSON.parse(journal) as { entries: { tag: string }[] };
  const hash = createHash('sha256').update(packages.dependencies['@electric-sql/pglite']).update(journal);
  for (const { tag } of entries) hash.update(readFileSync(join(folder, `${tag}.sql`)));
  return hash.digest('hex').slice(0, 12);
}
