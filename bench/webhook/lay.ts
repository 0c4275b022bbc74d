/** The sample organisation, and chats that speak for its candidates, several for each. Prints how many. */
import { eq } from 'drizzle-orm';
import { laySample } from '../../db/sample/lay-sample.ts';
import { cases, chats } from '../../db/schema.ts';
import { loadCalendar, loadCatalog } from '../../src/catalog/load.ts';
import { projectRoot } from '../../src/root.ts';
import { systemClock } from '../../src/server/clock.ts';
import { openDatabase } from '../../src/store/database.ts';

const [databaseUrl = '', first = '', count = ''] = process.argv.slice(2);
const { db, close } = await openDatabase({ databaseUrl });
const roots = [projectRoot];
await laySample(db, {
  today: systemClock.today(),
  catalog: loadCatalog(roots),
  calendar: loadCalendar(roots),
});
const candidates = await db.select({ personId: cases.personId }).from(cases).where(eq(cases.open, true));
await db.insert(chats).values(
  Array.from({ length: Number(count) }, (_, at) => ({
    personId: candidates[at % candidates.length]?.personId ?? 0,
    channel: 'telegram',
    chat: String(Number(first) + at),
    preferred: at < candidates.length,
    linkedAt: new Date(),
  })),
);
console.log(candidates.length);
await close();
