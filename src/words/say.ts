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

export interface Words {
  /** The sentence for a reader of `language`; a key without words there falls back to Vietnamese, then to the key. */
  say(text: Text, language: Language): string;
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
    joinArrays: '|',
    initAsync: false,
  });

  const say = (text: Text, language: Language): string => {
    const params: Record<string, string | number> = {};
    for (const [name, value] of Object.entries(text.params ?? {})) params[name] = wordValue(value, language);
    if (!engine.exists(text.key, { lng: language, fallbackLng: [], ...params }))
      onMissing(text.key, language);
    return engine.t(text.key, { lng: language, ...params });
  };

  const wordValue = (value: TextValue, language: Language): string | number => {
    if (typeof value === 'string' || typeof value === 'number') return value;
    if (Array.isArray(value)) return value.map((item) => say(item, language)).join(', ');
    if ('date' in value) return formatDate(value.date);
    return say(value, language);
  };

  return { say, has: (key, language) => engine.exists(key, { lng: language, fallbackLng: [] }) };
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
