/** The part that works by the clock: planning every ten minutes, sweeping every hour. Any number of processes may do it. */
import { setTimeout as pause } from 'node:timers/promises';
import { Cron } from 'croner';
import { zone } from '../server/clock.ts';
import { sweepOutbox } from '../store/outbox.ts';
import { sweepProcesses } from '../store/processes.ts';
import { sweepSeen, sweepSessions } from '../store/sessions.ts';
import type { Foundation } from './foundation.ts';
import type { Planner } from './planner.ts';

/** Redelivery windows of the messengers are at most a day; a week is safe. */
const seenDays = 7;
/** A conversation nobody came back to, and what the last recording turn of a chat left. */
const sessionDays = 90;
/** Messages hold names: what is settled is forgotten after so many days. */
const outboxDays = 30;
/** A process not heard of for so long was killed. */
const processHours = 24;

const longestWaitMilliseconds = 5000;

/** A database that was away for a moment does not cost ten minutes. */
const againMilliseconds = 15_000;

export interface Working {
  /** Waits for a run under way, but not for long: each of its batches is whole, and the next run goes on there. */
  stop(): Promise<void>;
}

/** With `atOnce` the first run does not wait for its time: what a process that was away would have said is said now. */
export function startWorking(
  foundation: Foundation,
  planner: Planner,
  { atOnce }: { atOnce: boolean },
): Working {
  const { db, clock, report } = foundation;
  const underWay = new Set<Promise<void>>();

  const retries = new Set<NodeJS.Timeout>();
  let stopped = false;

  /** `again`: what failed is tried again before its next time. */
  function job(what: string, work: () => Promise<void>, { again = false } = {}): () => Promise<void> {
    let retry: NodeJS.Timeout | null = null;
    function fail(error: unknown): void {
      report(error, what);
      if (!again || stopped || retry) return;
      retry = setTimeout(() => {
        if (retry) retries.delete(retry);
        retry = null;
        void run();
      }, againMilliseconds);
      retries.add(retry);
    }
    function run(): Promise<void> {
      const running = work()
        .catch(fail)
        .finally(() => underWay.delete(running));
      underWay.add(running);
      return running;
    }
    return run;
  }

  async function plan(): Promise<void> {
    const hour = hourOf(clock.now());
    await planner.plan(clock.today(), { from: hour, to: hour });
  }
  const planNow = job('planning failed', plan, { again: true });
  const begin = job(
    'planning failed',
    async () => {
      await planner.followRules();
      if (atOnce) await plan();
    },
    { again: true },
  );
  const sweepNow = job('sweeping failed', async () => {
    await sweepSeen(db, daysBefore(clock.now(), seenDays));
    await sweepSessions(db, daysBefore(clock.now(), sessionDays));
    await sweepOutbox(db, daysBefore(clock.now(), outboxDays));
    await sweepProcesses(db, processHours);
  });

  const ticks = [
    new Cron('*/10 * * * *', { timezone: zone, protect: true }, planNow),
    new Cron('7 * * * *', { timezone: zone, protect: true }, sweepNow),
  ];
  void begin();
  return {
    async stop() {
      stopped = true;
      for (const tick of ticks) tick.stop();
      for (const retry of retries) clearTimeout(retry);
      await Promise.race([Promise.all(underWay), pause(longestWaitMilliseconds, null, { ref: false })]);
    },
  };
}

const hourOf = (instant: string): number =>
  Number(
    new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone: zone }).format(
      new Date(instant),
    ),
  );

const daysBefore = (instant: string, days: number): string =>
  new Date(Date.parse(instant) - days * 24 * 3600 * 1000).toISOString();
