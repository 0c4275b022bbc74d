/** Timers for tests: nothing waits for real. */
import type { Timer } from '../../src/server/timer.ts';

export interface FakeTimer extends Timer {
  /** Every wait asked for, in milliseconds. */
  readonly waits: number[];
}

/** Every wait is over at once, and its time has passed. */
export function hastyTimer(): FakeTimer {
  let now = 0;
  const waits: number[] = [];
  return {
    waits,
    elapsed: () => now,
    wait: (ms, signal) => {
      waits.push(ms);
      if (!signal.aborted) now += ms;
      return new Promise((resolve) => setImmediate(resolve));
    },
  };
}

export interface ManualTimer extends FakeTimer {
  /** Lets time pass: the waits that end within it are over, in their order. */
  advance(ms: number): void;
  readonly waiting: number;
}

/** Time passes only by `advance`; an aborted wait is over at once. */
export function manualTimer(): ManualTimer {
  let now = 0;
  const waits: number[] = [];
  const pending = new Set<{ at: number; done: () => void }>();
  return {
    waits,
    get waiting() {
      return pending.size;
    },
    elapsed: () => now,
    wait: (ms, signal) =>
      new Promise((resolve) => {
        waits.push(ms);
        if (signal.aborted) return resolve();
        const entry = {
          at: now + ms,
          done: () => {
            pending.delete(entry);
            signal.removeEventListener('abort', entry.done);
            resolve();
          },
        };
        pending.add(entry);
        signal.addEventListener('abort', entry.done);
      }),
    advance(ms) {
      now += ms;
      for (const entry of [...pending].sort((a, b) => a.at - b.at)) if (entry.at <= now) entry.done();
    },
  };
}
