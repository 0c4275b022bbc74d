import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../src/store/database.ts';
import { getPeople, getPerson, insertPerson } from '../../src/store/people.ts';
import { onEachEngine, type TestDatabase } from '../services/databases.ts';

onEachEngine('statements asked again', (fresh, engine) => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await fresh();
    db = database.db;
  });
  afterAll(() => database.close());

  // The embedded engine keeps none.
  if (engine === 'server') {
    test('are kept by the server, inside transactions and savepoints too, but not those with many values', async () => {
      const id = await insertPerson(db, { fullName: 'Lê Thị Hạnh' });
      const kept = await db.transaction(async (tx) => {
        await getPerson(tx, id);
        await tx.transaction((part) => getPeople(part, [id]));
        await getPeople(
          tx,
          Array.from({ length: 30 }, (_, at) => id + at),
        );
        const rows = await tx.select({ statement: sql<string>`statement` }).from(sql`pg_prepared_statements`);
        return rows.map(({ statement }) => statement);
      });
      const people = kept.filter((statement) => statement.includes('from "people"'));
      expect(people.map((statement) => /where (.*)$/.exec(statement)?.[1])).toEqual(
        expect.arrayContaining(['"people"."id" = $1', '"people"."id" in ($1)']),
      );
      expect(people.some((statement) => statement.includes('$30'))).toBe(false);
    });
  }

  test('give what is stored now', async () => {
    const id = await insertPerson(db, { fullName: 'Trần Văn Nam' });
    const names = [];
    for (const name of ['Trần Văn Nam', 'Trần Văn Năm']) {
      await db.execute(sql`update people set full_name = ${name} where id = ${id}`);
      names.push((await getPerson(db, id))?.fullName);
    }
    expect(names).toEqual(['Trần Văn Nam', 'Trần Văn Năm']);
  });
});
