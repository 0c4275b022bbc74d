/** PostgreSQL reached by its address, through postgres.js, by any number of processes. */
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import * as schema from '../../db/schema.ts';
import type { Database, OpeningStage } from './database.ts';
import { pgError, StoreError } from './errors.ts';
import { endLostTransactions } from './lost-transactions.ts';
import { migrate } from './migrations.ts';
import { withPreparedStatements } from './prepared-statements.ts';
import { guardTransactions } from './transaction-guard.ts';

/** Any number of our own, the same in every release: processes that start together migrate one after the other. */
const migrationLock = 720_260_726;

export interface ServerOptions {
  databaseUrl: string;
  onProgress: (stage: OpeningStage) => void;
  migrationsFolder?: string;
  /** Connections of this process. */
  connections?: number;
}

/** Throws `StoreError` database-unreachable, migration-edited, migration-out-of-order, database-newer. */
export async function openServer(options: ServerOptions): Promise<Database> {
  options.onProgress('connecting');
  await bringUpToDate(options);
  const client = postgres(options.databaseUrl, {
    ...quiet,
    max: options.connections ?? 10,
    connection: {
      application_name: 'danbuoc',
      statement_timeout: 30_000,
      idle_in_transaction_session_timeout: 30_000,
    },
  });
  options.onProgress('ready');
  let closing: Promise<void> | null = null;
  return {
    db: guardTransactions(drizzle(withPreparedStatements(endLostTransactions(client)), { schema }), null),
    engine: 'server',
    close: () => {
      closing ??= client.end({ timeout: 10 });
      return closing;
    },
  };
}

const quiet = { onnotice: () => {} };

/** On a connection of its own: an advisory lock belongs to its session. */
async function bringUpToDate(options: ServerOptions): Promise<void> {
  const client = postgres(options.databaseUrl, {
    ...quiet,
    max: 1,
    connection: { application_name: 'danbuoc-migrate' },
  });
  const db = drizzle(client, { schema });
  try {
    await db.execute(sql`select pg_advisory_lock(${sql.raw(String(migrationLock))})`);
    options.onProgress('migrating');
    await migrate(db, (config) => runMigrations(db, config), options.migrationsFolder);
  } catch (error) {
    throw error instanceof StoreError || (pgError(error) && !isRefusedEntry(error))
      ? error
      : new StoreError('database-unreachable', {}, error);
  } finally {
    // Ends the session and with it the lock.
    await client.end({ timeout: 5 });
  }
}

/** Wrong password, unknown database, server starting or full: SQLSTATE classes 28, 3D, 57P and 53. */
const isRefusedEntry = (error: unknown): boolean => /^(28|3D|57P|53)/.test(pgError(error)?.code ?? '');
