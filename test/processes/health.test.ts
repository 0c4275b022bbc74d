import { Redis } from 'ioredis';
import { afterEach, expect, it } from 'vitest';
import { createHealth } from '../../src/processes/health.ts';
import { startHeartbeat } from '../../src/processes/heartbeat.ts';
import type { Role } from '../../src/processes/role.ts';
import { noteProcess, sweepProcesses, workerSeen } from '../../src/store/processes.ts';
import { freshDatabase, onEachEngine, type TestDatabase } from '../services/databases.ts';
import { onOwnRedis } from '../services/redis.ts';

const now = '2026-11-23T02:00:00.000Z';

onEachEngine('who is there', (fresh) => {
  let database: TestDatabase;
  afterEach(() => database.close());

  const beating = (role: Role) =>
    startHeartbeat({ db: database.db, role, now, also: async () => {} }, (error) => {
      throw error;
    });

  it('is ready with its database; no worker is said, and hinders nobody', async () => {
    database = await fresh();
    const health = createHealth({ db: database.db, redis: null });
    expect(await health()).toEqual({ ready: true, database: true, redis: null, worker: false });
  });

  it.each<[Role, boolean]>([
    ['serve', false],
    ['work', true],
    ['all', true],
  ])('a process that runs as %s works: %s', async (role, works) => {
    database = await fresh();
    const health = createHealth({ db: database.db, redis: null });
    const heartbeat = await beating(role);
    expect((await health()).worker).toBe(works);
    await heartbeat.stop();
    expect((await health()).worker).toBe(false);
  });

  it('of two workers one may go', async () => {
    database = await fresh();
    const [one, other] = [await beating('work'), await beating('work')];
    await one.stop();
    expect(await workerSeen(database.db, 60)).toBe(true);
    await other.stop();
    expect(await workerSeen(database.db, 60)).toBe(false);
  });

  it('one that was killed is not there any more, and is forgotten in the end', async () => {
    database = await fresh();
    await noteProcess(database.db, { id: 'killed', role: 'work', startedAt: now });
    expect(await workerSeen(database.db, 60)).toBe(true);
    // Nothing was heard within the last none seconds.
    expect(await workerSeen(database.db, 0)).toBe(false);
    expect(await sweepProcesses(database.db, 1)).toBe(0);
    expect(await sweepProcesses(database.db, 0)).toBe(1);
  });

  it('is not ready once its database is gone', async () => {
    database = await fresh();
    const health = createHealth({ db: database.db, redis: null });
    await database.close();
    expect(await health()).toMatchObject({ ready: false, database: false, worker: false });
  });
});

onOwnRedis('a Redis that goes and comes back', (start) => {
  it('is said, and the process is ready again by itself', async () => {
    const server = await start();
    const database = await freshDatabase();
    const redis = new Redis(server.url, { maxRetriesPerRequest: 1, retryStrategy: () => 20 });
    redis.on('error', () => {});
    const health = createHealth({ db: database.db, redis });
    try {
      expect(await health()).toMatchObject({ redis: true, ready: true });
      await server.stop();
      expect(await health()).toMatchObject({ redis: false, ready: false, database: true });
      await server.start();
      const back = new Promise((resolve) => redis.once('ready', resolve));
      if (redis.status !== 'ready') await back;
      expect(await health()).toMatchObject({ redis: true, ready: true });
    } finally {
      redis.disconnect();
      await server.close();
      await database.close();
    }
  });
});
