/** Both languages say the same things: the same keys, the same blanks, the same kind of value. */
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/catalog/load.ts';
import { languages } from '../../src/words/say.ts';
import { asked, blanksOf, code, leavesOf, pluralOf, root, sentencesOf } from './keys.ts';

const vi = leavesOf('vi');
const en = leavesOf('en');
const keysOf = (leaves: Map<string, unknown>): string[] => [...new Set([...leaves.keys()].map(asked))].sort();

/** All blanks of a key, its plural forms taken together. */
function blanksByKey(language: (typeof languages)[number]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [key, text] of sentencesOf(language)) {
    const blanks = [...(found.get(asked(key)) ?? []), ...blanksOf(text)];
    found.set(asked(key), [...new Set(blanks)].sort());
  }
  return found;
}

describe('Vietnamese and English', () => {
  it('have the same keys', () => {
    expect(keysOf(vi).length).toBeGreaterThan(1000);
    expect(keysOf(en)).toEqual(keysOf(vi));
  });

  it('fill in the same blanks', () => {
    expect(Object.fromEntries(blanksByKey('en'))).toEqual(Object.fromEntries(blanksByKey('vi')));
  });

  it('have a list where the other has a list', () => {
    const kinds = (leaves: Map<string, unknown>) =>
      Object.fromEntries([...leaves].map(([key, value]) => [asked(key), Array.isArray(value)]));
    expect(kinds(en)).toEqual(kinds(vi));
  });

  it('show the page the same blanks of its own', () => {
    const own = (text: string | string[] | undefined) => String(text).match(/(?<!\{)\{\w+\}(?!\})/g) ?? [];
    const ofPage = [...vi.keys()].filter((key) => key.startsWith('web.page.'));
    expect(ofPage.length).toBeGreaterThan(20);
    for (const key of ofPage) expect([key, own(en.get(key))]).toEqual([key, own(vi.get(key))]);
  });
});

describe.each(languages)('words in %s', (language) => {
  const leaves = leavesOf(language);

  it('have exactly the plural forms that the language needs', () => {
    const needed = [...new Intl.PluralRules(language).resolvedOptions().pluralCategories].sort();
    const forms = new Map<string, string[]>();
    for (const key of leaves.keys()) {
      const form = pluralOf(key);
      if (form !== null) forms.set(asked(key), [...(forms.get(asked(key)) ?? []), form].sort());
    }
    expect(forms.size).toBeGreaterThan(0);
    for (const [key, found] of forms) expect([key, found]).toEqual([key, needed]);
  });

  it('are never empty, but for a rule that needs no caution', () => {
    const empty = sentencesOf(language).filter(([, text]) => text.trim() === '');
    expect(empty.map(([key]) => key)).toEqual(['procedure.confidence.verified']);
    const lists = [...leaves].filter(([, value]) => Array.isArray(value) && value.length === 0);
    expect(lists).toEqual([]);
  });

  it('leave no blank that nobody fills', () => {
    const numbers = new Set(
      [...loadCatalog([root]).procedures.values()].flatMap((one) => Object.keys(one.parameters)),
    );
    const unknown = sentencesOf(language).flatMap(([key, text]) =>
      blanksOf(text)
        .filter((name) => !numbers.has(name) && !new RegExp(`\\b${name}\\b`).test(code))
        .map((name) => `${key}: ${name}`),
    );
    expect(unknown).toEqual([]);
  });

  it('write every blank with two braces', () => {
    const broken = sentencesOf(language).filter(
      ([key, text]) => !key.startsWith('web.page.') && /[{}]/.test(text.replaceAll(/\{\{\w+\}\}/g, '')),
    );
    expect(broken).toEqual([]);
  });
});
