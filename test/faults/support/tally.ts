/** What a suite verified, in numbers; printed at the end of the run. */
import { test } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    tally?: Record<string, number>;
  }
}

export interface Tally {
  add(what: string, count?: number): void;
  of(what: string): number;
}

/** `counted` is a test of its own at the end of a suite: it hands the numbers to the report, and fails when there are none. */
export function tally(): Tally & { counted(): void } {
  const counts = new Map<string, number>();
  const add = (what: string, count = 1): void => void counts.set(what, (counts.get(what) ?? 0) + count);
  return {
    add,
    of: (what) => counts.get(what) ?? 0,
    counted() {
      test('what was verified is counted', ({ task, expect }) => {
        task.meta.tally = Object.fromEntries(counts);
        expect([...counts.values()].some((count) => count > 0)).toBe(true);
      });
    },
  };
}
