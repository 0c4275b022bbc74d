/** The job of reminders on the sample organisation: what reaches the outbox, once, and what is looked at again when. */
import { eq, inArray } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Persona } from '../../db/sample/lay-sample.ts';
import { cases, digests, notices, outbox } from '../../db/schema.ts';
import { addDays } from '../../src/procedure/dates.ts';
import type { Db } from '../../src/store/database.ts';
import { recordDuty } from '../../src/store/organization-duties.ts';
import { subtree } from '../../src/store/organizations.ts';
import { changePerson } from '../../src/store/people.ts';
import { onEachEngine, type TestDatabase } from '../services/databases.ts';
import {
  calendar,
  digestsOn,
  laySampleAnew,
  linkEverybody,
  messagesTo,
  openCases,
  pending,
  run,
  runDays,
  said,
  settings,
  today,
  wordless,
  words,
} from './planner-world.ts';

// Some of these live through weeks on two engines.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

onEachEngine('the reminders of the sample organisation', (fresh) => {
  let database: TestDatabase;
  let db: Db;
  let personas: Persona[];
  beforeAll(async () => {
    database = await fresh();
    db = database.db;
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    ({ personas } = await laySampleAnew(database));
  });
  const persona = (role: Persona['role']): number =>
    personas.find((one) => one.role === role)?.personId ?? Number.NaN;

  describe('one morning', () => {
    it('writes each person who has something to hear one digest, and urgent things apart', async () => {
      await linkEverybody(db);
      const { digests: written, noticed, withoutOwner, unreachable } = await run(db, today);
      expect(written).toBeGreaterThan(5);
      expect(noticed).toBeGreaterThanOrEqual(written);
      expect([withoutOwner, unreachable]).toEqual([0, 0]);
      const messages = await db.select().from(outbox);
      expect(messages).toHaveLength(written);
      expect((await digestsOn(db, today)).length + (await digestsOn(db, today, 'urgent')).length).toBe(
        written,
      );
      expect((await digestsOn(db, today, 'urgent')).length).toBeGreaterThan(0);
      for (const one of messages) {
        expect(one.dedupKey).toBe(`digest:${one.digestId}:1`);
        expect(one.sendBy?.toISOString()).toBe(`${today}T14:00:00.000Z`);
        expect(one.message.text).not.toMatch(/\{\{|undefined|procedure\.|status\.|reminders\./);
        expect(one.message.choices.length).toBeGreaterThan(0);
        for (const choice of one.message.choices) expect(choice.id).toMatch(/^[\x21-\x7e]{1,64}$/);
      }
      expect([...wordless]).toEqual([]);
    });

    it('remembers of every digest what it said, and says nothing that is not remembered', async () => {
      await linkEverybody(db);
      await run(db, today);
      const spoken = await said(db);
      expect(new Set(spoken.map((one) => one.digestId))).toEqual(
        new Set((await db.select().from(digests)).map((one) => one.id)),
      );
      expect(spoken.every((one) => one.saidOn === today)).toBe(true);
    });

    it('run again, or twice at once, says nothing twice', async () => {
      await linkEverybody(db);
      const both = await Promise.all([run(db, today), run(db, today)]);
      const messages = await db.select().from(outbox);
      expect(both.reduce((sum, one) => sum + one.digests, 0)).toBe(messages.length);
      expect((await run(db, today, 9)).digests).toBe(0);
      expect(await db.select().from(outbox)).toHaveLength(messages.length);
    });

    it('writes nobody anything while nobody has a chat, and counts them', async () => {
      const { digests: written, unreachable } = await run(db, today);
      expect(written).toBe(0);
      expect(unreachable).toBeGreaterThan(5);
      expect(await db.select().from(notices)).toEqual([]);
    });

    it('speaks the language and keeps the hour of each person', async () => {
      await linkEverybody(db);
      const secretary = persona('cellSecretary');
      await changePerson(db, secretary, { language: 'en', digestHour: 17 });
      await run(db, today, 8);
      expect(await messagesTo(db, secretary)).toEqual([]);
      await run(db, today, 17);
      const [first] = await messagesTo(db, secretary);
      const title = words.say(
        { key: 'reminders.digest.title', params: { name: '', day: { date: today } } },
        'en',
      );
      expect(title).not.toBe(
        words.say({ key: 'reminders.digest.title', params: { name: '', day: { date: today } } }, 'vi'),
      );
      expect(first?.message.text.split(' ')[0]).toBe(title.split(' ')[0]);
    });

    it('tells candidates what they owe, and nothing of the inside', async () => {
      await linkEverybody(db);
      const candidates = (await db.select({ id: cases.personId }).from(cases)).map((row) => String(row.id));
      await runDays(db, today, addDays(today, 25));
      const theirs = await db.select().from(outbox).where(inArray(outbox.chat, candidates));
      expect(theirs.length).toBeGreaterThan(0);
      for (const { message } of theirs)
        expect(message.text).not.toMatch(/thẩm tra|biểu quyết|ý kiến|nhận xét/i);
    });

    it('reminds officers of duties of their body until they are recorded as done', async () => {
      await linkEverybody(db);
      // Five working days before the last of June: the monthly look at the cells' lists.
      const day = '2026-06-23';
      const duty = 'committee-reviews-lists';
      const bodies = await subtree(db, '/', 'grassrootsCommittee');
      const [done, ...others] = bodies;
      await recordDuty(db, {
        organizationId: done?.id ?? 0,
        duty,
        period: '2026-06',
        doneOn: day,
        recordedBy: null,
      });
      await run(db, day);
      const told = await db
        .select()
        .from(notices)
        .where(eq(notices.subject, `${duty}#2026-06`));
      expect(told.map((one) => one.organizationId)).not.toContain(done?.id);
      expect(told.some((one) => others.some((body) => body.id === one.organizationId))).toBe(true);
      expect(told.every((one) => one.saidOn === day)).toBe(true);
    });

    it('gives each committee with something late below it an overview on the first working day of the week', async () => {
      await linkEverybody(db);
      const monday = '2026-06-29';
      await run(db, monday);
      const overviews = (await said(db)).filter((one) => one.subject === 'late');
      expect(overviews.length).toBeGreaterThan(0);
      await runDays(db, addDays(monday, 1), addDays(monday, 6));
      expect((await said(db)).filter((one) => one.subject === 'late')).toHaveLength(overviews.length);
    });
  });

  describe('day after day', () => {
    it('says nothing twice, nothing on days off, and looks only at cases whose day has come', async () => {
      await linkEverybody(db);
      const last = addDays(today, 35);
      const looked = (await runDays(db, today, last)).map((one) => one.casesLooked);
      const spoken = await said(db);
      const marks = spoken.map((one) =>
        [one.personId, one.caseId, one.organizationId, one.subject, one.moment].join(),
      );
      expect(new Set(marks).size).toBe(marks.length);
      const days = await db.select().from(digests);
      expect(days.filter((one) => !calendar.isWorkingDay(one.day))).toEqual([]);
      const perDay = days.filter((one) => one.kind === 'daily').map((one) => `${one.personId} ${one.day}`);
      expect(new Set(perDay).size).toBe(perDay.length);
      const open = (await openCases(db)).length;
      expect(looked.filter((count) => count > open / 2).length).toBeLessThan(looked.length / 4);
      expect(await db.select().from(outbox)).toHaveLength(days.length);
    });

    it('after a week of silence gives each person what is newest, and not all that was missed', async () => {
      await linkEverybody(db);
      await run(db, today);
      const later = '2026-07-07';
      await run(db, later);
      const spoken = (await said(db)).filter((one) => one.saidOn === later);
      expect(spoken.length).toBeGreaterThan(0);
      const subjects = spoken.map((one) =>
        [one.personId, one.caseId, one.organizationId, one.subject].join(),
      );
      expect(new Set(subjects).size).toBe(subjects.length);
      expect((await run(db, later, 9)).digests).toBe(0);
    });

    it('sets the next look of every case it looked at to a later day', async () => {
      await linkEverybody(db);
      const { casesLooked, examined } = await run(db, today);
      const open = await openCases(db);
      expect([casesLooked, examined]).toEqual([open.length, open.length]);
      for (const one of open) {
        expect((one.nextAttention ?? '') > today).toBe(true);
        expect((one.agendaUntil ?? '') > today).toBe(true);
        expect(one.agenda).not.toBeNull();
      }
      expect((await run(db, today, 9)).casesLooked).toBe(0);
      expect((await run(db, addDays(today, 3))).examined).toBeLessThan(open.length / 2);
    });

    it('what does not fit into one digest waits, and is not forgotten', async () => {
      await linkEverybody(db);
      await run(db, today, 8, { settings: { ...settings, maxItems: 1 } });
      const waiting = await pending(db);
      expect(waiting.length).toBeGreaterThan(0);
      await runDays(db, addDays(today, 1), addDays(today, 4));
      const still = new Set((await pending(db)).map((one) => one.id));
      expect(waiting.filter((one) => still.has(one.id)).length).toBeLessThan(waiting.length);
    });
  });
});
