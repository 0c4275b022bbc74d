/** Yes or no, as said in a chat: "có ạ", "dạ vâng", "ừ", "đúng rồi", "chưa", "ko", "không phải". */
import { fold, plain } from './fold.ts';
import type { KnownWord } from './known-words.ts';
import { type Read, read, unread } from './read.ts';

/** The words themselves come from `locales/`; longest match first, all of the text must be such words. */
export function readYesNo(text: string, words: { yes: KnownWord[]; no: KnownWord[] }): Read<'yes' | 'no'> {
  if (/\?\s*$/.test(text)) return unread;
  const said = plain(text) || fold(text);
  const known = new Map<string, 'yes' | 'no'>();
  for (const word of words.yes) known.set(word.folded, 'yes');
  for (const word of words.no) known.set(word.folded, 'no');
  const found: { word: string; means: 'yes' | 'no' }[] = [];
  let left = said
    .replace(/[.,!;]+/g, ' ')
    .trim()
    .split(' ');
  while (left.length > 0) {
    const length = longest(left, known);
    if (length === 0) return unread;
    const word = left.slice(0, length).join(' ');
    found.push({ word, means: known.get(word) ?? 'yes' });
    left = left.slice(length);
  }
  const means = found.map((part) => part.means);
  if (!means.includes('no')) return found.length > 0 ? read('yes') : unread;
  // "có không", "đúng không": asked, not answered. "dạ không", "vâng, chưa" are a polite no.
  const last = found[found.length - 1];
  if (found.length > 1 && last?.means === 'no' && asks.has(found[found.length - 2]?.word ?? ''))
    return unread;
  return read('no');
}

const asks = new Set(['co', 'dung', 'duoc', 'dong y', 'phai', 'xong']);

function longest(words: string[], known: Map<string, unknown>): number {
  for (let length = Math.min(4, words.length); length > 0; length -= 1) {
    if (known.has(words.slice(0, length).join(' '))) return length;
  }
  return 0;
}
