import { DrizzleQueryError } from 'drizzle-orm';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeOf, troubleOf } from '../../src/processes/trouble.ts';
import type { Db } from '../../src/store/database.ts';
import { getPerson } from '../../src/store/people.ts';
import { freshDatabase, type TestDatabase } from '../services/databases.ts';

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await freshDatabase();
  db = database.db;
});
afterAll(() => database.close());

const errorOf = (failing: Promise<unknown>): Promise<Error> =>
  failing.then(
    () => new Error('it did not fail'),
    (error: Error) => error,
  );

describe('what the log is told of an error', () => {
  it('its code and the place in our own code, never its words', () => {
    const error = Object.assign(new Error('Nguyễn Thị Lan: 0912345678'), { code: 'step-not-open' });
    error.stack = `Error: ${error.message}\n  at f (/srv/danbuoc/src/cases/record.ts:12:3)\n  at node:internal:1`;
    expect(troubleOf(error)).toEqual({ code: 'step-not-open', at: ['src/cases/record.ts:12'] });
    expect(JSON.stringify(troubleOf(error))).not.toMatch(/Lan|0912/);
  });

  it('of what the database refused, its SQLSTATE and no row', async () => {
    const error = await errorOf(getPerson(db, 'no number' as unknown as number));
    expect(troubleOf(error).code).toBe('22P02');
    expect(JSON.stringify(troubleOf(error))).not.toContain('no number');
  });

  it('what is no error at all has a code too', () => {
    expect(troubleOf('Nguyễn Thị Lan')).toEqual({ code: 'unknown', at: [] });
  });
});

describe('which store let us down', () => {
  it('the database, also when its server cannot be reached', async () => {
    expect(storeOf(await errorOf(getPerson(db, 'no number' as unknown as number)))).toBe('database');
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    expect(storeOf(new DrizzleQueryError('select', [], refused))).toBe('database');
    expect(storeOf(Object.assign(new Error('write'), { code: 'CONNECTION_CLOSED' }))).toBe('database');
  });

  it('Redis, when nobody listens at its address', async () => {
    const redis = new Redis({ host: '127.0.0.1', port: 1, maxRetriesPerRequest: 1, retryStrategy: () => 1 });
    redis.on('error', () => {});
    expect(storeOf(await errorOf(redis.ping()))).toBe('redis');
    redis.disconnect();
  });

  it('none, for a fault of ours', () => {
    expect(storeOf(new TypeError('x is not a function'))).toBeNull();
  });
});
