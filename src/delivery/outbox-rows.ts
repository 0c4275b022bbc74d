/** What delivery needs of the outbox: the messages whose turn has come, and a place to write what became of them. */
import type { WaitingMessage } from '../store/outbox.ts';
import type { DueMessage } from '../store/outbox-claims.ts';
import type { Withdrawn } from '../store/outbox-marks.ts';

export type { DueMessage, WaitingMessage, Withdrawn };

export interface OutboxRows {
  /**
   * Claims up to `limit` due messages: at most one a chat, its oldest; a chat whose oldest message is claimed or waits for a
   * later attempt is left alone, so that its messages arrive in order.
   */
  take(now: string, limit: number): Promise<WaitingMessage[]>;
  /** The same messages, not claimed: for an engine that hands them out. */
  due(now: string, limit: number): Promise<DueMessage[]>;
  /** The oldest message of this chat, if it is due. */
  dueIn(channel: string, chat: string, now: string): Promise<DueMessage | null>;
  /** Claims this one, if it is still due and the oldest of its chat. */
  claim(id: number, now: string): Promise<WaitingMessage | null>;
  /** The claim begins anew; null when it is no longer ours, or the message is no longer wanted. */
  renew(message: WaitingMessage, now: string): Promise<WaitingMessage | null>;
  /** Not attempted after all: due again at that instant. Of claims that are no longer ours nothing changes. */
  putBack(messages: readonly WaitingMessage[], notBefore: string, reason: string): Promise<void>;
  /** Whether more may be waiting for its chat. */
  markSent(id: number, at: string): Promise<boolean>;
  /** Attempted in vain, `begun` parts of it have arrived: not before that instant again. */
  markRetry(message: WaitingMessage, notBefore: string, reason: string, begun: number): Promise<void>;
  markDead(id: number, reason: string): Promise<void>;
  markAmbiguous(id: number, reason: string): Promise<void>;
  /** The chat can never be reached again: it is marked, and nothing waits for it any longer. */
  markGone(message: WaitingMessage, at: string, reason: string): Promise<void>;
  /** Takes back what is no longer wanted: digests not sent in their time, or that speak of what was done meanwhile. */
  withdraw(now: string): Promise<Withdrawn[]>;
}
