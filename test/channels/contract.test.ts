import { join } from 'node:path';
import type { Channel, OutgoingMessage } from '../../src/channels/channel.ts';
import { createTelegramChannel } from '../../src/channels/telegram/telegram-channel.ts';
import { createWebChannel } from '../../src/channels/web/web-channel.ts';
import { createApp } from '../../src/server/app.ts';
import type { ChatMessage, Desk } from '../../src/server/desk.ts';
import { createEventHub } from '../../src/server/events.ts';
import { createWords } from '../../src/words/say.ts';
import { FakeTelegram } from '../fakes/telegram-server.ts';
import { hastyTimer } from '../fakes/timer.ts';
import { type ChannelHarness, channelContract } from './channel.contract.ts';

async function telegramHarness(): Promise<ChannelHarness> {
  const telegram = await FakeTelegram.start();
  const channel = createTelegramChannel({
    token: telegram.token,
    apiRoot: telegram.apiRoot,
    timer: hastyTimer(),
  });
  const person = 501;
  const handled = (update: number) => telegram.until(() => telegram.confirmedBelow > update, 'confirmation');
  return {
    channel,
    chat: String(person),
    start: (handle) => channel.start(handle),
    type: (text) => handled(telegram.say(person, text)),
    tap: (label) => handled(telegram.tap(person, label)),
    // The poller asks again by itself until it was handled.
    redeliver: async () => {},
    screen: async () =>
      telegram
        .messages(person)
        .map(({ text, buttons }) => [text, ...buttons.map((button) => button.text)].join('\n'))
        .join('\n'),
    async close() {
      await channel.stop();
      await telegram.close();
    },
  };
}

/** The page's part: posts with a key of its own, posts again what failed, reads the history when told that there is news. */
async function webHarness(): Promise<ChannelHarness> {
  const chat = '7';
  const events = createEventHub();
  const rows: ChatMessage[] = [];
  const web = createWebChannel(events);
  // As in the product, the row is there before it is sent.
  const channel: Channel = {
    ...web,
    send(to: string, message: OutgoingMessage) {
      rows.push({ id: rows.length + 1, ...message, at: '2026-11-23T01:00:00Z' });
      return web.send(to, message);
    },
  };
  const desk: Desk = {
    people: async () => [
      {
        organization: 'Chi bộ Một',
        level: 'cell',
        depth: 2,
        people: [{ chat, name: 'Lan', language: 'vi', hats: ['cellSecretary'], messages: rows.length }],
      },
    ],
    receive: async () => {},
    history: async (_, after = 0) => rows.filter(({ id }) => id > after),
    time: () => ({ today: '2026-11-23', now: '2026-11-23T01:00:00Z' }),
    travel: async () => {},
  };
  const words = createWords([join(import.meta.dirname, '../..')]);
  const app = createApp({ webChat: { desk, events, words } });
  const screen: ChatMessage[] = [];
  const news: string[] = [];
  events.join(
    (event) => void news.push(event.kind === 'message' ? event.chat : ''),
    () => {},
  );
  let failed: unknown = null;
  let keys = 0;

  async function post(message: unknown): Promise<void> {
    const response = await app.request(`/api/chats/${chat}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
    });
    failed = response.ok ? null : message;
  }
  async function read(): Promise<void> {
    if (!news.splice(0).includes(chat)) return;
    const response = await app.request(`/api/chats/${chat}/messages?after=${screen.at(-1)?.id ?? 0}`);
    screen.push(...((await response.json()) as { messages: ChatMessage[] }).messages);
  }
  return {
    channel,
    chat,
    async start(handle) {
      desk.receive = handle;
      await channel.start(handle);
    },
    type: (text) => post({ key: `key-${keys++}`, text }),
    async tap(label) {
      await read();
      const id = screen.at(-1)?.choices.find((choice) => choice.label === label)?.id;
      await post({ key: `key-${keys++}`, button: id });
    },
    redeliver: async () => {
      if (failed) await post(failed);
    },
    async screen() {
      await read();
      return screen
        .map(({ text, choices }) => [text, ...choices.map((choice) => choice.label)].join('\n'))
        .join('\n');
    },
    close: () => channel.stop(),
  };
}

channelContract('telegram', telegramHarness);
channelContract('web', webHarness);
