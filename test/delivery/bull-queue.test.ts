/** What becomes of messages when Redis forgets, goes away or was never there: all arrive, each once. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { outbox } from '../../db/schema.ts';
import { createBullQueue } from '../../src/delivery/bull-queue.ts';
import type { DeliveryTrouble, Queue } from '../../src/delivery/queue.ts';
import { storedOutbox } from '../../src/delivery/stored-outbox.ts';
import { enqueueClaimed, enqueueMany } from '../../src/store/outbox.ts';
import { type FakeChannel, fakeChannel } from '../fakes/channel.ts';
import { eventually } from '../fakes/eventually.ts';
import { emptyDatabase, freshDatabase, type TestDatabase } from '../services/databases.ts';
import { postgresIsThere } from '../services/postgres.ts';
import { type OwnRedis, onOwnRedis } from '../services/redis.ts';

onOwnRedis('BullMQ and its Redis', (start) => {
  let database: TestDatabase;
  let redis: OwnRedis;
  let channel: FakeChannel;
  let troubles: DeliveryTrouble[];
  const running: Queue[] = [];
  beforeAll(async () => {
    database = await freshDatabase(postgresIsThere() ? 'server' : 'embedded');
    redis = await start();
  });
  afterAll(async () => {
    await redis.close();
    await database.close();
  });
  beforeEach(async () => {
    await emptyDatabase(database.db);
    await redis.start();
    await redis.wipe();
    channel = fakeChannel();
    troubles = [];
  });
  afterEach(async () => {
    for (const queue of running.splice(0)) await queue.stop();
  });

  const now = () => new Date().toISOString();
  function started(): Queue {
    const queue = createBullQueue({
      rows: storedOutbox(database.db),
      channels: [channel],
      now,
      redisUrl: redis.url,
      pollSeconds: 0.05,
      onTrouble: (trouble) => troubles.push(trouble),
    });
    running.push(queue);
    queue.start();
    return queue;
  }
  const messages = (count: number, name: string) =>
    Array.from({ length: count }, (_, n) => ({
      channel: 'telegram',
      chat: `chat-${n}`,
      message: { text: `${name} ${n}`, choices: [] },
      dedupKey: `${name}:${n}`,
      now: now(),
    }));
  const allSent = () =>
    eventually(
      async () => (await database.db.select().from(outbox)).every(({ status }) => status === 'sent'),
      'all sent',
    );
  const onceEach = (count: number) => {
    expect(channel.tried).toHaveLength(count);
    expect(new Set(channel.tried).size).toBe(count);
  };

  test('wiped in the middle, again and again', async () => {
    await enqueueMany(database.db, messages(300, 'sáng'));
    for (const queue of [started(), started()]) queue.wake();
    for (const arrived of [20, 100, 200]) {
      await channel.attempts(arrived);
      await redis.wipe();
    }
    await allSent();
    onceEach(300);
  });

  test('killed in the middle: this process goes on by itself, and with Redis when it is back', async () => {
    const queue = started();
    await enqueueMany(database.db, messages(40, 'trước'));
    queue.wake();
    await channel.attempts(10);
    await redis.stop();
    await allSent();
    await enqueueMany(database.db, messages(40, 'giữa'));
    await allSent();
    await redis.start();
    await enqueueMany(database.db, messages(40, 'sau'));
    queue.wake();
    await allSent();
    onceEach(120);
    expect(troubles.map(({ kind }) => kind)).toContain('redis');
  });

  test('not there at the start: messages leave all the same, and the process stays', async () => {
    await redis.stop();
    await enqueueMany(database.db, messages(5, 'sớm'));
    const queue = started();
    queue.post(await database.db.transaction((tx) => enqueueClaimed(tx, messages(2, 'trả lời'))));
    await allSent();
    await redis.start();
    await enqueueMany(database.db, messages(5, 'muộn'));
    await allSent();
    onceEach(12);
  });

  test('away when we stop: we stop', async () => {
    const queue = started();
    await enqueueMany(database.db, messages(5, 'một'));
    queue.wake();
    await allSent();
    await redis.stop();
    const begun = performance.now();
    await queue.stop();
    expect(performance.now() - begun).toBeLessThan(8000);
  });
});
