/**
 * Which migrations there are, and whether those already carried out are the same. Drizzle itself only looks at the date of
 * the last one: an edited file or one that was merged late would be passed over in silence.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator';
import type { Db } from './database.ts';
import { StoreError } from './errors.ts';

export interface AppliedMigration {
  hash: string;
  /** Milliseconds: the `when` of the journal. */
  at: number;
}

/** `db/migrations` beside the sources, or above them when the program was built into `dist`. */
export function migrationsFolder(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); at !== dirname(at); at = dirname(at)) {
    const folder = join(at, 'db', 'migrations');
    if (existsSync(join(folder, 'meta', '_journal.json'))) return folder;
  }
  throw new Error('db/migrations not found beside the program');
}

/** Refuses a journal that does not strictly ascend and a database whose history is not the beginning of the journal. */
export function checkHistory(files: readonly MigrationMeta[], applied: readonly AppliedMigration[]): void {
  files.forEach((file, index) => {
    const before = files[index - 1];
    if (before && before.folderMillis >= file.folderMillis) {
      throw new StoreError('migration-out-of-order', { migration: index });
    }
  });
  applied.forEach((row, index) => {
    const file = files.find((one) => one.folderMillis === row.at);
    if (!file) throw new StoreError('database-newer', { migration: index });
    if (file.hash !== row.hash) throw new StoreError('migration-edited', { migration: files.indexOf(file) });
    if (files.indexOf(file) !== index) throw new StoreError('migration-out-of-order', { migration: index });
  });
}

/** Brings the schema up to date; `run` is the driver's own migrator. Returns whether anything was new. */
export async function migrate(
  db: Db,
  run: (config: { migrationsFolder: string }) => Promise<void>,
  folder: string = migrationsFolder(),
): Promise<boolean> {
  const files = readMigrationFiles({ migrationsFolder: folder });
  const applied = await appliedMigrations(db);
  checkHistory(files, applied);
  if (applied.length === files.length) return false;
  await run({ migrationsFolder: folder });
  return true;
}

async function appliedMigrations(db: Db): Promise<AppliedMigration[]> {
  const history = sql`drizzle.__drizzle_migrations`;
  const [there] = await db
    .select({ table: sql<string | null>`to_regclass('drizzle.__drizzle_migrations')::text` })
    .from(sql`(values (1)) as one`);
  if (!there?.table) return [];
  return db
    .select({ hash: sql<string>`hash`, at: sql<string>`created_at::text`.mapWith(Number) })
    .from(history)
    .orderBy(sql`created_at, id`);
}
