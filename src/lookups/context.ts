/** What a lookup is given: the world to read, who asks, and the answers so far. A lookup changes nothing. */
import type { LookupCall, LookupResult } from '../conversation/machine-types.ts';
import type { Actor } from '../people/roles.ts';
import type { Catalog, WorkingCalendar } from '../procedure/index.ts';
import type { Queryable } from '../store/database.ts';
import type { Language } from '../words/say.ts';

export interface LookupContext {
  actor: Actor;
  /** The day in Asia/Ho_Chi_Minh, YYYY-MM-DD. */
  today: string;
  language: Language;
  catalog: Catalog;
  calendar: WorkingCalendar;
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
