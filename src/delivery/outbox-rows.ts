/** What delivery needs of the outbox: the messages whose turn has come, and a place to write what became of them. */
import type { WaitingMessage } from '../store/outbox.ts';

export type { WaitingMessage };

export interface OutboxRows {
  /**
   * Claims up to `limit` due messages, for `leaseSeconds`: at most one a chat, its oldest; a chat whose oldest message is
   * claimed or waits for a later attempt is left alone, so that its messages arrive in order.
   */
  take(now: string, limit: number, leaseSeconds: number): Promise<WaitingMessage[]>;
  markSent(id: number, at: string): Promise<void>;
  /** Not before that instant again. */
  markRetry(id: number, notBefore: string, reason: string): Promise<void>;
  markDead(id: number, reason: string): Promise<void>;
  markAmbiguous(id: number, reason: string): Promise<void>;
  /** The chat can never be reached again: it is marked, and what still waits for it is dead. */
  markGone(message: WaitingMessage, at: string, reason: string): Promise<void>;
}
