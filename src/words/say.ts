/**
 * Turns a Text into Vietnamese or English. The only place that knows i18next and the files under `locales/`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next, { type i18n } from 'i18next';
import { parse } from 'yaml';
import { formatDate } from './format.ts';
import type { Text, TextValue } from './text.ts';

export const languages = ['vi', 'en'] as const;
export type Language = (typeof languages)[number];

/** Between the words of a list. */
const listMark = '|';

export interface Words {
  /** The sentence for a reader of `language`; a key without words there falls back to Vietnamese, then to the key. */
  say(text: Text, language: Language): string;
  /** The same for one language, always the same function: what is worked out from its words can be kept with it. */
  in(language: Language): (text: Text) => string;
  has(key: string, language: Language): boolean;
}

export interface WordTree {
  [key: string]: string | string[] | WordTree;
}

/**
 * Reads `locales/<language>/<namespace>.yaml` of every root; a later root adds to or replaces an earlier one, so that a
 * province's own folder brings the words of its overlay. `only`: that namespace and no other.
 */
export function readWords(roots: string[], language: Language, only?: string): WordTree {
  const words: WordTree = {};
  for (const root of roots) {
    const folder = join(root, 'locales', language);
    for (const file of namesIn(folder)) {
      const namespace = file.replace(/\.yaml$/, '');
      if (only !== undefined && namespace !== only) continue;
      const tree = (parse(readFileSync(join(folder, file), 'utf8')) ?? {}) as WordTree;
      words[namespace] = merge((words[namespace] as WordTree | undefined) ?? {}, tree);
    }
  }
  return words;
}

/** `onMissing` hears of each key that has no words in the language asked for. */
export function createWords(
  roots: string[],
  onMissing: (key: string, language: Language) => void = () => {},
): Words {
  const engine: i18n = i18next.createInstance();
  const resources = Object.fromEntries(
    languages.map((language) => [language, { translation: readWords(roots, language) }]),
  );
  // Resources are given, so init is done when it returns.
  void engine.init({
    lng: 'vi',
    fallbackLng: 'vi',
    resources,
    interpolation: { escapeValue: false },
    joinArrays: listMark,
    initAsync: false,
  });

  // Most sentences are words with blanks: taken apart once. Plurals and what has no words are left to the engine.
  const sentences = { vi: new Map<string, Sentence>(), en: new Map<string, Sentence>() };
  const sentenceOf = (key: string, language: Language): Sentence | null => {
    const before = sentences[language].get(key);
    if (before) return before;
    const sentence = takeApart(engine.getResource(language, 'translation', key));
    if (sentence) sentences[language].set(key, sentence);
    return sentence;
  };

  const say = ({ key, params: given = {} }: Text, language: Language): string => {
    const sentence = 'count' in given ? null : sentenceOf(key, language);
    if (sentence?.blanks.every((name) => name in given)) {
      return sentence.blanks.reduce(
        (said, name, at) => said + wordValue(given[name] ?? '', language) + sentence.between[at + 1],
        sentence.between[0] ?? '',
      );
    }
    const params: Record<string, string | number> = {};
    for (const [name, value] of Object.entries(given)) params[name] = wordValue(value, language);
    if (!engine.exists(key, { lng: language, fallbackLng: [], ...params })) onMissing(key, language);
    return engine.t(key, { lng: language, ...params });
  };

  const wordValue = (value: TextValue, language: Language): string | number => {
    if (typeof value === 'string' || typeof value === 'number') return value;
    if (Array.isArray(value)) return value.map((item) => say(item, language)).join(', ');
    if ('date' in value) return formatDate(value.date);
    return say(value, language);
  };

  const readers = {
    vi: (text: Text) => say(text, 'vi'),
    en: (text: Text) => say(text, 'en'),
  };
  return {
    say,
    in: (language) => readers[language],
    has: (key, language) => engine.exists(key, { lng: language, fallbackLng: [] }),
  };
}

/** A sentence with blanks: `between[0]`, the first blank, `between[1]` … */
interface Sentence {
  between: string[];
  blanks: string[];
}

/** Null for what is no plain sentence: words of other keys are put into it, or there are none. */
function takeApart(found: unknown): Sentence | null {
  const words = Array.isArray(found) ? found.join(listMark) : found;
  if (typeof words !== 'string' || words === '' || words.includes('$t(')) return null;
  const parts = words.split(/\{\{(\w+)\}\}/);
  const between = parts.filter((_, at) => at % 2 === 0);
  if (between.some((part) => part.includes('{{'))) return null;
  return { between, blanks: parts.filter((_, at) => at % 2 === 1) };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function merge(base: WordTree, over: WordTree): WordTree {
  const merged: WordTree = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    merged[key] = isTree(before) && isTree(value) ? merge(before, value) : value;
  }
  return merged;
}

const isTree = (value: unknown): value is WordTree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
