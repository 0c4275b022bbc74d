import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chats, outbox, people } from '../../db/schema.ts';
import type { SendResult } from '../../src/channels/channel.ts';
import { createDrain, type DrainOptions, type DrainTrouble, leaseSeconds } from '../../src/delivery/drain.ts';
import type { OutboxRows } from '../../src/delivery/outbox-rows.ts';
import type { Queue } from '../../src/delivery/queue.ts';
import { storedOutbox } from '../../src/delivery/stored-outbox.ts';
import { enqueue } from '../../src/store/outbox.ts';
import { type FakeChannel, fakeChannel } from '../fakes/channel.ts';
import { gate } from '../fakes/gate.ts';
import { type ManualTimer, manualTimer } from '../fakes/timer.ts';
import { emptyDatabase, onEachEngine, type TestDatabase } from '../services/databases.ts';

const start = '2026-11-23T01:00:00.000Z';
const after = (seconds: number): string => new Date(Date.parse(start) + seconds * 1000).toISOString();

onEachEngine('the outbox is emptied', (fresh) => {
  let database: TestDatabase;
  let channel: FakeChannel;
  let timer: ManualTimer;
  let troubles: DrainTrouble[];
  let now: string;
  let written: number;
  const running: Queue[] = [];

  beforeAll(async () => {
    database = await fresh();
  });
  afterAll(() => database.close());

  beforeEach(async () => {
    await emptyDatabase(database.db);
    channel = fakeChannel();
    timer = manualTimer();
    troubles = [];
    now = start;
    written = 0;
  });
  afterEach(async () => {
    for (const drain of running.splice(0)) await drain.stop();
  });

  function drain(more: Partial<DrainOptions> = {}): Queue {
    const queue = createDrain({
      rows: storedOutbox(database.db),
      channels: [channel],
      now: () => now,
      timer,
      random: () => 0.5,
      onTrouble: (trouble) => troubles.push(trouble),
      ...more,
    });
    running.push(queue);
    queue.start();
    return queue;
  }

  const write = (chat: string, text: string, notBefore = now) =>
    enqueue(database.db, {
      channel: 'telegram',
      chat,
      message: { text, choices: [] },
      dedupKey: `test:${written++}`,
      notBefore,
      now,
    });

  const states = async () =>
    Object.fromEntries(
      (await database.db.select().from(outbox).orderBy(outbox.id)).map((row) => [
        row.message.text,
        row.status,
      ]),
    );
  const rowOf = async (text: string) =>
    (await database.db.select().from(outbox)).find((row) => row.message.text === text);
  const texts = () => channel.sent.map(({ text }) => text);

  test('what was written before the start leaves at once', async () => {
    await write('a', 'một');
    const queue = drain();
    await channel.attempts(1);
    await queue.stop();
    expect(channel.sent).toEqual([{ chat: 'a', text: 'một' }]);
    expect(await rowOf('một')).toMatchObject({
      status: 'sent',
      attempts: 1,
      lastError: null,
      sentAt: new Date(start),
    });
  });

  test('woken after a commit, it sends without waiting for its next look', async () => {
    const queue = drain();
    await write('a', 'một');
    queue.wake();
    await channel.attempts(1);
    expect(timer.elapsed()).toBe(0);
  });

  test('the messages of a chat arrive in the order they were written', async () => {
    for (const text of ['1', '2', '3', '4', '5']) await write('a', text);
    const queue = drain();
    await channel.attempts(5);
    await queue.stop();
    expect(texts()).toEqual(['1', '2', '3', '4', '5']);
  });

  test('a slow chat does not hold up the others, nor the database', async () => {
    const receipt = gate();
    channel.order(receipt.passed.then((): SendResult => ({ kind: 'sent' })));
    await write('slow', 'chậm');
    await write('slow', 'chậm hai');
    await write('b', 'nhanh');
    const queue = drain();
    await channel.attempts(2);
    await database.db.transaction((tx) => tx.select().from(outbox));
    expect(channel.tried).toEqual(['chậm', 'nhanh']);
    receipt.open();
    await channel.attempts(3);
    await queue.stop();
    expect(await states()).toEqual({ chậm: 'sent', 'chậm hai': 'sent', nhanh: 'sent' });
  });

  test('a flood limit is waited out, and later messages of the chat wait behind', async () => {
    channel.order({ kind: 'retry', afterSeconds: 30, reason: 'telegram.429' });
    await write('a', 'một');
    await write('a', 'hai');
    const queue = drain();
    await channel.attempts(1);
    await queue.stop();
    expect(await rowOf('một')).toMatchObject({
      status: 'waiting',
      lastError: 'telegram.429',
      notBefore: new Date(after(30)),
    });

    now = after(29);
    const early = drain();
    early.wake();
    await early.stop();
    expect(channel.tried).toEqual(['một']);

    now = after(30);
    const late = drain();
    await channel.attempts(3);
    await late.stop();
    expect(texts()).toEqual(['một', 'hai']);
  });

  test('a message whose moment comes is found without being woken', async () => {
    await write('a', 'sáng mai', after(60));
    drain({ pollSeconds: 2 });
    await eventually(() => timer.waiting === 1);
    now = after(60);
    timer.advance(2000);
    await channel.attempts(1);
  });

  test('pauses grow with every failure, and in the end it is given up', async () => {
    const pauses: number[] = [];
    await write('a', 'một');
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      channel.order({ kind: 'retry', afterSeconds: 1, reason: 'telegram.500' });
      const queue = drain();
      await channel.attempts(attempt);
      await queue.stop();
      const row = await rowOf('một');
      if (row?.status === 'dead') break;
      pauses.push((Number(row?.notBefore) - Date.parse(now)) / 1000);
      now = row?.notBefore.toISOString() ?? now;
    }
    expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600]);
    expect(await rowOf('một')).toMatchObject({ status: 'dead', attempts: 10, lastError: 'telegram.500' });
  });

  test('a person who blocked the bot: the chat is marked, all that waits for it is dead, others live', async () => {
    const [person] = await database.db
      .insert(people)
      .values({ fullName: 'Lê Thuỳ Linh', searchName: 'le thuy linh' })
      .returning();
    await database.db.insert(chats).values({ personId: person?.id ?? 0, channel: 'telegram', chat: 'a' });
    channel.order({ kind: 'gone', reason: 'telegram.403' });
    await write('a', 'một');
    await write('a', 'hai');
    await write('b', 'ba');
    const queue = drain();
    await channel.attempts(2);
    await queue.stop();
    expect(await states()).toEqual({ một: 'dead', hai: 'dead', ba: 'sent' });
    const [chat] = await database.db.select().from(chats).where(eq(chats.chat, 'a'));
    expect(chat?.unreachableSince).toEqual(new Date(start));
  });

  test('a lost receipt is not followed by a second copy; the next message goes', async () => {
    channel.order({ kind: 'ambiguous', reason: 'telegram.timeout' });
    await write('a', 'một');
    await write('a', 'hai');
    const queue = drain();
    await channel.attempts(2);
    await queue.stop();
    expect(channel.tried).toEqual(['một', 'hai']);
    expect(await states()).toEqual({ một: 'ambiguous', hai: 'sent' });
    expect(troubles).toMatchObject([{ kind: 'ambiguous', reason: 'telegram.timeout', channel: 'telegram' }]);
  });

  test('a message the messenger will not take is dead and blocks nobody', async () => {
    channel.order({ kind: 'refused', reason: 'telegram.400' }, new TypeError('a fault in the adapter'));
    await write('a', 'một');
    await write('a', 'hai');
    await write('a', 'ba');
    const queue = drain();
    await channel.attempts(3);
    await queue.stop();
    expect(await states()).toEqual({ một: 'dead', hai: 'ambiguous', ba: 'sent' });
  });

  test('a channel that is not connected: dead, and said why', async () => {
    await write('a', 'một');
    const queue = drain({ channels: [] });
    await eventually(async () => (await rowOf('một'))?.status === 'dead');
    await queue.stop();
    expect(await rowOf('một')).toMatchObject({ status: 'dead', lastError: 'delivery.no-such-channel' });
  });

  test('a crash between sending and writing: sent again when the lease has run out, not before', async () => {
    const stored = storedOutbox(database.db);
    const crashing: OutboxRows = { ...stored, markSent: () => Promise.reject(new Error('killed')) };
    await write('a', 'một');
    const killed = drain({ rows: crashing });
    await channel.attempts(1);
    await killed.stop();
    expect(troubles).toEqual([{ kind: 'store', reason: 'Error' }]);

    now = after(leaseSeconds - 1);
    const early = drain();
    await early.stop();
    expect(channel.tried).toHaveLength(1);

    now = after(leaseSeconds);
    const restarted = drain();
    await channel.attempts(2);
    await restarted.stop();
    expect(await states()).toEqual({ một: 'sent' });
  });

  test('two at work on the same rows send each message once and in order', async () => {
    const expected: Record<string, string[]> = {};
    for (let n = 0; n < 60; n += 1) {
      const chat = `chat-${n % 8}`;
      await write(chat, `${n}`);
      expected[chat] = [...(expected[chat] ?? []), `${n}`];
    }
    const both = [drain(), drain()];
    await channel.attempts(60);
    for (const queue of both) await queue.stop();
    const arrived: Record<string, string[]> = {};
    for (const { chat, text } of channel.sent) arrived[chat] = [...(arrived[chat] ?? []), text];
    expect(arrived).toEqual(expected);
  });

  test('a clock moved forward while a message is on its way does not send it twice', async () => {
    const receipt = gate();
    channel.order(receipt.passed.then((): SendResult => ({ kind: 'sent' })));
    await write('a', 'một');
    const queue = drain();
    await channel.attempts(1);
    now = after(7 * 86_400);
    await write('b', 'hai');
    queue.wake();
    await channel.attempts(2);
    receipt.open();
    await queue.stop();
    expect(channel.tried).toEqual(['một', 'hai']);
    expect(await states()).toEqual({ một: 'sent', hai: 'sent' });
  });

  test('the database away for a moment: it goes on afterwards', async () => {
    const stored = storedOutbox(database.db);
    let away = 2;
    const flaky: OutboxRows = {
      ...stored,
      take: (...claim) => (away-- > 0 ? Promise.reject(new Error('away')) : stored.take(...claim)),
    };
    await write('a', 'một');
    drain({ rows: flaky });
    await eventually(() => timer.waiting === 1);
    timer.advance(60_000);
    await eventually(() => timer.waits.length === 2);
    timer.advance(60_000);
    await channel.attempts(1);
    expect(troubles).toHaveLength(2);
  });

  test('stopping lets what is under way finish and leaves the rest for the next start', async () => {
    const receipt = gate();
    channel.order(receipt.passed.then((): SendResult => ({ kind: 'sent' })));
    await write('a', 'một');
    await write('a', 'hai');
    const queue = drain();
    await channel.attempts(1);
    const stopped = queue.stop();
    receipt.open();
    await stopped;
    expect(await states()).toEqual({ một: 'sent', hai: 'waiting' });
  });

  test('a message that waits for its turn under the rate goes back when it stops', async () => {
    await write('a', 'một');
    await write('a', 'hai');
    const queue = drain({ rates: { telegram: { perSecond: 25, perChatPerSecond: 1, chatBurst: 1 } } });
    await channel.attempts(1);
    await eventually(() => timer.waits.includes(1000));
    await queue.stop();
    expect(await states()).toEqual({ một: 'sent', hai: 'waiting' });
    const next = drain();
    await channel.attempts(2);
    await next.stop();
    expect(await states()).toEqual({ một: 'sent', hai: 'sent' });
  });
});

/** Lets the event loop turn until the condition holds; the test's own time limit is the watchdog. */
async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}

describe('options', () => {
  test('the lease is longer than any send can take', () => {
    const sendSeconds = 15;
    const longestMessageParts = 5;
    expect(leaseSeconds).toBeGreaterThan(sendSeconds * longestMessageParts);
  });
});
