/** The composition root: opens what the role of the process asks for, wires it, and closes it in the opposite order. */
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { type RateLimit, telegramRate } from './delivery/pace.ts';
import { openQueue } from './processes/delivery.ts';
import { type Closing, openFoundation, type StartStage } from './processes/foundation.ts';
import { createHealth } from './processes/health.ts';
import { startHeartbeat } from './processes/heartbeat.ts';
import { openMessengers } from './processes/messengers.ts';
import { openPages } from './processes/pages.ts';
import { createPlanner } from './processes/planner.ts';
import { type Role, roleFor, talks, works } from './processes/role.ts';
import { createTalking } from './processes/talking.ts';
import { troubleOf } from './processes/trouble.ts';
import { startWorking } from './processes/working.ts';
import { type Clock, systemClock, type TravelClock } from './server/clock.ts';
import { startServer } from './server/server.ts';
import type { Db } from './store/database.ts';

export type { StartStage };

export interface App {
  /** Where the web chat and the health pages are. */
  address: string;
  /** The facts, for whoever looks at them beside the running program. */
  db: Db;
  /** Takes nothing new and lets what is under way finish; nothing is lost by a harder end. */
  close(): Promise<void>;
}

export interface AppOptions {
  /** `all` unless said otherwise. */
  role?: Role;
  config: Config;
  log: Logger;
  onProgress?: (stage: StartStage) => void;
  /** The pages answer from now on; a messenger that is slow to reach may still be on its way. */
  onListening?: (address: string) => void;
  /** The real time; tests bring their own, or one that travels for several processes at once. */
  clock?: Clock | TravelClock;
  /** How fast Telegram may be written to; null: as fast as it goes. */
  telegramPace?: RateLimit | null;
}

/** Throws `StartRefused`, `StoreError`, and what the port or the messenger refuses. */
export async function startApp(options: AppOptions): Promise<App> {
  const opened: Closing[] = [];
  async function close(): Promise<void> {
    // One that cannot be closed keeps none of the others open.
    for (const end of opened.splice(0).reverse()) {
      await Promise.resolve()
        .then(end)
        .catch((error: unknown) => options.log.error(troubleOf(error), 'stop'));
    }
  }
  try {
    return { ...(await open(options, opened)), close };
  } catch (error) {
    // A start that fails half-way lets go of what it has: else the process would stay.
    await close();
    throw error;
  }
}

/** `opened` is told how to close each thing, in the order of opening. */
async function open(options: AppOptions, opened: Closing[]): Promise<Omit<App, 'close'>> {
  const { config, log, onProgress = () => {}, onListening = () => {}, clock: real = systemClock } = options;
  const role = roleFor(options.role ?? 'all', config.database);
  const foundation = await openFoundation({ role, config, log, onProgress, clock: real }, opened);
  const { db, clock, rules, redis, metrics, report } = foundation;

  const heartbeat = await startHeartbeat({ db, role, now: real.now(), also: clock.refresh }, (error) =>
    report(error, 'heartbeat'),
  );
  opened.push(() => heartbeat.stop());

  const pages = openPages(foundation);
  opened.push(() => pages.close());
  const messengers = await openMessengers(config, pages.events, log);
  const { telegramPace = telegramRate } = options;
  const queue = openQueue(foundation, messengers.channels, telegramPace);
  queue.start();
  opened.push(() => queue.stop());

  const planner = createPlanner(foundation, messengers.channels, queue);
  const talking = talks(role) ? createTalking(foundation, queue, planner) : null;
  const server = await startServer({
    host: config.host,
    port: config.port,
    ...(talking?.desk ? { webChat: { desk: talking.desk, events: pages.events, words: rules.words } } : {}),
    webhooks: talking ? messengers.webhooks : [],
    ready: createHealth({ db, redis }),
    metrics: { ...metrics, token: config.metricsToken, local: isLoopback(config.host) },
    onTrouble: (error) => report(error, 'a request failed'),
  });
  // Nobody new comes in, by whichever door, before anything they may need is closed.
  const doors: Closing[] = [() => server.close()];
  opened.push(() => Promise.all(doors.map((shut) => shut())));
  onListening(server.address);

  // After the server: a messenger may call back at once.
  if (talking) {
    for (const channel of messengers.channels) {
      doors.push(() => channel.stop());
      await channel.start(talking.turns.receive);
    }
  }
  if (works(role)) {
    const working = startWorking(foundation, planner, { atOnce: !config.demo });
    doors.push(() => working.stop());
  }
  return { address: server.address, db };
}

const isLoopback = (host: string): boolean => /^(127\.\d+\.\d+\.\d+|::1|localhost)$/.test(host);
