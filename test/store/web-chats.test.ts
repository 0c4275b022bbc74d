import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertCase, type Projection, saveProjection } from '../../src/store/cases.ts';
import type { Db } from '../../src/store/database.ts';
import { grantRole } from '../../src/store/people.ts';
import { type Neighbour, neighbours } from '../../src/store/web-chats.ts';
import { onEachEngine, type TestDatabase } from '../services/databases.ts';
import { facts, laySmallTree, now, openCase, type SmallTree } from './small-tree.ts';

const standing: Projection = {
  state: 'sympathizer',
  phase: 'source',
  open: true,
  currentStep: 'helped',
  mentorId: null,
  nextAttention: null,
  nextDue: null,
};

onEachEngine('who can be spoken for in the demonstration', (fresh) => {
  let database: TestDatabase;
  let db: Db;
  let tree: SmallTree;
  beforeAll(async () => {
    database = await fresh();
    db = database.db;
    tree = await laySmallTree(db);
  });
  afterAll(() => database.close());

  const at = async (personId: number, organizationId: number): Promise<Neighbour | undefined> =>
    (await neighbours(db)).find((one) => one.personId === personId && one.organizationId === organizationId);

  test('a person with an open case is a candidate, and whoever helps them a mentor', async () => {
    const { caseId, personId } = await openCase(db, tree.hamlet.id, 'Nguyễn Thị Lan');
    await saveProjection(db, caseId, { ...standing, mentorId: tree.mentor });
    expect(await at(personId, tree.hamlet.id)).toMatchObject({ isCandidate: true, roles: [] });
    expect(await at(tree.mentor, tree.hamlet.id)).toMatchObject({
      isCandidate: false,
      isMentor: true,
      roles: ['officialMember'],
    });
  });

  test('whoever became an official member is no candidate any more, and keeps the other hats', async () => {
    const { caseId, personId } = await openCase(db, tree.hamlet.id, 'Bùi Văn Cường');
    await grantRole(db, personId, tree.hamlet.id, 'officialMember');
    await saveProjection(db, caseId, { ...standing, state: 'recognized', open: false });
    expect(await at(personId, tree.hamlet.id)).toMatchObject({
      isCandidate: false,
      roles: ['officialMember'],
    });
  });

  test('whoever withdrew can still be spoken for, without a hat', async () => {
    const { caseId, personId } = await openCase(db, tree.school.id, 'Phạm Thu Hà');
    await saveProjection(db, caseId, { ...standing, state: 'withdrew', open: false });
    expect(await at(personId, tree.school.id)).toMatchObject({ isCandidate: false, roles: [] });
  });

  test('a new case of the same person makes them a candidate again', async () => {
    const { caseId, personId } = await openCase(db, tree.school.id, 'Đỗ Minh Trí');
    await saveProjection(db, caseId, { ...standing, state: 'withdrew', open: false });
    const place = { cellId: tree.school.id, procedureVersion: 'central-2026', overlay: null };
    const again = await insertCase(db, { personId, ...place, person: facts, now });
    await saveProjection(db, again, standing);
    expect(await at(personId, tree.school.id)).toMatchObject({ isCandidate: true });
  });
});
