import { afterAll, beforeAll, expect, test } from 'vitest';
import { actorOf, actorOfChat } from '../../src/store/actors.ts';
import { linkChat } from '../../src/store/chats.ts';
import type { Db } from '../../src/store/database.ts';
import { insertOrganization } from '../../src/store/organizations.ts';
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
    const actor = await actorOfChat(db, 'telegram', '7');
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

  test('is nobody in a chat that was never linked', async () => {
    expect(await actorOfChat(db, 'web', '7')).toBeNull();
    expect(await actorOf(db, 12_345)).toBeNull();
  });
});
