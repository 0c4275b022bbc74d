/**
 * Last part of a run: people for whom something waits, in batches. What is said to each is composed and written to the
 * outbox, and marked as said, in one transaction.
 */
import type { ChannelTraits, OutgoingMessage } from '../channels/channel.ts';
import type { Catalog, WorkingCalendar } from '../procedure/index.ts';
import type { Db, Tx } from '../store/database.ts';
import { type DigestKind, digestsOf } from '../store/digests.ts';
import {
  type DigestMessage,
  dropPending,
  enqueueDigests,
  insertDigests,
  type Listener,
  markSaid,
  peopleWithPending,
  takeListeners,
  takePending,
} from '../store/pending.ts';
import type { Language, Words } from '../words/say.ts';
import type { Reply } from '../words/text.ts';
import { type ComposedDigest, composeDigest } from './digest.ts';
import type { Ladder } from './ladder.ts';
import { loadPending } from './load-pending.ts';
import { type ReminderSettings, sendBy } from './settings.ts';

export interface DigestContext {
  catalog: Catalog;
  calendar: WorkingCalendar;
  words: Words;
  ladders: ReadonlyMap<string, Ladder>;
  /** `loadReminderSettings(roots)`, read once at start. */
  settings: ReminderSettings;
  /** Of each messenger by its name; one that is not here has no quota. */
  channelTraits: ReadonlyMap<string, ChannelTraits>;
  /** ISO instant. */
  now: string;
}

/** People in one transaction. */
const batch = 500;
/** People looked up at a time; none of them is locked by that. */
const page = 5000;

interface At {
  today: string;
  hours: { from: number; to: number };
}

/** How many digests were written. */
export async function writeDigests(db: Db, ctx: DigestContext, at: At): Promise<number> {
  let written = 0;
  for (let after = 0; ; ) {
    const people = await peopleWithPending(db, after, page);
    for (let from = 0; from < people.length; from += batch) {
      const some = people.slice(from, from + batch);
      written += await db.transaction((tx) => writeSome(tx, ctx, some, at));
    }
    if (people.length < page) return written;
    after = people.at(-1) ?? after;
  }
}

type Spoken = Exclude<ComposedDigest, { wait: true }>;

/** One row of digests with its message: two of them where what is urgent goes apart. */
interface Part {
  listener: Listener;
  kind: DigestKind;
  said: readonly number[];
  message: (digestId: number) => Reply[];
}

async function writeSome(tx: Tx, ctx: DigestContext, people: readonly number[], at: At): Promise<number> {
  const listeners = await takeListeners(tx, people, at.hours.to);
  if (listeners.length === 0) return 0;
  const ids = listeners.map((one) => one.personId);
  const rows = await takePending(tx, ids);
  const [had, pending] = await Promise.all([
    digestsOf(tx, ids, at.today),
    loadPending(tx, ctx, rows, at.today),
  ]);
  const hadKinds = new Set(had.map((one) => `${one.personId}:${one.kind}`));
  const drop: number[] = [];
  const parts: Part[] = [];
  for (const listener of listeners) {
    const { personId, name, language, digestHour, channel } = listener;
    const notices = pending.get(personId) ?? [];
    if (notices.length === 0) continue;
    const toldToday = {
      daily: hadKinds.has(`${personId}:daily`),
      urgent: hadKinds.has(`${personId}:urgent`),
    };
    const composed = composeDigest({
      person: { personId, name, language, digestHour },
      ...at,
      calendar: ctx.calendar,
      settings: ctx.settings,
      notices,
      toldToday,
      oneMessage: ctx.channelTraits.get(channel)?.oneMessage ?? false,
    });
    drop.push(...composed.drop);
    if ('said' in composed) parts.push(...partsOf(listener, composed, toldToday.urgent));
  }
  const digestIds = await insertDigests(
    tx,
    at.today,
    parts.map(({ listener, kind }) => ({ personId: listener.personId, kind })),
  );
  const written = parts.flatMap((part, index) => {
    const digestId = digestIds[index];
    return digestId === null || digestId === undefined ? [] : [{ ...part, digestId }];
  });
  const messages = written.flatMap(({ listener, message, digestId }) =>
    message(digestId).map(
      (reply): DigestMessage => ({
        digestId,
        channel: listener.channel,
        chat: listener.chat,
        sendBy: latestSending(ctx, at.today, listener.digestHour),
        message: worded(reply, ctx.words, listener.language),
      }),
    ),
  );
  await Promise.all([
    enqueueDigests(tx, messages, ctx.now),
    markSaid(
      tx,
      at.today,
      written.map(({ digestId, said }) => ({ digestId, notices: said })),
    ),
    dropPending(tx, drop),
  ]);
  return written.length;
}

/**
 * What goes apart is a digest of its own: when one of two messages has left and the other has not, and something is
 * recorded meanwhile, what the first said stays said and the rest is said again.
 */
function partsOf(listener: Listener, composed: Spoken, hadUrgent: boolean): Part[] {
  const { kind, said, apart, messages } = composed;
  if (kind === 'urgent' || apart.length === 0 || hadUrgent)
    return [{ listener, kind, said, message: messages }];
  return [
    { listener, kind: 'urgent', said: apart, message: (id) => messages(id).slice(0, 1) },
    {
      listener,
      kind,
      said: said.filter((id) => !apart.includes(id)),
      message: (id) => messages(id).slice(1),
    },
  ];
}

/** A run later than that (the demonstration's own day, an hour in the night that somebody chose) still sends. */
const atLeastMs = 2 * 3600 * 1000;

/** What has not left by then is said another day. */
function latestSending({ settings, now }: DigestContext, today: string, digestHour: number): string {
  const quiet = Date.parse(sendBy(today, digestHour, settings));
  return new Date(Math.max(quiet, Date.parse(now) + atLeastMs)).toISOString();
}

const worded = (reply: Reply, words: Words, language: Language): OutgoingMessage => ({
  text: reply.lines.map((line) => words.say(line, language)).join('\n'),
  choices: (reply.choices ?? []).map(({ id, label }) => ({ id, label: words.say(label, language) })),
});
