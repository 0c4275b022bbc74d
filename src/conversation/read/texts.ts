/** A line of free text: short, on one line, and free of numbers that identify or reach a person. */
import { tidy } from './fold.ts';
import { type Read, read, refuse } from './read.ts';

/** `max` counts characters as a reader does. */
export function readText(text: string, rule: { max: number }): Read<string> {
  const line = tidy(text);
  if (/\p{Cc}/u.test(line)) return refuse('machine.refuse.textControl');
  const length = [...line].length;
  if (length > rule.max) return refuse('machine.refuse.textLong', { max: rule.max, given: length });
  const compact = line.normalize('NFKC');
  if (phone.test(compact)) return refuse('machine.refuse.textPhone');
  if (identity.test(compact)) return refuse('machine.refuse.textIdentity');
  return read(line);
}

// Vietnamese telephone numbers, home or mobile, with or without gaps; "+84", "0084" or a leading 0.
const phone = /(?<!\d)(?:(?:\+|00)84[ .-]?(?:\(0\)[ .-]?)?|\(?0)(?:\d\)?[ .-]?){8,9}\d(?!\d)/;

// Identity papers: 12 digits (citizen card), 9 (the older card).
const identity = /(?<!\d)(?:\d[ -]?){8}(?:(?:\d[ -]?){3})?\d(?![ -]?\d)/;

/** What no question at all can use: nothing visible, nothing readable, or far too long. */
export function unfit(text: string): Read<never> | null {
  if ([...text].length > 4000) return refuse('machine.refuse.tooLong');
  const bare = tidy(text);
  if (bare === '') return refuse('machine.refuse.empty');
  if (!/[\p{L}\p{N}]/u.test(bare)) return refuse('machine.refuse.noLetters');
  return null;
}
