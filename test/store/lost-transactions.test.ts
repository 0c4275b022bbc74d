/** What becomes of a transaction when the server ends its session, or goes away with it. */
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { people } from '../../db/schema.ts';
import type { Database } from '../../src/store/database.ts';
import { isTransient } from '../../src/store/errors.ts';
import { insertPerson } from '../../src/store/people.ts';
import { openServer } from '../../src/store/server-database.ts';
import { freshDatabase, type TestDatabase } from '../services/databases.ts';
import { postgresIsThere } from '../services/postgres.ts';

describe.skipIf(!postgresIsThere())('a transaction that loses its connection (server)', () => {
  let laid: TestDatabase;
  /** One connection: what comes next gets the one that was lost. */
  let narrow: Database;
  let admin: postgres.Sql;
  beforeAll(async () => {
    laid = await freshDatabase('server');
    narrow = await openServer({ databaseUrl: laid.url ?? '', onProgress: () => {}, connections: 1 });
    admin = postgres(laid.url ?? '', { max: 1, onnotice: () => {} });
  });
  afterAll(async () => {
    await admin?.end();
    await narrow?.close();
    await laid?.close();
  });

  const stored = async (name: string): Promise<number> =>
    Number((await admin`select count(*) as count from people where full_name = ${name}`)[0]?.count);

  test('is refused as something that passes, time and again, and the next one succeeds', async () => {
    for (let round = 0; round < 20; round += 1) {
      const lost = narrow.db.transaction(async (tx) => {
        await insertPerson(tx, { fullName: 'Người đi mất' });
        await tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`);
      });
      await expect(lost).rejects.toSatisfy(isTransient);
      await untilItAnswers();
      await narrow.db.transaction((tx) => insertPerson(tx, { fullName: `Người ở lại ${round}` }));
      expect(await stored(`Người ở lại ${round}`)).toBe(1);
    }
    expect(await stored('Người đi mất')).toBe(0);
  });

  /** The driver may give the answer of the session that ended to one more question. */
  async function untilItAnswers(): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      try {
        return void (await narrow.db.select({ id: people.id }).from(people).limit(1));
      } catch (error) {
        if (tries === 3) throw error;
      }
    }
  }

  test('asks nothing more of a connection that others use by then', async () => {
    let lose = (): void => {};
    const isLost = new Promise<void>((resolve) => {
      lose = resolve;
    });
    let began = (_pid: number): void => {};
    const pid = new Promise<number>((resolve) => {
      began = resolve;
    });
    const after: unknown[] = [];
    const lost = narrow.db.transaction(async (tx) => {
      const [row] = await tx.select({ pid: sql<number>`pg_backend_pid()` }).from(sql`(values (1)) as one`);
      began(row?.pid ?? 0);
      await isLost;
      // It does not know yet, and goes on.
      await insertPerson(tx, { fullName: 'Người lạc' }).catch((error) => after.push(error));
      await insertPerson(tx, { fullName: 'Người lạc' }).catch((error) => after.push(error));
    });
    await admin`select pg_terminate_backend(${await pid})`;
    await expect(lost).rejects.toSatisfy(isTransient);
    const other = narrow.db.transaction(async (tx) => {
      await insertPerson(tx, { fullName: 'Người khác' });
      lose();
      await tx.execute(sql`select 1`);
      throw new Error('thought better of it');
    });
    await expect(other).rejects.toThrow('thought better of it');
    expect(after).toHaveLength(2);
    expect(await stored('Người lạc')).toBe(0);
    expect(await stored('Người khác')).toBe(0);
  });
});
