/** Waiting for something to come true, with a watchdog: never for time to pass. */
import { setTimeout as pause } from 'node:timers/promises';

/** `why` is asked for more when it did not happen in time. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  limit: { seconds: number; every?: number; why?: () => string | Promise<string> },
): Promise<void> {
  const end = performance.now() + limit.seconds * 1000;
  while (!(await holds())) {
    if (performance.now() > end) {
      const why = limit.why ? `: ${await limit.why()}` : '';
      throw new Error(`not in ${limit.seconds} s: ${what}${why}`);
    }
    await pause(limit.every ?? 20);
  }
}

/** A promise that must settle in time. */
export async function within<T>(what: string, seconds: number, work: Promise<T>): Promise<T> {
  let watchdog: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    watchdog = setTimeout(() => reject(new Error(`not in ${seconds} s: ${what}`)), seconds * 1000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(watchdog);
  }
}
