/** Messages that did not arrive, listed without what they say, sent again or given up. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { outbox } from '../../db/schema.ts';
import type { Db } from '../../src/store/database.ts';
import { enqueueMany } from '../../src/store/outbox.ts';
import { takeDue } from '../../src/store/outbox-claims.ts';
import { discardLetters, listLetters, resendLetters } from '../../src/store/outbox-letters.ts';
import { markAmbiguous, markDead, markSent } from '../../src/store/outbox-marks.ts';
import { emptyDatabase, onEachEngine, type TestDatabase } from '../services/databases.ts';

const at = (time: string) => `2026-05-04T${time}.000Z`;

onEachEngine('letters', (fresh) => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await fresh();
    db = database.db;
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await emptyDatabase(db);
    const keys = ['turn:telegram:7:0', 'digest:3:2026-05-04', 'turn:telegram:8:0', 'other'];
    await enqueueMany(
      db,
      keys.map((dedupKey, n) => ({
        channel: 'telegram',
        chat: `chat-${n}`,
        message: { text: 'Chào đồng chí Lê Thuỳ Linh', choices: [] },
        dedupKey,
        now: at('01:00:00'),
      })),
    );
    await takeDue(db, { now: at('01:00:00'), limit: 10 });
    await markDead(db, 1, 'telegram.500');
    await markAmbiguous(db, 2, 'telegram.timeout');
    await markSent(db, 3, at('01:00:01'));
  });
  const states = async () => (await db.select().from(outbox).orderBy(outbox.id)).map(({ status }) => status);

  test('are listed by number, kind and reason, never by what they say or to whom', async () => {
    const letters = await listLetters(db);
    const common = { channel: 'telegram', since: at('01:00:00'), attempts: 1 };
    expect(letters).toEqual([
      { ...common, id: 1, state: 'dead', kind: 'reply', reason: 'telegram.500' },
      { ...common, id: 2, state: 'ambiguous', kind: 'digest', reason: 'telegram.timeout' },
    ]);
  });

  test('sent again, they wait as if written now', async () => {
    expect(await resendLetters(db, [1, 2, 3, 99], at('09:00:00'))).toEqual([1, 2]);
    const taken = await takeDue(db, { now: at('09:00:00'), limit: 10 });
    expect(taken.filter(({ id }) => id < 3)).toMatchObject([
      { id: 1, attempts: 0, dueAt: at('09:00:00') },
      { id: 2, attempts: 0 },
    ]);
  });

  test('all at once are those that were given up: what may have arrived is named one by one', async () => {
    expect(await resendLetters(db, 'all', at('09:00:00'))).toEqual([1]);
    expect(await states()).toEqual(['waiting', 'ambiguous', 'sent', 'waiting']);
  });

  test('given up, they are gone from the list', async () => {
    expect(await discardLetters(db, [2, 3, 4])).toEqual([2]);
    expect(await states()).toEqual(['dead', 'withdrawn', 'sent', 'waiting']);
    expect((await listLetters(db)).map(({ id }) => id)).toEqual([1]);
  });
});
