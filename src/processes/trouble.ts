/** What the log is told of an error: a stable code and our own lines, never its message, which may carry what was typed. */
import { DrizzleQueryError } from 'drizzle-orm';
import { SessionsError } from '../sessions/errors.ts';
import { pgError, StoreError } from '../store/errors.ts';

/** "ECONNREFUSED", "40P01", "TypeError". */
export function codeOf(error: unknown): string {
  const inDatabase = pgError(error)?.code;
  if (inDatabase !== undefined) return inDatabase;
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return error instanceof Error ? error.name : 'unknown';
}

/** Where in our own code it happened: the frames of the stack, without its message. */
export function placeOf(error: unknown): string[] {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  return frames.flatMap((frame) => /((?:src|db)\/[\w/.-]+:\d+)/.exec(frame)?.[1] ?? []).slice(0, 3);
}

export const troubleOf = (error: unknown): { code: string; at: string[] } => ({
  code: codeOf(error),
  at: placeOf(error),
});

/** Which store let us down, if one did. */
export function storeOf(error: unknown): 'database' | 'redis' | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof SessionsError) return 'redis';
    if (/^(MaxRetriesPerRequestError|ReplyError|AbortError)$/.test(at.name)) return 'redis';
    if (at.message === 'Connection is closed.' || at.message === 'Command timed out') return 'redis';
    if (at instanceof DrizzleQueryError || at instanceof StoreError || pgError(at) !== null)
      return 'database';
    if ('code' in at && typeof at.code === 'string' && /^CONNECT/.test(at.code)) return 'database';
  }
  return null;
}
