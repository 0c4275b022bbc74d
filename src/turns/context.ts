/** What every turn needs from the outside, passed in once by the composition root. */
import type { Flow } from '../conversation/flow.ts';
import type { SessionStore } from '../conversation/session-store.ts';
import type { ReminderRules } from '../lookups/context.ts';
import type { Catalog, WorkingCalendar } from '../procedure/index.ts';
import type { Clock } from '../server/clock.ts';
import type { Tx } from '../store/database.ts';
import type { WaitingMessage } from '../store/outbox.ts';
import type { Words } from '../words/say.ts';

export interface TurnServices {
  sessions: SessionStore<Tx>;
  words: Words;
  flows: ReadonlyMap<string, Flow>;
  catalog: Catalog;
  calendar: WorkingCalendar;
  /** What conversations know of the ladders of reminders. */
  reminders: ReminderRules;
  clock: Clock;
  /** Called after the commit with what the turn wrote and this process has claimed: it may leave now. Never throws. */
  post: (fresh: readonly WaitingMessage[]) => void;
  /** Hears of a turn that failed by a fault of ours: a stable code, never what was said. */
  onFailure: (error: unknown) => void;
  /** Hears that a conversation under way was lost with its session. */
  onSessionLost?: () => void;
}
