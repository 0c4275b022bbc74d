/**
 * The lock of one chat while its turn runs: a key that ends by itself and is renewed as long as we live, so the lock of a
 * dead process is free a few seconds later.
 */
import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { SessionsError } from './errors.ts';
import type { ChatKeys } from './keys.ts';
import type { TurnScripts } from './scripts.ts';

export interface LockTimes {
  /** How long the lock of a process that died stands in the way. Renewed at a third of it. */
  lockMilliseconds: number;
  /** How long to wait for another process before giving up. */
  waitMilliseconds: number;
  seenSeconds: number;
}

export interface ChatLock {
  readonly token: string;
  /** True when work on this very update began before and was not finished, as far as Redis knows. */
  readonly begunBefore: boolean;
  /** The session as stored; null when there is none. */
  readonly stored: string | null;
  /** Throws `sessions.lock-lost` when the lock may be another's by now. Asks nobody. */
  check(): void;
  /** Ends the renewing. */
  leave(): void;
}

/** A token is random by the process, not by the turn: cheaper, and as unlike any other. */
const thisProcess = randomBytes(12).toString('base64url');
let turns = 0;

/** Pauses between attempts, while another process has the chat. */
const firstPause = 8;
const longestPause = 100;

/** Null when the update was handled before. Throws `sessions.busy`. */
export async function lockChat(
  scripts: TurnScripts,
  keys: ChatKeys,
  { lockMilliseconds, waitMilliseconds, seenSeconds }: LockTimes,
): Promise<ChatLock | null> {
  turns += 1;
  const token = `${thisProcess}:${turns}`;
  const patience = performance.now() + waitMilliseconds;
  for (let wait = firstPause; ; wait = Math.min(wait * 1.5, longestPause)) {
    const asked = performance.now();
    const begun = await scripts.begin(keys, token, lockMilliseconds, seenSeconds);
    if (begun.kind === 'done') return null;
    if (begun.kind === 'taken') {
      return {
        token,
        begunBefore: begun.mark !== null,
        stored: begun.session,
        ...renewed(scripts, keys, token, asked, lockMilliseconds),
      };
    }
    if (performance.now() > patience) throw new SessionsError('sessions.busy');
    // Spread, so that two that wait do not ask in step.
    await pause(wait * (0.5 + Math.random()));
  }
}

function renewed(
  scripts: TurnScripts,
  keys: ChatKeys,
  token: string,
  takenAt: number,
  lockMilliseconds: number,
): Pick<ChatLock, 'check' | 'leave'> {
  // By our own clock, counted from when we asked: never longer than Redis counts.
  let validUntil = takenAt + lockMilliseconds;
  const renewing = setInterval(() => {
    const asked = performance.now();
    scripts.renew(keys, token, lockMilliseconds).then(
      (ours) => {
        validUntil = ours ? asked + lockMilliseconds : 0;
      },
      // Redis is away: the lock counts for as long as it was given.
      () => {},
    );
  }, lockMilliseconds / 3);
  renewing.unref();
  return {
    check() {
      if (performance.now() >= validUntil) throw new SessionsError('sessions.lock-lost');
    },
    leave: () => clearInterval(renewing),
  };
}
