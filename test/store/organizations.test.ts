import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadActor } from '../../src/people/actor.ts';
import {
  changeSettings,
  effectiveOrganization,
  effectiveOrganizations,
  getOrganization,
  insertOrganization,
  organizationsFor,
  subtree,
} from '../../src/store/organizations.ts';
import { onEachEngine, type TestDatabase } from '../services/databases.ts';
import { laySmallTree, type SmallTree } from './small-tree.ts';

onEachEngine('organisations', (fresh) => {
  let database: TestDatabase;
  let tree: SmallTree;
  beforeAll(async () => {
    database = await fresh();
    tree = await laySmallTree(database.db);
  });
  afterAll(() => database.close());

  test('a node’s path leads from the root to it', async () => {
    expect(tree.hamlet.path).toBe(`/${tree.province.id}/${tree.commune.id}/${tree.hamlet.id}/`);
    expect(await getOrganization(database.db, tree.hamlet.id)).toEqual(tree.hamlet);
    expect(await getOrganization(database.db, 9999)).toBeNull();
  });

  test('a subtree is the node and all below it, parents first', async () => {
    const found = await subtree(database.db, tree.commune.path);
    expect(found.map((node) => node.id)).toEqual([tree.commune.id, tree.hamlet.id, tree.school.id]);
    const cells = await subtree(database.db, tree.province.path, 'cell');
    expect(cells.map((node) => node.id)).toEqual([tree.hamlet.id, tree.school.id, tree.street.id]);
  });

  test('an officer may look at the subtree, a secretary at the own cell', async () => {
    const visible = async (personId: number) => {
      const actor = await loadActor(database.db, personId);
      return actor
        ? (await organizationsFor(database.db, actor, 'organization.view')).map((node) => node.id)
        : [];
    };
    expect(await visible(tree.officer)).toEqual([tree.commune.id, tree.hamlet.id, tree.school.id]);
    expect(await visible(tree.secretary)).toEqual([tree.hamlet.id]);
    expect(await visible(tree.mentor)).toEqual([]);
  });

  describe('what holds in a cell', () => {
    test('is what the nearest node above says, setting by setting, and the usual where nobody says', async () => {
      const hamlet = await effectiveOrganization(database.db, tree.hamlet.id);
      expect(hamlet?.effective).toEqual({
        kind: 'residential',
        approval: 'two-hop',
        subCommittee: false,
        decidingBody: 'standing-committee',
        youthUnion: true,
        tradeUnion: true,
        officialMembers: 21,
        parameters: { send_up_days: 3, review_months: 1 },
      });
      expect(hamlet?.startsUnder).toEqual({ procedureVersion: 'central-2026', overlay: 'ha-noi' });
      const street = await effectiveOrganization(database.db, tree.street.id);
      expect(street?.effective).toMatchObject({ tradeUnion: false, parameters: { send_up_days: 5 } });
      expect(street?.startsUnder).toEqual({ procedureVersion: 'central-2026', overlay: null });
    });

    test('is read for many at once, each with its own', async () => {
      const found = await effectiveOrganizations(database.db, [
        tree.school.path,
        tree.street.path,
        tree.school.path,
      ]);
      expect([...found.keys()]).toEqual([tree.school.id, tree.street.id]);
      expect(found.get(tree.school.id)?.effective.kind).toBe('school');
      expect(await effectiveOrganizations(database.db, [])).toEqual(new Map());
    });

    test('follows a change of one setting; the node’s others stay its own', async () => {
      const cell = await insertOrganization(database.db, {
        parentId: tree.ward.id,
        level: 'cell',
        name: 'Chi bộ chợ',
        settings: { officialMembers: 9, kind: 'enterprise' },
      });
      await changeSettings(database.db, cell.id, { officialMembers: 10 });
      expect((await effectiveOrganization(database.db, cell.id))?.effective).toMatchObject({
        officialMembers: 10,
        kind: 'enterprise',
      });
      expect((await getOrganization(database.db, cell.id))?.settings).toEqual({
        officialMembers: 10,
        kind: 'enterprise',
      });
    });
  });
});
