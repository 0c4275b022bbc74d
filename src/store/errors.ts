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

/**
 * True when a store was away or in the way (connection lost, server starting or stopping, deadlock, Redis down): nothing is
 * wrong with the work itself, the same may succeed later. Knows the codes of postgres.js, PGlite, ioredis (BullMQ speaks
 * through it) and of `src/sessions/`.
 */
export function isTransient(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code = 'code' in at && typeof at.code === 'string' ? at.code : '';
    if (transientStates.test(code) || transientConnections.test(code)) return true;
    if (transientErrors.has(at.name) || closed.test(at.message)) return true;
    if (at.name === 'ReplyError' && refusedForNow.test(at.message)) return true;
  }
  return false;
}

/** True when the work itself is at fault, by the program or by what it was given: it fails again, however often it is tried. */
export const isHopeless = (error: unknown): boolean =>
  error instanceof TypeError || error instanceof RangeError || /^2[23]/.test(pgError(error)?.code ?? '');

/** True when two transactions were in each other's way: the work may be run again at once. */
export const isClash = (error: unknown): boolean => /^40/.test(pgError(error)?.code ?? '');

/**
 * SQLSTATE: connection, entry refused, clash, resources, the system below, its operator, an idle session cut off, a standby.
 * A statement that took too long (57014) is none: it would again.
 */
const transientStates = /^(?:08|28|40|53|58|3D)[0-9A-Z]{3}$|^57P0[1-5]$|^25P03$|^25006$/;

/** Of postgres.js, of the sockets below, and of our own stores. */
const transientConnections =
  /^(?:CONNECTION_(?:CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT|ECONN\w+|EPIPE|ETIMEDOUT|EHOST\w+|ENET\w+|ENOTFOUND|EAI_AGAIN|database-unreachable|sessions\.[a-z-]+)$/;

const transientErrors = new Set(['MaxRetriesPerRequestError', 'ClusterAllFailedError']);

const closed =
  /^(?:Connection is closed\.?|Command timed out|Stream isn't writeable|PGlite is clos(?:ed|ing))/;

/** What Redis answers while it loads, follows, is full, runs somebody's script, or does not let us in. */
const refusedForNow =
  /^(?:LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|OOM|MISCONF|NOREPLICAS|NOAUTH|WRONGPASS|NOPERM)\b/;

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
