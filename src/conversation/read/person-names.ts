/** A person's full name, written as on paper: "đồng chí NGUYỄN văn an" → "Nguyễn Văn An". */
import { lower, tidy } from './fold.ts';
import { type Read, read, refuse, unread } from './read.ts';

const longestName = 60;
const mostWords = 6;

/** At least two words of letters; the mark in names such as H'Hen or Y-Bhăm is kept. */
export function readPersonName(text: string): Read<string> {
  const line = withoutTitle(
    tidy(text)
      .replace(/[’ʼ`´]/gu, "'")
      .replace(/[,.;:!]+$/u, '')
      .trim(),
  );
  if (/\d/u.test(line.normalize('NFKC'))) return refuse('machine.refuse.nameDigits');
  if (/\?/.test(text)) return unread;
  const words = line.split(' ').filter(Boolean);
  if (words.length > mostWords) return unread;
  if ([...line].length > longestName) return refuse('machine.refuse.nameLong', { max: longestName });
  if (!words.every((word) => /^\p{L}+(?:['-]\p{L}+)*$/u.test(word)))
    return refuse('machine.refuse.nameLetters');
  if (words.length < 2) return refuse('machine.refuse.nameShort');
  return read(words.map(capital).join(' '));
}

const titles = [
  ...['đồng chí', 'dong chi', 'đ/c', 'đc', 'd/c', 'dc', 'đ.c', 'quần chúng', 'quan chung'],
  ...['anh', 'chị', 'chi', 'em', 'bạn', 'cháu', 'comrade', 'mr', 'mrs', 'ms'],
];

// These also begin names (Ông Ích Khiêm, Cô Thị Bé): before two words they are a title only when written as one.
const doubtful = ['ông', 'bà', 'cô', 'chú', 'bác', 'thầy'];

function withoutTitle(line: string): string {
  for (const word of [...titles, ...doubtful]) {
    if (!lower(line).startsWith(`${word} `)) continue;
    const rest = line.slice(word.length + 1).trim();
    const written = line.startsWith(word) && rest !== rest.toLocaleLowerCase('vi');
    const title = titles.includes(word) || rest.split(' ').length !== 2 || written;
    if (rest !== '' && title) return withoutTitle(rest);
  }
  return line;
}

function capital(word: string): string {
  return word
    .split(/(?<=['-])/u)
    .map((part) => part.charAt(0).toLocaleUpperCase('vi') + part.slice(1).toLocaleLowerCase('vi'))
    .join('');
}
