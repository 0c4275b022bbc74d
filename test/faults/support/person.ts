/**
 * A person at the messenger: types, taps what is shown, and waits until everything meant for the chat has come. Whom the
 * program forgot in the middle of something (its sessions were wiped, an answer was lost on the way) begins it again.
 */
import type { FakeTelegram, SentMessage } from '../../fakes/telegram-server.ts';
import { words } from './rules.ts';
import { until } from './until.ts';

/** Sees into the outbox for everybody at once. */
export interface OutboxWatch {
  /** Resolves when nothing of this chat waits to be sent. */
  settled(chat: number, seconds: number): Promise<void>;
}

export interface PersonCounts {
  updates: number;
  /** Questions asked for again because an answer had not come. */
  askedAgain: number;
  /** Conversations begun anew. */
  begunAgain: number;
}

export interface Person {
  readonly chat: number;
  /** What was answered. */
  say(text: string): Promise<SentMessage[]>;
  /** Taps the button that begins so, under the newest message that has it. */
  tap(label: string): Promise<SentMessage[]>;
  /** The same where it is offered: of a single choice nobody is asked. */
  tapIfAsked(label: string): Promise<unknown>;
  heard(): SentMessage[];
  /**
   * A whole conversation. `recorded`: whether what it is for was recorded; it is not begun again then, however it broke off.
   */
  conversation(what: string, recorded: () => Promise<boolean>, talk: () => Promise<unknown>): Promise<void>;
}

/** Steps carry their number in the procedure. */
const numbered = /^[A-Z]\d+[a-z]?\. /;

class Lost extends Error {}

const lostSentences = (['vi', 'en'] as const).map((language) =>
  words.say({ key: 'common.conversationLost' }, language),
);
/** Longer than leases and time-outs added up. */
const patienceSeconds = 150;

export function personAt(fake: FakeTelegram, chat: number, watch: OutboxWatch, counts: PersonCounts): Person {
  let since = 0;

  async function act(what: string, update: () => number): Promise<SentMessage[]> {
    const before = fake.messages(chat).length;
    const id = update();
    counts.updates += 1;
    await until(`"${what}" of chat ${chat} is taken`, () => !fake.pendingUpdates().includes(id), {
      seconds: patienceSeconds,
    });
    await watch.settled(chat, patienceSeconds);
    const answer = fake.messages(chat).slice(before);
    if (answer.some(({ text }) => lostSentences.some((lost) => text.includes(lost))))
      throw new Lost(`${what}: forgotten`);
    return answer;
  }

  const say = (text: string): Promise<SentMessage[]> => act(text, () => fake.say(chat, text));

  function shown(label: string): string | undefined {
    for (const { buttons } of fake.messages(chat).slice(since).toReversed()) {
      const found = buttons.find(({ text }) => text.replace(numbered, '').startsWith(label));
      if (found) return found.callback_data;
    }
    return undefined;
  }

  async function tap(label: string): Promise<SentMessage[]> {
    for (let asked = 0; shown(label) === undefined; asked += 1) {
      if (asked === 2) {
        const last = fake
          .messages(chat)
          .slice(-2)
          .map(({ text, buttons }) => `${text} [${buttons.map((b) => b.text).join('|')}]`);
        throw new Lost(`no button "${label}" in chat ${chat}; last: ${last.join(' // ')}`);
      }
      counts.askedAgain += 1;
      // Whatever comes that is no answer, the question is put again.
      await act('(a photograph)', () =>
        fake.receive(chat, { photo: [{ file_id: 'f', width: 9, height: 9 }] }),
      );
    }
    return act(`[${label}]`, () => fake.tap(chat, shown(label) as string));
  }

  return {
    chat,
    say,
    tap,
    tapIfAsked: async (label) => (shown(label) === undefined ? null : tap(label)),
    heard: () => fake.messages(chat),
    async conversation(what, recorded, talk) {
      for (let attempt = 1; ; attempt += 1) {
        since = fake.messages(chat).length;
        let broke: unknown = null;
        try {
          await talk();
        } catch (error) {
          if (!(error instanceof Lost)) throw error;
          broke = error;
        }
        if (await recorded()) return;
        if (attempt === 6) {
          const last = fake
            .messages(chat)
            .slice(-3)
            .map(({ text }) => text);
          throw new Error(`${what}: not recorded after ${attempt} times; last: ${last.join(' // ')}`, {
            cause: broke,
          });
        }
        counts.begunAgain += 1;
        await say('thôi').catch((error) => {
          if (!(error instanceof Lost)) throw error;
        });
      }
    },
  };
}
