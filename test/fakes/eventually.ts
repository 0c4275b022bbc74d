/** Waits for what happens by itself: looked at again and again, given up when it takes too long. */
import { setTimeout as pause } from 'node:timers/promises';

const watchdogMilliseconds = 20_000;

export async function eventually(
  condition: () => boolean | Promise<boolean>,
  what = 'the awaited condition',
): Promise<void> {
  const begun = performance.now();
  while (!(await condition())) {
    if (performance.now() - begun > watchdogMilliseconds) throw new Error(`${what} did not come about`);
    await pause(5);
  }
}
