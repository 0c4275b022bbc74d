import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { invitations } from '../../db/schema.ts';
import { createInvitation, redeemInvitation } from '../../src/people/link.ts';
import { chatToWriteTo, personOfChat } from '../../src/store/chats.ts';
import type { Db } from '../../src/store/database.ts';
import { insertPerson } from '../../src/store/people.ts';
import { onEachEngine, type TestDatabase } from '../services/databases.ts';

const monday = '2026-05-04T01:00:00.000Z';
const tuesday = '2026-05-05T01:00:00.000Z';
const weekLater = '2026-05-11T01:00:00.000Z';

onEachEngine('a one-time code', (fresh) => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await fresh();
    db = database.db;
  });
  afterAll(() => database.close());

  const person = () => insertPerson(db, { fullName: 'Lê Thị Hạnh' });
  const invite = (personId: number) => createInvitation(db, { personId, by: null, now: monday });
  const redeem = (chat: string, code: string, now = tuesday) =>
    db.transaction((tx) => redeemInvitation(tx, { channel: 'telegram', chat, code, now }));

  test('links the chat it is sent in to the person it was made for', async () => {
    const personId = await person();
    const { code, expiresAt } = await invite(personId);
    expect(code).toMatch(/^[A-HJKMNP-Z2-9]{8}$/);
    expect(expiresAt).toBe(weekLater);
    expect(await redeem('links', code)).toEqual({ ok: true, personId });
    expect(await personOfChat(db, 'telegram', 'links')).toBe(personId);
    expect(await chatToWriteTo(db, personId)).toMatchObject({ channel: 'telegram', chat: 'links' });
  });

  test('may be typed in small letters, with blanks or dashes', async () => {
    const personId = await person();
    const { code } = await invite(personId);
    const typed = ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4).toLowerCase()} `;
    expect(await redeem('typed', typed)).toEqual({ ok: true, personId });
  });

  test('is never kept, only its hash', async () => {
    const { code } = await invite(await person());
    const rows = await db.select().from(invitations);
    expect(JSON.stringify(rows)).not.toContain(code);
  });

  describe('is refused', () => {
    test('when nobody made it', async () => {
      expect(await redeem('unknown', 'ABCD2345')).toEqual({ ok: false, code: 'invitation-unknown' });
      expect(await redeem('unknown', '')).toEqual({ ok: false, code: 'invitation-unknown' });
      expect(await personOfChat(db, 'telegram', 'unknown')).toBeNull();
    });

    test('in a second chat once it was used; in the chat it linked it is welcome again', async () => {
      const personId = await person();
      const { code } = await invite(personId);
      await redeem('first', code);
      expect(await redeem('second', code)).toEqual({ ok: false, code: 'invitation-used' });
      expect(await redeem('first', code)).toEqual({ ok: true, personId });
    });

    test('after seven days', async () => {
      const { code } = await invite(await person());
      expect(await redeem('late', code, weekLater)).toEqual({ ok: false, code: 'invitation-expired' });
    });

    test('when a newer one was made for the same person', async () => {
      const personId = await person();
      const older = await invite(personId);
      const newer = await invite(personId);
      expect(await redeem('older', older.code)).toEqual({ ok: false, code: 'invitation-expired' });
      expect(await redeem('newer', newer.code)).toEqual({ ok: true, personId });
    });
  });

  test('sent in five chats at once links one of them', async () => {
    const { code } = await invite(await person());
    const outcomes = await Promise.all(Array.from({ length: 5 }, (_, at) => redeem(`race-${at}`, code)));
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
  });

  test('in a chat that spoke for somebody else moves the chat, and says from whom', async () => {
    const [before, after] = [await person(), await person()];
    await redeem('handed-on', (await invite(before)).code);
    expect(await redeem('handed-on', (await invite(after)).code)).toEqual({
      ok: true,
      personId: after,
      movedFrom: before,
    });
    expect(await personOfChat(db, 'telegram', 'handed-on')).toBe(after);
    expect(await chatToWriteTo(db, before)).toBeNull();
  });
});
