/** What all test files of one run share is made by one of them, while the others wait. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inject } from 'vitest';

/** One test file at a time, of all that run. */
export async function once<T>(what: string, work: () => Promise<T>): Promise<T> {
  const turn = join(inject('services').folder, `${what}.turn`);
  for (;;) {
    try {
      mkdirSync(turn);
      break;
    } catch {
      await pause(25);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(turn, { recursive: true });
  }
}
