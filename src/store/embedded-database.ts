/** The embedded database: PostgreSQL inside this process, in one folder that one process may use at a time. */
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate as runMigrations } from 'drizzle-orm/pglite/migrator';
import * as schema from '../../db/schema.ts';
import { lockDataFolder } from './data-lock.ts';
import type { Database, OpeningStage } from './database.ts';
import { StoreError } from './errors.ts';
import { migrate } from './migrations.ts';
import { guardTransactions } from './transaction-guard.ts';

/** The default of 128 MB of shared buffers doubles the memory of the whole program and serves nobody at this size. */
const settings = ['shared_buffers=16MB', 'wal_buffers=1MB'];

/** No turn of a chat comes near it; whatever takes longer waits for something it should not wait for. */
const transactionLimitMs = 10_000;

export interface EmbeddedOptions {
  /** `memory` keeps nothing. */
  dataDir: string;
  onProgress: (stage: OpeningStage) => void;
  /** A dump of an embedded database to begin with, instead of an empty one. */
  image?: Blob;
  migrationsFolder?: string;
  transactionLimitMs?: number;
}

export interface EmbeddedDatabase extends Database {
  /** The whole database as one file, to be given as `image`. */
  dump(): Promise<Blob>;
}

/** Throws `StoreError` data-in-use, data-folder-unwritable, migration-edited, migration-out-of-order, database-newer. */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const folder = options.dataDir === 'memory' ? null : resolve(options.dataDir);
  const lock = folder === null ? null : takeFolder(folder);
  try {
    const files = folder === null ? null : join(folder, 'database');
    const isNew = files === null || !existsSync(join(files, 'PG_VERSION'));
    options.onProgress(isNew && !options.image ? 'creating' : 'opening');
    const client = await PGlite.create({
      ...(files === null ? {} : { dataDir: files }),
      ...(options.image ? { loadDataDir: options.image } : {}),
      postgresqlconf: settings,
    });
    try {
      const plain = drizzle(client, { schema });
      options.onProgress('migrating');
      await migrate(plain, (config) => runMigrations(plain, config), options.migrationsFolder);
      options.onProgress('ready');
      let closing: Promise<void> | null = null;
      return {
        db: guardTransactions(plain, options.transactionLimitMs ?? transactionLimitMs),
        engine: 'embedded',
        dump: () => client.dumpDataDir('none'),
        close: () => {
          closing ??= client.close().finally(() => lock?.release());
          return closing;
        },
      };
    } catch (error) {
      await client.close();
      throw error;
    }
  } catch (error) {
    lock?.release();
    throw error;
  }
}

function takeFolder(folder: string) {
  try {
    mkdirSync(folder, { recursive: true });
    return lockDataFolder(folder);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError('data-folder-unwritable', { folder }, error);
  }
}
