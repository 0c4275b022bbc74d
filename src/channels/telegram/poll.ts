/**
 * Long polling that loses nothing: an update is confirmed (by asking for the next one) only after it was handled, so a
 * crash in between brings it again. One at a time, in order.
 */
import type { Timer } from '../../server/timer.ts';

export interface PollSource {
  /** Updates from `offset` on; waits for one on the messenger's side. */
  fetch(offset: number, signal: AbortSignal): Promise<{ update_id: number }[]>;
  /** Tells the messenger that everything below `offset` was handled. */
  confirm(offset: number): Promise<void>;
}

export interface PollOptions {
  source: PollSource;
  handle(update: unknown): Promise<void>;
  timer: Timer;
  signal: AbortSignal;
  /** How long to wait after a failed call; null: give up. */
  pauseAfter(error: unknown): number | null;
  onTrouble(error: unknown): void;
}

/** Tries at one update before it is passed over: the whole queue waits behind it, about two minutes in all. */
const handleTries = 8;
const firstPause = 500;
const longestPause = 30_000;

/** Runs until the signal is aborted or `pauseAfter` gives up. */
export async function poll({
  source,
  handle,
  timer,
  signal,
  pauseAfter,
  onTrouble,
}: PollOptions): Promise<void> {
  let next = 0;
  let confirmed = 0;
  while (!signal.aborted) {
    let updates: { update_id: number }[];
    try {
      updates = await source.fetch(next, signal);
      confirmed = next;
    } catch (error) {
      if (signal.aborted) break;
      onTrouble(error);
      const pause = pauseAfter(error);
      if (pause === null) return;
      await timer.wait(pause, signal);
      continue;
    }
    for (const update of updates) {
      if (signal.aborted || !(await handled(update))) break;
      next = update.update_id + 1;
    }
  }
  // Without this the last updates would come again after a restart: harmless, but a needless second handling.
  if (next > confirmed) await source.confirm(next).catch(onTrouble);

  async function handled(update: unknown): Promise<boolean> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await handle(update);
        return true;
      } catch (error) {
        onTrouble(error);
        if (attempt === handleTries) return true;
        await timer.wait(Math.min(firstPause * 2 ** (attempt - 1), longestPause), signal);
        if (signal.aborted) return false;
      }
    }
  }
}
