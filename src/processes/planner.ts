/** The planner of reminders as this process runs it: told to the log and the figures, followed by a look into the outbox. */
import { performance } from 'node:perf_hooks';
import type { Channel } from '../channels/channel.ts';
import type { Queue } from '../delivery/queue.ts';
import { type ReminderContext, replanIfRulesChanged, runReminders } from '../reminders/run.ts';
import type { Foundation } from './foundation.ts';

export interface Planner {
  /** Once at the start: what was planned under other rules is planned anew. */
  followRules(): Promise<void>;
  /** Safe at any time, in any number of processes. Day and hours (0..23, both included) in Asia/Ho_Chi_Minh. */
  plan(today: string, hours: { from: number; to: number }): Promise<void>;
}

/** A day of the demonstration that is lived through at once. */
export const wholeDay = { from: 0, to: 23 };

export function createPlanner(foundation: Foundation, channels: readonly Channel[], queue: Queue): Planner {
  const { db, rules, clock, log, metrics, report } = foundation;
  const { catalog, calendar, words, settings, ladders } = rules;
  const channelTraits = new Map(channels.map(({ name, traits }) => [name, traits]));

  const context = (): ReminderContext => ({
    catalog,
    calendar,
    words,
    settings,
    ladders,
    channelTraits,
    now: clock.now(),
    onTrouble({ caseId, error }) {
      report(error, 'a case could not be planned');
      log.error({ caseId }, 'not planned');
    },
  });

  return {
    async followRules() {
      const touched = await replanIfRulesChanged(db, rules, clock.today());
      if (touched > 0) log.info({ cases: touched }, 'the rules changed');
    },
    async plan(today, hours) {
      const begun = performance.now();
      try {
        const result = await runReminders(db, context(), { today, hours });
        metrics.planned(result, (performance.now() - begun) / 1000);
        if (result.digests > 0 || result.noticed > 0 || result.withoutOwner > 0) {
          log.info({ today, ...result }, 'planned');
        }
      } catch (error) {
        metrics.planFailed();
        throw error;
      }
      queue.wake();
    },
  };
}
