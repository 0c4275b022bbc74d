import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusalCodes } from '../../src/procedure/index.ts';
import { languages, readWords, type WordTree } from '../../src/words/say.ts';

const root = resolve(import.meta.dirname, '../..');
const keysOf = (tree: WordTree, above = ''): string[] =>
  Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'object' && !Array.isArray(value)
      ? keysOf(value, `${above}${name}.`)
      : [`${above}${name}`],
  );

describe.each(languages)('words in %s', (language) => {
  const words = readWords([root], language);
  const errors = keysOf((words.errors as WordTree) ?? {});
  const keys = [
    ...errors.map((key) => `errors.${key}`),
    ...keysOf((words.cases as WordTree) ?? {}, 'cases.'),
  ];

  it('every refusal of the procedure has a sentence, and no sentence is left over', () => {
    expect(errors.filter((key) => key.startsWith('record.')).sort()).toEqual(
      refusalCodes.map((code) => `record.${code}`).sort(),
    );
  });

  it('every code of the store has a sentence', () => {
    const source = readFileSync(join(root, 'src/store/errors.ts'), 'utf8');
    const [union = ''] = /export type StoreErrorCode =[^;]+;/.exec(source) ?? [];
    const codes = [...union.matchAll(/\| '([a-z-]+)'/g)].map((match) => `store.${match[1]}`);
    expect(codes.length).toBeGreaterThan(4);
    expect(errors.filter((key) => key.startsWith('store.')).sort()).toEqual(codes.sort());
  });

  it('every key named in the use cases is there', () => {
    const folder = join(root, 'src/cases');
    const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    const named = sources.flatMap((source) => [
      ...[...source.matchAll(/'((?:cases|errors)\.[a-zA-Z0-9.-]+)'/g)].map((match) => match[1] ?? ''),
      ...[...source.matchAll(/refuse\('([a-z.-]+)'/g)].map((match) => `errors.${match[1]}`),
    ]);
    expect(named.length).toBeGreaterThan(40);
    expect([...new Set(named)].filter((key) => !keys.includes(key))).toEqual([]);
  });
});

it('both languages have the same keys and the same blanks', () => {
  const [vi, en] = languages.map((language) => {
    const words = readWords([root], language);
    return Object.fromEntries(
      ['cases', 'errors'].flatMap((namespace) => flat((words[namespace] as WordTree) ?? {}, `${namespace}.`)),
    );
  });
  const blanks = (text: string | undefined) => [...new Set((text ?? '').match(/\{\{\w+\}\}/g) ?? [])].sort();
  expect(Object.keys(en ?? {}).sort()).toEqual(Object.keys(vi ?? {}).sort());
  for (const key of Object.keys(vi ?? {})) expect([key, blanks(en?.[key])]).toEqual([key, blanks(vi?.[key])]);
});

function flat(tree: WordTree, above: string): [string, string][] {
  return Object.entries(tree).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string'
      ? [[`${above}${name}`, value]]
      : Array.isArray(value)
        ? []
        : flat(value, `${above}${name}.`),
  );
}
