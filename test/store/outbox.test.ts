/** The outbox as a queue of rows: what is written once, whose turn it is, and what a claim is worth. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { outbox } from '../../db/schema.ts';
import { chatToWriteTo, linkChat } from '../../src/store/chats.ts';
import type { Db } from '../../src/store/database.ts';
import {
  enqueue,
  enqueueClaimed,
  enqueueMany,
  type NewMessage,
  type WaitingMessage,
} from '../../src/store/outbox.ts';
import { claimOne, dueIn, listDue, putBack, renew, takeDue } from '../../src/store/outbox-claims.ts';
import { markAmbiguous, markDead, markGone, markRetry, markSent } from '../../src/store/outbox-marks.ts';
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

  const message = (chat: string, dedupKey: string, more: Partial<NewMessage> = {}): NewMessage => ({
    channel: 'web',
    chat,
    message: { text: dedupKey, choices: [] },
    dedupKey,
    now: at('01:00:00'),
    ...more,
  });
  const write = (chat: string, dedupKey: string, more: Partial<NewMessage> = {}) =>
    enqueue(db, message(chat, dedupKey, more));
  const claimFresh = (...messages: NewMessage[]) => db.transaction((tx) => enqueueClaimed(tx, messages));
  const take = (now: string, limit = 10) => takeDue(db, { now, limit });
  const texts = (taken: { message: { text: string } }[]) => taken.map((one) => one.message.text);
  const row = async (id: number) => (await db.select().from(outbox).where(eq(outbox.id, id)))[0];

  describe('writing', () => {
    test('a cause writes one message however often it is handled', async () => {
      expect(await write('a', 'turn:web:1:0')).toBe(true);
      expect(await write('a', 'turn:web:1:0')).toBe(false);
      expect(await take(at('01:00:00'))).toHaveLength(1);
    });

    test('many at once, of which only the new ones are written', async () => {
      await write('a', 'digest:1:2026-05-04');
      const both = [message('a', 'digest:1:2026-05-04'), message('b', 'digest:2:2026-05-04')];
      expect(await enqueueMany(db, both)).toBe(1);
      expect(await enqueueMany(db, [])).toBe(0);
    });

    test('a message written in a transaction that fails was never written', async () => {
      const failing = db.transaction(async (tx) => {
        await enqueue(tx, message('a', 'x'));
        throw new Error('after all');
      });
      await expect(failing).rejects.toThrow('after all');
      expect(await take(at('01:00:00'))).toEqual([]);
    });

    test('comes with what it says, its buttons, and how often it was tried', async () => {
      const said = { text: 'Chào đồng chí', choices: [{ id: 'go:menu', label: 'Mở đầu' }] };
      await write('a', 'k', { message: said });
      const [first] = await take(at('01:00:00'));
      expect(first).toEqual({
        id: 1,
        channel: 'web',
        chat: 'a',
        message: said,
        attempts: 0,
        begun: 0,
        dueAt: at('01:00:00'),
        sendBy: null,
        claimedUntil: at('01:00:30'),
      });
      await markRetry(db, first as WaitingMessage, at('01:00:05'), '429');
      expect((await take(at('01:00:05')))[0]?.attempts).toBe(1);
    });
  });

  describe('the replies of a turn are written claimed', () => {
    test('by the process that wrote them: nobody else takes them while the claim lasts', async () => {
      const fresh = await claimFresh(message('a', 'r1'), message('a', 'r2'));
      expect(texts(fresh)).toEqual(['r1', 'r2']);
      expect(fresh[0]).toMatchObject({ attempts: 0, dueAt: at('01:00:00'), claimedUntil: at('01:00:30') });
      // The second leaves after the first: its claim lasts longer.
      expect(fresh[1]?.claimedUntil).toBe(at('01:01:00'));
      expect(await take(at('01:00:29'))).toEqual([]);
    });

    test('if that process dies they are found when the claim has run out', async () => {
      await claimFresh(message('a', 'r1'), message('a', 'r2'));
      const [found] = await take(at('01:00:30'));
      expect(found).toMatchObject({ message: { text: 'r1' }, attempts: 1 });
      await markSent(db, found?.id ?? 0, at('01:00:31'));
      expect(texts(await take(at('01:01:00')))).toEqual(['r2']);
    });

    test('not those behind an earlier message that has not left', async () => {
      await write('a', 'before');
      expect(await claimFresh(message('a', 'r1'))).toEqual([]);
      const [first] = await take(at('01:00:00'));
      expect(first?.message.text).toBe('before');
      await markSent(db, first?.id ?? 0, at('01:00:01'));
      expect(texts(await take(at('01:00:01')))).toEqual(['r1']);
    });

    test('a message meant for later is nothing to wait behind, nor claimed itself', async () => {
      await write('a', 'tomorrow', { notBefore: at('23:00:00') });
      expect(texts(await claimFresh(message('a', 'now')))).toEqual(['now']);
      expect(await claimFresh(message('b', 'later', { notBefore: at('02:00:00') }))).toEqual([]);
      expect(texts(await take(at('02:00:00')))).toContain('later');
    });

    test('what was written before is not written again, and not claimed', async () => {
      await write('a', 'r1');
      expect(texts(await claimFresh(message('b', 'r0'), message('a', 'r1')))).toEqual(['r0']);
    });
  });

  describe('messages of one chat leave in their order', () => {
    test('one at a time, while other chats go on', async () => {
      await write('a', 'a1');
      await write('a', 'a2');
      await write('b', 'b1');
      const first = await take(at('01:00:00'));
      expect(texts(first)).toEqual(['a1', 'b1']);
      expect(await take(at('01:00:00'))).toEqual([]);
      expect(await dueIn(db, 'web', 'a', at('01:00:02'))).toBeNull();
      await markSent(db, first[0]?.id ?? 0, at('01:00:01'));
      expect(await dueIn(db, 'web', 'a', at('01:00:02'))).toMatchObject({ id: 2, chat: 'a' });
      expect(texts(await take(at('01:00:02')))).toEqual(['a2']);
    });

    test('a later one does not overtake one that waits for another attempt', async () => {
      await write('a', 'a1');
      await write('a', 'a2');
      const [first] = await take(at('01:00:00'));
      await markRetry(db, first as WaitingMessage, at('01:05:00'), 'timeout');
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

  test('what is due is listed without being claimed, and then claimed once', async () => {
    await write('a', 'a1');
    await write('a', 'a2');
    await write('b', 'b1', { notBefore: at('02:00:00') });
    const due = await listDue(db, { now: at('01:00:00'), limit: 10 });
    expect(due).toEqual([{ id: 1, channel: 'web', chat: 'a' }]);
    expect(await claimOne(db, 2, at('01:00:00'))).toBeNull();
    const claims = await Promise.all([1, 2, 3].map(() => claimOne(db, 1, at('01:00:00'))));
    expect(claims.filter((claim) => claim !== null)).toMatchObject([{ id: 1, attempts: 0 }]);
    expect(await listDue(db, { now: at('01:00:00'), limit: 10 })).toEqual([]);
  });

  describe('a claim', () => {
    test('lasts as long as the message can be under way: by its length', async () => {
      await write('a', 'short');
      await write('b', 'long', { message: { text: 'ư'.repeat(3 * 3500), choices: [] } });
      const [short, long] = await take(at('01:00:00'));
      expect(short?.claimedUntil).toBe(at('01:00:30'));
      expect(Date.parse(long?.claimedUntil ?? '')).toBeGreaterThanOrEqual(Date.parse(at('01:01:00')));
    });

    test('of one who died comes up again when it runs out', async () => {
      await write('a', 'a1');
      await take(at('01:00:00'));
      expect(await take(at('01:00:29'))).toEqual([]);
      expect((await take(at('01:00:30')))[0]?.attempts).toBe(1);
    });

    test('can be renewed by whoever holds it, and by nobody whose claim was taken over', async () => {
      await write('a', 'a1');
      const [lost] = await take(at('01:00:00'));
      const [held] = await take(at('01:00:30'));
      expect(await renew(db, lost as WaitingMessage, at('01:00:40'))).toBeNull();
      await markRetry(db, lost as WaitingMessage, at('01:00:40'), 'late');
      await putBack(db, [lost as WaitingMessage], at('01:00:40'), 'late');
      expect(await take(at('01:00:41'))).toEqual([]);
      const renewed = await renew(db, held as WaitingMessage, at('01:00:45'));
      expect(renewed?.claimedUntil).toBe(at('01:01:15'));
      expect(await take(at('01:01:14'))).toEqual([]);
    });

    test('put back counts as no attempt', async () => {
      await write('a', 'a1');
      await write('b', 'b1');
      const taken = await take(at('01:00:00'));
      await putBack(db, taken, at('01:00:10'), 'delivery.waits');
      expect(await take(at('01:00:09'))).toEqual([]);
      expect((await take(at('01:00:10'))).map(({ attempts }) => attempts)).toEqual([0, 0]);
    });

    test('of several who take at once each gets different messages, and all are taken', async () => {
      for (let chat = 0; chat < 20; chat += 1) await write(`c${chat}`, `m${chat}`);
      const taken = await Promise.all(Array.from({ length: 5 }, () => take(at('01:00:00'), 4)));
      const all = taken.flat().map(({ id }) => id);
      expect(new Set(all).size).toBe(all.length);
      const rest = await take(at('01:00:00'), 20);
      expect(all.length + rest.length).toBe(20);
      expect(taken.every((some) => some.length <= 4)).toBe(true);
    });
  });

  test('parts of a long message that have arrived are remembered, whoever tries next', async () => {
    const said = { text: 'dài', choices: [{ id: 'go:menu', label: 'Mở đầu' }] };
    await write('a', 'k', { message: said });
    const [first] = await take(at('01:00:00'));
    await markRetry(db, first as WaitingMessage, at('01:00:05'), '429', 2);
    expect((await take(at('01:00:05')))[0]).toMatchObject({ begun: 2, message: said });
    expect((await take(at('01:00:50')))[0]?.message).toEqual(said);
  });

  test('what was settled stays settled, whatever a late answer says', async () => {
    await write('a', 'a1');
    const [one] = await take(at('01:00:00'));
    const id = one?.id ?? 0;
    await markSent(db, id, at('01:00:01'));
    await markDead(db, id, 'late');
    await markRetry(db, one as WaitingMessage, at('01:00:02'), 'late');
    expect(await row(id)).toMatchObject({
      status: 'sent',
      sentAt: new Date(at('01:00:01')),
      lastError: null,
    });
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
});
