import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { installation } from '../../db/schema.ts';
import type { Db } from '../../src/store/database.ts';
import { openEmbedded } from '../../src/store/embedded-database.ts';
import { getFact, setFact } from '../../src/store/installation.ts';
import { freshDatabase, onEachEngine, type TestDatabase } from '../services/databases.ts';

onEachEngine('inside a transaction', (fresh) => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await fresh();
    db = database.db;
  });
  afterAll(() => database.close());
  const kept = (key: string) => getFact(db, key, z.number());

  test.each([
    ['a query', () => db.select().from(installation)],
    ['a change', () => setFact(db, 'beside', 1)],
    ['another transaction', () => db.transaction(async () => null)],
  ])('%s on the database beside it is refused at once, and the transaction with it', async (_, reach) => {
    const work = db.transaction(async (tx) => {
      await setFact(tx, 'inside', 1);
      await reach();
    });
    await expect(work).rejects.toMatchObject({ code: 'outside-transaction' });
    expect([await kept('inside'), await kept('beside')]).toEqual([null, null]);
  });

  test('a part of it may fail alone, and the rest is kept', async () => {
    await db.transaction(async (tx) => {
      await setFact(tx, 'whole', 1);
      await tx
        .transaction(async (part) => {
          await setFact(part, 'part', 1);
          throw new Error('only this');
        })
        .catch(() => null);
      await setFact(tx, 'after', 1);
    });
    expect([await kept('whole'), await kept('part'), await kept('after')]).toEqual([1, null, 1]);
  });

  test('the database may be used again as soon as it has ended, also by what it started', async () => {
    let later: Promise<unknown> = Promise.resolve();
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    await db.transaction(async (tx) => {
      await setFact(tx, 'started', 1);
      later = ended.then(() => kept('started'));
    });
    end();
    expect(await later).toBe(1);
  });
});

test('a transaction that waits too long is rolled back, and the embedded database goes on', async () => {
  const template = await freshDatabase();
  const image = await template.dump();
  await template.close();
  const database = await openEmbedded({
    dataDir: 'memory',
    onProgress: () => {},
    transactionLimitMs: 50,
    ...(image ? { image } : {}),
  });
  const stuck = database.db.transaction(async (tx) => {
    await setFact(tx, 'stuck', 1);
    await new Promise(() => {});
  });
  await expect(stuck).rejects.toMatchObject({ code: 'transaction-too-long' });
  const rows = await database.db.select().from(installation).where(eq(installation.key, 'stuck'));
  await database.close();
  expect(rows).toEqual([]);
});
