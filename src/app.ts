/** The composition root: opens everything, wires it, and closes it in the opposite order. The only file that knows all rooms. */
import { randomBytes } from 'node:crypto';
import { setImmediate as breath } from 'node:timers/promises';
import { Cron } from 'croner';
import type { Logger } from 'pino';
import { z } from 'zod';
import { laySample } from '../db/sample/lay-sample.ts';
import { loadMenu } from './answers/menu-data.ts';
import { loadCalendar, loadCatalog } from './catalog/load.ts';
import { loadFlows } from './catalog/load-flows.ts';
import type { Channel } from './channels/channel.ts';
import type { TelegramChannel } from './channels/telegram/telegram-channel.ts';
import { createWebChannel } from './channels/web/web-channel.ts';
import type { Config } from './config.ts';
import { createDrain } from './delivery/drain.ts';
import { type RateLimit, telegramRate } from './delivery/rate.ts';
import { storedOutbox } from './delivery/stored-outbox.ts';
import { createDesk } from './desk.ts';
import { type MorningContext, runMorning } from './reminders/run.ts';
import { loadReminderSettings } from './reminders/settings.ts';
import { projectRoot } from './root.ts';
import type { Webhook } from './server/app.ts';
import { type Clock, openDemoClock, systemClock, type TravelClock, zone } from './server/clock.ts';
import { createEventHub } from './server/events.ts';
import { startServer } from './server/server.ts';
import { type Database, type Db, type OpeningStage, openDatabase } from './store/database.ts';
import { getFact, setFact } from './store/installation.ts';
import { createDatabaseSessionStore, sweepSeen } from './store/sessions.ts';
import { ensureWebChats } from './store/web-chats.ts';
import { createTurnRunner } from './turns/turn.ts';
import { createWords } from './words/say.ts';

export interface App {
  /** Where the web chat and the health pages are. */
  address: string;
  /** The facts, for whoever looks at them beside the running program. */
  db: Db;
  /** Lets what is under way finish; nothing is lost by a harder end. */
  close(): Promise<void>;
}

export type StartStage = OpeningStage | 'sample';

export interface AppOptions {
  config: Config;
  log: Logger;
  onProgress?: (stage: StartStage) => void;
  /** The pages answer from now on; a messenger that is slow to reach may still be on its way. */
  onListening?: (address: string) => void;
  /** The real time; tests bring their own. */
  clock?: Clock;
  /** How fast Telegram may be written to. */
  telegramPace?: RateLimit;
}

const telegramPath = '/telegram';

/** A day lived through in the demonstration: by this hour everybody's own hour has come. */
const lastHour = 23;

/** Redelivery windows of the messengers are at most a day; a week is safe. */
const seenDays = 7;

export async function startApp(options: AppOptions): Promise<App> {
  const opened: Closing[] = [];
  async function close(): Promise<void> {
    for (const end of opened.splice(0).reverse()) await end();
  }
  try {
    return { ...(await open(options, opened)), close };
  } catch (error) {
    // A start that fails half-way lets go of what it has: else the process would stay.
    await close();
    throw error;
  }
}

type Closing = () => unknown;

/** `opened` is told how to close each thing, in the order of opening. */
async function open(
  {
    config,
    log,
    onProgress = () => {},
    onListening = () => {},
    clock: real = systemClock,
    telegramPace = telegramRate,
  }: AppOptions,
  opened: Closing[],
): Promise<Omit<App, 'close'>> {
  const roots = [projectRoot, ...(config.localRules ? [config.localRules] : [])];
  const [database, rules] = await bothOrNeither(
    openDatabase({ ...config.database, onProgress }),
    readRules(roots, log),
  );
  opened.push(() => database.close());
  const { db } = database;
  const { words, catalog, calendar, flows, menu, settings } = rules;
  const clock = await openClock(db, config.demo, real);
  if (config.demo) await layOnce(db, { today: clock.today(), catalog, calendar }, onProgress);
  if (config.demo) await ensureWebChats(db, clock.now());

  const events = createEventHub();
  const web = createWebChannel(events);
  const telegram = await openTelegram(config, log);
  const channels: Channel[] = [...(config.demo ? [web] : []), ...(telegram ? [telegram.channel] : [])];
  const drain = createDrain({
    rows: storedOutbox(db),
    channels,
    now: clock.now,
    rates: { telegram: telegramPace },
    onTrouble: (trouble) => log.warn(trouble, 'delivery'),
  });
  const turns = createTurnRunner({
    sessions: createDatabaseSessionStore(db),
    words,
    flows,
    catalog,
    calendar,
    clock,
    menu,
    wake: drain.wake,
    freshRun: () => randomBytes(6).toString('base64url'),
    onFailure: (error) => log.error({ code: codeOf(error), at: placeOf(error) }, 'a turn failed'),
  });

  const morning = async (today: string, hour: number): Promise<void> => {
    const context: MorningContext = { catalog, calendar, words, settings, now: clock.now() };
    const result = await runMorning(db, context, { today, hour });
    if (result.written > 0 || result.withoutOwner > 0) log.info({ today, ...result }, 'morning');
    drain.wake();
  };
  const desk = config.demo
    ? createDesk({
        db,
        clock,
        receive: turns.receive,
        morning: (today) => morning(today, lastHour),
        wake: drain.wake,
      })
    : null;

  const hourly = new Cron(
    '0 * * * *',
    {
      timezone: zone,
      protect: true,
      catch: (error) => log.error({ code: codeOf(error), at: placeOf(error) }, 'morning failed'),
    },
    async () => {
      await morning(clock.today(), hourOf(clock.now()));
      await sweepSeen(db, daysBefore(clock.now(), seenDays));
    },
  );

  opened.push(() => hourly.stop());

  drain.start();
  opened.push(() => drain.stop());
  const server = await startServer({
    host: config.host,
    port: config.port,
    ...(desk ? { webChat: { desk, events, words } } : {}),
    webhooks: telegram?.webhooks ?? [],
    ready: async () => {
      await getFact(db, 'sample-laid', z.string());
      return true;
    },
    onTrouble: (error) => log.error({ code: codeOf(error), at: placeOf(error) }, 'a request failed'),
  });
  opened.push(() => server.close());

  onListening(server.address);
  // After the server: a messenger may call back at once.
  for (const channel of channels) {
    opened.push(() => channel.stop());
    await channel.start(turns.receive);
  }
  // A start later than the hour of the day's run: what it would have said is said now.
  if (!config.demo) await morning(clock.today(), hourOf(clock.now()));
  return { address: server.address, db };
}

/** Everything the product knows from files. Between two of them the engine of the database gets on with its own start. */
async function readRules(roots: string[], log: Logger) {
  const words = createWords(roots, (key, language) => log.warn({ key, language }, 'words missing'));
  await breath();
  const catalog = loadCatalog(roots);
  await breath();
  const calendar = loadCalendar(roots);
  const flows = loadFlows(roots);
  await breath();
  return { words, catalog, calendar, flows, menu: loadMenu(roots), settings: loadReminderSettings(roots) };
}

/** What was opened is closed again when the other is at fault. */
async function bothOrNeither<D extends Database, T>(
  opening: Promise<D>,
  reading: Promise<T>,
): Promise<[D, T]> {
  const [opened, read] = await Promise.allSettled([opening, reading]);
  if (opened.status === 'rejected') throw opened.reason;
  if (read.status === 'fulfilled') return [opened.value, read.value];
  await opened.value.close();
  throw read.reason;
}

async function openClock(db: Db, demo: boolean, real: Clock): Promise<TravelClock> {
  const shelf = {
    read: async () => (await getFact(db, 'demo-days-travelled', z.number())) ?? 0,
    write: (days: number) => setFact(db, 'demo-days-travelled', days),
  };
  if (demo) return openDemoClock(shelf, real);
  return { ...real, travel: () => Promise.reject(new Error('this clock is the real one')) };
}

async function layOnce(
  db: Db,
  sample: Parameters<typeof laySample>[1],
  onProgress: (stage: StartStage) => void,
): Promise<void> {
  if (await getFact(db, 'sample-laid', z.string())) return;
  onProgress('sample');
  await db.transaction(async (tx) => {
    await laySample(tx, sample);
    await setFact(tx, 'sample-laid', sample.today);
  });
}

/** Its libraries are loaded only where it is used. */
async function openTelegram(
  config: Config,
  log: Logger,
): Promise<{ channel: TelegramChannel; webhooks: Webhook[] } | null> {
  const { telegram } = config;
  if (telegram.mode === 'off') return null;
  const { createTelegramChannel, telegramSecretHeader } = await import(
    './channels/telegram/telegram-channel.ts'
  );
  const webhook =
    telegram.mode === 'webhook'
      ? { url: `${telegram.publicUrl.replace(/\/$/, '')}${telegramPath}`, secret: telegram.secret }
      : null;
  const channel = createTelegramChannel({
    token: telegram.token,
    apiRoot: telegram.apiRoot,
    ...(webhook ? { webhook } : {}),
    onTrouble: (code) => log.warn({ code }, 'telegram'),
  });
  const called: Webhook = {
    path: telegramPath,
    secretHeader: telegramSecretHeader,
    receive: (secret, body) => channel.receive(secret, body),
  };
  return { channel, webhooks: webhook ? [called] : [] };
}

const hourOf = (instant: string): number =>
  Number(
    new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone: zone }).format(
      new Date(instant),
    ),
  );

const daysBefore = (instant: string, days: number): string =>
  new Date(Date.parse(instant) - days * 24 * 3600 * 1000).toISOString();

/** A stable code for the log; messages of errors may carry what somebody typed. */
function codeOf(error: unknown): string {
  if (error instanceof Error)
    return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return 'unknown';
}

/** Where in our own code it happened: the frames of the stack, without its message. */
function placeOf(error: unknown): string[] {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  return frames.flatMap((frame) => /((?:src|db)\/[\w/.-]+:\d+)/.exec(frame)?.[1] ?? []).slice(0, 3);
}
