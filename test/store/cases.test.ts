import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadActor } from '../../src/people/actor.ts';
import type { Actor } from '../../src/people/roles.ts';
import {
  appendEvents,
  type CaseFilter,
  caseOfKey,
  casesOfCandidate,
  countVisibleCases,
  eventIds,
  findCasesByName,
  insertCase,
  loadCase,
  loadCaseForUpdate,
  loadCases,
  moveCase,
  openCaseOfPerson,
  openCasesOfMentor,
  type Projection,
  saveProjection,
  visibleCases,
} from '../../src/store/cases.ts';
import type { Db } from '../../src/store/database.ts';
import { onEachEngine, type TestDatabase } from '../services/databases.ts';
import { facts, laySmallTree, now, openCase, type SmallTree, stepRecorded } from './small-tree.ts';

const projection: Projection = {
  state: 'introduced',
  phase: 'source',
  open: true,
  currentStep: 'listed',
  mentorId: null,
  nextAttention: null,
  nextDue: null,
};

onEachEngine('cases', (fresh) => {
  let database: TestDatabase;
  let db: Db;
  let tree: SmallTree;
  beforeAll(async () => {
    database = await fresh();
    db = database.db;
    tree = await laySmallTree(db);
  });
  afterAll(() => database.close());

  const record = (key: string) => ({ key, recordedBy: tree.secretary, recordedAt: now });
  const append = (caseId: number, key: string, ...events: Parameters<typeof appendEvents>[2]) =>
    db.transaction((tx) => appendEvents(tx, caseId, events, record(key)));

  describe('what is recorded', () => {
    test('comes back as a case the core can examine: facts, merged settings, events in order, who recorded them', async () => {
      const { caseId, personId } = await openCase(db, tree.hamlet.id, 'Nguyễn Thị Lan');
      await append(caseId, 'lan-1', stepRecorded('e1', 'introduced', '2026-05-01'));
      await append(
        caseId,
        'lan-2',
        {
          type: 'mentor-assigned',
          id: 'e2',
          on: '2026-05-03',
          mentor: String(tree.mentor),
          officialMember: true,
        },
        {
          type: 'corrected',
          id: 'e3',
          on: '2026-05-04',
          target: 'e1',
          with: { type: 'step-recorded', id: 'e1', on: '2026-04-30', step: 'introduced' },
        },
      );
      expect(await loadCase(db, caseId)).toMatchObject({
        id: caseId,
        personId,
        personName: 'Nguyễn Thị Lan',
        cellName: 'Chi bộ thôn Đông',
        path: tree.hamlet.path,
        row: { eventCount: 3 },
        file: {
          name: 'Nguyễn Thị Lan',
          procedure: 'central-2026',
          overlay: null,
          person: { birthDate: '2003-02-28', education: 'upper-secondary' },
          organization: {
            approval: 'two-hop',
            officialMembers: 21,
            tradeUnion: true,
            kind: 'residential',
            parameters: { send_up_days: 3, review_months: 1 },
          },
          events: [
            { id: 'e1', type: 'step-recorded', step: 'introduced', on: '2026-05-01' },
            { id: 'e2', type: 'mentor-assigned', mentor: String(tree.mentor), on: '2026-05-03' },
            { id: 'e3', type: 'corrected', target: 'e1', with: { on: '2026-04-30' } },
          ],
        },
        events: [
          { seq: 1, eventId: 'e1', recordedBy: tree.secretary, recordedAt: now },
          { seq: 2, eventId: 'e2' },
          { seq: 3, eventId: 'e3' },
        ],
      });
    });

    test('a case that does not exist is null, and is left out of several', async () => {
      const { caseId } = await openCase(db, tree.school.id, 'Đỗ Văn Minh');
      const other = await openCase(db, tree.street.id, 'Bùi Thị Cúc');
      expect(await loadCase(db, 9999)).toBeNull();
      const found = await loadCases(db, [other.caseId, 9999, caseId]);
      expect(found.map((one) => one.id)).toEqual([other.caseId, caseId]);
      expect(found.map((one) => one.file.organization.kind)).toEqual(['residential', 'school']);
    });

    test('events that are no events are refused before anything is written', async () => {
      const { caseId } = await openCase(db, tree.hamlet.id, 'Vũ Thị Hoa');
      await expect(append(caseId, 'hoa-1', stepRecorded('e1', 'introduced', '2026-02-30'))).rejects.toThrow();
      expect((await loadCase(db, caseId))?.events).toEqual([]);
      expect(await caseOfKey(db, 'hoa-1')).toBeNull();
    });
  });

  describe('a command that comes twice', () => {
    test('is recorded once: the second time the answer is "already"', async () => {
      const { caseId } = await openCase(db, tree.hamlet.id, 'Hoàng Văn Nam');
      const events = [
        stepRecorded('e1', 'introduced', '2026-05-01'),
        stepRecorded('e2', 'listed', '2026-05-02'),
      ];
      expect(await append(caseId, 'nam-1', ...events)).toBe('recorded');
      expect(await append(caseId, 'nam-1', ...events)).toBe('already');
      expect((await loadCase(db, caseId))?.events).toHaveLength(2);
      expect(await caseOfKey(db, 'nam-1')).toBe(caseId);
    });

    test('at the same moment as well', async () => {
      const { caseId } = await openCase(db, tree.hamlet.id, 'Ngô Thị Yến');
      const outcomes = await Promise.all(
        Array.from({ length: 5 }, () =>
          append(caseId, 'yen-1', stepRecorded('e1', 'introduced', '2026-05-01')),
        ),
      );
      expect(outcomes.sort()).toEqual(['already', 'already', 'already', 'already', 'recorded']);
    });

    test('on another case changes nothing there', async () => {
      const one = await openCase(db, tree.hamlet.id, 'Phan Văn Tài');
      const other = await openCase(db, tree.hamlet.id, 'Phan Văn Tú');
      await append(one.caseId, 'phan', stepRecorded('e1', 'introduced', '2026-05-01'));
      expect(await append(other.caseId, 'phan', stepRecorded('e1', 'introduced', '2026-05-01'))).toBe(
        'already',
      );
      expect((await loadCase(db, other.caseId))?.events).toEqual([]);
    });
  });

  test('ten who decide on one case at once each see what those before them recorded', async () => {
    const { caseId } = await openCase(db, tree.hamlet.id, 'Cao Thị Thu');
    await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        db.transaction(async (tx) => {
          const found = await loadCaseForUpdate(tx, caseId);
          const [id = ''] = eventIds(found?.row.eventCount ?? 0, 1);
          await appendEvents(tx, caseId, [stepRecorded(id, 'introduced', '2026-05-01')], record(`thu-${at}`));
        }),
      ),
    );
    const ids = (await loadCase(db, caseId))?.events.map((event) => event.eventId);
    expect(ids).toEqual(eventIds(0, 10));
  });

  test('one open case a person: another may begin when the first is closed', async () => {
    const { caseId, personId } = await openCase(db, tree.hamlet.id, 'Tạ Văn Sơn');
    const again = () =>
      insertCase(db, {
        personId,
        cellId: tree.hamlet.id,
        procedureVersion: 'central-2026',
        overlay: null,
        person: facts,
        now,
      });
    expect(await openCaseOfPerson(db, personId)).toBe(caseId);
    await expect(again()).rejects.toThrow();
    await saveProjection(db, caseId, { ...projection, state: 'withdrew', open: false });
    expect(await openCaseOfPerson(db, personId)).toBeNull();
    const second = await again();
    expect(await casesOfCandidate(db, personId)).toEqual([second, caseId]);
  });

  test('a case that goes on in another cell takes that cell’s settings', async () => {
    const { caseId } = await openCase(db, tree.hamlet.id, 'Mai Thị Xuân');
    await db.transaction((tx) => moveCase(tx, caseId, tree.school.id));
    expect(await loadCase(db, caseId)).toMatchObject({
      cellName: 'Chi bộ trường học',
      file: { organization: { kind: 'school' } },
    });
  });

  test('what a mentor helps now follows the projection, open cases only', async () => {
    const { caseId } = await openCase(db, tree.street.id, 'Lý Văn Khoa');
    await saveProjection(db, caseId, { ...projection, mentorId: tree.mentor });
    expect(await openCasesOfMentor(db, tree.mentor)).toContain(caseId);
    await saveProjection(db, caseId, {
      ...projection,
      mentorId: tree.mentor,
      open: false,
      state: 'withdrew',
    });
    expect(await openCasesOfMentor(db, tree.mentor)).not.toContain(caseId);
  });
});

onEachEngine('lists of cases', (fresh) => {
  let database: TestDatabase;
  let db: Db;
  let secretary: Actor;
  let officer: Actor;
  let tree: SmallTree;
  const ids: Record<string, number> = {};

  /** Name, cell, next due day, next day to look at it. */
  const rows = [
    ['Trần Thị Lan Anh', 'hamlet', '2026-05-10', '2026-05-06'],
    ['Nguyễn Thị Lan', 'hamlet', '2026-05-01', '2026-05-04'],
    ['Hà Văn Lân', 'hamlet', null, null],
    ['Đặng Văn Độ', 'hamlet', '2026-05-20', '2026-05-05'],
    ["H'Lan Niê", 'school', '2026-04-20', '2026-05-04'],
    ['Nguyễn Thị Lan', 'street', '2026-05-02', '2026-05-04'],
  ] as const;

  beforeAll(async () => {
    database = await fresh();
    db = database.db;
    tree = await laySmallTree(db);
    for (const [name, cell, nextDue, nextAttention] of rows) {
      const { caseId } = await openCase(db, tree[cell].id, name);
      ids[`${name}/${cell}`] = caseId;
      await saveProjection(db, caseId, { ...projection, nextDue, nextAttention });
    }
    const closed = await openCase(db, tree.hamlet.id, 'Lê Thị Lan');
    ids['Lê Thị Lan/hamlet'] = closed.caseId;
    await saveProjection(db, closed.caseId, {
      ...projection,
      state: 'recognized',
      phase: 'probation',
      open: false,
    });
    const load = async (id: number): Promise<Actor> =>
      (await loadActor(db, id)) ?? Promise.reject(new Error('no such person'));
    secretary = await load(tree.secretary);
    officer = await load(tree.officer);
  });
  afterAll(() => database.close());

  const names = (found: { personName: string }[]) => found.map((row) => row.personName);
  const listed = async (actor: Actor, filter?: CaseFilter) => names(await visibleCases(db, actor, filter));

  test('show the late first, then what comes due, then what waits for nothing', async () => {
    expect(await listed(secretary, { open: true })).toEqual([
      'Nguyễn Thị Lan',
      'Trần Thị Lan Anh',
      'Đặng Văn Độ',
      'Hà Văn Lân',
    ]);
  });

  test('reach an officer’s whole subtree and not the commune beside it', async () => {
    expect(await listed(officer, { open: true })).toEqual([
      "H'Lan Niê",
      'Nguyễn Thị Lan',
      'Trần Thị Lan Anh',
      'Đặng Văn Độ',
      'Hà Văn Lân',
    ]);
    expect(await countVisibleCases(db, officer)).toBe(6);
  });

  test.each<[string, CaseFilter, string[]]>([
    ['by cell', { cellIds: [0] }, []],
    ['the late ones', { lateOn: '2026-05-04' }, ["H'Lan Niê", 'Nguyễn Thị Lan']],
    ['by phase', { phases: ['probation'] }, ['Lê Thị Lan']],
    ['by state', { states: ['withdrew'] }, []],
    ['a page of them', { open: true, limit: 2, offset: 1 }, ['Nguyễn Thị Lan', 'Trần Thị Lan Anh']],
    ['none, when none is wanted', { ids: [] }, []],
  ])('are narrowed %s', async (_, filter, expected) => {
    expect(await listed(officer, filter)).toEqual(expected);
  });

  test('of a node in the tree stop at its border', async () => {
    expect(await listed(officer, { under: tree.school.path })).toEqual(["H'Lan Niê"]);
  });

  describe('by name', () => {
    const found = async (text: string, filter?: CaseFilter) =>
      names(await findCasesByName(db, secretary, text, filter));

    test('without diacritics and whatever the case, the given name first, open before closed', async () => {
      expect(await found('lan')).toEqual(['Nguyễn Thị Lan', 'Lê Thị Lan', 'Hà Văn Lân', 'Trần Thị Lan Anh']);
      expect(await found('LAN', { open: true })).toEqual([
        'Nguyễn Thị Lan',
        'Hà Văn Lân',
        'Trần Thị Lan Anh',
      ]);
      expect(await found('nguyen thi lan')).toEqual(['Nguyễn Thị Lan']);
    });

    test('with diacritics, the one written so comes first', async () => {
      expect((await found('Lân'))[0]).toBe('Hà Văn Lân');
      expect((await found('Lân'.normalize('NFD')))[0]).toBe('Hà Văn Lân');
    });

    test('đ is found as d and as đ', async () => {
      expect(await found('do')).toEqual(['Đặng Văn Độ']);
      expect(await found('đặng')).toEqual(['Đặng Văn Độ']);
    });

    test('from the beginning of a word only, and nothing in the text is a pattern', async () => {
      expect(await found('guyen')).toEqual([]);
      expect(await found('%')).toEqual([]);
      expect(await found('l_n')).toEqual([]);
      expect(await found('')).toEqual([]);
    });

    test('only cases the asker may see', async () => {
      const mine = await findCasesByName(db, secretary, 'Nguyễn Thị Lan');
      expect(mine.map((row) => row.id)).toEqual([ids['Nguyễn Thị Lan/hamlet']]);
      expect(names(await findCasesByName(db, officer, 'niê'))).toEqual(["H'Lan Niê"]);
      expect(await found('niê')).toEqual([]);
    });
  });
});
