/** How delivery stands, and how long messages are kept. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { outbox } from '../../db/schema.ts';
import type { Db } from '../../src/store/database.ts';
import { enqueue } from '../../src/store/outbox.ts';
import { takeDue } from '../../src/store/outbox-claims.ts';
import { outboxState, promptness, sweepOutbox } from '../../src/store/outbox-figures.ts';
import { markAmbiguous, markDead, markRetry, markSent } from '../../src/store/outbox-marks.ts';
import { emptyDatabase, onEachEngine, type TestDatabase } from '../services/databases.ts';

const at = (time: string) => `2026-05-04T${time}.000Z`;

onEachEngine('figures of the outbox', (fresh) => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await fresh();
    db = database.db;
  });
  beforeEach(() => emptyDatabase(db));
  afterAll(() => database.close());

  async function write(chat: string, text: string, notBefore = at('01:00:00'), channel = 'telegram') {
    await enqueue(db, {
      channel,
      chat,
      message: { text, choices: [] },
      dedupKey: text,
      notBefore,
      now: at('01:00:00'),
    });
    const rows = await db.select().from(outbox);
    return rows.find(({ dedupKey }) => dedupKey === text)?.id ?? 0;
  }
  const left = async () =>
    (await db.select().from(outbox).orderBy(outbox.id)).map(({ dedupKey }) => dedupKey);

  test('how much waits and since when, whatever was tried meanwhile', async () => {
    await write('a', 'a1');
    await write('b', 'b1', at('09:00:00'));
    await markDead(db, await write('c', 'c1'), 'too long');
    await markAmbiguous(db, await write('d', 'd1'), 'timeout');
    expect(await outboxState(db, at('00:30:00'))).toMatchObject({ oldestDue: null });
    const [tried] = await takeDue(db, { now: at('01:00:00'), limit: 1 });
    if (tried) await markRetry(db, tried, at('04:00:00'), 'telegram.500');
    expect(await outboxState(db, at('03:00:00'))).toEqual({
      waiting: 2,
      dead: 1,
      ambiguous: 1,
      oldestDue: at('01:00:00'),
    });
  });

  test('promptness: of those sent since, which left within ten seconds of their moment', async () => {
    await markSent(db, await write('a', 'before'), at('01:59:59'));
    await markSent(db, await write('b', 'prompt', at('02:00:00')), at('02:00:10'));
    await markSent(db, await write('c', 'late', at('02:00:00')), at('02:00:11'));
    await write('d', 'waiting', at('02:00:00'));
    expect(await promptness(db, at('02:00:00'))).toEqual({ sent: 2, within10s: 1 });
    expect(await promptness(db, at('05:00:00'))).toEqual({ sent: 0, within10s: 0 });
  });

  test('what was settled long ago is forgotten, but not the last word of a chat, nor what waits', async () => {
    await markSent(db, await write('a', 'a1'), at('01:00:00'));
    await markDead(db, await write('a', 'a2'), 'refused');
    await markSent(db, await write('a', 'a3'), at('01:00:01'));
    await markSent(db, await write('b', 'b1'), at('01:00:00'));
    await write('b', 'b2');
    expect(await sweepOutbox(db, at('00:59:00'))).toBe(0);
    expect(await sweepOutbox(db, at('02:00:00'))).toBe(3);
    expect(await left()).toEqual(['a3', 'b2']);
  });

  test('the pages of the web chat keep what was said', async () => {
    await markSent(db, await write('7', 'w1', at('01:00:00'), 'web'), at('01:00:00'));
    await markSent(db, await write('7', 'w2', at('01:00:00'), 'web'), at('01:00:00'));
    expect(await sweepOutbox(db, at('02:00:00'))).toBe(0);
  });
});
