import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as schema from '../../db/schema.ts';
import { openEmbedded } from '../../src/store/embedded-database.ts';
import { StoreError } from '../../src/store/errors.ts';
import { checkHistory, migrationsFolder } from '../../src/store/migrations.ts';
import { openServer } from '../../src/store/server-database.ts';
import { onEachEngine, type TestDatabase } from '../services/databases.ts';

interface Journal {
  entries: { idx: number; when: number; tag: string; version: string; breakpoints: boolean }[];
}
const readJournal = (folder: string): Journal =>
  JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8'));

describe('the migrations folder', () => {
  test('says what the schema says: generating again would give nothing new', async () => {
    const { entries } = readJournal(migrationsFolder());
    const last = String(entries.length - 1).padStart(4, '0');
    const written = JSON.parse(readFileSync(join(migrationsFolder(), `meta/${last}_snapshot.json`), 'utf8'));
    const statements = await generateMigration(written, generateDrizzleJson(schema));
    expect(statements).toEqual([]);
  });

  test('has a journal that strictly ascends, numbered without a gap', () => {
    const { entries } = readJournal(migrationsFolder());
    expect(entries.map((entry) => entry.idx)).toEqual(entries.map((_, at) => at));
    const times = entries.map((entry) => entry.when);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  });
});

describe('the history of a database against the files', () => {
  const file = (folderMillis: number, hash: string) => ({ folderMillis, hash, sql: [], bps: true });
  const files = [file(10, 'a'), file(20, 'b'), file(30, 'c')];
  const codeOf = (...args: Parameters<typeof checkHistory>): string => {
    try {
      checkHistory(...args);
      return 'accepted';
    } catch (error) {
      return error instanceof StoreError ? error.code : String(error);
    }
  };

  test.each([
    ['nothing carried out yet', [], 'accepted'],
    [
      'the first two of three',
      [
        { at: 10, hash: 'a' },
        { at: 20, hash: 'b' },
      ],
      'accepted',
    ],
    [
      'all of them',
      [
        { at: 10, hash: 'a' },
        { at: 20, hash: 'b' },
        { at: 30, hash: 'c' },
      ],
      'accepted',
    ],
    [
      'one whose file was edited afterwards',
      [
        { at: 10, hash: 'a' },
        { at: 20, hash: 'x' },
      ],
      'migration-edited',
    ],
    [
      'one that no file has',
      [
        { at: 10, hash: 'a' },
        { at: 25, hash: 'n' },
      ],
      'database-newer',
    ],
    [
      'a later one while an earlier one was merged late',
      [
        { at: 10, hash: 'a' },
        { at: 30, hash: 'c' },
      ],
      'migration-out-of-order',
    ],
  ])('%s', (_, applied, expected) => {
    expect(codeOf(files, applied)).toBe(expected);
  });

  test('a journal with an older file after a newer one is refused before anything runs', () => {
    expect(codeOf([file(20, 'b'), file(10, 'a')], [])).toBe('migration-out-of-order');
    expect(codeOf([file(20, 'b'), file(20, 'a')], [])).toBe('migration-out-of-order');
  });
});

onEachEngine('opening a database', (fresh, engine) => {
  let database: TestDatabase;
  let image: Blob | null = null;
  const folders: string[] = [];
  beforeAll(async () => {
    database = await fresh();
    image = await database.dump();
  });
  afterAll(async () => {
    await database.close();
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  /** Opens the same database as a program with other migration files would. */
  const openWith = async (change: (folder: string) => void) => {
    const folder = mkdtempSync(join(tmpdir(), 'migrations-'));
    folders.push(folder);
    cpSync(migrationsFolder(), folder, { recursive: true });
    change(folder);
    const shared = { onProgress: () => {}, migrationsFolder: folder };
    const opened =
      database.url === null
        ? await openEmbedded({ ...shared, dataDir: 'memory', ...(image ? { image } : {}) })
        : await openServer({ ...shared, databaseUrl: database.url });
    try {
      const rows = await opened.db
        .select({ n: sql<string>`count(*)::text` })
        .from(sql`drizzle.__drizzle_migrations`);
      return rows[0]?.n;
    } finally {
      await opened.close();
    }
  };
  const addMigration = (folder: string, when: (entries: Journal['entries']) => number, statement: string) => {
    const journal = readJournal(folder);
    const idx = journal.entries.length;
    journal.entries.push({ idx, version: '7', when: when(journal.entries), tag: 'later', breakpoints: true });
    journal.entries.sort((a, b) => a.when - b.when);
    writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify(journal));
    writeFileSync(join(folder, 'later.sql'), statement);
  };

  test('refuses when a migration already carried out was edited', async () => {
    await expect(
      openWith((folder) => {
        const file = join(folder, `${readJournal(folder).entries[0]?.tag}.sql`);
        writeFileSync(file, `${readFileSync(file, 'utf8')}\n-- a small improvement\n`);
      }),
    ).rejects.toMatchObject({ code: 'migration-edited' });
  });

  test('refuses when a migration older than the last was merged late', async () => {
    await expect(
      openWith((folder) => addMigration(folder, (entries) => (entries[0]?.when ?? 0) + 1, 'select 1')),
    ).rejects.toMatchObject({ code: 'migration-out-of-order' });
  });

  test('leaves the database as it was when a new migration fails half way', async () => {
    await expect(
      openWith((folder) =>
        addMigration(
          folder,
          (entries) => (entries.at(-1)?.when ?? 0) + 1,
          'create table half (id int);\n--> statement-breakpoint\nselect 1/0',
        ),
      ),
    ).rejects.toThrow();
    const count = await openWith(() => {});
    expect(count).toBe(String(readJournal(migrationsFolder()).entries.length));
  });

  if (engine === 'server')
    test('four processes that start at once migrate one after the other', async () => {
      const other = await fresh();
      const { db, url } = other;
      await db.execute(sql`drop schema public cascade`);
      await db.execute(sql`drop schema drizzle cascade`);
      await db.execute(sql`create schema public`);
      const opened = await Promise.all(
        Array.from({ length: 4 }, () => openServer({ databaseUrl: url ?? '', onProgress: () => {} })),
      );
      const rows = await db
        .select({ n: sql<string>`count(*)::text` })
        .from(sql`drizzle.__drizzle_migrations`);
      await Promise.all(opened.map((one) => one.close()));
      await other.close();
      expect(rows[0]?.n).toBe(String(readJournal(migrationsFolder()).entries.length));
    });

  test('carries out what is new, and a program that does not know it is refused afterwards', async () => {
    const count = await openWith((folder) =>
      addMigration(folder, (entries) => (entries.at(-1)?.when ?? 0) + 1, 'create table later (id int)'),
    );
    expect(count).toBe(String(readJournal(migrationsFolder()).entries.length + 1));
    // The embedded database of this test lives in memory: only the server has kept it.
    if (engine === 'server')
      await expect(openWith(() => {})).rejects.toMatchObject({ code: 'database-newer' });
  });
});

test('an address where no database answers is refused with a code, not a stack of the driver', async () => {
  await expect(
    openServer({ databaseUrl: 'postgresql://nobody@127.0.0.1:1/none', onProgress: () => {} }),
  ).rejects.toMatchObject({ code: 'database-unreachable' });
});
