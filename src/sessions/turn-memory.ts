/**
 * What a turn that recorded facts leaves beside them, in the same transaction: should the process die before the session
 * reaches its store, the update that comes again finds that it was done, and the conversation goes on behind it.
 */
import type { Session } from '../conversation/machine-types.ts';
import type { TurnOf } from '../conversation/session-store.ts';

export interface LeftByTurn {
  session: Session;
  /** A mark of the stored session the turn began with: only that one may be replaced. */
  from: string;
}

export interface TurnMemory<Transaction> {
  keep(tx: Transaction, of: TurnOf, left: LeftByTurn): Promise<void>;
  /** Null when this very update did not commit, or was not the chat's last to record something. */
  recall(tx: Transaction, of: TurnOf): Promise<LeftByTurn | null>;
}
