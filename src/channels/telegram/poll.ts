/**
 * Long polling that loses nothing: an update is confirmed (by asking for the next one) only after it was handled, so a
 * crash in between brings it again. One at a time, in order; one whose handling fails is tried until it succeeds, since
 * handling fails only while a store is away, and then everybody waits.
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

/** Between tries at one update; the longest is how late we may be when the store is back. */
const firstPause = 500;
const longestPause = 10_000;

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
    for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
      try {
        await handle(update);
        return true;
      } catch (error) {
        onTrouble(error);
        await timer.wait(pause, signal);
        if (signal.aborted) return false;
      }
    }
  }
}
