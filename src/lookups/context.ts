/** What a lookup is given: the world to read, who asks, and the answers so far. A lookup changes nothing. */
import type { LookupCall, LookupResult } from '../conversation/machine-types.ts';
import type { Actor } from '../people/roles.ts';
import type { Catalog, WorkingCalendar } from '../procedure/index.ts';
import type { Queryable } from '../store/database.ts';
import type { Language } from '../words/say.ts';

/** One ladder of reminders, as far as conversations speak of it (`flows/ladders/`). */
export interface LadderRules {
  id: string;
  /** Who hears of a limit of the cell, in the order of the days; `days` only where there is a number to say. */
  told: readonly {
    when: 'rung' | 'lastRung' | 'dueDay' | 'after' | 'then';
    /** Working days for `after`, calendar days for `then`. */
    days: number;
    who: readonly string[];
  }[];
  /** A word that was not acknowledged is said again every so many working days, so many times. */
  nudges: { everyWorkingDays: number; atMost: number };
  /** How often one limit may be put off, and how many working days ahead once it is due or late. */
  postponing: { times: number; lateWorkingDays: number };
}

/** What conversations know of reminders: passed in, since no room looks into that one. */
export interface ReminderRules {
  /** The standard one first: it holds where no body chose another. */
  ladders: readonly LadderRules[];
  /** The last day to which being reminded of a limit may be put off; null when it may not be. `ladder`: of the cell. */
  latestPostponement(
    limit: { kind: 'due' | 'expiry' | 'earliest' | 'recurring'; due: string },
    ladder: string | null,
    at: { calendar: WorkingCalendar; today: string; asked: number },
  ): string | null;
}

export interface LookupContext {
  actor: Actor;
  /** The day in Asia/Ho_Chi_Minh, YYYY-MM-DD. */
  today: string;
  language: Language;
  catalog: Catalog;
  calendar: WorkingCalendar;
  reminders: ReminderRules;
}

export interface Asked extends LookupContext {
  q: Queryable;
  flow: string;
  answers: LookupCall['answers'];
}

export type Lookup = (asked: Asked) => Promise<LookupResult> | LookupResult;

/** The answer as text, or null when it was not given. */
export function answered(asked: Asked, name: string): string | null {
  const value = asked.answers[name];
  if (value === undefined || value === '' || Array.isArray(value)) return null;
  return String(value);
}

/** The answer as a whole number, or null. */
export function numbered(asked: Asked, name: string): number | null {
  const value = answered(asked, name);
  return value !== null && /^\d+$/.test(value) ? Number(value) : null;
}
