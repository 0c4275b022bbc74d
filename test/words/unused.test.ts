/** No word without a use, no use without a word. */
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/catalog/load.ts';
import { wordsOfProcedure } from '../../src/cli/needed-words.ts';
import { languages } from '../../src/words/say.ts';
import { asked, beginningsInCode, code, flowData, keysInCode, leavesOf, root } from './keys.ts';

/** Words of the rules are named by the data; those of the conversations are checked with the conversations. */
const byData = /^(procedure|forms|conversations)\./;
/** Read by name as lists, not as sentences. */
const readAsTree = ['menu.leadIns', 'menu.addresses'];

describe.each(languages)('words in %s', (language) => {
  const keys = [...new Set([...leavesOf(language).keys()].map(asked))];

  it('are there for every key in the code', () => {
    expect(keysInCode.length).toBeGreaterThan(150);
    const missing = keysInCode.filter(
      (key) => !keys.includes(key) && !keys.some((known) => known.startsWith(`${key}.`)),
    );
    expect(missing).toEqual([]);
  });

  it('are there for every beginning of a key in the code', () => {
    expect(beginningsInCode.length).toBeGreaterThan(40);
    const missing = beginningsInCode.filter((start) => !keys.some((key) => key.startsWith(start)));
    expect(missing).toEqual([]);
  });

  it('are all used by the code', () => {
    const unused = keys
      .filter((key) => !byData.test(key) && !readAsTree.includes(key))
      .filter((key) => !keysInCode.includes(key) && !putTogether(key));
    expect(unused).toEqual([]);
  });

  it('of the rules all belong to a rule', () => {
    const needed = new Set(
      [...loadCatalog([root]).procedures.values()].flatMap(wordsOfProcedure).map(({ key }) => key),
    );
    const kinds = new Set([...needed].map((key) => key.split('.').slice(0, 2).join('.')));
    const ofRules = keys.filter(
      (key) => kinds.has(key.split('.').slice(0, 2).join('.')) || key.startsWith('forms.'),
    );
    expect(ofRules.length).toBeGreaterThan(400);
    expect(ofRules.filter((key) => !needed.has(key))).toEqual([]);
  });
});

/** The code has its beginning, and code or data know the names that end it. */
function putTogether(key: string): boolean {
  const starts = beginningsInCode.filter((start) => key.startsWith(start));
  const longest = starts.sort((a, b) => b.length - a.length)[0];
  if (longest === undefined) return false;
  return key
    .slice(longest.length)
    .split('.')
    .filter((part) => part !== '')
    .every((part) => isNamed(part));
}

/** As a word of its own, or as one with a fixed end: `${state}-until`. */
const isNamed = (part: string): boolean =>
  isWord(part) ||
  [...part.matchAll(/-/g)].some(
    ({ index }) => isWord(part.slice(0, index)) && code.includes(`}${part.slice(index)}`),
  );

const isWord = (part: string): boolean => {
  const word = new RegExp(`(?<![\\w-])${part}(?![\\w-])`);
  return /^\d+$/.test(part) || word.test(code) || word.test(flowData);
};
