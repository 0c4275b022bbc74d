/** Running processes of the product, as each says of itself. Time is the database's own: hosts may disagree about it. */
import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import { processes, type processRoles } from '../../db/schema.ts';
import type { Queryable } from './database.ts';

export type ProcessRole = (typeof processRoles)[number];

/** Says that this process lives. `startedAt`: ISO instant. */
export async function noteProcess(
  q: Queryable,
  process: { id: string; role: ProcessRole; startedAt: string },
): Promise<void> {
  const { id, role, startedAt } = process;
  await q
    .insert(processes)
    .values({ id, role, startedAt: new Date(startedAt), seenAt: sql`now()` })
    .onConflictDoUpdate({ target: processes.id, set: { seenAt: sql`now()` } });
}

/** It ended in good order. */
export async function forgetProcess(q: Queryable, id: string): Promise<void> {
  await q.delete(processes).where(eq(processes.id, id));
}

/** Whether a process that works (plans, delivers) said so within the last `seconds`. */
export async function workerSeen(q: Queryable, seconds: number): Promise<boolean> {
  const [one] = await q
    .select({ id: processes.id })
    .from(processes)
    .where(
      and(
        inArray(processes.role, ['all', 'work']),
        sql`${processes.seenAt} > now() - make_interval(secs => ${seconds})`,
      ),
    )
    .limit(1);
  return one !== undefined;
}

/** Forgets processes that were killed: not heard of for so many hours. Returns how many. */
export async function sweepProcesses(q: Queryable, hours: number): Promise<number> {
  const gone = await q
    .delete(processes)
    .where(lt(processes.seenAt, sql`now() - make_interval(hours => ${hours})`))
    .returning({ id: processes.id });
  return gone.length;
}
