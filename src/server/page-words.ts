/** Puts the page's data into the reader's words: the page itself knows no sentence. */
import { Temporal } from 'temporal-polyfill';
import { formatDate } from '../words/format.ts';
import type { Language, Words } from '../words/say.ts';
import type { DeskGroup, DeskHat, DeskTime } from './desk.ts';

/** Words the page shows by itself, under `web.page` in the locales. `{name}` and `{count}` are filled by the page. */
export const pageWords = [
  'title',
  'tagline',
  'people',
  'pickSomeone',
  'pickHint',
  'search',
  'nobodyFound',
  'startHere',
  'news',
  'back',
  'write',
  'send',
  'notSent',
  'sendAgain',
  'replying',
  'offline',
  'loading',
  'failed',
  'choices',
  'unread',
  'sentPhoto',
  'sentDocument',
  'nextDay',
  'nextWeek',
  'pickDay',
  'go',
  'cancel',
  'travelling',
  'notBack',
  'tooFar',
  'notADay',
  'conversation',
  'you',
  'bot',
  'language',
] as const;

export type PageWords = Record<(typeof pageWords)[number], string>;

const pageKeys: Record<string, string> = { name: '{name}', count: '{count}' };

export function wordedPage(words: Words, language: Language): PageWords {
  const entries = pageWords.map((name) => [
    name,
    words.say({ key: `web.page.${name}`, params: pageKeys }, language),
  ]);
  return Object.fromEntries(entries) as PageWords;
}

export interface WordedPerson {
  chat: string;
  name: string;
  hats: string[];
  /** The code of the telling hat: the page offers one person of each to begin with. */
  hat: DeskHat | null;
  hint: string;
  messages: number;
}

export interface WordedGroup {
  organization: string;
  depth: number;
  people: WordedPerson[];
}

/** In the order given. */
export function wordedGroups(groups: readonly DeskGroup[], words: Words, language: Language): WordedGroup[] {
  const say = (key: string): string => words.say({ key }, language);
  return groups.map(({ organization, depth, people }) => ({
    organization,
    depth,
    people: people.map(({ chat, name, hats, messages }) => ({
      chat,
      name,
      hats: hats.map((hat) => say(`web.hat.${hat}`)),
      hat: hats[0] ?? null,
      hint: say(`web.hint.${hats[0] ?? 'officialMember'}`),
      messages,
    })),
  }));
}

export interface WordedTime {
  today: string;
  now: string;
  /** "Hôm nay: thứ Hai, 23/11/2026" */
  label: string;
}

export function wordedTime({ today, now }: DeskTime, words: Words, language: Language): WordedTime {
  const weekday = words.say({ key: `web.weekday.${Temporal.PlainDate.from(today).dayOfWeek}` }, language);
  const label = words.say({ key: 'web.today', params: { weekday, date: formatDate(today) } }, language);
  return { today, now, label };
}

export const addDays = (day: string, days: number): string =>
  Temporal.PlainDate.from(day).add({ days }).toString();
