/** Says in the database that this process lives, until it stops. */
import { randomUUID } from 'node:crypto';
import type { Db } from '../store/database.ts';
import { forgetProcess, noteProcess } from '../store/processes.ts';
import type { Role } from './role.ts';

const everyMilliseconds = 10_000;

export interface Heartbeat {
  stop(): Promise<void>;
}

/** The first beat is awaited; a later one that fails is `onTrouble`'s and does not end the next. `also`: done at each beat. */
export async function startHeartbeat(
  { db, role, now, also }: { db: Db; role: Role; now: string; also: () => Promise<void> },
  onTrouble: (error: unknown) => void,
): Promise<Heartbeat> {
  const process = { id: randomUUID(), role, startedAt: now };
  await noteProcess(db, process);
  let beating: Promise<void> = Promise.resolve();
  let idle = true;
  const beat = async (): Promise<void> => {
    idle = false;
    await noteProcess(db, process)
      .then(also)
      .catch(onTrouble)
      .finally(() => {
        idle = true;
      });
  };
  const timer = setInterval(() => {
    // A database that does not answer is not asked twice at once.
    if (idle) beating = beat();
  }, everyMilliseconds);
  return {
    async stop() {
      clearInterval(timer);
      await beating;
      await forgetProcess(db, process.id).catch(onTrouble);
    },
  };
}
