/** What every queue must keep, whatever carries the messages. In real time, waiting for events only. */
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chats, digests, notices, outbox } from '../../db/schema.ts';
import type { SendResult } from '../../src/channels/channel.ts';
import type { OutboxRows } from '../../src/delivery/outbox-rows.ts';
import { createPace, type Pace, unlimited } from '../../src/delivery/pace.ts';
import type { DeliveryOptions, DeliveryTrouble, Queue, Settled } from '../../src/delivery/queue.ts';
import { storedOutbox } from '../../src/delivery/stored-outbox.ts';
import { newDigest } from '../../src/store/digests.ts';
import { enqueue, enqueueClaimed } from '../../src/store/outbox.ts';
import { type FakeChannel, fakeChannel } from '../fakes/channel.ts';
import { eventually } from '../fakes/eventually.ts';
import { gate } from '../fakes/gate.ts';
import { emptyDatabase, type TestDatabase } from '../services/databases.ts';
import { laySmallTree } from '../store/small-tree.ts';

export interface QueueWorld {
  database: TestDatabase;
  /** One process' queue, not started. */
  open(options: DeliveryOptions): Queue;
  /** Forgets what an engine remembers between two tests. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

export function queueContract(build: () => Promise<QueueWorld>): void {
  let world: QueueWorld;
  let channel: FakeChannel;
  let settled: Settled[];
  let troubles: DeliveryTrouble[];
  let written: number;
  /** How far the product's clock is ahead of the real one. */
  let ahead: number;
  const running: Queue[] = [];

  beforeAll(async () => {
    world = await build();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await emptyDatabase(world.database.db);
    await world.empty();
    channel = fakeChannel();
    settled = [];
    troubles = [];
    written = 0;
    ahead = 0;
  });
  afterEach(async () => {
    for (const queue of running.splice(0)) await queue.stop();
  });

  const now = () => new Date(Date.now() + ahead * 1000).toISOString();
  const stored = () => storedOutbox(world.database.db);

  function opened(more: Partial<DeliveryOptions> = {}): Queue {
    const queue = world.open({
      rows: stored(),
      channels: [channel],
      now,
      random: () => 0.5,
      pollSeconds: 0.05,
      pauses: { first: 0.01, longest: 0.02 },
      onTrouble: (trouble) => troubles.push(trouble),
      onSettled: (message) => settled.push(message),
      ...more,
    });
    running.push(queue);
    return queue;
  }
  function started(more: Partial<DeliveryOptions> = {}): Queue {
    const queue = opened(more);
    queue.start();
    return queue;
  }

  const message = (chat: string, text: string, more: { digestId?: number; sendBy?: string } = {}) => ({
    channel: 'telegram',
    chat,
    message: { text, choices: [] },
    dedupKey: `test:${written++}`,
    now: now(),
    ...more,
  });
  const write = (chat: string, text: string, more: { digestId?: number; sendBy?: string } = {}) =>
    enqueue(world.database.db, message(chat, text, more));
  const claimFresh = (chat: string, ...texts: string[]) =>
    world.database.db.transaction((tx) =>
      enqueueClaimed(
        tx,
        texts.map((text) => message(chat, text)),
      ),
    );
  const rows = () => world.database.db.select().from(outbox).orderBy(outbox.id);
  const states = async () => Object.fromEntries((await rows()).map((row) => [row.message.text, row.status]));
  const rowOf = async (text: string) => (await rows()).find((row) => row.message.text === text);
  const becomes = (text: string, status: string) =>
    eventually(async () => (await rowOf(text))?.status === status, `"${text}" ${status}`);

  describe('what is in the outbox', () => {
    test('leaves, and is marked', async () => {
      await write('a', 'một');
      started();
      await becomes('một', 'sent');
      expect(channel.sent).toEqual([{ chat: 'a', text: 'một' }]);
      expect(await rowOf('một')).toMatchObject({ attempts: 1, lastError: null });
      expect(settled).toMatchObject([{ channel: 'telegram', kind: 'sent' }]);
      expect(settled[0]?.delaySeconds).toBeLessThan(10);
    });

    test('leaves once, chat by chat in the order it was written, however many processes are at it', async () => {
      const expected: Record<string, string[]> = {};
      for (let n = 0; n < 60; n += 1) {
        const chat = `chat-${n % 8}`;
        await write(chat, `${n}`);
        expected[chat] = [...(expected[chat] ?? []), `${n}`];
      }
      for (const queue of [started(), started()]) queue.wake();
      await eventually(async () => (await rows()).every(({ status }) => status === 'sent'), 'all sent');
      const arrived: Record<string, string[]> = {};
      for (const { chat, text } of channel.sent) arrived[chat] = [...(arrived[chat] ?? []), text];
      expect(arrived).toEqual(expected);
      expect(settled).toHaveLength(60);
    });

    test('a slow chat does not hold up the others', async () => {
      const receipt = gate();
      channel.order(receipt.passed.then((): SendResult => ({ kind: 'sent' })));
      await write('slow', 'chậm');
      started();
      await channel.attempts(1);
      await write('slow', 'chậm hai');
      await write('b', 'nhanh');
      await becomes('nhanh', 'sent');
      expect(channel.tried).toEqual(['chậm', 'nhanh']);
      receipt.open();
      await becomes('chậm hai', 'sent');
    });

    test('of a process that died comes up again when its claim has run out, not before', async () => {
      await claimFresh('a', 'một');
      started();
      await write('b', 'hai');
      await becomes('hai', 'sent');
      expect(channel.tried).toEqual(['hai']);
      ahead = 31;
      await becomes('một', 'sent');
      expect(await rowOf('một')).toMatchObject({ attempts: 2 });
    });

    test('for a channel that is not connected: dead, and said why', async () => {
      await write('a', 'một');
      started({ channels: [] });
      await becomes('một', 'dead');
      expect(await rowOf('một')).toMatchObject({ lastError: 'delivery.no-such-channel' });
    });
  });

  describe('what a turn has just written', () => {
    test('is sent at once, without a look at the outbox', async () => {
      const queue = opened({ pollSeconds: 3600 });
      queue.post(await claimFresh('a', 'một', 'hai', 'ba'));
      await becomes('ba', 'sent');
      expect(channel.sent.map(({ text }) => text)).toEqual(['một', 'hai', 'ba']);
    });

    test('is not also sent by whoever empties the outbox', async () => {
      const [one, other] = [started(), started()];
      for (let n = 0; n < 10; n += 1) {
        (n % 2 === 0 ? one : other).post(await claimFresh(`chat-${n}`, `${n}`, `${n} nữa`));
      }
      await eventually(async () => (await rows()).every(({ status }) => status === 'sent'), 'all sent');
      expect(channel.tried).toHaveLength(20);
      for (let n = 0; n < 10; n += 1) {
        expect(channel.sent.filter(({ chat }) => chat === `chat-${n}`).map(({ text }) => text)).toEqual([
          `${n}`,
          `${n} nữa`,
        ]);
      }
    });

    test('keeps its order when the first must be tried again', async () => {
      channel.order({ kind: 'retry', afterSeconds: 0.05, reason: 'telegram.429' });
      const queue = started();
      queue.post(await claimFresh('a', 'một', 'hai'));
      await becomes('hai', 'sent');
      expect(channel.tried).toEqual(['một', 'một', 'hai']);
    });
  });

  describe('under a pace', () => {
    test('an answer passes the reminders that stand in line', async () => {
      const pace = createPace({ ...unlimited, perSecond: 10 }, () => performance.now());
      for (let n = 0; n < 30; n += 1) await write(`chat-${n}`, `nhắc ${n}`);
      const queue = started({ paces: { telegram: pace } });
      await channel.attempts(2);
      const fresh = await claimFresh('z', 'trả lời');
      const before = channel.tried.length;
      queue.post(fresh);
      await becomes('trả lời', 'sent');
      expect(channel.tried.indexOf('trả lời')).toBeLessThanOrEqual(before + 3);
      expect(channel.tried.length).toBeLessThan(20);
    });

    test('a chat written to a moment ago waits, and holds nobody up', async () => {
      const pace = createPace({ ...unlimited, perChatPerSecond: 2 }, () => performance.now());
      for (const text of ['một', 'hai']) await write('a', text);
      for (let n = 0; n < 5; n += 1) await write(`chat-${n}`, `${n}`);
      started({ paces: { telegram: pace } });
      await becomes('hai', 'sent');
      expect(channel.tried.at(-1)).toBe('hai');
    });
  });

  describe('what went wrong', () => {
    test('a flood limit is waited out, and later messages of the chat wait behind', async () => {
      const times: number[] = [];
      channel.order({ kind: 'retry', afterSeconds: 0.3, reason: 'telegram.429' });
      await write('a', 'một');
      await write('a', 'hai');
      started({
        rows: timed(stored(), times),
      });
      await becomes('hai', 'sent');
      expect(channel.tried).toEqual(['một', 'một', 'hai']);
      const [refused = 0, sent = 0] = times;
      expect(sent - refused).toBeGreaterThanOrEqual(300);
      expect(troubles).toMatchObject([{ kind: 'retry', reason: 'telegram.429', channel: 'telegram' }]);
    });

    test('a limit meant for everybody silences the whole channel', async () => {
      const held: number[] = [];
      const pace: Pace = {
        reserve: async () => ({ wait: 0, taken: true }),
        hold: async (milliseconds) => void held.push(milliseconds),
      };
      channel.order({ kind: 'retry', afterSeconds: 0.1, reason: 'telegram.429', everybody: true });
      await write('a', 'một');
      started({ paces: { telegram: pace } });
      await becomes('một', 'sent');
      expect(held).toEqual([100]);
    });

    test('it is tried again and again, and in the end given up', async () => {
      await write('a', 'một');
      for (let n = 0; n < 12; n += 1)
        channel.order({ kind: 'retry', afterSeconds: 0, reason: 'telegram.500' });
      started();
      await becomes('một', 'dead');
      expect(await rowOf('một')).toMatchObject({ attempts: 10, lastError: 'telegram.500' });
      expect(settled).toMatchObject([{ kind: 'dead' }]);
    });

    test('parts that have arrived are not sent again', async () => {
      channel.order({ kind: 'retry', afterSeconds: 0, reason: 'telegram.500', begun: 2 });
      await write('a', 'dài');
      started();
      await becomes('dài', 'sent');
      expect(channel.begun).toEqual([0, 2]);
    });

    test('a person who blocked the bot: the chat is marked, all that waits for it is dead, others live', async () => {
      const tree = await laySmallTree(world.database.db);
      await world.database.db
        .insert(chats)
        .values({ personId: tree.secretary, channel: 'telegram', chat: 'a' });
      channel.order({ kind: 'gone', reason: 'telegram.403' });
      await write('a', 'một');
      await write('a', 'hai');
      started();
      await becomes('hai', 'dead');
      await write('b', 'ba');
      await becomes('ba', 'sent');
      expect(await states()).toEqual({ một: 'dead', hai: 'dead', ba: 'sent' });
      const [chat] = await world.database.db.select().from(chats).where(eq(chats.chat, 'a'));
      expect(chat?.unreachableSince).not.toBeNull();
    });

    test('a lost receipt is not followed by a second copy; the next message goes', async () => {
      channel.order({ kind: 'ambiguous', reason: 'telegram.timeout' });
      await write('a', 'một');
      await write('a', 'hai');
      started();
      await becomes('hai', 'sent');
      expect(channel.tried).toEqual(['một', 'hai']);
      expect(await rowOf('một')).toMatchObject({ status: 'ambiguous', lastError: 'telegram.timeout' });
    });

    test('a message the messenger will not take is dead and blocks nobody; nor does a fault of an adapter', async () => {
      channel.order({ kind: 'refused', reason: 'telegram.400' }, new TypeError('a fault in the adapter'));
      for (const text of ['một', 'hai', 'ba']) await write('a', text);
      started();
      await becomes('ba', 'sent');
      expect(await states()).toEqual({ một: 'dead', hai: 'ambiguous', ba: 'sent' });
    });

    test('the database away just after a message left: it is marked when it is back, not sent again', async () => {
      const own = stored();
      let away = 2;
      await write('a', 'một');
      started({
        rows: {
          ...own,
          markSent: (...mark) => (away-- > 0 ? Promise.reject(new Error('away')) : own.markSent(...mark)),
        },
      });
      await becomes('một', 'sent');
      expect(channel.tried).toEqual(['một']);
      expect(troubles.filter(({ kind }) => kind === 'store')).toHaveLength(2);
    });

    test('the database away for a moment: it goes on afterwards', async () => {
      const own = stored();
      let away = 4;
      const flaky =
        <A extends unknown[], R>(ask: (...args: A) => Promise<R>) =>
        (...args: A): Promise<R> =>
          away-- > 0 ? Promise.reject(new Error('away')) : ask(...args);
      await write('a', 'một');
      started({ rows: { ...own, take: flaky(own.take), due: flaky(own.due), claim: flaky(own.claim) } });
      await becomes('một', 'sent');
      expect(channel.tried).toEqual(['một']);
    });
  });

  describe('a digest', () => {
    let digestId: number;
    beforeEach(async () => {
      const { db } = world.database;
      const tree = await laySmallTree(db);
      digestId = (await newDigest(db, { personId: tree.officer, day: '2026-05-04', kind: 'daily' })) ?? 0;
      await db.insert(notices).values({
        personId: tree.officer,
        organizationId: tree.commune.id,
        subject: 'late',
        moment: '2026-05-04',
        reason: 'committee',
        saidOn: '2026-05-04',
        digestId,
      });
    });
    const saidAgain = async () => {
      expect((await world.database.db.select().from(notices))[0]?.saidOn).toBeNull();
      expect(await world.database.db.select().from(digests)).toEqual([]);
    };
    const soon = () => new Date(Date.now() + 60_000).toISOString();

    test('whose time is over is withdrawn, never sent, and blocks nobody', async () => {
      await write('a', 'bản tin', { digestId, sendBy: now() });
      await write('a', 'trả lời');
      started();
      await becomes('trả lời', 'sent');
      await becomes('bản tin', 'withdrawn');
      expect(channel.tried).toEqual(['trả lời']);
      expect(settled.map(({ kind }) => kind).sort()).toEqual(['sent', 'withdrawn']);
      await saidAgain();
    });

    test('that speaks of what was done while it waited for its turn is not sent', async () => {
      const turn = gate();
      const asked = gate();
      const pace: Pace = {
        async reserve() {
          asked.open();
          await turn.passed;
          return { wait: 0, taken: true };
        },
        async hold() {},
      };
      await write('a', 'bản tin', { digestId, sendBy: soon() });
      started({ paces: { telegram: pace } });
      await asked.passed;
      await world.database.db.update(outbox).set({ sendBy: new Date(0) });
      turn.open();
      await becomes('bản tin', 'withdrawn');
      expect(channel.tried).toEqual([]);
      await saidAgain();
    });

    test('is tried until its last moment, however often it fails, and then withdrawn', async () => {
      for (let n = 0; n < 500; n += 1)
        channel.order({ kind: 'retry', afterSeconds: 0, reason: 'telegram.500' });
      await write('a', 'bản tin', { digestId, sendBy: soon() });
      started();
      await channel.attempts(12);
      ahead = 120;
      await becomes('bản tin', 'withdrawn');
      await saidAgain();
    });
  });

  describe('stopping', () => {
    test('lets what is under way finish and leaves the rest for the next start', async () => {
      const receipt = gate();
      channel.order(receipt.passed.then((): SendResult => ({ kind: 'sent' })));
      await write('a', 'một');
      await write('a', 'hai');
      const queue = started();
      await channel.attempts(1);
      const stopped = queue.stop();
      receipt.open();
      await stopped;
      expect(await states()).toEqual({ một: 'sent', hai: 'waiting' });
      started();
      await becomes('hai', 'sent');
    });

    test('does not wait for a turn that is far away', async () => {
      const pace = createPace({ ...unlimited, perSecond: 1 / 3 }, () => 0);
      await write('a', 'một');
      await write('b', 'hai');
      const queue = started({ paces: { telegram: pace } });
      await channel.attempts(1);
      await queue.stop();
      expect(Object.values(await states()).sort()).toEqual(['sent', 'waiting']);
      started();
      await eventually(async () => (await rows()).every(({ status }) => status === 'sent'), 'all sent');
      expect(channel.tried).toHaveLength(2);
    });

    test('twice is no harm, and nothing begins afterwards', async () => {
      const queue = started();
      await queue.stop();
      await queue.stop();
      const fresh = await claimFresh('a', 'một');
      queue.post(fresh);
      queue.wake();
      await eventually(async () => (await rowOf('một'))?.lastError === 'delivery.waits');
      expect(channel.tried).toEqual([]);
    });
  });
}

/** Notes when each attempt was written down as failed or sent, in milliseconds. */
function timed(own: OutboxRows, times: number[]): OutboxRows {
  return {
    ...own,
    markRetry: (...mark) => {
      times.push(performance.now());
      return own.markRetry(...mark);
    },
    markSent: (...mark) => {
      times.push(performance.now());
      return own.markSent(...mark);
    },
  };
}
