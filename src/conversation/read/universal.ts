/** Words that work at every question: back, cancel, edit … Their lists come from `locales/`, as people say them. */
import { bare, plain, unmark } from './fold.ts';
import type { KnownWord } from './known-words.ts';

export const universalWords = ['back', 'cancel', 'edit', 'skip', 'repeat', 'menu', 'help', 'basis'] as const;
export type UniversalWord = (typeof universalWords)[number];

export interface Universal {
  word: UniversalWord;
  /** What follows "sửa": the answer meant. */
  rest: string;
}

/**
 * Null when the text is none of them. `answers` are words that answer questions (yes, no): "dung" typed without marks
 * may be "dừng" or "đúng", and is then never taken for the first.
 */
export function readUniversal(
  text: string,
  lists: Record<UniversalWord, KnownWord[]>,
  answers: KnownWord[],
): Universal | null {
  const said = plain(text);
  const typed = bare(text);
  const folded = unmark(typed);
  const isWord = (known: KnownWord): boolean => {
    if (typed === known.said) return true;
    if (folded !== known.folded) return false;
    if (folded.includes(' ')) return true;
    // Of a single syllable the marks are half the word: right, or wholly left out where that means nothing else.
    return typed === folded && !answers.some((answer) => answer.folded === folded);
  };
  const word = universalWords.find((each) => lists[each].some(isWord));
  if (word) return { word, rest: '' };
  const edits = lists.edit.map((known) => known.folded).filter((known) => said.startsWith(`${known} `));
  const longest = edits.toSorted((a, b) => b.length - a.length)[0];
  return longest === undefined ? null : { word: 'edit', rest: said.slice(longest.length + 1) };
}
