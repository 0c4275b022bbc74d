/**
 * The job of reminders: what has come due is planned, and digests are written to the outbox. Sends nothing. Safe to run at
 * any time, again, after days of silence and in several processes at once: everything it writes is written once.
 */
import type { Db } from '../store/database.ts';
import { followChanges, planAnewForUnreachable } from '../store/rules-mark.ts';
import { planBodies } from './run-bodies.ts';
import { type DigestContext, writeDigests } from './run-digests.ts';
import { type Plan, type PlanContext, planDueCases } from './run-plan.ts';

export { replanIfRulesChanged } from './run-rules.ts';

export type ReminderContext = PlanContext & DigestContext;

export interface RunAt {
  /** Day in Asia/Ho_Chi_Minh. */
  today: string;
  /** Hours of that day which the run answers for, both included: a tick {h, h}; a whole day at once {0, 23}. */
  hours: { from: number; to: number };
}

export interface RunResult extends Plan {
  /** Digests written now. */
  digests: number;
}

export async function runReminders(db: Db, ctx: ReminderContext, at: RunAt): Promise<RunResult> {
  await planAnewForUnreachable(db);
  await followChanges(db);
  const cases = await planDueCases(db, ctx, at.today);
  const bodies = await planBodies(db, ctx, at.today);
  const digests = await writeDigests(db, ctx, at);
  return {
    casesLooked: cases.casesLooked,
    examined: cases.examined,
    noticed: cases.noticed + bodies.noticed,
    withoutOwner: cases.withoutOwner + bodies.withoutOwner,
    unreachable: cases.unreachable + bodies.unreachable,
    digests,
  };
}
