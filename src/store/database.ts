/** Opens the database: PostgreSQL by its address, or an embedded one in a folder. The rest of the product sees only `Db`. */
import type { ExtractTablesWithRelations } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type * as schema from '../../db/schema.ts';

export { pgError, StoreError } from './errors.ts';

export type Db = PgDatabase<PgQueryResultHKT, typeof schema, ExtractTablesWithRelations<typeof schema>>;
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];
/** What repositories take. Inside a transaction it is always the `tx`, never the `db` beside it. */
export type Queryable = Db | Tx;

/** `creating`: the very first start in this folder, some seconds; the others are short. */
export type OpeningStage = 'creating' | 'opening' | 'connecting' | 'migrating' | 'ready';

export interface OpenOptions {
  /** PostgreSQL 15 or later. */
  databaseUrl?: string;
  /** Folder of the embedded database, or `memory`. Not looked at when there is a `databaseUrl`. */
  dataDir?: string;
  onProgress?: (stage: OpeningStage) => void;
}

export interface Database {
  db: Db;
  engine: 'embedded' | 'server';
  /** Waits for what runs, then lets go of the folder or the connections. */
  close(): Promise<void>;
}

/** Opens, brings the schema up to date and returns the database. Throws `StoreError` with a code for what it refuses. */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  if (options.databaseUrl !== undefined) {
    const { openServer } = await import('./server-database.ts');
    return openServer({ databaseUrl: options.databaseUrl, onProgress: options.onProgress ?? silent });
  }
  const { openEmbedded } = await import('./embedded-database.ts');
  return openEmbedded({ dataDir: options.dataDir ?? 'memory', onProgress: options.onProgress ?? silent });
}

const silent = (): void => {};
