/** Notices, digests and postponements: what is planned, said, acknowledged, put off and forgotten. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cases, notices, outbox } from '../../db/schema.ts';
import { type Projection, saveProjection } from '../../src/store/cases.ts';
import { linkChat } from '../../src/store/chats.ts';
import type { Db } from '../../src/store/database.ts';
import { newDigest, unsayDigest } from '../../src/store/digests.ts';
import { acknowledge, insertNotices, type NewNotice, toldAbout } from '../../src/store/notices.ts';
import { changeSettings, effectiveOrganization, setLadder } from '../../src/store/organizations.ts';
import {
  casesSpokenOf,
  dropPending,
  enqueueDigests,
  insertDigests,
  lateBelow,
  markSaid,
  peopleWithPending,
  takeListeners,
  takePending,
} from '../../src/store/pending.ts';
import { grantRole, revokeRole } from '../../src/store/people.ts';
import { nodesWithPeople, savePlanned, takeDueCases } from '../../src/store/planning.ts';
import { ask, countOf, ofCases } from '../../src/store/postponements.ts';
import { atOnce, followChanges } from '../../src/store/rules-mark.ts';
import { emptyDatabase, onEachEngine, type TestDatabase } from '../services/databases.ts';
import { laySmallTree, now, openCase, type SmallTree } from './small-tree.ts';

const day = '2026-05-04';
const subject = 'file-sent-up/send-up';

onEachEngine('notices', (fresh) => {
  let database: TestDatabase;
  let db: Db;
  let tree: SmallTree;
  let caseId: number;
  let candidate: number;
  beforeAll(async () => {
    database = await fresh();
    db = database.db;
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await emptyDatabase(db);
    tree = await laySmallTree(db);
    ({ caseId, personId: candidate } = await openCase(db, tree.hamlet.id, 'Nguyễn Thị Lan'));
  });

  const notice = (over: Partial<NewNotice> = {}): NewNotice => ({
    personId: tree.secretary,
    insteadOf: null,
    caseId,
    organizationId: null,
    subject,
    moment: day,
    reason: 'owner',
    nudge: false,
    ...over,
  });
  const rows = () => db.select().from(notices).orderBy(notices.id);

  /** Plans these, and says them in one digest with one message that waits. */
  async function say(fresh: NewNotice[], personId = tree.secretary): Promise<number> {
    await insertNotices(db, fresh);
    return db.transaction(async (tx) => {
      const id = (await newDigest(tx, { personId, day, kind: 'daily' })) ?? 0;
      const pending = await takePending(tx, [personId]);
      await markSaid(tx, day, [{ digestId: id, notices: pending.map((one) => one.id) }]);
      const message = { text: 'Chào', choices: [] };
      await enqueueDigests(
        tx,
        [{ digestId: id, channel: 'web', chat: String(personId), message, sendBy: '2026-05-04T14:00:00Z' }],
        now,
      );
      return id;
    });
  }

  test('one thing is planned once for a person and a day, for a case and for a body alike', async () => {
    const body = notice({ caseId: null, organizationId: tree.hamlet.id, subject: 'late' });
    expect(await insertNotices(db, [notice(), body])).toBe(2);
    expect(await insertNotices(db, [notice(), body, notice({ moment: '2026-05-05' })])).toBe(1);
    expect(await insertNotices(db, [])).toBe(0);
    expect(await rows()).toHaveLength(3);
  });

  describe('what was said', () => {
    test('is told with who, when, in whose place, and whether it was acknowledged', async () => {
      await say([notice(), notice({ subject: 'decided/decide', insteadOf: tree.mentor })]);
      await db.transaction((tx) => acknowledge(tx, tree.secretary, null, '2026-05-04T03:00:00.000Z'));
      const told = await toldAbout(db, caseId);
      expect(
        told.map((one) => [
          one.subject,
          one.name,
          one.insteadOf?.name ?? null,
          one.saidOn,
          one.acknowledgedAt,
        ]),
      ).toEqual([
        [subject, 'Trần Văn Đức', null, day, '2026-05-04T03:00:00.000Z'],
        ['decided/decide', 'Trần Văn Đức', 'Lê Thị Hạnh', day, '2026-05-04T03:00:00.000Z'],
      ]);
    });

    test('is acknowledged digest by digest, once, and by nobody else', async () => {
      const id = await say([notice()]);
      await insertNotices(db, [notice({ moment: '2026-05-05' })]);
      const ack = (personId: number, digest: number | null) =>
        db.transaction((tx) => acknowledge(tx, personId, digest, now));
      expect(await ack(tree.officer, id)).toBe(0);
      expect(await ack(tree.secretary, id + 1)).toBe(0);
      expect(await ack(tree.secretary, id)).toBe(1);
      expect(await ack(tree.secretary, id)).toBe(0);
      expect(await ack(tree.secretary, null)).toBe(0);
    });

    test('is to be said again when its digest did not leave; what was acknowledged was read', async () => {
      const id = await say([notice(), notice({ subject: 'decided/decide' })]);
      await db
        .update(notices)
        .set({ acknowledgedAt: new Date(now) })
        .where(eq(notices.subject, subject));
      await unsayDigest(db, id);
      expect((await rows()).map((one) => [one.subject, one.saidOn])).toEqual([
        [subject, day],
        ['decided/decide', null],
      ]);
      expect(await newDigest(db, { personId: tree.secretary, day, kind: 'daily' })).not.toBeNull();
    });
  });

  const projection: Projection = {
    state: 'introduced',
    phase: 'source',
    open: true,
    currentStep: null,
    mentorId: null,
    nextAttention: day,
    nextDue: null,
  };

  test('recording something forgets the agenda and what was planned, and makes digests that speak of it stale', async () => {
    const other = await openCase(db, tree.hamlet.id, 'Trần Văn Hai');
    await say([notice()]);
    await say([notice({ personId: tree.officer, caseId: other.caseId })], tree.officer);
    await insertNotices(db, [
      notice({ moment: '2026-05-05' }),
      notice({ caseId: other.caseId, moment: '2026-05-05' }),
    ]);
    await db.update(cases).set({ agenda: { entries: [] }, agendaUntil: '2026-06-01' });
    await db.transaction((tx) => saveProjection(tx, caseId, projection));
    const [touched, untouched] = await db.select().from(cases).orderBy(cases.id);
    expect([touched?.agenda, touched?.agendaUntil]).toEqual([null, null]);
    expect(untouched?.agenda).not.toBeNull();
    expect((await rows()).map((one) => [one.caseId, one.saidOn])).toEqual([
      [caseId, day],
      [other.caseId, day],
      [other.caseId, null],
    ]);
    const messages = await db.select().from(outbox).orderBy(outbox.id);
    expect(messages.map((one) => [one.status, one.sendBy?.getTime()])).toEqual([
      ['waiting', 0],
      ['waiting', Date.parse('2026-05-04T14:00:00Z')],
    ]);
  });

  describe('putting off', () => {
    const wanted = (key: string) => ({
      caseId,
      subject,
      personId: tree.secretary,
      until: '2026-05-11',
      reason: 'away' as const,
      key,
      now,
    });

    test('is recorded once a request and counted a person and thing', async () => {
      expect(await ask(db, wanted('a'))).toBe(true);
      expect(await ask(db, wanted('a'))).toBe(false);
      expect(await ask(db, { ...wanted('b'), until: '2026-05-18' })).toBe(true);
      expect((await ofCases(db, [caseId])).map((one) => one.until)).toEqual(['2026-05-11', '2026-05-18']);
      expect(await countOf(db, wanted('a'))).toBe(2);
      expect(await countOf(db, { ...wanted('a'), subject: 'other' })).toBe(0);
    });

    test('forgets what waits to be said of it to that person, and the case is looked at at once', async () => {
      await db.update(cases).set({ nextAttention: '2026-09-01' });
      await insertNotices(db, [notice(), notice({ personId: tree.officer, reason: 'committee' })]);
      await ask(db, wanted('a'));
      expect((await rows()).map((one) => one.personId)).toEqual([tree.officer]);
      expect((await db.select().from(cases))[0]?.nextAttention).toBe(atOnce);
    });
  });

  describe('the plan reads', () => {
    const link = (personId: number) =>
      db.transaction((tx) => linkChat(tx, { personId, channel: 'web', chat: String(personId), now }));

    test('cases whose day has come, with what was acknowledged and put off, and who of theirs can be reached', async () => {
      await openCase(db, tree.hamlet.id, 'Trần Văn Hai');
      await db.update(cases).set({ nextAttention: '2026-05-05' });
      await link(candidate);
      await db.update(cases).set({ nextAttention: day, mentorId: tree.mentor }).where(eq(cases.id, caseId));
      await say([notice()]);
      await db.transaction((tx) => acknowledge(tx, tree.secretary, null, now));
      await ask(db, {
        caseId,
        subject,
        personId: tree.secretary,
        until: '2026-05-11',
        reason: 'ill',
        key: 'k',
        now,
      });
      await db.update(cases).set({ nextAttention: day }).where(eq(cases.id, caseId));
      const due = await db.transaction((tx) => takeDueCases(tx, { today: day, limit: 10, patient: false }));
      expect(due).toEqual([
        {
          caseId,
          candidateId: candidate,
          mentorId: tree.mentor,
          cellId: tree.hamlet.id,
          path: tree.hamlet.path,
          agenda: null,
          agendaUntil: null,
          reachable: [candidate],
          acknowledged: [[tree.secretary, subject, day]],
          postponed: [[tree.secretary, subject, '2026-05-11']],
        },
      ]);
      await db.transaction((tx) => savePlanned(tx, [{ caseId, nextAttention: '2026-06-01' }]));
      const left = await db.transaction((tx) => takeDueCases(tx, { today: day, limit: 10, patient: true }));
      expect(left).toEqual([]);
    });

    test('nodes with those who act there, and whether they can be reached', async () => {
      await link(tree.secretary);
      const nodes = await nodesWithPeople(db, [tree.hamlet.id, tree.commune.id]);
      expect(nodes.get(tree.hamlet.id)?.roles).toEqual([
        { personId: tree.secretary, role: 'cellSecretary', reachable: true },
      ]);
      expect(nodes.get(tree.commune.id)?.roles).toEqual([
        { personId: tree.officer, role: 'committeeOfficer', reachable: false },
      ]);
    });

    test('people for whom something waits, page by page, and of them those whose hour it may be', async () => {
      await insertNotices(db, [notice(), notice({ personId: tree.officer })]);
      expect(await peopleWithPending(db, 0, 1)).toEqual([tree.secretary]);
      expect(await peopleWithPending(db, tree.secretary, 9)).toEqual([tree.officer]);
      await link(tree.secretary);
      await insertNotices(db, [notice()]);
      const both = [tree.secretary, tree.officer];
      const at = (hour: number) => db.transaction((tx) => takeListeners(tx, both, hour));
      expect((await at(8)).map((one) => [one.personId, one.chat])).toEqual([
        [tree.secretary, String(tree.secretary)],
      ]);
      expect(await at(7)).toEqual([]);
    });

    test('how much is late below a body, from the columns of lists', async () => {
      await db.update(cases).set({
        nextDue: '2026-05-01',
        agenda: {
          entries: [
            { kind: 'due', limit: '2026-05-01' },
            { kind: 'recurring', limit: '2026-05-03' },
            { kind: 'expiry', limit: '2026-05-01' },
            { kind: 'due', limit: '2026-05-09' },
          ],
        },
      });
      await openCase(db, tree.school.id, 'Trần Văn Hai');
      await db.update(cases).set({ nextDue: '2026-05-02' }).where(eq(cases.cellId, tree.school.id));
      const late = await lateBelow(db, [tree.commune.id, tree.ward.id, tree.hamlet.id], day);
      expect(late.get(tree.commune.id)).toEqual({ limits: 3, cases: 2, cells: 2 });
      expect(late.get(tree.hamlet.id)).toEqual({ limits: 2, cases: 1, cells: 1 });
      expect(late.has(tree.ward.id)).toBe(false);
    });

    test('the case as its line names it, and drops what is no longer true', async () => {
      await insertNotices(db, [notice()]);
      expect(await casesSpokenOf(db, [caseId])).toEqual([
        {
          caseId,
          candidateId: candidate,
          candidateName: 'Nguyễn Thị Lan',
          mentorId: null,
          cellId: tree.hamlet.id,
          path: tree.hamlet.path,
          open: true,
          agenda: null,
        },
      ]);
      await db.transaction(async (tx) => {
        const [one] = await takePending(tx, [tree.secretary]);
        await dropPending(tx, [one?.id ?? 0]);
      });
      expect(await rows()).toEqual([]);
    });

    test('many digests at once; none where the person had one', async () => {
      await newDigest(db, { personId: tree.officer, day, kind: 'daily' });
      const ids = await db.transaction((tx) =>
        insertDigests(tx, day, [
          { personId: tree.officer, kind: 'daily' },
          { personId: tree.secretary, kind: 'urgent' },
          { personId: tree.secretary, kind: 'daily' },
        ]),
      );
      expect(ids[0]).toBeNull();
      expect(new Set(ids.slice(1)).size).toBe(2);
    });
  });

  describe('planning anew', () => {
    const attention = async () =>
      (await db.select().from(cases).orderBy(cases.id)).map((one) => [
        one.nextAttention,
        one.agenda === null,
      ]);
    beforeEach(async () => {
      await openCase(db, tree.street.id, 'Trần Văn Hai');
      await followChanges(db);
      await db
        .update(cases)
        .set({ nextAttention: '2026-09-01', agenda: { entries: [] }, agendaUntil: '2026-09-01' });
    });

    test('a chosen ladder holds here and below, and its cases are examined anew by the next run', async () => {
      await setLadder(db, tree.commune.id, 'close');
      expect((await effectiveOrganization(db, tree.hamlet.id))?.followsLadder).toBe('close');
      expect((await effectiveOrganization(db, tree.street.id))?.followsLadder).toBeNull();
      expect(await followChanges(db)).toBe(1);
      expect(await attention()).toEqual([
        [atOnce, true],
        ['2026-09-01', false],
      ]);
      expect(await followChanges(db)).toBe(0);
      await setLadder(db, tree.hamlet.id, 'standard');
      await setLadder(db, tree.commune.id, null);
      expect((await effectiveOrganization(db, tree.hamlet.id))?.followsLadder).toBe('standard');
    });

    test('a setting that changed has the cases below examined anew', async () => {
      await insertNotices(db, [notice()]);
      await changeSettings(db, tree.hamlet.id, { parameters: { send_up_days: 2 } });
      expect(await followChanges(db)).toBe(1);
      expect(await rows()).toEqual([]);
    });

    test('a role given or taken has the cases of the cell looked at, with the agendas they have', async () => {
      await insertNotices(db, [notice()]);
      await revokeRole(db, tree.secretary, tree.hamlet.id, 'cellSecretary');
      expect(await rows()).toEqual([]);
      expect((await attention())[0]).toEqual([atOnce, false]);
      await db.update(cases).set({ nextAttention: '2026-09-01' });
      await grantRole(db, tree.mentor, tree.hamlet.id, 'cellCommitteeMember');
      expect((await attention())[0]).toEqual([atOnce, false]);
    });

    test('an officer who can be told from now on has everything below looked at by the next run', async () => {
      await db.transaction((tx) => linkChat(tx, { personId: tree.officer, channel: 'web', chat: 'o', now }));
      expect((await attention())[0]).toEqual(['2026-09-01', false]);
      expect(await followChanges(db)).toBe(1);
      expect(await attention()).toEqual([
        [atOnce, false],
        ['2026-09-01', false],
      ]);
    });
  });
});
