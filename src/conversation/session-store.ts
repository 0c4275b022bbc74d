/**
 * The port through which a turn gets its session. Adapters: the database (`src/store/sessions.ts`); one suite,
 * `test/contracts/session-store.contract.ts`, holds for all of them. `Transaction` is what facts are written with, named
 * by the adapter so that this room knows no database.
 */
import type { Session } from './machine-types.ts';

export interface TurnOf {
  channel: string;
  chat: string;
  /** Unique per update of the channel: the same key is worked on once. */
  updateKey: string;
  /** ISO instant of the turn. */
  now: string;
}

export type TurnOutcome<Result> = { kind: 'done'; result: Result } | { kind: 'duplicate' };

export interface SessionStore<Transaction> {
  /**
   * Runs `work` alone for this chat and at most once per update key. The session it returns, the mark "seen" and all it
   * wrote through the transaction are kept together; if it throws, nothing is, and the update may come again.
   */
  turn<Result>(
    of: TurnOf,
    work: (session: Session, tx: Transaction) => Promise<{ session: Session; result: Result }>,
  ): Promise<TurnOutcome<Result>>;
}
