/** One chat with the product without any messenger: messages in by hand, replies read from the outbox, a store of one's choice. */
import { resolve } from 'node:path';
import { and, asc, eq } from 'drizzle-orm';
import { outbox } from '../../db/schema.ts';
import { loadMenu } from '../../src/answers/menu-data.ts';
import { loadCalendar, loadCatalog } from '../../src/catalog/load.ts';
import { loadFlows } from '../../src/catalog/load-flows.ts';
import type { IncomingMessage, OutgoingMessage } from '../../src/channels/channel.ts';
import type { SessionStore } from '../../src/conversation/session-store.ts';
import { loadLadders } from '../../src/reminders/ladder.ts';
import { reminderRules } from '../../src/reminders/reminder-rules.ts';
import { linkChat } from '../../src/store/chats.ts';
import type { Db, Tx } from '../../src/store/database.ts';
import type { WaitingMessage } from '../../src/store/outbox.ts';
import { createTurnRunner, type TurnRunner } from '../../src/turns/turn.ts';
import { createWords } from '../../src/words/say.ts';

const roots = [resolve(import.meta.dirname, '../..')];
export const words = createWords(roots);
const rules = {
  words,
  catalog: loadCatalog(roots),
  calendar: loadCalendar(roots),
  flows: loadFlows(roots),
  menu: loadMenu(roots),
  reminders: reminderRules(loadLadders(roots)),
};

/** Monday 4/5/2026, 8:00 in Hà Nội. */
const now = '2026-05-04T01:00:00.000Z';

export const channel = 'telegram';

export interface Talk {
  turns: TurnRunner;
  /** What was handed over to be sent, turn by turn. */
  posted: WaitingMessage[][];
  failures: unknown[];
  lost: number;
}

export function talk(sessions: SessionStore<Tx>): Talk {
  const heard: Talk = {
    posted: [],
    failures: [],
    lost: 0,
    turns: createTurnRunner({
      sessions,
      ...rules,
      clock: { now: () => now, today: () => now.slice(0, 10) },
      post: (fresh) => heard.posted.push([...fresh]),
      onFailure: (error) => heard.failures.push(error),
      onSessionLost: () => {
        heard.lost += 1;
      },
    }),
  };
  return heard;
}

/** The person is known in this chat. */
export const know = (db: Db, chat: string, personId: number): Promise<void> =>
  db.transaction((tx) => linkChat(tx, { personId, channel, chat, now }));

let updates = 0;
export function message(chat: string, body: IncomingMessage['body']): IncomingMessage {
  updates += 1;
  return { channel, chat, updateKey: String(updates), body };
}
export const says = (chat: string, text: string): IncomingMessage => message(chat, { kind: 'text', text });
export const taps = (chat: string, id: string): IncomingMessage => message(chat, { kind: 'button', id });

/** Everything written to the chat, oldest first. */
export async function said(db: Db, chat: string): Promise<OutgoingMessage[]> {
  const rows = await db
    .select({ message: outbox.message })
    .from(outbox)
    .where(and(eq(outbox.channel, channel), eq(outbox.chat, chat)))
    .orderBy(asc(outbox.id));
  return rows.map((row) => row.message);
}

/** The button with this label under the newest message that has it. */
export function button(messages: readonly OutgoingMessage[], label: string): string {
  const choices = messages.flatMap((each) => each.choices).reverse();
  const found = choices.find((choice) => choice.label.startsWith(label));
  if (!found)
    throw new Error(`no choice "${label}" among ${choices.map((choice) => choice.label).join(' | ')}`);
  return found.id;
}
