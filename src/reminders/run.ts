/** The morning job: loads what is due, plans, and writes each person's digest to the outbox. Sends nothing. */
import { z } from 'zod';
import { type ExaminedCase, examiner } from '../answers/examined.ts';
import { loadRoster } from '../answers/roster.ts';
import type { OutgoingMessage } from '../channels/channel.ts';
import { addDays, latest } from '../procedure/dates.ts';
import type { Catalog, WorkingCalendar } from '../procedure/index.ts';
import { dueCases, loadCaseForUpdate, loadCases, projectionOf, saveProjection } from '../store/cases.ts';
import { type Chat, chatsToWriteTo } from '../store/chats.ts';
import type { Db } from '../store/database.ts';
import { digestsSince, recordDigest } from '../store/digests.ts';
import { getFact, setFact } from '../store/installation.ts';
import { enqueue } from '../store/outbox.ts';
import { getPeople } from '../store/people.ts';
import type { Language, Words } from '../words/say.ts';
import type { Reply } from '../words/text.ts';
import { nextAttention } from './attention.ts';
import { digestReply } from './digest-text.ts';
import { loadDuties } from './load-duties.ts';
import { type PlannedDigest, planDigests, type Recipient } from './plan.ts';
import type { ReminderSettings } from './settings.ts';

export interface MorningContext {
  catalog: Catalog;
  calendar: WorkingCalendar;
  words: Words;
  /** `loadReminderSettings(roots)`, read once at start. */
  settings: ReminderSettings;
  /** ISO instant. */
  now: string;
}

export interface MorningResult {
  written: number;
  /** People who had something to hear and no chat to hear it in. */
  withoutChat: number;
  /** Obligations nobody could be found for. */
  withoutOwner: number;
  casesLooked: number;
}

/** Cases in memory at a time. */
const batch = 200;
/** How far back what was said is looked up: longer than the widest gap between two days of one limit. */
const memoryDays = 400;
const lastRuns = z.strictObject({ day: z.iso.date(), before: z.iso.date().nullable() });
const lastRunsKey = 'reminders.runs';

/**
 * Run once an hour (Asia/Ho_Chi_Minh hour of the day, 0..23); safe to run again and by several processes: one digest a
 * person a day. A person is told at their own hour, or at the first run after it.
 */
export async function runMorning(
  db: Db,
  ctx: MorningContext,
  at: { today: string; hour: number },
): Promise<MorningResult> {
  const lastRun = await noteRun(db, at.today);
  const cases = await loadDueCases(db, ctx, at.today);
  const duties = await loadDuties(db, ctx, at.today);
  const roster = await loadRoster(db, [
    ...cases.map((c) => c.path),
    ...duties.map((d) => d.organization.path),
  ]);
  const known = [
    ...roster.roles.map((r) => r.personId),
    ...cases.flatMap((c) => [c.candidateId, ...(c.mentorId === null ? [] : [c.mentorId])]),
  ];
  const chats = await chatsToWriteTo(db, known);
  const people = await loadRecipients(db, known, chats);
  const before = await digestsSince(db, [...people.keys()], addDays(at.today, -memoryDays));
  const said = new Map<number, string[]>();
  for (const digest of before)
    said.set(digest.personId, [...(said.get(digest.personId) ?? []), ...digest.items]);
  const toldToday = new Set(before.filter((d) => d.day === at.today).map((d) => d.personId));

  const plan = planDigests({ ...at, ...ctx, cases, duties, roster, people, said, toldToday, lastRun });
  let written = 0;
  for (const digest of plan.digests) {
    const chat = chats.get(digest.person.personId);
    if (chat && (await write(db, ctx, digest, chat, at.today))) written += 1;
  }
  for (const one of cases) if (!plan.waiting.has(one.caseId)) await lookAgainLater(db, ctx, one);
  return {
    written,
    withoutChat: plan.withoutChat.length,
    withoutOwner: plan.withoutOwner.length,
    casesLooked: cases.length,
  };
}

/** The message and the note of what it said, together: a second run, here or elsewhere, finds it said. */
async function write(
  db: Db,
  ctx: MorningContext,
  digest: PlannedDigest,
  chat: Chat,
  today: string,
): Promise<boolean> {
  const { personId, language } = digest.person;
  const message = worded(digestReply(digest, today), ctx.words, language);
  return db.transaction(async (tx) => {
    const fresh = await recordDigest(tx, {
      personId,
      day: today,
      items: digest.items.map((item) => item.key),
    });
    if (!fresh) return false;
    const { channel, chat: address } = chat;
    return enqueue(tx, {
      channel,
      chat: address,
      message,
      dedupKey: `digest:${personId}:${today}`,
      now: ctx.now,
    });
  });
}

function worded(reply: Reply, words: Words, language: Language): OutgoingMessage {
  return {
    text: reply.lines.map((line) => words.say(line, language)).join('\n'),
    choices: (reply.choices ?? []).map(({ id, label }) => ({ id, label: words.say(label, language) })),
  };
}

/** Sets the next day to look at a case, unless something was recorded in it meanwhile. */
async function lookAgainLater(db: Db, ctx: MorningContext, one: ExaminedCase): Promise<void> {
  await db.transaction(async (tx) => {
    const stored = await loadCaseForUpdate(tx, one.caseId);
    if (stored?.row.eventCount !== one.eventCount) return;
    const attention = nextAttention(one.report, ctx.calendar, ctx.settings);
    await saveProjection(tx, one.caseId, { ...projectionOf(one.report), nextAttention: attention });
  });
}

async function loadDueCases(db: Db, ctx: MorningContext, today: string): Promise<ExaminedCase[]> {
  const ids = await dueCases(db, today);
  const examineOne = examiner({ catalog: ctx.catalog, calendar: ctx.calendar, today });
  const examined: ExaminedCase[] = [];
  for (let from = 0; from < ids.length; from += batch) {
    const stored = await loadCases(db, ids.slice(from, from + batch));
    examined.push(...stored.map(examineOne));
  }
  return examined;
}

async function loadRecipients(
  db: Db,
  ids: readonly number[],
  chats: ReadonlyMap<number, Chat>,
): Promise<Map<number, Recipient>> {
  const people = await getPeople(db, ids);
  return new Map(
    [...people].map(([id, p]): [number, Recipient] => [
      id,
      {
        personId: id,
        name: p.fullName,
        language: p.language,
        digestHour: p.digestHour,
        reachable: chats.has(id),
      },
    ]),
  );
}

/** The last earlier day on which mornings were planned; remembers this one. */
async function noteRun(db: Db, today: string): Promise<string | null> {
  const known = await getFact(db, lastRunsKey, lastRuns);
  if (known?.day === today) return known.before;
  const before =
    latest([known?.day, known?.before ?? undefined].filter((day) => day !== undefined && day < today)) ??
    null;
  await setFact(db, lastRunsKey, { day: today, before });
  return before;
}
