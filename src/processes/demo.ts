/** The demonstration: the sample organisation, laid once, and the clock that travels. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { laySample } from '../../db/sample/lay-sample.ts';
import { type Clock, openDemoClock, type TravelClock } from '../server/clock.ts';
import type { Db } from '../store/database.ts';
import { getFact, setFact } from '../store/installation.ts';
import { ensureWebChats } from '../store/web-chats.ts';

/** Any number of our own, the same in every release: of processes that start together one lays the sample. */
const sampleLock = 720_260_727;

/**
 * In the demonstration a clock that travels: the days travelled are kept in the database, for all processes and later
 * starts. Elsewhere time passes by itself.
 */
export async function openClock(db: Db, demo: boolean, real: Clock | TravelClock): Promise<TravelClock> {
  if ('travel' in real) return real;
  if (!demo) {
    const travel = (): Promise<never> => Promise.reject(new Error('this clock is the real one'));
    return { ...real, travel, refresh: async () => {} };
  }
  return openDemoClock(
    {
      read: async () => (await getFact(db, 'demo-days-travelled', z.number())) ?? 0,
      write: (days) => setFact(db, 'demo-days-travelled', days),
    },
    real,
  );
}

export async function openDemo(
  db: Db,
  sample: Parameters<typeof laySample>[1] & { now: string },
  onLaying: () => void,
): Promise<void> {
  const laid = (): Promise<string | null> => getFact(db, 'sample-laid', z.string());
  if (!(await laid())) {
    onLaying();
    await db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(${sql.raw(String(sampleLock))})`);
      if (await getFact(tx, 'sample-laid', z.string())) return;
      await laySample(tx, sample);
      await setFact(tx, 'sample-laid', sample.today);
    });
  }
  await ensureWebChats(db, sample.now);
}
