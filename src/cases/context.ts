/** What every use case is given besides its answers. */
import type { ReminderRules } from '../lookups/context.ts';
import type { Actor } from '../people/roles.ts';
import type { Catalog, WorkingCalendar } from '../procedure/index.ts';

export interface CommandContext {
  actor: Actor;
  /** The day in Asia/Ho_Chi_Minh, YYYY-MM-DD. */
  today: string;
  /** ISO instant. */
  now: string;
  /** Idempotency key: the same key again records nothing and answers as before. */
  key: string;
  catalog: Catalog;
  calendar: WorkingCalendar;
  reminders: ReminderRules;
}
