/** What the planner promises under faults and changes: nothing twice, nothing lost, and the right person. */
import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { cases, digests, notices, outbox, roles } from '../../db/schema.ts';
import { addDays } from '../../src/procedure/dates.ts';
import type { Catalog, WorkingCalendar } from '../../src/procedure/index.ts';
import { replanIfRulesChanged } from '../../src/reminders/run.ts';
import { type Projection, saveProjection } from '../../src/store/cases.ts';
import { linkChat, markUnreachable } from '../../src/store/chats.ts';
import { type Db, openDatabase, type Tx } from '../../src/store/database.ts';
import { acknowledge, insertNotices } from '../../src/store/notices.ts';
import { setLadder } from '../../src/store/organizations.ts';
import { markSent, withdrawOverdue } from '../../src/store/outbox-marks.ts';
import { changePerson, grantRole, insertPerson, revokeRole } from '../../src/store/people.ts';
import { ask } from '../../src/store/postponements.ts';
import { onEachEngine, type TestDatabase } from '../services/databases.ts';
import {
  calendar,
  catalog,
  ladders,
  laySampleAnew,
  linkEverybody,
  messagesTo,
  morningOf,
  openCases,
  pending,
  run,
  runDays,
  said,
  today,
} from './planner-world.ts';

// Some of these live through days on two engines.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

type Notice = typeof notices.$inferSelect;

/** What was said, without the numbers that depend on who wrote first. */
const wordOf = (one: Notice): string =>
  [
    one.personId,
    one.insteadOf,
    one.caseId,
    one.organizationId,
    one.subject,
    one.moment,
    one.reason,
    one.saidOn,
  ].join('|');

const aboutOf = (one: Notice): string => [one.caseId, one.subject].join('|');

onEachEngine('the planner of reminders', (fresh, engine) => {
  let database: TestDatabase;
  let db: Db;
  const others: { close(): Promise<void> }[] = [];
  beforeAll(async () => {
    database = await fresh();
    db = database.db;
  });
  afterAll(() => database.close());
  beforeEach(() => laySampleAnew(database).then(() => linkEverybody(db)));
  afterEach(async () => {
    for (const other of others.splice(0)) await other.close();
  });

  /** A second process: on the server a pool of its own. */
  async function another(): Promise<Db> {
    if (database.url === null) return db;
    const opened = await openDatabase({ databaseUrl: database.url });
    others.push(opened);
    return opened.db;
  }

  const words = async (): Promise<string[]> => (await said(db)).map(wordOf).sort();
  const texts = async (): Promise<string[]> =>
    (await db.select().from(outbox))
      .map((one) => `${one.chat}: ${one.message.text.split('\n').sort().join('\n')}`)
      .sort();

  /** What one undisturbed planner says today. */
  async function undisturbed(): Promise<{ words: string[]; texts: string[] }> {
    await run(db, today);
    const result = { words: await words(), texts: await texts() };
    await laySampleAnew(database);
    await linkEverybody(db);
    return result;
  }

  /** The process ends in its n-th transaction, before that is committed. */
  function dying(at: number): Db {
    let left = at;
    const transaction: Db['transaction'] = (work, config) =>
      db.transaction(async (tx) => {
        const result = await work(tx);
        left -= 1;
        if (left === 0) throw new Error('killed');
        return result;
      }, config);
    return new Proxy(db, {
      get: (target, name) => (name === 'transaction' ? transaction : Reflect.get(target, name, target)),
    });
  }

  describe('under faults', () => {
    it('two planners at once say together what one would have said', async () => {
      const expected = await undisturbed();
      const second = await another();
      const results = await Promise.all([
        run(db, today),
        run(second, today),
        run(second, today),
        run(db, today),
      ]);
      // What the last to finish had to leave to somebody else is found by the next tick.
      results.push(await run(db, today));
      expect(await words()).toEqual(expected.words);
      expect(await texts()).toEqual(expected.texts);
      expect(results.reduce((sum, one) => sum + one.digests, 0)).toBe(expected.texts.length);
      expect(results.reduce((sum, one) => sum + one.noticed, 0)).toBe(
        (await db.select().from(notices)).length,
      );
    });

    it('killed in any of its transactions, the next run says what was left and nothing else', async () => {
      const expected = await undisturbed();
      for (const at of [1, 2, 3]) {
        await expect(run(dying(at), today)).rejects.toThrow('killed');
        await run(db, today);
        expect(await words()).toEqual(expected.words);
        expect(await texts()).toEqual(expected.texts);
        await laySampleAnew(database);
        await linkEverybody(db);
      }
    });

    it('a case that cannot be examined stops nobody else, and is tried again the next day', async () => {
      const expected = await undisturbed();
      const [broken] = await openCases(db);
      const id = broken?.id ?? 0;
      await db.update(cases).set({ procedureVersion: 'of-nobody' }).where(eq(cases.id, id));
      const trouble: number[] = [];
      const onTrouble = (one: { caseId: number }) => trouble.push(one.caseId);
      await run(db, today, 8, { onTrouble });
      const mine = (word: string) => word.split('|')[2] === String(id);
      expect(await words()).toEqual(expected.words.filter((word) => !mine(word)));
      await run(db, today, 9, { onTrouble });
      expect(trouble).toEqual([id]);
      await run(db, addDays(today, 1), 8, { onTrouble });
      expect(trouble).toEqual([id, id]);
    });
  });

  const over: Projection = {
    state: 'withdrew',
    phase: 'admission',
    open: false,
    currentStep: null,
    mentorId: null,
    nextAttention: null,
    nextDue: null,
  };

  /** A digest not yet sent that speaks of two cases or more. */
  async function waitingDigest(
    kind?: 'daily' | 'urgent',
  ): Promise<{ digestId: number; personId: number; notices: Notice[] }> {
    const spoken = await said(db);
    for (const digest of await db.select().from(digests)) {
      const own = spoken.filter((one) => one.digestId === digest.id && one.caseId !== null);
      if (new Set(own.map((one) => one.caseId)).size >= 2 && (kind === undefined || digest.kind === kind))
        return { digestId: digest.id, personId: digest.personId, notices: own };
    }
    throw new Error('no digest speaks of two cases');
  }

  describe('between planning and sending', () => {
    it('a duty that is done is taken out: the digest is withdrawn and composed again without it', async () => {
      await run(db, today);
      const { digestId, personId, notices: own } = await waitingDigest();
      const gone = own[0]?.caseId ?? 0;
      await db.transaction((tx) => saveProjection(tx, gone, over));
      await db.transaction((tx) => withdrawOverdue(tx, morningOf(today)));
      expect((await db.select().from(outbox).where(eq(outbox.status, 'withdrawn'))).length).toBeGreaterThan(
        0,
      );
      expect(await db.select().from(digests).where(eq(digests.id, digestId))).toEqual([]);
      await run(db, today, 9);
      const again = (await said(db)).filter((one) => one.personId === personId);
      for (const one of own) expect(again.map(aboutOf).includes(aboutOf(one))).toBe(one.caseId !== gone);
      const messages = (await messagesTo(db, personId)).filter((one) => one.status === 'waiting');
      expect(messages.length).toBeGreaterThan(0);
      expect((await pending(db)).filter((one) => one.caseId === gone)).toEqual([]);
    });

    it('what has left stays said, whatever is recorded afterwards', async () => {
      await run(db, today);
      const { digestId, notices: own } = await waitingDigest();
      for (const one of await db.select().from(outbox).where(eq(outbox.digestId, digestId)))
        await markSent(db, one.id, morningOf(today));
      await db.transaction((tx) => saveProjection(tx, own[0]?.caseId ?? 0, over));
      await db.transaction((tx) => withdrawOverdue(tx, morningOf(today)));
      const still = (await said(db)).filter((one) => one.digestId === digestId);
      expect(still.map((one) => one.id)).toEqual(expect.arrayContaining(own.map((one) => one.id)));
    });

    it('of two messages the one that has left stays said, and only the other is said again', async () => {
      await run(db, today);
      const all = await db.select().from(digests);
      const urgent = all.find(
        (one) => one.kind === 'urgent' && all.some((d) => d.kind === 'daily' && d.personId === one.personId),
      );
      const daily = all.find((one) => one.kind === 'daily' && one.personId === urgent?.personId);
      const before = await said(db);
      const [first] = await db
        .select()
        .from(outbox)
        .where(eq(outbox.digestId, urgent?.id ?? 0));
      await markSent(db, first?.id ?? 0, morningOf(today));
      // The day ends before the second has left.
      await db
        .update(outbox)
        .set({ sendBy: new Date(morningOf(today)) })
        .where(eq(outbox.digestId, daily?.id ?? 0));
      await db.transaction((tx) => withdrawOverdue(tx, morningOf(today)));
      const saidOf = (rows: Notice[], id: number | undefined) =>
        rows.filter((one) => one.digestId === id).map((one) => one.id);
      expect(saidOf(await said(db), urgent?.id)).toEqual(saidOf(before, urgent?.id));
      expect((await pending(db)).map((one) => one.id)).toEqual(
        expect.arrayContaining(saidOf(before, daily?.id)),
      );
    });
  });

  describe('people', () => {
    /** A mentor who hears today of what they owe. */
    async function listener(): Promise<number> {
      await run(db, today);
      const mentorOf = new Map((await openCases(db)).map((one) => [one.id, one.mentorId]));
      const word = (await said(db)).find(
        (one) =>
          one.reason === 'owner' &&
          /mentor/.test(one.subject) &&
          mentorOf.get(one.caseId ?? 0) === one.personId,
      );
      await laySampleAnew(database);
      return word?.personId ?? Number.NaN;
    }

    it('somebody without a chat is told through whoever can be reached', async () => {
      const absent = await listener();
      await linkEverybody(db, [absent]);
      const { unreachable } = await run(db, today);
      expect(unreachable).toBeGreaterThan(0);
      const instead = (await said(db)).filter((one) => one.insteadOf === absent);
      expect(instead.length).toBeGreaterThan(0);
      expect((await said(db)).filter((one) => one.personId === absent)).toEqual([]);
    });

    it('what waits for somebody whose chat is lost goes to whoever stands in', async () => {
      const lost = await listener();
      await linkEverybody(db);
      await changePerson(db, lost, { digestHour: 17 });
      await run(db, today);
      const waited = (await pending(db)).filter((one) => one.personId === lost);
      expect(waited.length).toBeGreaterThan(0);
      await db.transaction((tx) => markUnreachable(tx, 'web', String(lost), morningOf(today)));
      await run(db, today, 17);
      expect((await pending(db)).filter((one) => one.personId === lost)).toEqual([]);
      const instead = await db.select().from(notices).where(eq(notices.insteadOf, lost));
      expect(instead.length).toBeGreaterThan(0);
      // Whoever would stand in and hears of the same thing as their own hears it once.
      const told = [...instead, ...(await said(db))].map(aboutOf);
      expect(told).toEqual(expect.arrayContaining(waited.filter((one) => one.caseId !== null).map(aboutOf)));
    });

    it('somebody linked later hears for themselves what was told in their place', async () => {
      const late = await listener();
      await linkEverybody(db, [late]);
      await run(db, today);
      const instead = (await said(db)).filter((one) => one.insteadOf === late);
      await db.transaction((tx) =>
        linkChat(tx, { personId: late, channel: 'web', chat: String(late), now: morningOf(today) }),
      );
      await run(db, today, 9);
      const own = (await said(db)).filter((one) => one.personId === late && one.insteadOf === null);
      expect(own.map(aboutOf)).toEqual(expect.arrayContaining([...new Set(instead.map(aboutOf))]));
      expect((await messagesTo(db, late)).length).toBeGreaterThan(0);
    });

    it('a role handed over before it was said is heard by the successor', async () => {
      await run(db, today);
      const held = await db.select().from(roles).where(eq(roles.role, 'cellSecretary'));
      const spoken = await said(db);
      const post = held.find((role) =>
        spoken.some((one) => one.personId === role.personId && one.reason === 'owner' && one.caseId !== null),
      );
      if (!post) throw new Error('no secretary hears anything');
      await laySampleAnew(database);
      await linkEverybody(db);
      await changePerson(db, post.personId, { digestHour: 17 });
      await run(db, today);
      const waited = (await pending(db)).filter(
        (one) => one.personId === post.personId && one.caseId !== null,
      );
      const successor = await db.transaction(async (tx) => {
        const id = await insertPerson(tx, { fullName: 'Hoàng Thị Kế' });
        await linkChat(tx, { personId: id, channel: 'web', chat: String(id), now: morningOf(today) });
        await revokeRole(tx, post.personId, post.organizationId, 'cellSecretary');
        await grantRole(tx, id, post.organizationId, 'cellSecretary');
        return id;
      });
      await run(db, today, 17);
      const told = (await said(db)).filter((one) => one.personId === successor);
      expect(waited.length).toBeGreaterThan(0);
      expect(told.map(aboutOf)).toEqual(expect.arrayContaining([...new Set(waited.map(aboutOf))]));
      expect(
        (await said(db)).some(
          (one) => one.personId === post.personId && waited.some((w) => aboutOf(w) === aboutOf(one)),
        ),
      ).toBe(false);
    });
  });

  describe('what people say back', () => {
    it('whoever acknowledged a word is not nudged about it before its next day', async () => {
      await run(db, today);
      const first = await said(db);
      for (const personId of new Set(first.map((one) => one.personId)))
        await db.transaction((tx) => acknowledge(tx, personId, null, morningOf(today)));
      const untold = await runDays(db, addDays(today, 1), addDays(today, 10));
      expect(untold.some((one) => one.digests > 0)).toBe(true);
      const later = await db.select().from(notices).where(eq(notices.nudge, true));
      const acknowledged = new Map(first.map((one) => [`${one.personId}|${aboutOf(one)}`, one.moment]));
      const nagged = later.filter((nudge) => {
        const mark = `${nudge.personId}|${aboutOf(nudge)}`;
        const rungs = first.filter((one) => `${one.personId}|${aboutOf(one)}` === mark && !one.nudge);
        return acknowledged.has(mark) && rungs.length > 0 && nudge.moment > today && !laterRung(nudge);
      });
      expect(nagged).toEqual([]);
    });

    /** Nobody acknowledged the words of the days after. */
    const laterRung = (nudge: Notice): boolean => nudge.moment > addDays(today, 3);

    it('without a word back, whoever owes it is nudged', async () => {
      await runDays(db, today, addDays(today, 10));
      const nudges = await db
        .select()
        .from(notices)
        .where(and(eq(notices.nudge, true), isNotNull(notices.saidOn)));
      expect(nudges.length).toBeGreaterThan(0);
    });

    it('whoever asked for a later day is told on that day and not before', async () => {
      await run(db, today);
      const word = (await said(db)).find((one) => one.caseId !== null && one.reason === 'owner');
      if (!word?.caseId) throw new Error('nobody owes anything');
      const until = addDays(today, 5);
      const request = {
        caseId: word.caseId,
        subject: word.subject,
        personId: word.personId,
        until,
        reason: 'away' as const,
      };
      await db.transaction((tx) => ask(tx, { ...request, key: 'k', now: morningOf(today) }));
      await runDays(db, addDays(today, 1), addDays(until, 3));
      const again = (await said(db)).filter(
        (one) =>
          one.personId === word.personId &&
          aboutOf(one) === aboutOf(word) &&
          one.saidOn !== today &&
          one.insteadOf === null,
      );
      const back = calendar.onOrAfter(until);
      expect(again.map((one) => (one.saidOn ?? '') >= back)).toEqual(again.map(() => true));
      expect(again.length).toBeGreaterThan(0);
    });
  });

  describe('changes of rules', () => {
    const forgotten = async (): Promise<number[]> =>
      (await openCases(db)).filter((one) => one.agenda === null).map((one) => one.id);
    const rules = (
      over: Partial<{ catalog: Catalog; calendar: WorkingCalendar; ladders: typeof ladders }> = {},
    ) => ({
      catalog,
      calendar,
      ladders,
      ...over,
    });

    it('nothing is planned anew while nothing changed', async () => {
      expect(await replanIfRulesChanged(db, rules(), today)).toBe(0);
      await run(db, today);
      expect(await replanIfRulesChanged(db, rules(), today)).toBe(0);
      expect(await forgotten()).toEqual([]);
    });

    it('a procedure that changed touches the cases that run under it, and no others', async () => {
      await replanIfRulesChanged(db, rules(), today);
      await run(db, today);
      const open = await openCases(db);
      const [{ procedureVersion, overlay } = { procedureVersion: '', overlay: null }] = open.filter(
        (one) => one.overlay === null,
      );
      const changed = new Map(
        [...catalog.procedures].map(([name, one]) => [
          name,
          one.version === procedureVersion && one.overlay === overlay ? { ...one, title: 'other' } : one,
        ]),
      );
      const touched = await replanIfRulesChanged(
        db,
        rules({ catalog: { ...catalog, procedures: changed } }),
        today,
      );
      const under = open.filter(
        (one) => one.procedureVersion === procedureVersion && one.overlay === overlay,
      );
      const ids = await forgotten();
      expect(ids).toHaveLength(touched);
      expect(ids).toEqual(expect.arrayContaining(under.map((one) => one.id)));
      expect(touched).toBeLessThan(open.length);
      const { casesLooked, examined } = await run(db, today, 9);
      expect([casesLooked, examined]).toEqual([touched, touched]);
    });

    it('a calendar that changed touches the cases whose days are counted through that year', async () => {
      await replanIfRulesChanged(db, rules(), today);
      await run(db, today);
      const before = await openCases(db);
      const other = withDayOff('2028-03-01');
      const touched = await replanIfRulesChanged(db, rules({ calendar: other }), today);
      const counted = before.filter((one) => /"202[89]-/.test(JSON.stringify(one.agenda)));
      expect((await forgotten()).sort()).toEqual(counted.map((one) => one.id).sort());
      expect(touched).toBe(counted.length);
      expect(await replanIfRulesChanged(db, rules({ calendar: other }), today)).toBe(0);
    });

    it('a ladder chosen by a body touches the cases at and below it', async () => {
      await run(db, today);
      const [some] = await openCases(db);
      const cellId = some?.cellId ?? 0;
      await setLadder(db, cellId, 'close');
      const inCell = (await openCases(db)).filter((one) => one.cellId === cellId).length;
      expect((await run(db, today, 9)).examined).toBe(inCell);
      expect((await run(db, today, 10)).examined).toBe(0);
    });

    it('a ladder whose text changed touches the cases that follow it', async () => {
      const [some] = await openCases(db);
      const cellId = some?.cellId ?? 0;
      await setLadder(db, cellId, 'close');
      await replanIfRulesChanged(db, rules(), today);
      await run(db, today);
      const close = ladders.get('close');
      if (!close) throw new Error('no ladder');
      const other = new Map(ladders).set('close', { ...close, nudges: { everyWorkingDays: 9, atMost: 1 } });
      const touched = await replanIfRulesChanged(db, rules({ ladders: other }), today);
      const inCell = (await openCases(db)).filter((one) => one.cellId === cellId);
      expect((await forgotten()).sort()).toEqual(inCell.map((one) => one.id).sort());
      expect(touched).toBe(inCell.length);
    });
  });

  it('a word of a body whose officer is gone does not wait for ever', async () => {
    const [officer] = await db.select().from(roles).where(eq(roles.role, 'committeeOfficer'));
    const { personId = 0, organizationId = 0 } = officer ?? {};
    const word = { insteadOf: null, caseId: null, reason: 'committee' as const, nudge: false };
    await insertNotices(db, [{ ...word, personId, organizationId, subject: 'late', moment: today }]);
    await db.transaction((tx: Tx) => markUnreachable(tx, 'web', String(personId), morningOf(today)));
    await run(db, today);
    expect((await pending(db)).filter((one) => one.personId === personId)).toEqual([]);
  });

  if (engine === 'server')
    it('a case in which something is being recorded is passed over, and planned by the next run', async () => {
      await run(db, today);
      const [held, free] = (await openCases(db)).map((one) => one.id);
      await db
        .update(cases)
        .set({ agenda: null, nextAttention: today })
        .where(inArray(cases.id, [held ?? 0, free ?? 0]));
      const second = await another();
      let release = (): void => {};
      const recorded = new Promise<void>((resolve) => {
        release = resolve;
      });
      const recording = await new Promise<{ ended: Promise<unknown> }>((begun) => {
        const ended = second.transaction(async (tx) => {
          await tx
            .select()
            .from(cases)
            .where(eq(cases.id, held ?? 0))
            .for('update');
          begun({ ended: recorded });
          await recorded;
        });
        others.push({ close: () => ended });
      });
      expect((await run(db, today, 9)).casesLooked).toBe(1);
      release();
      await recording.ended;
      await others.pop()?.close();
      expect((await run(db, today, 10)).casesLooked).toBe(1);
    });
});

/** The calendar of the product with one more day off. */
function withDayOff(day: string): WorkingCalendar {
  return {
    ...calendar,
    isWorkingDay: (one) => one !== day && calendar.isWorkingDay(one),
  };
}
