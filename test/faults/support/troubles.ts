/** What can be done to the machines while people go on with their work. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from '../../fakes/telegram-wire.ts';
import type { Trouble, Troublemaker } from './live.ts';
import type { Dice } from './size.ts';
import type { Stage } from './stage.ts';

/** A moment at which processes were killed; times of this machine, milliseconds. */
export interface Blow {
  at: number;
  what: string;
}

/**
 * So many blows on each day, one after the other with a random pause between; `blow` resolves when the next may come.
 * `blows` is filled as they fall.
 */
export function blows(
  perDay: readonly number[],
  pauseMilliseconds: readonly [number, number],
  blow: (stage: Stage, luck: Dice, number: number) => Promise<string>,
  fallen: Blow[],
): Troublemaker {
  return (stage, day, luck): Trouble => {
    let left = perDay[day] ?? 0;
    let failed: unknown = null;
    const running = (async () => {
      while (left > 0) {
        await pause(luck.between(...pauseMilliseconds));
        const at = Date.now();
        fallen.push({ at, what: '' });
        const mine = fallen.at(-1);
        const what = await blow(stage, luck, fallen.length);
        if (mine) mine.what = what;
        left -= 1;
      }
    })().catch((error: unknown) => {
      failed = error;
      left = 0;
    });
    return {
      get goesOn() {
        return left > 0;
      },
      async stop() {
        await running;
        if (failed) throw failed;
      },
    };
  };
}

/** Kills a process, any, and has it started again; waits for neither. */
export async function killOne(stage: Stage, luck: Dice): Promise<string> {
  const standing = stage.programs.filter((one) => one.up);
  const victim = luck.pick(standing.length > 0 ? standing : stage.programs);
  await victim.kill();
  // A start that fails is told by whoever waits for all to be up.
  victim.start().catch(() => {});
  return victim.name;
}

/** PostgreSQL ends, in order or at once, is away for a moment, and comes back with what was committed. */
export async function restartPostgres(stage: Stage, luck: Dice): Promise<string> {
  const ending = luck.pick(['fast', 'immediate'] as const);
  await stage.postgres.stop(ending);
  await pause(luck.between(0, 1500));
  await stage.postgres.start();
  return `PostgreSQL restarted (${ending})`;
}

/** Redis is killed, is away for a moment, and comes back with what it kept. */
export async function restartRedis(stage: Stage, luck: Dice): Promise<string> {
  await stage.redis.stop();
  await pause(luck.between(0, 1500));
  await stage.redis.start();
  return 'Redis restarted';
}

/** Redis forgets everything at once: sessions, marks, locks, jobs. */
export async function wipeRedis(stage: Stage): Promise<string> {
  await stage.redis.wipe();
  return 'Redis wiped';
}

/** How many calls the messenger spoils at a time, and whether the message arrives all the same. */
const badDays: { what: string; faults: (luck: Dice) => Fault[] }[] = [
  {
    what: 'too many requests',
    faults: (luck) =>
      Array.from({ length: luck.between(3, 8) }, () => ({
        kind: 'too-many',
        retryAfter: luck.between(1, 3),
      })),
  },
  {
    what: 'server errors',
    faults: (luck) =>
      Array.from({ length: luck.between(1, 4) }, () =>
        luck.pick<Fault>([
          { kind: 'error', status: 500 },
          { kind: 'error', status: 502, description: 'Bad Gateway' },
          { kind: 'page', status: 503 },
        ]),
      ),
  },
  { what: 'cut off before it was done', faults: () => [{ kind: 'cut-before' }] },
  { what: 'cut off half-way through the answer', faults: () => [{ kind: 'cut-after' }] },
  { what: 'answered after everybody gave up', faults: () => [{ kind: 'silence' }] },
];

/** The messenger has a bad moment; what it did is told by kind. */
export async function spoilCalls(stage: Stage, luck: Dice): Promise<string> {
  const { what, faults } = luck.pick(badDays);
  stage.telegram.fault('sendMessage', ...faults(luck));
  return what;
}
