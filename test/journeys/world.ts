/**
 * The whole product: its database, the sample, real HTTP, a clock that starts on a Monday morning. People are played by
 * name, over the web chat or over Telegram, with the same words. Either all in one, or as several processes would run: two
 * that serve and two that work on PostgreSQL and Redis, behind a proxy that gives each request to the next of the two.
 */
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { and, count, eq } from 'drizzle-orm';
import { type Logger, pino } from 'pino';
import { Temporal } from 'temporal-polyfill';
import { expect } from 'vitest';
import { caseEvents, cases, outbox, people } from '../../db/schema.ts';
import { type App, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { Role } from '../../src/processes/role.ts';
import { type Clock, dayOf, openDemoClock, type TravelClock } from '../../src/server/clock.ts';
import { FakeTelegram } from '../fakes/telegram-server.ts';
import { freshServers } from '../processes/on-server.ts';
import { startProxy } from '../processes/proxy.ts';

/** Monday 23/11/2026, 9:00 in Hà Nội. */
export const firstMorning = '2026-11-23T02:00:00.000Z';

export interface Bubble {
  text: string;
  choices: { id: string; label: string }[];
}

export interface Speaker {
  name: string;
  /** What was answered, all bubbles. */
  say(text: string): Promise<Bubble[]>;
  /** Taps a choice by the beginning of its label, under the newest bubble that offers it. */
  tap(label: string): Promise<Bubble[]>;
  /** Taps a button by its id, as an old message would. */
  tapId(id: string): Promise<Bubble[]>;
  sendPhoto(): Promise<Bubble[]>;
  /** Everything said to this person so far. */
  heard(): Promise<Bubble[]>;
}

export type World = Awaited<ReturnType<typeof startWorld>>;

export interface WorldOptions {
  telegram?: boolean;
  /** A folder that outlives this world. */
  dataDir?: string;
  /** When the real clock stands at its start. */
  now?: string;
  /** On a PostgreSQL and a Redis of its own, in roles of their own; Telegram then calls its webhook. */
  several?: boolean;
  /** Silent unless given. */
  log?: Logger;
}

export async function startWorld(options: WorldOptions = {}) {
  const fake = options.telegram ? await FakeTelegram.start() : null;
  let now = options.now ?? firstMorning;
  const clock: Clock = { now: () => now, today: () => dayOf(now) };
  const settings = {
    PORT: '0',
    LOG_LEVEL: 'silent',
    DEMO: 'on',
    ...(fake ? { TELEGRAM_BOT_TOKEN: fake.token, TELEGRAM_API_ROOT: fake.apiRoot } : {}),
  };
  const start = (role: Role, env: Record<string, string>, time: Clock | TravelClock): Promise<App> =>
    startApp({
      role,
      config: readConfig(env),
      log: options.log ?? pino({ level: 'silent' }),
      clock: time,
      telegramPace: null,
    });
  const running = options.several
    ? await startSeveral(start, settings, clock)
    : await startOne(start, { ...settings, DATA_DIR: options.dataDir ?? 'memory' }, clock);
  const { app, address } = running;
  const api = `${address}/api`;

  async function get<T>(path: string): Promise<T> {
    return (await fetch(`${api}${path}`)).json() as Promise<T>;
  }
  async function post(path: string, body: unknown): Promise<void> {
    const response = await fetch(`${api}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status, await response.clone().text()).toBeLessThan(300);
  }
  const today = async (): Promise<string> => (await get<{ today: string }>('/time')).today;

  /** The real clock goes on by so many days; nobody is told anything, as when the machine is switched off. */
  function sleep(days: number): void {
    now = Temporal.Instant.from(now)
      .add({ hours: 24 * days })
      .toString({ smallestUnit: 'millisecond' });
  }

  /** Over the web chat. */
  async function web(name: string): Promise<Speaker> {
    const groups = await get<{ people: { chat: string; name: string }[] }[]>('/people');
    const person = groups.flatMap((group) => group.people).find((one) => one.name === name);
    if (!person) throw new Error(`nobody is called ${name}`);
    const path = `/chats/${person.chat}/messages`;
    const said = async (after = 0) =>
      (await get<{ messages: (Bubble & { id: number })[] }>(`${path}?after=${after}`)).messages;
    const send = async (body: Record<string, unknown>): Promise<Bubble[]> => {
      const before = (await said()).at(-1)?.id ?? 0;
      await post(path, { key: randomUUID(), ...body });
      return said(before);
    };
    const tapId = (id: string): Promise<Bubble[]> => send({ button: id });
    return overheard({
      name,
      say: (text) => send({ text }),
      tapId,
      tap: async (label) => tapId(choiceOf(await said(), label)),
      sendPhoto: () => send({ media: 'photo' }),
      heard: () => said(),
    });
  }

  /** Over Telegram, from a chat that nobody may be known by yet. */
  function telegram(chat: number, name = ''): Speaker {
    if (!fake) throw new Error('this world has no Telegram');
    const shown = (): Bubble[] =>
      fake.messages(chat).map((message) => ({
        text: message.text,
        choices: message.buttons.map((button) => ({ id: button.callback_data, label: button.text })),
      }));
    /** Once everything written for this chat has reached it. */
    async function heard(): Promise<Bubble[]> {
      const [written] = await app.db
        .select({ messages: count() })
        .from(outbox)
        .where(and(eq(outbox.channel, 'telegram'), eq(outbox.chat, String(chat))));
      await fake?.received(chat, written?.messages ?? 0);
      return shown();
    }
    async function answerTo(act: () => number): Promise<Bubble[]> {
      const before = (await heard()).length;
      const update = act();
      await fake?.until(() => !fake.pendingUpdates().includes(update), 'the handling of an update');
      return (await heard()).slice(before);
    }
    const tapId = (id: string): Promise<Bubble[]> => answerTo(() => fake.tap(chat, id));
    return overheard({
      name,
      say: (text) => answerTo(() => fake.say(chat, text)),
      tapId,
      tap: async (label) => tapId(choiceOf(await heard(), label)),
      sendPhoto: () => answerTo(() => fake.receive(chat, { photo: [{ file_id: 'f', width: 9, height: 9 }] })),
      heard,
    });
  }

  return {
    address,
    /** Of several processes: how many requests each that serves was given. */
    shares: running.shares,
    web,
    telegram,
    today,
    /** How much is stored: what was refused changes nothing of it. */
    async stored(): Promise<{ people: number; cases: number; events: number }> {
      return {
        people: await app.db.$count(people),
        cases: await app.db.$count(cases),
        events: await app.db.$count(caseEvents),
      };
    },
    /** To that morning, which is lived through; the machine was off on the days before it. */
    async travel(to: string): Promise<void> {
      const from = Temporal.PlainDate.from(await today());
      sleep(Math.max(0, from.until(to, { largestUnit: 'days' }).days - 1));
      await post('/time', { to });
    },
    /** To that morning, through every morning before it. */
    liveUntil: (to: string): Promise<void> => post('/time', { to }),
    async close(): Promise<void> {
      await running.close();
      await fake?.close();
    },
  };
}

interface Running {
  /** For a look at the facts. */
  app: App;
  /** Where pages and webhooks are. */
  address: string;
  /** How many requests each process that serves was given. */
  shares(): number[];
  close(): Promise<void>;
}

type Start = (role: Role, env: Record<string, string>, clock: Clock | TravelClock) => Promise<App>;

async function startOne(start: Start, settings: Record<string, string>, clock: Clock): Promise<Running> {
  const app = await start('all', settings, clock);
  return { app, address: app.address, shares: () => [], close: app.close };
}

async function startSeveral(start: Start, settings: Record<string, string>, clock: Clock): Promise<Running> {
  const servers = await freshServers();
  const proxy = await startProxy();
  const env = {
    ...settings,
    ...servers.env,
    PUBLIC_URL: proxy.address,
    TELEGRAM_WEBHOOK_SECRET: 'a-secret-of-the-journeys',
  };
  // One journey through time for all of them.
  let days = 0;
  const travelling = await openDemoClock(
    {
      read: async () => days,
      write: async (travelled) => {
        days = travelled;
      },
    },
    clock,
  );
  const apps: App[] = [];
  for (const role of ['serve', 'serve', 'work', 'work'] as const) {
    const app = await start(role, env, travelling);
    apps.push(app);
    if (role === 'serve') proxy.add(app.address);
  }
  return {
    app: apps[0] as App,
    address: proxy.address,
    shares: proxy.shares,
    async close() {
      await Promise.all(apps.map((app) => app.close()));
      await proxy.close();
      await servers.close();
    },
  };
}

/** The newest bubble that offers it wins. */
function choiceOf(bubbles: Bubble[], label: string): string {
  for (const bubble of [...bubbles].reverse()) {
    const choice = bubble.choices.find((one) => one.label.startsWith(label));
    if (choice) return choice.id;
  }
  throw new Error(
    `no choice “${label}”; the last bubble:\n${bubbles.at(-1)?.text}\n${labelsOf(bubbles.slice(-1)).join('\n')}`,
  );
}

/** All the words of an answer, for assertions. */
export const wordsOf = (bubbles: Bubble[]): string => bubbles.map((bubble) => bubble.text).join('\n');

/** What may be tapped under an answer. */
export const labelsOf = (bubbles: Bubble[]): string[] =>
  bubbles.flatMap((bubble) => bubble.choices.map((choice) => choice.label));

/** A key without words, a hole in a sentence, or a value of the program: nothing a person should ever be shown. */
const unworded =
  /\{\{|\}\}|undefined|\[object|\bNaN\b|\b(?:answers|cases|common|conversations|errors|forms|lookups|machine|menu|procedure|reminders|status)\.[a-z]/;

/**
 * Everything heard is looked over for what is not words. With TRANSCRIPT=<file> it is written there, to be read as a
 * person would read it.
 */
function overheard(speaker: Speaker): Speaker {
  const file = process.env.TRANSCRIPT;
  const heard = (said: string, answer: Bubble[]): Bubble[] => {
    for (const { text, choices } of answer) {
      const shown = [text, ...choices.map(({ label }) => label)];
      for (const words of shown) expect(words).not.toMatch(unworded);
      if (file)
        appendFileSync(file, `\n— ${speaker.name}: ${said}\n${text}\n[${shown.slice(1).join('] [')}]\n`);
    }
    return answer;
  };
  return {
    ...speaker,
    say: async (text) => heard(text, await speaker.say(text)),
    tap: async (label) => heard(`[${label}]`, await speaker.tap(label)),
    tapId: async (id) => heard(`[${id}]`, await speaker.tapId(id)),
    sendPhoto: async () => heard('(ảnh)', await speaker.sendPhoto()),
    heard: async () => {
      const all = await speaker.heard();
      heard('…', all.slice(-2));
      return all;
    },
  };
}
