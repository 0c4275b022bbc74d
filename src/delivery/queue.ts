/**
 * What carries messages from the outbox to the channels: in this process (`in-process-queue.ts`), or an engine shared by
 * several (`bull-queue.ts`). The outbox stays the truth: whatever a queue forgets, it finds again there.
 */
import type { Channel } from '../channels/channel.ts';
import type { Timer } from '../server/timer.ts';
import type { WaitingMessage } from '../store/outbox.ts';
import type { OutboxRows } from './outbox-rows.ts';
import type { Pace } from './pace.ts';

export interface Queue {
  start(): void;
  /** Written and claimed by this process a moment ago (`enqueueClaimed`), and committed: sent now. Never waits, never throws. */
  post(fresh: readonly WaitingMessage[]): void;
  /** There may be something due: called after a commit. Never waits, never throws. */
  wake(): void;
  /** Lets what is under way finish; nothing new begins. */
  stop(): Promise<void>;
}

/** What every queue is made of. */
export interface DeliveryOptions {
  rows: OutboxRows;
  channels: readonly Channel[];
  /** ISO instant of the product's clock. */
  now: () => string;
  /** By channel name; without one, as fast as it goes. */
  paces?: Readonly<Record<string, Pace>>;
  timer?: Timer;
  /** 0 ≤ x < 1: spreads retries. */
  random?: () => number;
  /** How often to look without being woken, for messages whose moment comes. */
  pollSeconds?: number;
  /** Pauses between attempts: the first, doubled every time up to the longest. Seconds. */
  pauses?: { first: number; longest: number };
  /** Hears of what went wrong, in short codes without personal data. */
  onTrouble?: (trouble: DeliveryTrouble) => void;
  /** Hears of every message that is done with. */
  onSettled?: (settled: Settled) => void;
}

export interface Settled {
  channel: string;
  kind: 'sent' | 'dead' | 'gone' | 'ambiguous' | 'withdrawn';
  /** Between the moment it should have left and now. */
  delaySeconds: number;
}

export interface DeliveryTrouble {
  kind: 'retry' | 'gone' | 'ambiguous' | 'refused' | 'store' | 'redis';
  reason: string;
  channel?: string;
  messageId?: number;
}
