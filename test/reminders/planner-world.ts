/** The sample organisation on a database of either engine, and the reminder job run on it day by day. */
import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { laySample, type Persona } from '../../db/sample/lay-sample.ts';
import { cases, digests, notices, outbox, people } from '../../db/schema.ts';
import { addDays } from '../../src/procedure/dates.ts';
import { loadLadders } from '../../src/reminders/ladder.ts';
import { type ReminderContext, type RunResult, runReminders } from '../../src/reminders/run.ts';
import { loadReminderSettings } from '../../src/reminders/settings.ts';
import { linkChat } from '../../src/store/chats.ts';
import type { Db } from '../../src/store/database.ts';
import { calendar, catalog, roots, today, words } from '../answers/world.ts';
import { emptyDatabase, type TestDatabase } from '../services/databases.ts';

export { calendar, catalog, today, wordless, words } from '../answers/world.ts';

export const settings = loadReminderSettings(roots);
export const ladders = loadLadders(roots);

/** Eight in the morning of a day in Viet Nam. */
export const morningOf = (day: string): string => `${day}T01:00:00Z`;

export const contextOn = (day: string, over: Partial<ReminderContext> = {}): ReminderContext => ({
  catalog,
  calendar,
  words,
  settings,
  ladders,
  channelTraits: new Map(),
  now: morningOf(day),
  ...over,
});

export const run = (db: Db, day: string, hour = 8, over: Partial<ReminderContext> = {}): Promise<RunResult> =>
  runReminders(db, contextOn(day, over), { today: day, hours: { from: hour, to: hour } });

/** From the first day to the last, both included. */
export async function runDays(db: Db, first: string, last: string): Promise<RunResult[]> {
  const results: RunResult[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) results.push(await run(db, day));
  return results;
}

export async function laySampleAnew(database: TestDatabase): Promise<{ personas: Persona[] }> {
  await emptyDatabase(database.db);
  return laySample(database.db, { today, catalog, calendar });
}

/** Everybody, or all but these. */
export async function linkEverybody(db: Db, but: readonly number[] = []): Promise<void> {
  const everybody = await db.select({ id: people.id }).from(people);
  await db.transaction(async (tx) => {
    for (const { id } of everybody)
      if (!but.includes(id))
        await linkChat(tx, { personId: id, channel: 'web', chat: String(id), now: morningOf(today) });
  });
}

export const openCases = (db: Db) => db.select().from(cases).where(eq(cases.open, true));

export const said = (db: Db) =>
  db.select().from(notices).where(isNotNull(notices.saidOn)).orderBy(notices.id);

export const pending = (db: Db) =>
  db.select().from(notices).where(isNull(notices.saidOn)).orderBy(notices.id);

export const messagesTo = (db: Db, personId: number) =>
  db
    .select()
    .from(outbox)
    .where(eq(outbox.chat, String(personId)))
    .orderBy(outbox.id);

export const digestsOn = (db: Db, day: string, kind: 'daily' | 'urgent' = 'daily') =>
  db
    .select()
    .from(digests)
    .where(and(eq(digests.day, day), eq(digests.kind, kind)));
