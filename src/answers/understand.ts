/** What a typed line asks for: an entry of the menu, with a person's name where the phrase takes one. Pure. */
import { lower, plain, tidy } from '../conversation/read/fold.ts';
import type { Menu } from './menu-data.ts';

export type Understood =
  | { kind: 'entry'; entry: string }
  /** `name` as typed, without forms of address. */
  | { kind: 'named'; entry: string; name: string }
  /** Perhaps nothing but a name. */
  | { kind: 'name'; name: string }
  | { kind: 'nothing' };

/** A name alone is at most this many words ("Nguyễn Thị Thanh Hoa"). */
const longestName = 6;

export function understand(menu: Menu, typed: string): Understood {
  const words = withoutLeadIns(menu, plain(typed));
  if (words === '') return { kind: 'nothing' };
  const readings = saysDa(typed) ? [`da ${words}`, words] : [words];
  for (const said of readings) {
    const exact = menu.phrases.find((phrase) => phrase.around === undefined && phrase.whole === said);
    if (exact) return { kind: 'entry', entry: exact.entry };
  }
  for (const said of readings) {
    for (const phrase of menu.phrases) {
      const between = phrase.around && wordsBetween(said, phrase.around);
      const name = between && withoutAddress(menu, between);
      if (name) return { kind: 'named', entry: phrase.entry, name: asTyped(typed, name) };
    }
  }
  const name = withoutAddress(menu, words);
  return isName(name) ? { kind: 'name', name: asTyped(typed, name) } : { kind: 'nothing' };
}

/** Without marks "da nhan" may be a polite "dạ, nhận" as well as "đã nhận": the first word was passed over. */
const saysDa = (typed: string): boolean => /^da[ ,]/.test(lower(typed));

function wordsBetween(words: string, { before, after }: { before: string; after: string }): string | null {
  const start = before === '' ? 0 : before.length + 1;
  const end = after === '' ? words.length : words.length - after.length - 1;
  if (end <= start) return null;
  if (before !== '' && !words.startsWith(`${before} `)) return null;
  if (after !== '' && !words.endsWith(` ${after}`)) return null;
  return words.slice(start, end);
}

function withoutLeadIns(menu: Menu, words: string): string {
  const lead = menu.leadIns.find((one) => words.startsWith(`${one} `));
  return lead === undefined ? words : withoutLeadIns(menu, words.slice(lead.length + 1));
}

function withoutAddress(menu: Menu, words: string): string {
  const address = menu.addresses.find((one) => words.startsWith(`${one} `));
  return address === undefined ? words : withoutAddress(menu, words.slice(address.length + 1));
}

const isName = (words: string): boolean =>
  /^[a-z]+( [a-z]+)*$/.test(words) && words.length >= 2 && words.split(' ').length <= longestName;

/** The words as they were typed, diacritics and all, so that "Lan" and "Lân" can be told apart. */
function asTyped(typed: string, folded: string): string {
  const tokens = tidy(typed).split(' ');
  const wanted = folded.split(' ');
  for (let at = 0; at + wanted.length <= tokens.length; at += 1) {
    const part = tokens.slice(at, at + wanted.length);
    if (part.every((token, i) => plain(token) === wanted[i]))
      return part.join(' ').replace(/[\s.,;:!?…"]+$/u, '');
  }
  return folded;
}
