/** The words as flat lists, and the keys that the code and the flow data name: what the word tests compare. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Language, languages, readWords, type WordTree } from '../../src/words/say.ts';

export const root = resolve(import.meta.dirname, '../..');

type Leaf = string | string[];

/** Every sentence or list of a language under its full key. */
export function leavesOf(language: Language): Map<string, Leaf> {
  return new Map(flat(readWords([root], language), ''));
}

function flat(tree: WordTree, above: string): [string, Leaf][] {
  return Object.entries(tree).flatMap(([name, value]): [string, Leaf][] =>
    typeof value === 'object' && !Array.isArray(value)
      ? flat(value, `${above}${name}.`)
      : [[`${above}${name}`, value]],
  );
}

/** The sentences only; lists are what people may type. */
export function sentencesOf(language: Language): [string, string][] {
  return [...leavesOf(language)].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}

const pluralEnding = /_(zero|one|two|few|many|other)$/;

/** The key as code names it: `days_other` is asked for as `days`. */
export const asked = (key: string): string => key.replace(pluralEnding, '');

/** The plural form a key stands for; null where it has none. */
export const pluralOf = (key: string): string | null => pluralEnding.exec(key)?.[1] ?? null;

export const blanksOf = (text: string): string[] => [
  ...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '')),
];

const namespaces = [...new Set(languages.flatMap((language) => Object.keys(readWords([root], language))))];

const sources = (folder: string, endings: RegExp): string =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => endings.test(name))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))
    .join('\n');

/** The program and the sample it lays. */
export const code = [sources('src', /\.(ts|js)$/), sources('db/sample', /\.ts$/)].join('\n');
export const flowData = sources('flows', /\.yaml$/);

/** Look like keys and are none: names of facts, files, columns and codes under `errors`. */
const otherNames = (key: string): boolean =>
  key.endsWith('.yaml') ||
  code.includes(`refuse('${key}'`) ||
  /^reminders\.(runs|rules|bodies)$/.test(key) ||
  /^cases\.[a-z]+_[a-z]+$/.test(key);

const keyPattern = `(?:${namespaces.join('|')})(?:\\.[\\w-]+)+`;

/** Keys written out in the code. */
export const keysInCode: string[] = [
  ...new Set(
    [...code.matchAll(new RegExp(`['"\`](${keyPattern})['"\`]`, 'g'))].map((match) => match[1] ?? ''),
  ),
].filter((key) => !otherNames(key));

/** The fixed beginnings of keys that are put together. */
export const beginningsInCode: string[] = [
  ...new Set(
    [...code.matchAll(new RegExp(`\`((?:${namespaces.join('|')})\\.[\\w.-]*)\\$\\{`, 'g'))].map(
      (match) => match[1] ?? '',
    ),
  ),
];
