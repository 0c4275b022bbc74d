/** What a chat was shown last, as the outbox keeps it: what a bare "2" or a lost conversation is judged by. */
import { and, desc, eq, sql } from 'drizzle-orm';
import { outbox } from '../../db/schema.ts';
import type { OutgoingMessage } from '../channels/channel.ts';
import type { Queryable } from './database.ts';

export type Choices = OutgoingMessage['choices'];

/** A message that came in. What was said to this very one does not count: it may be handled a second time. */
export interface Incoming {
  channel: string;
  chat: string;
  updateKey: string;
}

/** Begins the key of every answer to it in the outbox. */
export const answerKey = ({ channel, updateKey }: Omit<Incoming, 'chat'>): string =>
  `turn:${channel}:${updateKey}:`;

/** The choices under the last answer to something: what was said of our own accord since, such as a digest, is passed over. */
export async function answerBefore(q: Queryable, incoming: Incoming): Promise<Choices> {
  const { channel, chat } = incoming;
  const [last] = await q
    .select({ message: outbox.message })
    .from(outbox)
    .where(
      and(
        eq(outbox.channel, channel),
        eq(outbox.chat, chat),
        sql`not starts_with(${outbox.dedupKey}, ${answerKey(incoming)})`,
        sql`starts_with(${outbox.dedupKey}, 'turn:')`,
      ),
    )
    .orderBy(desc(outbox.id))
    .limit(1);
  return last?.message.choices ?? [];
}
