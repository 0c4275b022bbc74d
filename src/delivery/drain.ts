/**
 * Empties the outbox inside this process: takes what is due, sends it through its channel, writes what became of it.
 * Nothing is held open in the database while a message is on its way.
 *
 * A message is sent at least once: after a crash between sending and writing it is sent again when its lease has run out.
 * One whose receipt was lost is marked ambiguous and left.
 */
import type { Channel, SendResult } from '../channels/channel.ts';
import { systemTimer, type Timer } from '../server/timer.ts';
import type { OutboxRows, WaitingMessage } from './outbox-rows.ts';
import type { Queue } from './queue.ts';
import { createPace, type Pace, type RateLimit, unlimited } from './rate.ts';

export interface DrainOptions {
  rows: OutboxRows;
  channels: readonly Channel[];
  /** ISO instant of the product's clock. */
  now: () => string;
  /** By channel name; without one, as fast as it goes. */
  rates?: Readonly<Record<string, RateLimit>>;
  timer?: Timer;
  /** 0 ≤ x < 1: spreads retries. */
  random?: () => number;
  /** How often to look without being woken, for messages whose moment comes. */
  pollSeconds?: number;
  /** Hears of what went wrong, in short codes without personal data. */
  onTrouble?: (trouble: DrainTrouble) => void;
}

export interface DrainTrouble {
  kind: Exclude<SendResult['kind'], 'sent'> | 'store';
  reason: string;
  channel?: string;
  messageId?: number;
}

/** Messages on their way at once. */
const lanes = 20;
/** Longer than a message can be under way: waiting for its turn, then every piece running into its time-out. */
export const leaseSeconds = 180;
/** Attempts before a message is given up; with the pauses below, about an hour. */
const attemptLimit = 10;
const firstPauseSeconds = 5;
const longestPauseSeconds = 600;

export function createDrain(options: DrainOptions): Queue {
  const {
    rows,
    now,
    timer = systemTimer,
    random = Math.random,
    pollSeconds = 2,
    onTrouble = () => {},
  } = options;
  const channels = new Map(options.channels.map((channel) => [channel.name, channel]));
  const paces = new Map<string, Pace>(
    options.channels.map(({ name }) => [name, createPace(options.rates?.[name] ?? unlimited)]),
  );
  const underWay = new Map<number, Promise<void>>();
  const stopping = new AbortController();
  let rest = new AbortController();
  let woken = false;
  let running: Promise<void> | null = null;

  function wake(): void {
    woken = true;
    rest.abort();
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      woken = false;
      const free = lanes - underWay.size;
      let found = 0;
      try {
        const taken = free > 0 ? await rows.take(now(), free, leaseSeconds) : [];
        // A clock moved forward ends leases early; what is under way here stays ours.
        const fresh = taken.filter(({ id }) => !underWay.has(id));
        found = fresh.length;
        for (const message of fresh) launch(message);
        failures = 0;
      } catch (error) {
        failures += 1;
        storeTrouble(error);
      }
      if (found === 0 && !woken) await restFor(pause(failures, pollSeconds, 60));
    }
    await Promise.all(underWay.values());
  }

  async function restFor(seconds: number): Promise<void> {
    rest = new AbortController();
    if (woken || stopping.signal.aborted) return;
    await timer.wait(seconds * 1000, rest.signal);
  }

  function launch(message: WaitingMessage): void {
    const done = deliver(message)
      .catch(storeTrouble)
      .finally(() => {
        underWay.delete(message.id);
        // The chat's next message may go now.
        wake();
      });
    underWay.set(message.id, done);
  }

  async function deliver(message: WaitingMessage): Promise<void> {
    const channel = channels.get(message.channel);
    if (!channel) return rows.markDead(message.id, 'delivery.no-such-channel');
    const wait = paces.get(channel.name)?.reserve(message.chat, timer.elapsed()) ?? 0;
    if (wait > 0) await timer.wait(wait, stopping.signal);
    if (stopping.signal.aborted) return rows.markRetry(message.id, now(), 'delivery.stopped');
    await write(message, await send(channel, message));
  }

  async function send(channel: Channel, { chat, message }: WaitingMessage): Promise<SendResult> {
    try {
      return await channel.send(chat, message);
    } catch (error) {
      // An adapter that throws has broken its promise; whether the message left is unknown.
      return { kind: 'ambiguous', reason: `delivery.${error instanceof Error ? error.name : 'unknown'}` };
    }
  }

  async function write(message: WaitingMessage, result: SendResult): Promise<void> {
    const { id } = message;
    if (result.kind === 'sent') return rows.markSent(id, now());
    onTrouble({ kind: result.kind, reason: result.reason, channel: message.channel, messageId: id });
    if (result.kind === 'gone') return rows.markGone(message, now(), result.reason);
    if (result.kind === 'refused') return rows.markDead(id, result.reason);
    if (result.kind === 'ambiguous') return rows.markAmbiguous(id, result.reason);
    if (message.attempts + 1 >= attemptLimit) return rows.markDead(id, result.reason);
    const backOff = pause(message.attempts, firstPauseSeconds, longestPauseSeconds) * (0.75 + random() / 2);
    return rows.markRetry(id, later(now(), Math.max(result.afterSeconds, backOff)), result.reason);
  }

  function storeTrouble(error: unknown): void {
    onTrouble({ kind: 'store', reason: error instanceof Error ? error.name : 'unknown' });
  }

  return {
    start() {
      running ??= run();
    },
    wake,
    async stop() {
      stopping.abort();
      wake();
      await running;
    },
  };
}

/** Doubles with every failure so far, up to a limit. */
const pause = (failures: number, first: number, longest: number): number =>
  Math.min(first * 2 ** failures, longest);

const later = (instant: string, seconds: number): string =>
  new Date(Date.parse(instant) + Math.ceil(seconds * 1000)).toISOString();
