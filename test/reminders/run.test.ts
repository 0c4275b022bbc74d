/** The morning job on the sample organisation: what reaches the outbox, once, and what is looked at again when. */
import { eq, inArray } from 'drizzle-orm';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { laySample } from '../../db/sample/lay-sample.ts';
import { cases, digests, outbox, people } from '../../db/schema.ts';
import { addDays } from '../../src/procedure/dates.ts';
import { type MorningResult, runMorning } from '../../src/reminders/run.ts';
import { loadReminderSettings } from '../../src/reminders/settings.ts';
import { linkChat } from '../../src/store/chats.ts';
import { recordDuty } from '../../src/store/organization-duties.ts';
import { subtree } from '../../src/store/organizations.ts';
import { changePerson } from '../../src/store/people.ts';
import { calendar, catalog, layWorld, roots, today, wordless, words } from '../answers/world.ts';
import { emptyDatabase } from '../services/databases.ts';

const world = await layWorld();
const { db } = world;
const settings = loadReminderSettings(roots);
afterAll(() => world.database.close());

async function linkEverybody(): Promise<void> {
  await db.transaction(async (tx) => {
    for (const { id } of await tx.select({ id: people.id }).from(people)) {
      await linkChat(tx, { personId: id, channel: 'web', chat: String(id), now: `${today}T00:00:00Z` });
    }
  });
}

const run = (day: string, hour = 8): Promise<MorningResult> =>
  runMorning(db, { catalog, calendar, words, settings, now: `${day}T01:00:00Z` }, { today: day, hour });

beforeEach(async () => {
  await emptyDatabase(db);
  await laySample(db, { today, catalog, calendar });
});

describe('one morning', () => {
  it('writes one message and one memory for each person who has something to hear', async () => {
    await linkEverybody();
    const { written, withoutOwner } = await run(today);
    expect(written).toBeGreaterThan(5);
    expect(withoutOwner).toBe(0);
    const messages = await db.select().from(outbox);
    const memories = await db.select().from(digests);
    expect(messages).toHaveLength(written);
    expect(new Set(messages.map((one) => one.dedupKey))).toEqual(
      new Set(memories.map((one) => `digest:${one.personId}:${one.day}`)),
    );
    for (const one of messages) {
      expect(one.chat).toBe(one.dedupKey.split(':')[1]);
      expect(one.message.text).not.toMatch(/\{\{|undefined|procedure\.|status\.|reminders\./);
      expect(one.message.choices.length).toBeGreaterThan(0);
      for (const choice of one.message.choices) expect(choice.id).toMatch(/^[\x21-\x7e]{1,64}$/);
    }
    expect([...wordless]).toEqual([]);
  });

  it('said twice, even by two processes at once, is said once', async () => {
    await linkEverybody();
    const [first, second] = await Promise.all([run(today), run(today)]);
    const messages = await db.select().from(outbox);
    expect((first?.written ?? 0) + (second?.written ?? 0)).toBe(messages.length);
    expect((await run(today, 9)).written).toBe(0);
    expect(await db.select().from(outbox)).toHaveLength(messages.length);
  });

  it('counts people without a chat, writes them nothing and remembers nothing as said', async () => {
    const { written, withoutChat } = await run(today);
    expect(written).toBe(0);
    expect(withoutChat).toBeGreaterThan(5);
    expect(await db.select().from(digests)).toEqual([]);
  });

  it('speaks the language and keeps the hour of each person', async () => {
    await linkEverybody();
    const secretary = world.persona('cellSecretary').personId;
    await changePerson(db, secretary, { language: 'en', digestHour: 17 });
    await run(today, 8);
    const hers = () =>
      db
        .select()
        .from(outbox)
        .where(eq(outbox.chat, String(secretary)));
    expect(await hers()).toEqual([]);
    await run(today, 17);
    expect((await hers())[0]?.message.text).toMatch(/^Good morning/);
  });

  it('tells candidates what they owe, and nothing of the inside', async () => {
    await linkEverybody();
    const candidates = (await db.select({ id: cases.personId }).from(cases)).map((row) => String(row.id));
    for (let day = today; day <= addDays(today, 25); day = addDays(day, 1)) await run(day);
    const theirs = await db.select().from(outbox).where(inArray(outbox.chat, candidates));
    expect(theirs.length).toBeGreaterThan(0);
    for (const { message } of theirs) {
      expect(message.text).not.toMatch(/thẩm tra|biểu quyết|ý kiến|nhận xét/i);
      expect(message.choices.every((choice) => choice.id.startsWith('go:status:'))).toBe(true);
    }
  });

  it('reminds officers of duties of their body until they are recorded as done', async () => {
    await linkEverybody();
    // Five working days before the last of June: the monthly look at the cells' lists.
    const day = '2026-06-23';
    const duty = 'committee-reviews-lists';
    for (const node of await subtree(db, '/', 'grassrootsCommittee')) {
      await recordDuty(db, {
        organizationId: node.id,
        duty,
        period: '2026-06',
        doneOn: day,
        recordedBy: null,
      });
    }
    await run(day);
    const items = (await db.select().from(digests)).flatMap((one) => one.items);
    expect(items.filter((key) => key.includes(`:${duty}#`))).toEqual([]);
    await emptyDatabase(db);
    await laySample(db, { today, catalog, calendar });
    await linkEverybody();
    await run(day);
    const again = (await db.select().from(digests)).flatMap((one) => one.items);
    expect(again.filter((key) => key.includes(`:${duty}#2026-06@`)).length).toBeGreaterThan(0);
  });
});

describe('day after day', () => {
  it('says nothing twice, nothing on days off, and looks only at cases whose day has come', async () => {
    await linkEverybody();
    const looked: number[] = [];
    for (let day = today; day <= addDays(today, 35); day = addDays(day, 1))
      looked.push((await run(day)).casesLooked);
    const memories = await db.select().from(digests);
    for (const personId of new Set(memories.map((one) => one.personId))) {
      const items = memories.filter((one) => one.personId === personId).flatMap((one) => one.items);
      expect(new Set(items).size).toBe(items.length);
    }
    expect(memories.filter((one) => !calendar.isWorkingDay(one.day))).toEqual([]);
    const open = (await db.select().from(cases).where(eq(cases.open, true))).length;
    expect(looked.filter((count) => count > open / 2).length).toBeLessThan(looked.length / 4);
    expect((await db.select().from(outbox)).length).toBe(memories.length);
  });

  it('after a week of silence gives each person one digest and not seven', async () => {
    await linkEverybody();
    await run(today);
    const later = '2026-07-07';
    await run(later);
    const memories = (await db.select().from(digests)).filter((one) => one.day === later);
    expect(memories.length).toBeGreaterThan(0);
    for (const one of memories) {
      const subjects = one.items.map((key) => key.slice(0, key.lastIndexOf('@')));
      expect(new Set(subjects).size).toBe(subjects.length);
    }
    expect((await run(later, 9)).written).toBe(0);
  });

  it('sets the next look of every case it looked at to a later day', async () => {
    await linkEverybody();
    await run(today);
    const open = await db.select().from(cases).where(eq(cases.open, true));
    const stillDue = open.filter((one) => one.nextAttention !== null && one.nextAttention <= today);
    const unsaid = (await run(today, 9)).casesLooked;
    expect(stillDue.length).toBe(unsaid);
    expect(unsaid).toBeLessThan(open.length / 4);
  });
});
