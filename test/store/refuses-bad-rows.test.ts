/** The database itself is the last to say no: each row below is wrong in one way, and refused by the named rule. */
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  caseEvents,
  cases,
  chats,
  digests,
  invitations,
  notices,
  organizationDuties,
  organizations,
  outbox,
  people,
  postponements,
  roles,
  sessions,
} from '../../db/schema.ts';
import { appendEvents } from '../../src/store/cases.ts';
import { type Db, pgError } from '../../src/store/database.ts';
import { onEachEngine, type TestDatabase } from '../services/databases.ts';
import { facts, laySmallTree, now, openCase, type SmallTree, stepRecorded } from './small-tree.ts';

const check = '23514';
const foreignKey = '23503';
const unique = '23505';
const notNull = '23502';
const restrict = '23001';

onEachEngine('the database refuses', (fresh) => {
  let database: TestDatabase;
  let db: Db;
  let tree: SmallTree;
  let caseId: number;
  let candidate: number;
  beforeAll(async () => {
    database = await fresh();
    db = database.db;
    tree = await laySmallTree(db);
    ({ caseId, personId: candidate } = await openCase(db, tree.hamlet.id, 'Nguyễn Thị Lan'));
    await db.transaction((tx) =>
      appendEvents(tx, caseId, [stepRecorded('e1', 'introduced', '2026-05-04')], {
        key: 'first',
        recordedBy: tree.secretary,
        recordedAt: now,
      }),
    );
  });
  afterAll(() => database.close());

  const refusal = async (write: PromiseLike<unknown>): Promise<[string, string | null] | 'accepted'> => {
    try {
      await write;
      return 'accepted';
    } catch (error) {
      const said = pgError(error);
      if (!said) throw error;
      return [said.code, said.constraint];
    }
  };

  describe('on the tree of organisations', () => {
    const node = (row: Partial<typeof organizations.$inferInsert>) =>
      db.insert(organizations).values({
        id: 900,
        parentId: tree.commune.id,
        path: `${tree.commune.path}900/`,
        level: 'cell',
        name: 'Chi bộ thử',
        ...row,
      });

    test.each([
      [
        'a root that is not a province',
        () => node({ parentId: null, path: '/900/' }),
        [check, 'organizations_root_is_province'],
      ],
      ['a province under another body', () => node({ level: 'province' }), [check, 'organizations_tree']],
      [
        'a parent that does not exist',
        () => node({ parentId: 999 }),
        [foreignKey, 'organizations_parent_id_organizations_id_fk'],
      ],
      [
        'a path that is not the parent’s',
        () => node({ path: `${tree.ward.path}900/` }),
        [check, 'organizations_tree'],
      ],
      [
        'a path without the node’s own id',
        () => node({ path: tree.commune.path }),
        [check, 'organizations_tree'],
      ],
      [
        'a body under a cell',
        () => node({ parentId: tree.hamlet.id, path: `${tree.hamlet.path}900/` }),
        [check, 'organizations_tree'],
      ],
      ['a name of blanks', () => node({ name: '  ' }), [check, 'organizations_name']],
      [
        'settings that are not an object',
        () => node({ settings: sql`'3'::jsonb` as never }),
        [check, 'organizations_settings'],
      ],
      [
        'an overlay that cannot be a name of rules',
        () => node({ overlay: '../ha-noi' }),
        [check, 'organizations_overlay'],
      ],
    ])('%s', async (_, write, expected) => {
      expect(await refusal(write())).toEqual(expected);
    });

    test('moving a node, since access hangs on its path', async () => {
      const move = db
        .update(organizations)
        .set({ parentId: tree.ward.id })
        .where(eq(organizations.id, tree.hamlet.id));
      expect(await refusal(move)).toEqual([check, 'organizations_tree']);
      const rename = db
        .update(organizations)
        .set({ path: '/1/' })
        .where(eq(organizations.id, tree.hamlet.id));
      expect((await refusal(rename))[0]).toBe(check);
    });
  });

  describe('on people and their roles', () => {
    const role = (row: Partial<typeof roles.$inferInsert>) =>
      db
        .insert(roles)
        .values({ personId: candidate, organizationId: tree.hamlet.id, role: 'officialMember', ...row });

    test.each([
      [
        'a name of one letter',
        () => db.insert(people).values({ fullName: 'A', searchName: 'a' }),
        [check, 'people_name'],
      ],
      [
        'a name that cannot be found',
        () => db.insert(people).values({ fullName: 'An Bình', searchName: '' }),
        [check, 'people_search_name'],
      ],
      [
        'a digest at 25 o’clock',
        () => db.update(people).set({ digestHour: 25 }),
        [check, 'people_digest_hour'],
      ],
      [
        'a language without words',
        () => db.update(people).set({ language: sql`'fr'` as never }),
        [check, 'people_language'],
      ],
      ['a role nobody knows', () => role({ role: sql`'chairman'` as never }), [check, 'roles_role']],
      [
        'a secretary of a committee',
        () => role({ organizationId: tree.commune.id, role: 'cellSecretary' }),
        [check, 'roles_fit_level'],
      ],
      [
        'a committee’s officer on a cell',
        () => role({ role: 'committeeOfficer' }),
        [check, 'roles_fit_level'],
      ],
      ['a role of nobody', () => role({ personId: 999 }), [foreignKey, 'roles_person_id_people_id_fk']],
      ['the same role twice', () => role({ personId: tree.mentor }), [unique, 'roles_once']],
    ])('%s', async (_, write, expected) => {
      expect(await refusal(write())).toEqual(expected);
    });
  });

  describe('on cases', () => {
    const insert = (row: Partial<typeof cases.$inferInsert>) =>
      db.insert(cases).values({
        personId: tree.mentor,
        cellId: tree.hamlet.id,
        procedureVersion: 'central-2026',
        person: facts,
        state: 'introduced',
        phase: 'source',
        open: true,
        ...row,
      });

    test.each([
      ['a second open case of one person', () => insert({ personId: candidate }), [unique, 'cases_one_open']],
      ['a case of a committee', () => insert({ cellId: tree.commune.id }), [check, 'cases_in_cell']],
      ['a case of no cell', () => insert({ cellId: 999 }), [foreignKey, 'cases_cell_id_organizations_id_fk']],
      ['a state the procedure does not have', () => insert({ state: 'promoted' }), [check, 'cases_state']],
      ['a phase the procedure does not have', () => insert({ phase: 'after' }), [check, 'cases_phase']],
      [
        'facts without a birth date',
        () => insert({ person: sql`'{}'::jsonb` as never }),
        [check, 'cases_person_facts'],
      ],
      [
        'somebody as their own mentor',
        () => insert({ mentorId: tree.mentor }),
        [check, 'cases_mentor_is_another'],
      ],
      [
        'a closed case that still asks for something',
        () => insert({ open: false, state: 'withdrew', nextDue: '2026-06-01' }),
        [check, 'cases_closed_needs_nothing'],
      ],
    ])('%s', async (_, write, expected) => {
      expect(await refusal(write())).toEqual(expected);
    });
  });

  describe('on case events', () => {
    const event = (row: Partial<typeof caseEvents.$inferInsert>) =>
      db.insert(caseEvents).values({
        caseId,
        seq: 2,
        eventId: 'e2',
        type: 'step-recorded',
        on: '2026-05-04',
        payload: { step: 'listed' },
        idempotencyKey: 'second',
        recordedAt: new Date(now),
        ...row,
      });

    test.each([
      ['an event of no case', () => event({ caseId: 999 }), [foreignKey, 'case_events_case_id_cases_id_fk']],
      ['two events in one place', () => event({ seq: 1 }), [unique, 'case_events_case_id_seq_pk']],
      ['two events of one name', () => event({ eventId: 'e1' }), [unique, 'case_events_id']],
      ['one command recorded twice', () => event({ idempotencyKey: 'first' }), [unique, 'case_events_key']],
      ['a type nobody replays', () => event({ type: 'rumour-heard' }), [check, 'case_events_type']],
      ['a day before there was a Party', () => event({ on: '1930-02-02' }), [check, 'case_events_day']],
      [
        'a payload that is not an object',
        () => event({ payload: sql`'[]'::jsonb` as never }),
        [check, 'case_events_payload'],
      ],
      ['an event without a moment', () => event({ recordedAt: sql`null` as never }), [notNull, null]],
      [
        'recorded by nobody known',
        () => event({ recordedBy: 999 }),
        [foreignKey, 'case_events_recorded_by_people_id_fk'],
      ],
    ])('%s', async (_, write, expected) => {
      expect(await refusal(write())).toEqual(expected);
    });

    test.each([
      [
        'changing one',
        () => db.update(caseEvents).set({ on: '2026-05-01' }).where(eq(caseEvents.caseId, caseId)),
      ],
      ['removing one', () => db.delete(caseEvents).where(eq(caseEvents.caseId, caseId))],
      ['removing all', () => db.execute(sql`truncate case_events`)],
    ])('%s: they are append-only', async (_, write) => {
      expect(await refusal(write())).toEqual([restrict, 'case_events_append_only']);
      expect(await db.select({ on: caseEvents.on }).from(caseEvents)).toEqual([{ on: '2026-05-04' }]);
    });

    test('removing the case from under them', async () => {
      expect((await refusal(db.delete(cases).where(eq(cases.id, caseId))))[0]).toBe(foreignKey);
    });
  });

  describe('on chats and messages', () => {
    const chat = { personId: 1, channel: 'web', chat: 'c1' };
    const message = (row: Partial<typeof outbox.$inferInsert>) =>
      db.insert(outbox).values({
        channel: 'web',
        chat: 'c1',
        message: { text: 'Chào đồng chí', choices: [] },
        dedupKey: 'm1',
        notBefore: new Date(now),
        dueAt: new Date(now),
        createdAt: new Date(now),
        ...row,
      });

    test.each([
      [
        'one chat of two people',
        () => db.insert(chats).values([chat, { ...chat, personId: 2 }]),
        [unique, 'chats_once'],
      ],
      [
        'two preferred chats of one person',
        () => db.insert(chats).values([chat, { ...chat, chat: 'c2' }]),
        [unique, 'chats_one_preferred'],
      ],
      [
        'a channel that is none',
        () => db.insert(chats).values({ ...chat, channel: 'Web Chat' }),
        [check, 'chats_channel'],
      ],
      [
        'a chat without a name',
        () => db.insert(sessions).values({ channel: 'web', chat: '', session: {} }),
        [check, 'sessions_chat'],
      ],
      [
        'a code that is not hashed',
        () => db.insert(invitations).values({ personId: 1, codeHash: 'ABCD2345', expiresAt: new Date(now) }),
        [check, 'invitations_hash'],
      ],
      ['a message without text', () => message({ message: {} as never }), [check, 'outbox_message']],
      ['a message sent at no moment', () => message({ status: 'sent' }), [check, 'outbox_sent_at']],
      [
        'a message in a state nobody knows',
        () => message({ status: sql`'lost'` as never }),
        [check, 'outbox_status'],
      ],
    ])('%s', async (_, write, expected) => {
      expect(await refusal(write())).toEqual(expected);
    });
  });

  describe('on notices', () => {
    const notice = (row: Partial<typeof notices.$inferInsert>) =>
      db.insert(notices).values({
        personId: tree.secretary,
        caseId,
        subject: 'file-sent-up/send-up',
        moment: '2026-05-04',
        reason: 'owner',
        ...row,
      });

    test.each<[string, Partial<typeof notices.$inferInsert>, string]>([
      ['about nothing', { caseId: null }, 'notices_about_one'],
      ['about a case and a body at once', { organizationId: 1 }, 'notices_about_one'],
      ['without a subject', { subject: '' }, 'notices_subject'],
      ['for a reason nobody knows', { reason: 'spite' as never }, 'notices_reason'],
      ['acknowledged before it was said', { acknowledgedAt: new Date(now) }, 'notices_said_first'],
    ])('one %s', async (_, row, constraint) => {
      expect(await refusal(notice(row))).toEqual([check, constraint]);
    });

    test('one thing to one person twice for one day, even where half of it is empty', async () => {
      const again = () => notice({ subject: 'twice' });
      await again();
      expect(await refusal(again())).toEqual([unique, 'notices_once']);
    });
  });

  test.each([
    [
      'a digest of a kind nobody knows',
      () => db.insert(digests).values({ personId: 1, day: '2026-05-04', kind: 'weekly' as never }),
      'digests_kind',
    ],
    [
      'a ladder that is no name',
      () => db.update(organizations).set({ ladder: 'Theo sát' }).where(eq(organizations.id, tree.hamlet.id)),
      'organizations_ladder',
    ],
    [
      'a reason to put off that nobody knows',
      () =>
        db.insert(postponements).values({
          caseId,
          personId: tree.secretary,
          subject: 'file-sent-up/send-up',
          until: '2026-05-11',
          reason: 'lazy' as never,
          idempotencyKey: 'k',
          askedAt: new Date(now),
        }),
      'postponements_reason',
    ],
    [
      'a duty for a period that is none',
      () =>
        db.insert(organizationDuties).values({
          organizationId: tree.commune.id,
          duty: 'quarterly-check',
          period: 'spring',
          doneOn: '2026-05-04',
        }),
      'organization_duties_period',
    ],
  ])('%s', async (_, write, constraint) => {
    expect(await refusal(write())).toEqual([check, constraint]);
  });
});
