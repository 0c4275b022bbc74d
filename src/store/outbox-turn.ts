/** Whose turn it is in the outbox, as conditions on its rows, and how long a claim lasts. Shared by all who take from it. */
import {
  aliasedTable,
  and,
  eq,
  exists,
  gt,
  inArray,
  isNull,
  lt,
  lte,
  ne,
  not,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { outbox } from '../../db/schema.ts';
import type { OutgoingMessage } from '../channels/channel.ts';
import type { Queryable } from './database.ts';

export type Row = typeof outbox;

/** A message travels in pieces of about so many characters, each with its own time-out, and a margin for the turn to come. */
const pieceLength = 3500;
const pieceSeconds = 15;
const marginSeconds = 15;

/** How long sending it can take at most. */
export const sendingSeconds = (message: OutgoingMessage): number =>
  pieceSeconds * Math.max(1, Math.ceil(textLength(message) / pieceLength));

export const leaseSeconds = (message: OutgoingMessage): number => sendingSeconds(message) + marginSeconds;

const textLength = ({ text, choices }: OutgoingMessage): number =>
  text.length + choices.reduce((sum, { label }) => sum + label.length + 6, 0);

/** End of a claim taken now, of a row: the stored form is longer than its text, so this is never too short. */
export const leaseEndOf = (now: Date): SQL =>
  sql`${now.toISOString()}::timestamptz + make_interval(secs => ${marginSeconds}::int + ${pieceSeconds}::int * greatest(1, ceil(length(${outbox.message}::text) / ${pieceLength}::float))::int)`;

/** Attempted at this moment by somebody; a claim takes the reason of the last failure away, what ends it sets one. */
export const underWay = (row: Row, now: Date): SQL =>
  sql`(${row.attempts} > 0 and ${row.lastError} is null and ${gt(row.notBefore, now)})`;

/** Not too late to begin with it. Of a digest in two messages, the second follows the first whatever the hour. */
export function wanted(q: Queryable, row: Row, now: Date): SQL {
  return sql`${or(isNull(row.sendBy), gt(row.sendBy, now), exists(otherPart(q, row, partLeft)))}`;
}

/** Left, or may have. */
const partLeft = (part: Row): SQL => sql`${inArray(part.status, ['sent', 'ambiguous'])}`;

/** Not wanted, and no part of the same digest has left or is leaving. */
export function overdue(q: Queryable, row: Row, now: Date): SQL {
  const leaving = (part: Row) =>
    sql`(${partLeft(part)} or (${eq(part.status, 'waiting')} and ${underWay(part, now)}))`;
  return sql`${and(
    eq(row.status, 'waiting'),
    lte(row.sendBy, now),
    not(underWay(row, now)),
    not(exists(otherPart(q, row, leaving))),
  )}`;
}

function otherPart(q: Queryable, row: Row, condition: (part: Row) => SQL) {
  const part = aliasedTable(outbox, 'part');
  return q
    .select({ one: sql`1` })
    .from(part)
    .where(and(eq(part.digestId, row.digestId), ne(part.id, row.id), condition(part)));
}

/** Should have left and has not: later messages of its chat wait behind it. */
export const inTheWay = (q: Queryable, row: Row, now: Date): SQL =>
  sql`${and(eq(row.status, 'waiting'), lte(row.dueAt, now), or(wanted(q, row, now), underWay(row, now)))}`;

/** Due, wanted, and the oldest of its chat. */
export function itsTurn(q: Queryable, now: Date): SQL {
  const earlier = aliasedTable(outbox, 'earlier');
  const before = q
    .select({ one: sql`1` })
    .from(earlier)
    .where(
      and(
        eq(earlier.channel, outbox.channel),
        eq(earlier.chat, outbox.chat),
        lt(earlier.id, outbox.id),
        inTheWay(q, earlier, now),
      ),
    );
  return sql`${and(
    eq(outbox.status, 'waiting'),
    lte(outbox.notBefore, now),
    wanted(q, outbox, now),
    not(exists(before)),
  )}`;
}
