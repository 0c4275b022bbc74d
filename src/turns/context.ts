/** What every turn needs from the outside, passed in once by the composition root. */
import type { Flow } from '../conversation/flow.ts';
import type { SessionStore } from '../conversation/session-store.ts';
import type { Catalog, WorkingCalendar } from '../procedure/index.ts';
import type { Clock } from '../server/clock.ts';
import type { Tx } from '../store/database.ts';
import type { Words } from '../words/say.ts';

export interface TurnServices {
  sessions: SessionStore<Tx>;
  words: Words;
  flows: ReadonlyMap<string, Flow>;
  catalog: Catalog;
  calendar: WorkingCalendar;
  clock: Clock;
  /** Called after the commit: there may be something to send. */
  wake: () => void;
  /** A fresh id for a conversation opened in this turn. */
  freshRun: () => string;
  /** Hears of a turn that failed: a stable code, never what was said. */
  onFailure: (error: unknown) => void;
}
