import { afterAll, beforeAll, expect, test } from 'vitest';
import { actorOf, whoSpeaks } from '../../src/store/actors.ts';
import { linkChat } from '../../src/store/chats.ts';
import type { Db } from '../../src/store/database.ts';
import { insertOrganization } from '../../src/store/organizations.ts';
import { enqueue } from '../../src/store/outbox.ts';
import { grantRole, insertPerson } from '../../src/store/people.ts';
import { onEachEngine, type TestDatabase } from '../services/databases.ts';

onEachEngine('who acts', (fresh) => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await fresh();
    db = database.db;
  });
  afterAll(() => database.close());

  test('is known by the chat as by the person, with the roles in the order they were given', async () => {
    const province = await insertOrganization(db, { parentId: null, level: 'province', name: 'Tỉnh uỷ' });
    const other = await insertOrganization(db, { parentId: null, level: 'province', name: 'Thành uỷ' });
    const personId = await insertPerson(db, { fullName: 'Lê Thị Hạnh' });
    await grantRole(db, personId, other.id, 'committeeOfficer');
    await grantRole(db, personId, province.id, 'committeeOfficer');
    const now = '2026-05-04T01:00:00.000Z';
    await db.transaction((tx) => linkChat(tx, { personId, channel: 'telegram', chat: '7', now }));
    const { actor, ...chat } = await whoSpeaks(db, { channel: 'telegram', chat: '7', updateKey: '1' });
    expect(chat).toEqual({ choices: [], waiting: false });
    expect(actor).toEqual({
      personId,
      name: 'Lê Thị Hạnh',
      language: 'vi',
      roles: [
        { role: 'committeeOfficer', organizationId: other.id, path: other.path },
        { role: 'committeeOfficer', organizationId: province.id, path: province.path },
      ],
      mentorOf: [],
      candidateOf: [],
    });
    expect(await actorOf(db, personId)).toEqual(actor);
  });

  test('comes with what was said last in the chat before this message, and whether it has left', async () => {
    const chat = { channel: 'telegram', chat: '8' };
    const say = (dedupKey: string, label: string) =>
      enqueue(db, {
        ...chat,
        dedupKey,
        message: { text: label, choices: [{ id: label, label }] },
        now: '2026-05-04T01:00:00.000Z',
      });
    await say('turn:telegram:1:0', 'trước');
    await say('turn:telegram:2_:0', 'câu trả lời của chính tin này');
    const speaker = await whoSpeaks(db, { ...chat, updateKey: '2_' });
    expect(speaker).toEqual({ actor: null, choices: [{ id: 'trước', label: 'trước' }], waiting: true });
  });

  test('is nobody in a chat that was never linked', async () => {
    const speaker = await whoSpeaks(db, { channel: 'web', chat: '7', updateKey: '1' });
    expect(speaker).toEqual({ actor: null, choices: [], waiting: false });
    expect(await actorOf(db, 12_345)).toBeNull();
  });
});
