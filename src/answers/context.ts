/** What an answer is made from besides the question: who asks, on which day, under which rules. */
import type { Actor } from '../people/roles.ts';
import type { Catalog, WorkingCalendar } from '../procedure/index.ts';
import type { Language } from '../words/say.ts';
import type { Menu } from './menu-data.ts';

export interface AnswerContext {
  actor: Actor;
  /** The day in Asia/Ho_Chi_Minh, YYYY-MM-DD. */
  today: string;
  /** ISO instant. */
  now: string;
  language: Language;
  catalog: Catalog;
  calendar: WorkingCalendar;
  /** Entries and phrases of the menu: `loadMenu(roots)`, read once at start. */
  menu: Menu;
  /** The case spoken of last in this chat, where the caller keeps it: what a bare "căn cứ?" means. */
  lastCase?: number;
}
