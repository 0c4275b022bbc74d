import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDesk } from '../src/desk.ts';
import type { DeskPerson } from '../src/server/desk.ts';
import { type Projection, saveProjection } from '../src/store/cases.ts';
import type { Db } from '../src/store/database.ts';
import { grantRole } from '../src/store/people.ts';
import { freshDatabase, type TestDatabase } from './services/databases.ts';
import { laySmallTree, now, openCase, type SmallTree } from './store/small-tree.ts';

let database: TestDatabase;
let db: Db;
let tree: SmallTree;
beforeAll(async () => {
  database = await freshDatabase();
  db = database.db;
  tree = await laySmallTree(db);
});
afterAll(() => database.close());

const opened: Projection = {
  state: 'introduced',
  phase: 'source',
  open: true,
  currentStep: 'listed',
  mentorId: null,
  nextAttention: null,
  nextDue: null,
};

/** How the desk shows a person of the hamlet's cell. */
async function shown(personId: number): Promise<DeskPerson | undefined> {
  const desk = createDesk({
    db,
    clock: { now: () => now, today: () => now.slice(0, 10), travel: async () => {}, refresh: async () => {} },
    receive: async () => {},
    liveThrough: async () => {},
    wake: () => {},
  });
  const groups = await desk.people();
  return groups
    .find((group) => group.organization === 'Chi bộ thôn Đông')
    ?.people.find((person) => person.chat === String(personId));
}

describe('the hats that a person is shown with', () => {
  it('the most telling comes first', async () => {
    expect((await shown(tree.secretary))?.hats).toEqual(['cellSecretary', 'officialMember']);
  });

  it('somebody on the way into the Party is a candidate', async () => {
    const { caseId, personId } = await openCase(db, tree.hamlet.id, 'Nguyễn Thị Lan');
    await saveProjection(db, caseId, opened);
    expect((await shown(personId))?.hats).toEqual(['candidate']);
  });

  it('on probation they are a probationary member, though their case is open', async () => {
    const { caseId, personId } = await openCase(db, tree.hamlet.id, 'Vũ Đình Khang');
    await grantRole(db, personId, tree.hamlet.id, 'probationaryMember');
    await saveProjection(db, caseId, { ...opened, state: 'probation', phase: 'probation' });
    expect((await shown(personId))?.hats).toEqual(['probationaryMember']);
  });

  it('recognised, they are an official member, before and after their case closes', async () => {
    const { caseId, personId } = await openCase(db, tree.hamlet.id, 'Bùi Văn Cường');
    await grantRole(db, personId, tree.hamlet.id, 'officialMember');
    for (const open of [true, false]) {
      await saveProjection(db, caseId, { ...opened, state: 'recognized', phase: 'probation', open });
      expect((await shown(personId))?.hats).toEqual(['officialMember']);
    }
  });

  it('whoever withdrew stands in the list without one', async () => {
    const { caseId, personId } = await openCase(db, tree.hamlet.id, 'Phạm Thu Hà');
    await saveProjection(db, caseId, { ...opened, state: 'withdrew', open: false });
    expect((await shown(personId))?.hats).toEqual([]);
  });
});
