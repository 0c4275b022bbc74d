import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { can } from '../../src/people/access.ts';
import { hats, loadActor } from '../../src/people/actor.ts';
import { saveProjection } from '../../src/store/cases.ts';
import type { Db } from '../../src/store/database.ts';
import {
  changePerson,
  getPeople,
  getPerson,
  grantRole,
  insertPerson,
  membersOf,
  namesakesInCell,
  personResource,
  revokeRole,
  rolesOf,
} from '../../src/store/people.ts';
import { onEachEngine, type TestDatabase } from '../services/databases.ts';
import { laySmallTree, openCase, type SmallTree } from './small-tree.ts';

onEachEngine('people', (fresh) => {
  let database: TestDatabase;
  let db: Db;
  let tree: SmallTree;
  beforeAll(async () => {
    database = await fresh();
    db = database.db;
    tree = await laySmallTree(db);
  });
  afterAll(() => database.close());

  test('begin in Vietnamese with a digest at eight, and may change both', async () => {
    const id = await insertPerson(db, { fullName: '  Đinh   Thị  Mơ ' });
    expect(await getPerson(db, id)).toEqual({ id, fullName: 'Đinh Thị Mơ', language: 'vi', digestHour: 8 });
    await changePerson(db, id, { language: 'en' });
    await changePerson(db, id, { digestHour: 6 });
    await changePerson(db, id, {});
    expect(await getPerson(db, id)).toMatchObject({ language: 'en', digestHour: 6 });
    expect(await getPerson(db, 9999)).toBeNull();
    expect([...(await getPeople(db, [id, 9999, id])).keys()]).toEqual([id]);
  });

  test('hold roles on nodes; giving one twice or taking one that is not held changes nothing', async () => {
    const id = await insertPerson(db, { fullName: 'Đinh Văn Tư' });
    await grantRole(db, id, tree.hamlet.id, 'officialMember');
    await grantRole(db, id, tree.hamlet.id, 'officialMember');
    expect(await rolesOf(db, id)).toEqual([
      { role: 'officialMember', organizationId: tree.hamlet.id, path: tree.hamlet.path },
    ]);
    await revokeRole(db, id, tree.hamlet.id, 'cellSecretary');
    await revokeRole(db, id, tree.hamlet.id, 'officialMember');
    expect(await rolesOf(db, id)).toEqual([]);
  });

  test('of a node are found by role, on exactly that node', async () => {
    const official = await membersOf(db, [tree.hamlet.id], ['officialMember']);
    expect(official.map((member) => member.id)).toEqual([tree.mentor, tree.secretary]);
    expect((await membersOf(db, [tree.commune.id])).map((member) => member.role)).toEqual([
      'committeeOfficer',
    ]);
    expect(await membersOf(db, [])).toEqual([]);
  });

  test('of the same name in one cell are found however it is typed, candidates too', async () => {
    const { personId } = await openCase(db, tree.school.id, 'Nguyễn Thị Đào');
    const ids = async (cell: number, name: string) =>
      (await namesakesInCell(db, cell, name)).map((one) => one.id);
    expect(await ids(tree.school.id, 'nguyen thi dao')).toEqual([personId]);
    expect(await ids(tree.hamlet.id, 'Nguyễn Thị Đào')).toEqual([]);
    expect(await ids(tree.hamlet.id, 'TRẦN VĂN ĐỨC')).toEqual([tree.secretary]);
  });

  test('wear the hats that their roles and cases give them', async () => {
    const { caseId, personId } = await openCase(db, tree.school.id, 'Trịnh Thị Ngọc');
    const wears = async (id: number) => {
      const actor = await loadActor(db, id);
      return actor && hats(actor);
    };
    expect(await wears(tree.secretary)).toEqual(['cadre']);
    expect(await wears(tree.officer)).toEqual(['committeeOfficer']);
    expect(await wears(personId)).toEqual(['candidate']);
    expect(await wears(tree.mentor)).toEqual([]);
    await saveProjection(db, caseId, {
      state: 'sympathizer',
      phase: 'source',
      open: true,
      currentStep: null,
      mentorId: tree.mentor,
      nextAttention: null,
      nextDue: null,
    });
    expect(await wears(tree.mentor)).toEqual(['mentor']);
    expect(await wears(9999)).toBeNull();
  });

  describe('whoever invites somebody could be them, so inviting takes the right over all that they are', () => {
    const mayInvite = async (by: number, personId: number) => {
      const actor = await loadActor(db, by);
      return actor !== null && can(actor, 'person.invite', await personResource(db, personId));
    };

    test('a secretary invites members and candidates of the own cell, not of another', async () => {
      const own = await openCase(db, tree.hamlet.id, 'Lưu Thị Nga');
      const other = await openCase(db, tree.school.id, 'Lưu Thị Nhung');
      expect(await mayInvite(tree.secretary, tree.mentor)).toBe(true);
      expect(await mayInvite(tree.secretary, own.personId)).toBe(true);
      expect(await mayInvite(tree.secretary, other.personId)).toBe(false);
      expect(await mayInvite(tree.officer, other.personId)).toBe(true);
    });

    test('a member who is also the officer above is not the secretary’s to invite', async () => {
      await grantRole(db, tree.officer, tree.hamlet.id, 'officialMember');
      expect(await personResource(db, tree.officer)).toMatchObject({ path: tree.commune.path });
      expect(await mayInvite(tree.secretary, tree.officer)).toBe(false);
    });

    test('a person known in two communes is invited by neither', async () => {
      const id = await insertPerson(db, { fullName: 'Kiều Văn Bắc' });
      await grantRole(db, id, tree.hamlet.id, 'officialMember');
      await grantRole(db, id, tree.street.id, 'officialMember');
      expect(await personResource(db, id)).toMatchObject({ path: tree.province.path });
      expect(await mayInvite(tree.officer, id)).toBe(false);
    });

    test('a person without a place is nobody’s to invite', async () => {
      const id = await insertPerson(db, { fullName: 'Người Qua Đường' });
      expect(await mayInvite(tree.officer, id)).toBe(false);
    });
  });
});
