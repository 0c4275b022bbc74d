/** What SQL gives an actor is what `can` would let through, case by case, on trees nobody thought of. */
import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cases } from '../../db/schema.ts';
import { can } from '../../src/people/access.ts';
import { loadActor } from '../../src/people/actor.ts';
import { actions, treeRoles } from '../../src/people/roles.ts';
import { caseResource, insertCase, visibleCases } from '../../src/store/cases.ts';
import type { Db } from '../../src/store/database.ts';
import { insertOrganization, organizationsFor, subtree } from '../../src/store/organizations.ts';
import { grantRole, insertPerson } from '../../src/store/people.ts';
import { emptyDatabase, onEachEngine, type TestDatabase } from '../services/databases.ts';
import { facts, now } from '../store/small-tree.ts';

/** A tree by the level of each node and which of the earlier nodes it hangs under; people and cases by index. */
const world = fc.record({
  nodes: fc.array(
    fc.record({
      level: fc.constantFrom('grassrootsCommittee', 'subCommittee', 'cell' as const),
      under: fc.nat(20),
    }),
    { minLength: 1, maxLength: 8 },
  ),
  people: fc.integer({ min: 1, max: 4 }),
  roles: fc.array(fc.record({ person: fc.nat(3), node: fc.nat(20), role: fc.constantFrom(...treeRoles) }), {
    maxLength: 8,
  }),
  cases: fc.array(
    fc.record({ person: fc.nat(3), cell: fc.nat(20), mentor: fc.option(fc.nat(3)), open: fc.boolean() }),
    {
      maxLength: 8,
    },
  ),
});
type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

onEachEngine('access in SQL', (fresh) => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await fresh();
    db = database.db;
  });
  afterAll(() => database.close());

  test('agrees with the function that decides, for every actor and action', {
    timeout: 120_000,
  }, async () => {
    let allowed = 0;
    let denied = 0;
    await fc.assert(
      fc.asyncProperty(world, async (drawn) => {
        await emptyDatabase(db);
        const people = await lay(db, drawn);
        const everyCase = await db.select().from(cases);
        const nodes = await subtree(db, '/');
        const pathOf = (id: number): string => nodes.find((node) => node.id === id)?.path ?? '';
        for (const person of people) {
          const actor = await loadActor(db, person);
          if (!actor) throw new Error('the person was just stored');
          for (const action of actions) {
            const expectedCases = everyCase
              .filter((row) => can(actor, action, caseResource({ ...row, path: pathOf(row.cellId) })))
              .map((row) => row.id);
            const expectedNodes = nodes
              .filter(({ id, path }) =>
                can(actor, action, { kind: 'organization', organizationId: id, path }),
              )
              .map((node) => node.id);
            if (action.startsWith('case.') && action !== 'case.register') {
              const got = await visibleCases(db, actor, { action });
              expect(got.map((row) => row.id).sort((a, b) => a - b)).toEqual(
                expectedCases.sort((a, b) => a - b),
              );
              allowed += got.length;
              denied += everyCase.length - got.length;
            } else if (action !== 'person.invite') {
              const got = await organizationsFor(db, actor, action);
              expect(got.map((node) => node.id)).toEqual(expectedNodes);
            }
          }
        }
      }),
      { numRuns: 25 },
    );
    // Worlds in which nobody sees anything would prove nothing.
    expect(allowed).toBeGreaterThan(0);
    expect(denied).toBeGreaterThan(0);
  });
});

/** Draws that do not fit (a role on the wrong level, a second open case) are passed over. */
async function lay(db: Db, drawn: World): Promise<number[]> {
  const laid = [await insertOrganization(db, { parentId: null, level: 'province', name: 'Tỉnh uỷ' })];
  const ranks = ['province', 'grassrootsCommittee', 'subCommittee', 'cell'];
  for (const { level, under } of drawn.nodes) {
    const above = laid.filter((node) => ranks.indexOf(node.level) < ranks.indexOf(level));
    const parent = above[under % above.length];
    if (parent)
      laid.push(await insertOrganization(db, { parentId: parent.id, level, name: `Nút ${laid.length}` }));
  }
  const people: number[] = [];
  for (let at = 0; at < drawn.people; at += 1)
    people.push(await insertPerson(db, { fullName: `Người thứ ${at}` }));
  const personAt = (index: number): number => people[index % people.length] ?? 0;

  for (const { person, node, role } of drawn.roles) {
    const fitting = laid.filter((one) => (one.level === 'cell') === (role !== 'committeeOfficer'));
    const at = fitting[node % fitting.length];
    if (at) await grantRole(db, personAt(person), at.id, role);
  }
  const cells = laid.filter((node) => node.level === 'cell');
  const open = new Set<number>();
  for (const one of drawn.cases) {
    const cell = cells[one.cell % cells.length];
    const personId = personAt(one.person);
    if (!cell || open.has(personId)) continue;
    const caseId = await insertCase(db, {
      personId,
      cellId: cell.id,
      procedureVersion: 'central-2026',
      overlay: null,
      person: facts,
      now,
    });
    if (one.open) open.add(personId);
    const mentorId = one.mentor === null || personAt(one.mentor) === personId ? null : personAt(one.mentor);
    await db.update(cases).set({ open: one.open, mentorId }).where(eq(cases.id, caseId));
  }
  return people;
}
