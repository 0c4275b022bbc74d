/** Whole numbers as people write them: "21", "1.200", "hai mươi mốt", "hai mot", "một trăm linh năm", "twenty one". */
import { plain } from './fold.ts';
import { longestPhrase, type Read, read, refuse, unread } from './read.ts';

/** Reads a whole number and holds it against the bounds (both included). */
export function readNumber(text: string, bounds: { min: number; max: number }): Read<number> {
  if (text.length > longestPhrase) return unread;
  const said = plain(text).replace(unit, '');
  if (/^[-−–] ?\d/u.test(said)) return refuse('machine.refuse.numberNegative', { ...bounds });
  if (/^\d+[.,]\d{1,2}$/.test(said) || /\b(?:phay|ruoi)\b/.test(said))
    return refuse('machine.refuse.numberWhole');
  const value = numberIn(said);
  if (value === null) return unread;
  if (value < bounds.min || value > bounds.max) {
    return refuse('machine.refuse.numberRange', { given: value, ...bounds });
  }
  return read(value);
}

/** The number that the whole of a folded text says; null when it says anything else. */
export function numberIn(folded: string): number | null {
  if (/^\d{1,9}$/.test(folded)) return Number(folded);
  if (/^\d{1,3}(?:[.,]\d{3})+$/.test(folded)) return Number(folded.replace(/[.,]/g, ''));
  const words = folded.replace(/-/g, ' ').split(' ').filter(Boolean);
  return vietnamese(words) ?? english(words);
}

// What is counted may follow the number: "21 đồng chí", "15 phiếu".
const unit = / (?:dong chi|d\/c|dc|nguoi|dang vien|phieu|ban|vi|members?|people|votes?)$/;

const digits: Record<string, number> = {
  khong: 0,
  mot: 1,
  hai: 2,
  ba: 3,
  bon: 4,
  tu: 4,
  nam: 5,
  lam: 5,
  nham: 5,
  sau: 6,
  bay: 7,
  bang: 7,
  tam: 8,
  chin: 9,
};

function vietnamese(words: string[]): number | null {
  if (words.length === 0) return null;
  const cut = words.findIndex((word) => word === 'nghin' || word === 'ngan');
  if (cut >= 0) {
    const thousands = cut === 0 ? 1 : belowThousand(words.slice(0, cut));
    const rest = cut === words.length - 1 ? 0 : belowThousand(words.slice(cut + 1));
    return thousands === null || rest === null ? null : thousands * 1000 + rest;
  }
  return belowThousand(words);
}

function belowThousand(words: string[]): number | null {
  const cut = words.indexOf('tram');
  if (cut < 0) return belowHundred(words);
  const hundreds = cut === 0 ? 1 : cut === 1 ? digits[words[0] ?? ''] : undefined;
  if (hundreds === undefined) return null;
  const rest = words.slice(cut + 1);
  if (rest.length === 0) return hundreds * 100;
  const joined = ['linh', 'le'].includes(rest[0] ?? '');
  const below = belowHundred(joined ? rest.slice(1) : rest);
  // "một trăm hai" is said for 120.
  if (below !== null && !joined && rest.length === 1 && below < 10 && below > 0)
    return hundreds * 100 + below * 10;
  return below === null ? null : hundreds * 100 + below;
}

function belowHundred(words: string[]): number | null {
  const [first = '', second, third] = words;
  const digit = (word: string | undefined): number | undefined =>
    word === undefined ? undefined : digits[word];
  if (words.length === 1) return first === 'muoi' || first === 'chuc' ? 10 : (digit(first) ?? null);
  const ones = digit(words[words.length - 1]);
  if (words.length === 2) {
    if (first === 'muoi' && ones) return 10 + ones;
    if (first === 'ham' && ones) return 20 + ones;
    const tens = digit(first);
    if (tens === undefined || tens === 0) return null;
    if (second === 'muoi' || second === 'chuc') return tens * 10;
    // Said short: "hai mốt", "ba lăm", "bốn tư". "sáu bảy" is as likely a guess between two numbers.
    return ones !== undefined && ['mot', 'lam', 'nham', 'tu'].includes(second ?? '')
      ? tens * 10 + ones
      : null;
  }
  if (words.length !== 3 || !['muoi', 'chuc'].includes(second ?? '')) return null;
  const tens = digit(first);
  const last = digit(third);
  return tens && last ? tens * 10 + last : null;
}

const englishOnes = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen ' +
  'seventeen eighteen nineteen'
).split(' ');
const englishTens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

function english(words: string[]): number | null {
  const ones = englishOnes.indexOf(words[words.length - 1] ?? '');
  const tens = englishTens.indexOf(words[0] ?? '');
  if (words.length === 1) return ones >= 0 ? ones : tens >= 0 ? (tens + 2) * 10 : null;
  return words.length === 2 && tens >= 0 && ones > 0 && ones < 10 ? (tens + 2) * 10 + ones : null;
}
