/** A list of words from `locales/`, made comparable once. */
import { fold, lower } from './fold.ts';

export interface KnownWord {
  /** Lower case, with its marks. */
  said: string;
  folded: string;
}

// Lists come from the files of words: a few dozen, the same for every reader of a language.
const prepared = new Map<string, KnownWord[]>();

/** `joined`: the words with "|" between them. */
export function knownWords(joined: string): KnownWord[] {
  const ready = prepared.get(joined);
  if (ready) return ready;
  const list = joined
    .split('|')
    .map((word) => ({ said: lower(word), folded: fold(word) }))
    .filter((word) => word.folded !== '');
  if (prepared.size > 500) prepared.clear();
  prepared.set(joined, list);
  return list;
}
