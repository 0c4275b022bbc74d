import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { outbox } from '../../db/schema.ts';
import { chatToWriteTo, linkChat } from '../../src/store/chats.ts';
import type { Db } from '../../src/store/database.ts';
import {
  enqueue,
  markAmbiguous,
  markDead,
  markGone,
  markRetry,
  markSent,
  outboxState,
  sweepOutbox,
  takeDue,
} from '../../src/store/outbox.ts';
import { insertPerson } from '../../src/store/people.ts';
import { emptyDatabase, onEachEngine, type TestDatabase } from '../services/databases.ts';

const at = (time: string) => `2026-05-04T${time}.000Z`;

onEachEngine('outbox', (fresh) => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await fresh();
    db = database.db;
  });
  beforeEach(() => emptyDatabase(db));
  afterAll(() => database.close());

  const write = (chat: string, dedupKey: string, more: { notBefore?: string } = {}) =>
    enqueue(db, {
      channel: 'web',
      chat,
      message: { text: dedupKey, choices: [] },
      dedupKey,
      now: at('01:00:00'),
      ...more,
    });
  const take = (now: string, limit = 10) => takeDue(db, { now, limit, leaseSeconds: 60 });
  const texts = (taken: { message: { text: string } }[]) => taken.map((one) => one.message.text);

  test('a cause writes one message however often it is handled', async () => {
    expect(await write('a', 'turn:web:1:0')).toBe(true);
    expect(await write('a', 'turn:web:1:0')).toBe(false);
    expect(await take(at('01:00:00'))).toHaveLength(1);
  });

  test('a message written in a transaction that fails was never written', async () => {
    const failing = db.transaction(async (tx) => {
      await enqueue(tx, {
        channel: 'web',
        chat: 'a',
        message: { text: 'x', choices: [] },
        dedupKey: 'x',
        now: at('01:00:00'),
      });
      throw new Error('after all');
    });
    await expect(failing).rejects.toThrow('after all');
    expect(await take(at('01:00:00'))).toEqual([]);
  });

  test('comes with what it says, its buttons, and how often it was tried', async () => {
    const message = { text: 'Chào đồng chí', choices: [{ id: 'go:menu', label: 'Mở đầu' }] };
    await enqueue(db, { channel: 'web', chat: 'a', message, dedupKey: 'k', now: at('01:00:00') });
    const [first] = await take(at('01:00:00'));
    expect(first).toEqual({ id: 1, channel: 'web', chat: 'a', message, attempts: 0 });
    await markRetry(db, 1, at('01:00:05'), '429');
    expect((await take(at('01:00:05')))[0]?.attempts).toBe(1);
  });

  describe('messages of one chat leave in their order', () => {
    test('one at a time, while other chats go on', async () => {
      await write('a', 'a1');
      await write('a', 'a2');
      await write('b', 'b1');
      const first = await take(at('01:00:00'));
      expect(texts(first)).toEqual(['a1', 'b1']);
      expect(await take(at('01:00:00'))).toEqual([]);
      await markSent(db, first[0]?.id ?? 0, at('01:00:01'));
      expect(texts(await take(at('01:00:02')))).toEqual(['a2']);
    });

    test('a later one does not overtake one that waits for another attempt', async () => {
      await write('a', 'a1');
      await write('a', 'a2');
      const [first] = await take(at('01:00:00'));
      await markRetry(db, first?.id ?? 0, at('01:05:00'), 'timeout');
      expect(await take(at('01:04:59'))).toEqual([]);
      expect(texts(await take(at('01:05:00')))).toEqual(['a1']);
    });

    test('one that can never leave lets the next pass', async () => {
      await write('a', 'a1');
      await write('a', 'a2');
      await write('a', 'a3');
      const [first] = await take(at('01:00:00'));
      await markDead(db, first?.id ?? 0, 'too long');
      const [second] = await take(at('01:00:00'));
      await markAmbiguous(db, second?.id ?? 0, 'timeout');
      expect(texts(await take(at('01:00:00')))).toEqual(['a3']);
    });
  });

  test('a message for later is not taken before', async () => {
    await write('a', 'later', { notBefore: at('02:00:00') });
    expect(await take(at('01:59:59'))).toEqual([]);
    expect(await take(at('02:00:00'))).toHaveLength(1);
  });

  test('what was taken by one who died comes up again when the claim runs out', async () => {
    await write('a', 'a1');
    await take(at('01:00:00'));
    expect(await take(at('01:00:59'))).toEqual([]);
    expect((await take(at('01:01:00')))[0]?.attempts).toBe(1);
  });

  test('of several who take at once each gets different messages, and all are taken', async () => {
    for (let chat = 0; chat < 20; chat += 1) await write(`c${chat}`, `m${chat}`);
    const taken = await Promise.all(Array.from({ length: 5 }, () => take(at('01:00:00'), 4)));
    const all = taken.flat().map((one) => one.id);
    expect(new Set(all).size).toBe(all.length);
    const rest = await take(at('01:00:00'), 20);
    expect(all.length + rest.length).toBe(20);
    expect(taken.every((some) => some.length <= 4)).toBe(true);
  });

  test('what was settled stays settled, whatever a late answer says', async () => {
    await write('a', 'a1');
    const [one] = await take(at('01:00:00'));
    const id = one?.id ?? 0;
    await markSent(db, id, at('01:00:01'));
    await markDead(db, id, 'late');
    await markRetry(db, id, at('01:00:02'), 'late');
    const [row] = await db.select().from(outbox).where(eq(outbox.id, id));
    expect(row).toMatchObject({ status: 'sent', sentAt: new Date(at('01:00:01')), lastError: null });
  });

  test('a chat that is gone for good takes its waiting messages along, and its person is written to elsewhere', async () => {
    const personId = await insertPerson(db, { fullName: 'Trần Văn Đức' });
    await db.transaction(async (tx) => {
      await linkChat(tx, { personId, channel: 'telegram', chat: 'old', now: at('00:00:00') });
      await linkChat(tx, { personId, channel: 'web', chat: 'a', now: at('00:30:00') });
    });
    await write('a', 'a1');
    await write('a', 'a2');
    await write('b', 'b1');
    await db.transaction((tx) =>
      markGone(tx, { channel: 'web', chat: 'a', at: at('01:00:00'), reason: 'blocked' }),
    );
    expect(texts(await take(at('01:00:00')))).toEqual(['b1']);
    expect(await chatToWriteTo(db, personId)).toMatchObject({ channel: 'telegram', chat: 'old' });
  });

  test('says how much waits and since when, and forgets what was settled long ago', async () => {
    await write('a', 'a1');
    await write('a', 'a2');
    await write('b', 'b1', { notBefore: at('09:00:00') });
    const [one] = await take(at('01:00:00'));
    await markSent(db, one?.id ?? 0, at('01:00:00'));
    expect(await outboxState(db, at('03:00:00'))).toEqual({
      waiting: 2,
      dead: 0,
      ambiguous: 0,
      oldestDue: at('01:00:00'),
    });
    expect(await sweepOutbox(db, at('00:59:00'))).toBe(0);
    expect(await sweepOutbox(db, at('01:00:01'))).toBe(1);
    expect(await outboxState(db, at('03:00:00'))).toMatchObject({ waiting: 2 });
  });
});
