/**
 * The port through which a turn gets its session. Adapters: the database (`src/store/sessions.ts`) and Redis
 * (`src/sessions/`); one suite, `test/contracts/session-store.contract.ts`, holds for both. `Transaction` is what facts are written with, named
 * by the adapter so that this room knows no database.
 */
import { z } from 'zod';
import { emptySession } from './machine.ts';
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

export interface Worked<Result> {
  session: Session;
  result: Result;
  /** Facts were recorded of which this session is the other half: a store that keeps it elsewhere must not lose it. */
  recorded?: boolean;
}

export interface SessionStore<Transaction> {
  /**
   * Runs `work` alone for this chat and at most once per update key. The session it returns, the mark "seen" and all it
   * wrote through the transaction are kept together; if it throws, nothing is, and the update may come again.
   *
   * A store outside the database may be cut off between keeping the facts and keeping the session; it throws then too. The
   * update that comes again runs on the old session, or is a duplicate if it had `recorded` something: so whatever `work`
   * writes must be keyed by the update.
   */
  turn<Result>(
    of: TurnOf,
    work: (session: Session, tx: Transaction) => Promise<Worked<Result>>,
  ): Promise<TurnOutcome<Result>>;
}

/** What every version of the machine has kept. */
const kept = z.looseObject({ threads: z.array(z.looseObject({ flow: z.string() })), seq: z.number() });

/** A session as it was stored; what is none, or nothing at all, starts the conversation over. */
export const readSession = (stored: unknown): Session =>
  kept.safeParse(stored).success ? (stored as Session) : emptySession();
