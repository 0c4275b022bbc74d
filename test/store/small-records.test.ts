/** Digests, duties of bodies, facts of the installation, and in which chat a person is written to. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  chatsToWriteTo,
  chatToWriteTo,
  linkChat,
  markReachable,
  markUnreachable,
  personOfChat,
  unlinkChat,
} from '../../src/store/chats.ts';
import type { Db } from '../../src/store/database.ts';
import { digestsOf, newDigest } from '../../src/store/digests.ts';
import { getFact, setFact } from '../../src/store/installation.ts';
import { dutiesDone, recordDuty } from '../../src/store/organization-duties.ts';
import { insertPerson } from '../../src/store/people.ts';
import { onEachEngine, type TestDatabase } from '../services/databases.ts';
import { laySmallTree, now, type SmallTree } from './small-tree.ts';

onEachEngine('small records', (fresh) => {
  let database: TestDatabase;
  let db: Db;
  let tree: SmallTree;
  beforeAll(async () => {
    database = await fresh();
    db = database.db;
    tree = await laySmallTree(db);
  });
  afterAll(() => database.close());

  test('a person has one digest of each kind a day', async () => {
    const digest = { personId: tree.secretary, day: '2026-05-04', kind: 'daily' as const };
    const id = await newDigest(db, digest);
    expect(id).not.toBeNull();
    expect(await newDigest(db, digest)).toBeNull();
    const urgent = await newDigest(db, { ...digest, kind: 'urgent' });
    await newDigest(db, { ...digest, day: '2026-05-05' });
    expect(await digestsOf(db, [tree.secretary, tree.mentor], '2026-05-04')).toEqual([
      { ...digest, id },
      { ...digest, kind: 'urgent', id: urgent },
    ]);
    expect(await digestsOf(db, [], '2026-05-04')).toEqual([]);
  });

  test('a duty is done once a period, and the first record stands', async () => {
    const done = {
      organizationId: tree.commune.id,
      duty: 'quarterly-check',
      period: '2026-Q2',
      doneOn: '2026-05-04',
      recordedBy: tree.officer,
    };
    expect(await recordDuty(db, done)).toBe(true);
    expect(await recordDuty(db, { ...done, doneOn: '2026-05-09' })).toBe(false);
    expect(await dutiesDone(db, [tree.commune.id], 'quarterly-check')).toEqual([done]);
    expect(await dutiesDone(db, [tree.ward.id])).toEqual([]);
  });

  test('a fact of the installation is replaced, and is nothing where it has another shape', async () => {
    await setFact(db, 'clock-offset', 3);
    await setFact(db, 'clock-offset', 5);
    expect(await getFact(db, 'clock-offset', z.number())).toBe(5);
    expect(await getFact(db, 'clock-offset', z.string())).toBeNull();
    expect(await getFact(db, 'sample', z.boolean())).toBeNull();
  });

  describe('a person is written to', () => {
    const link = (personId: number, chat: string, at = now) =>
      db.transaction((tx) => linkChat(tx, { personId, channel: 'web', chat, now: at }));
    const person = () => insertPerson(db, { fullName: 'Nguyễn Văn Chat' });
    const where = async (personId: number) => (await chatToWriteTo(db, personId))?.chat ?? null;

    test('in the chat linked last, and in no chat before any is linked', async () => {
      const id = await person();
      expect(await where(id)).toBeNull();
      await link(id, 'first');
      await link(id, 'second', '2026-05-05T01:00:00Z');
      expect(await where(id)).toBe('second');
      expect([await personOfChat(db, 'web', 'first'), await personOfChat(db, 'telegram', 'first')]).toEqual([
        id,
        null,
      ]);
    });

    test('in another when that one is unlinked, cannot be reached, or goes over to somebody else', async () => {
      const [id, other] = [await person(), await person()];
      await link(id, 'p1', '2026-05-01T01:00:00Z');
      await link(id, 'p2', '2026-05-02T01:00:00Z');
      await link(id, 'p3', '2026-05-03T01:00:00Z');
      await db.transaction((tx) => markUnreachable(tx, 'web', 'p3', now));
      expect(await where(id)).toBe('p2');
      await link(other, 'p2', '2026-05-04T01:00:00Z');
      expect([await where(id), await where(other)]).toEqual(['p1', 'p2']);
      await db.transaction((tx) => unlinkChat(tx, 'web', 'p1'));
      expect(await where(id)).toBeNull();
      await db.transaction((tx) => markReachable(tx, 'web', 'p3'));
      expect(await where(id)).toBe('p3');
      expect([...(await chatsToWriteTo(db, [id, other])).keys()].sort()).toEqual([id, other].sort());
    });
  });
});
