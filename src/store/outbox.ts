/**
 * Messages waiting to be sent: written in the transaction of what caused them, sent after its commit. The messages of one
 * chat leave in the order they were written. Who takes them: `outbox-claims.ts`; what became of them: `outbox-marks.ts`.
 */
import { and, eq } from 'drizzle-orm';
import { outbox } from '../../db/schema.ts';
import type { OutgoingMessage } from '../channels/channel.ts';
import { askedInForms } from './asked-often.ts';
import type { Queryable, Tx } from './database.ts';
import { inTheWay, leaseSeconds } from './outbox-turn.ts';

export { outboxState, promptness, sweepOutbox } from './outbox-figures.ts';

export interface NewMessage {
  channel: string;
  chat: string;
  message: OutgoingMessage;
  /** One message for one cause: "turn:<channel>:<update>:<n>", "digest:<person>:<day>". */
  dedupKey: string;
  /** When it should leave; without it, now. ISO instants. */
  notBefore?: string;
  /** Withdrawn when it has not left by then. */
  sendBy?: string;
  /** The digest it carries, or part of it. */
  digestId?: number;
  now: string;
}

/** A message claimed by this process: nobody else sends it before `claimedUntil`. */
export interface WaitingMessage {
  id: number;
  channel: string;
  chat: string;
  message: OutgoingMessage;
  /** Attempts begun before this one. */
  attempts: number;
  /** Parts of a long message that arrived in earlier attempts. */
  begun: number;
  /** ISO instants. */
  dueAt: string;
  sendBy: string | null;
  /** Also the mark by which a claim is known as ours. */
  claimedUntil: string;
}

/** False when a message with this key was written before; it is not written again. */
export async function enqueue(q: Queryable, message: NewMessage): Promise<boolean> {
  return (await enqueueMany(q, [message])) > 0;
}

/** One statement; returns how many were written: those whose key was written before are not. */
export async function enqueueMany(q: Queryable, messages: readonly NewMessage[]): Promise<number> {
  if (messages.length === 0) return 0;
  const written = await q
    .insert(outbox)
    .values(messages.map(toRow))
    .onConflictDoNothing({ target: outbox.dedupKey })
    .returning({ id: outbox.id });
  return written.length;
}

/**
 * Writes messages claimed by this process, which sends them after the commit without asking anybody (`Queue.post`): the
 * replies of a turn. Returns those; what was written before, or waits behind an earlier message of its chat, is left to be
 * found. If the process dies, the claim runs out and they are found as well. `free`: the transaction has seen that nothing
 * waits for their chats.
 */
export async function enqueueClaimed(
  tx: Tx,
  messages: readonly NewMessage[],
  free = false,
): Promise<WaitingMessage[]> {
  if (messages.length === 0) return [];
  const rows: Row[] = [];
  /** Of each chat, when the claims so far end; null: it is not its turn. Seconds from now. */
  const leases = new Map<string, number | null>();
  for (const message of messages) {
    const row = toRow(message);
    const now = new Date(message.now);
    const chat = `${message.channel} ${message.chat}`;
    const before = leases.has(chat)
      ? leases.get(chat)
      : !free && (await mustWait(tx, message, now))
        ? null
        : 0;
    // The later messages of a chat leave after the earlier ones: their claims last longer.
    const lease = typeof before === 'number' ? before + leaseSeconds(message.message) : null;
    leases.set(chat, lease);
    const claimed = lease !== null && row.notBefore <= now;
    rows.push(
      claimed
        ? { ...row, notBefore: new Date(now.getTime() + lease * 1000), attempts: 1 }
        : { ...row, attempts: 0 },
    );
  }
  const written = await write(tx, rows);
  return written
    .filter((row) => row.attempts === 1)
    .sort((a, b) => a.id - b.id)
    .flatMap(({ id, dedupKey, until }) => {
      const message = messages.find((one) => one.dedupKey === dedupKey);
      if (!message) return [];
      const { channel, chat } = message;
      return [
        {
          id,
          channel,
          chat,
          message: message.message,
          attempts: 0,
          begun: 0,
          dueAt: new Date(message.notBefore ?? message.now).toISOString(),
          sendBy: message.sendBy === undefined ? null : new Date(message.sendBy).toISOString(),
          claimedUntil: until.toISOString(),
        },
      ];
    });
}

interface Written {
  id: number;
  dedupKey: string;
  attempts: number;
  until: Date;
}

/** A form for the columns that each row fills: a turn answers with one row or two, all alike. */
const writing = askedInForms<Written[]>();

function write(tx: Tx, rows: readonly Row[]): Promise<Written[]> {
  // A column without a value is left to the database.
  const filled = rows.map((row) => Object.entries(row).filter(([, value]) => value !== null));
  const columns = filled.map((row) => row.map(([column]) => column));
  const ask = writing(JSON.stringify(columns), (q, value) =>
    q
      .insert(outbox)
      .values(
        columns.map(
          (row, at) =>
            Object.fromEntries(row.map((column) => [column, value(`${column}${at}`)])) as unknown as Row,
        ),
      )
      .onConflictDoNothing({ target: outbox.dedupKey })
      .returning({
        id: outbox.id,
        dedupKey: outbox.dedupKey,
        attempts: outbox.attempts,
        until: outbox.notBefore,
      }),
  );
  return ask(
    tx,
    Object.fromEntries(filled.flatMap((row, at) => row.map(([column, value]) => [`${column}${at}`, value]))),
  );
}

/** Hardly ever does anything wait: that is asked first and in few words, for it is asked at every turn. */
async function mustWait(
  tx: Tx,
  { channel, chat }: { channel: string; chat: string },
  now: Date,
): Promise<boolean> {
  const earlier = and(eq(outbox.channel, channel), eq(outbox.chat, chat), eq(outbox.status, 'waiting'));
  const [any] = await tx.select({ id: outbox.id }).from(outbox).where(earlier).limit(1);
  if (!any) return false;
  const [row] = await tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(earlier, inTheWay(tx, outbox, now)))
    .limit(1);
  return row !== undefined;
}

type Row = ReturnType<typeof toRow> & { attempts: number };

const toRow = (message: NewMessage) => ({
  channel: message.channel,
  chat: message.chat,
  message: message.message,
  dedupKey: message.dedupKey,
  notBefore: new Date(message.notBefore ?? message.now),
  dueAt: new Date(message.notBefore ?? message.now),
  sendBy: message.sendBy === undefined ? null : new Date(message.sendBy),
  digestId: message.digestId ?? null,
  createdAt: new Date(message.now),
});
