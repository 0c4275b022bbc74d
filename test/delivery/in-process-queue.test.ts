/** What is particular to the queue in the process: its own looks at the outbox, its pauses, and a clock that is moved. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { outbox } from '../../db/schema.ts';
import type { SendResult } from '../../src/channels/channel.ts';
import { createInProcessQueue, type InProcessOptions } from '../../src/delivery/in-process-queue.ts';
import { createPace } from '../../src/delivery/pace.ts';
import type { Queue } from '../../src/delivery/queue.ts';
import { storedOutbox } from '../../src/delivery/stored-outbox.ts';
import { enqueue, enqueueClaimed } from '../../src/store/outbox.ts';
import { type FakeChannel, fakeChannel } from '../fakes/channel.ts';
import { eventually } from '../fakes/eventually.ts';
import { gate } from '../fakes/gate.ts';
import { type ManualTimer, manualTimer } from '../fakes/timer.ts';
import { emptyDatabase, freshDatabase, type TestDatabase } from '../services/databases.ts';

const start = '2026-11-23T01:00:00.000Z';
const after = (seconds: number): string => new Date(Date.parse(start) + seconds * 1000).toISOString();

let database: TestDatabase;
let channel: FakeChannel;
let timer: ManualTimer;
let now: string;
let written: number;
const running: Queue[] = [];

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await emptyDatabase(database.db);
  channel = fakeChannel();
  timer = manualTimer();
  now = start;
  written = 0;
});
afterEach(async () => {
  for (const queue of running.splice(0)) await queue.stop();
});

function started(more: Partial<InProcessOptions> = {}): Queue {
  const queue = createInProcessQueue({
    rows: storedOutbox(database.db),
    channels: [channel],
    now: () => now,
    timer,
    random: () => 0.5,
    ...more,
  });
  running.push(queue);
  queue.start();
  return queue;
}

const message = (chat: string, text: string, notBefore = now) => ({
  channel: 'telegram',
  chat,
  message: { text, choices: [] },
  dedupKey: `test:${written++}`,
  notBefore,
  now,
});
const write = (chat: string, text: string, notBefore = now) =>
  enqueue(database.db, message(chat, text, notBefore));
const rowOf = async (text: string) =>
  (await database.db.select().from(outbox)).find((row) => row.message.text === text);

test('a message whose moment comes is found without being woken', async () => {
  await write('a', 'sáng mai', after(60));
  started({ pollSeconds: 2 });
  await eventually(() => timer.waiting === 1);
  now = after(60);
  timer.advance(2000);
  await channel.attempts(1);
});

test('woken after a commit, it sends without waiting for its next look', async () => {
  const queue = started();
  await write('a', 'một');
  queue.wake();
  await channel.attempts(1);
  expect(timer.elapsed()).toBe(0);
});

test('pauses grow with every failure, and in the end it is given up', async () => {
  const pauses: number[] = [];
  await write('a', 'một');
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    channel.order({ kind: 'retry', afterSeconds: 1, reason: 'telegram.500' });
    const queue = started();
    await channel.attempts(attempt);
    await queue.stop();
    const row = await rowOf('một');
    if (row?.status === 'dead') break;
    pauses.push((Number(row?.notBefore) - Date.parse(now)) / 1000);
    now = row?.notBefore.toISOString() ?? now;
  }
  expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600]);
  expect(await rowOf('một')).toMatchObject({ status: 'dead', attempts: 10 });
});

test('a clock moved forward while a message is on its way does not send it twice', async () => {
  const receipt = gate();
  channel.order(receipt.passed.then((): SendResult => ({ kind: 'sent' })));
  await write('a', 'một');
  const queue = started();
  await channel.attempts(1);
  now = after(7 * 86_400);
  await write('b', 'hai');
  queue.wake();
  await channel.attempts(2);
  receipt.open();
  await queue.stop();
  expect(channel.tried).toEqual(['một', 'hai']);
});

test('a message whose turn is far away goes back to the outbox, and counts no attempt', async () => {
  const pace = createPace({ perSecond: 25, burst: 0, perChatPerSecond: 1, chatBurst: 3 }, timer.elapsed);
  await pace.hold(30_000);
  await write('a', 'một');
  const queue = started({ paces: { telegram: pace } });
  await eventually(async () => (await rowOf('một'))?.lastError === 'delivery.waits');
  expect(await rowOf('một')).toMatchObject({ attempts: 0, notBefore: new Date(after(30)) });
  now = after(30);
  timer.advance(30_000);
  queue.wake();
  await channel.attempts(1);
});

test('a process that only talks sends what it wrote, and leaves the rest to those who work', async () => {
  await write('a', 'sáng');
  const queue = started({ drains: false });
  queue.post(
    await database.db.transaction((tx) => enqueueClaimed(tx, [message('a', 'sau'), message('b', 'trả lời')])),
  );
  queue.wake();
  await eventually(async () => (await rowOf('trả lời'))?.status === 'sent');
  await queue.stop();
  expect(channel.tried).toEqual(['trả lời']);
  expect(await rowOf('sau')).toMatchObject({ status: 'waiting', attempts: 0 });
});
