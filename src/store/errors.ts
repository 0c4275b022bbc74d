/** What may be wrong with the store, as stable codes; their sentences are words under `errors.store.<code>`. */
export type StoreErrorCode =
  /** Another live process works in this data folder. */
  | 'data-in-use'
  /** The data folder cannot be written. */
  | 'data-folder-unwritable'
  | 'database-unreachable'
  /** A migration already carried out differs from its file. */
  | 'migration-edited'
  /** A migration is older than one already carried out, or the journal does not ascend. */
  | 'migration-out-of-order'
  /** The database knows migrations that this program does not: it was opened by a newer one. */
  | 'database-newer'
  /** A transaction held the embedded database for too long and was rolled back. */
  | 'transaction-too-long'
  /** Code inside a transaction reached for the database beside it. */
  | 'outside-transaction';

export class StoreError extends Error {
  readonly code: StoreErrorCode;
  /** For the log and the words: a folder, a process id, a migration's name. Nothing personal. */
  readonly details: Record<string, string | number>;
  constructor(code: StoreErrorCode, details: Record<string, string | number> = {}, cause?: unknown) {
    super(`${code}${Object.keys(details).length > 0 ? ` ${JSON.stringify(details)}` : ''}`, { cause });
    this.name = 'StoreError';
    this.code = code;
    this.details = details;
  }
}

/** What PostgreSQL said, whichever driver brought it. `code` is the SQLSTATE. */
export interface PgError {
  code: string;
  constraint: string | null;
  table: string | null;
}

/**
 * The database's own error inside `error`, or null when it is none. Drivers name the constraint differently and drizzle
 * wraps it, hence the walk down the causes.
 */
export function pgError(error: unknown): PgError | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const raw = at as Error & Record<string, unknown>;
    if (typeof raw.code === 'string' && /^[0-9A-Z]{5}$/.test(raw.code)) {
      return {
        code: raw.code,
        constraint: textOf(raw.constraint ?? raw.constraint_name),
        table: textOf(raw.table ?? raw.table_name),
      };
    }
  }
  return null;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
