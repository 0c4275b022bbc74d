/**
 * One or several options out of a list, by number, by their words, by the beginning of them or by words in them; with or
 * without marks.
 */
import { fold, lower, plain, plainLabel } from './fold.ts';
import { numberIn } from './numbers.ts';

export interface Option {
  value: string;
  label: string;
}

export type ChoiceRead<T> =
  | { kind: 'read'; value: T }
  /** Several options fit; which. */
  | { kind: 'ambiguous'; said: string; matches: Option[] }
  /** Of several named, this one is not in the list. */
  | { kind: 'unknown'; said: string }
  | { kind: 'unread' };

/**
 * `numbered` is the list as its numbers were last shown; it may be a part of `options`. A number above it is no choice
 * here.
 */
export function readChoice(text: string, options: Option[], numbered: Option[]): ChoiceRead<Option> {
  const typed = lower(text);
  const exact = unique(options, (option) => lower(option.label) === typed);
  if (exact) return { kind: 'read', value: exact };
  const said = plain(text) || fold(text);
  if (said === '') return { kind: 'unread' };
  const number = numberSaid(said);
  const byNumber = number === null ? undefined : numbered[number - 1];
  const whole = options.filter((option) => plainLabel(option.label) === said);
  if (whole.length === 1 && whole[0]) return { kind: 'read', value: whole[0] };
  if (byNumber) return { kind: 'read', value: byNumber };
  if (number !== null && /^\d+$/.test(said) && !options.some((option) => contains(option.label, said))) {
    return { kind: 'unread' };
  }
  for (const fits of [whole, startingWith(options, said), containing(options, said)]) {
    const narrowed = fits.length > 1 ? closest(fits, text) : fits;
    if (narrowed.length === 1 && narrowed[0]) return { kind: 'read', value: narrowed[0] };
    if (narrowed.length > 1) return { kind: 'ambiguous', said: text.trim(), matches: narrowed };
  }
  return { kind: 'unread' };
}

/** Several, separated by commas, semicolons, lines, "và", "and" or "&". Each must be clear by itself. */
export function readChoices(text: string, options: Option[], numbered: Option[]): ChoiceRead<Option[]> {
  const asOne = readChoice(text, options, numbered);
  if (asOne.kind === 'read') return { kind: 'read', value: [asOne.value] };
  const parts = text
    .split(/[,;\n&+]|\s(?:và|va|and)\s/iu)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  // "1 3 4": figures alone need no comma.
  const figures = /^\d+(?: \d+)+$/.test(plain(text)) ? plain(text).split(' ') : parts;
  if (figures.length < 2) return asOne;
  const chosen: Option[] = [];
  let known = 0;
  let firstUnknown: string | null = null;
  for (const part of figures) {
    const one = readChoice(part, options, numbered);
    if (one.kind === 'ambiguous') return one;
    if (one.kind === 'read') {
      known += 1;
      if (!chosen.includes(one.value)) chosen.push(one.value);
    } else firstUnknown ??= part;
  }
  if (known === 0) return { kind: 'unread' };
  return firstUnknown === null ? { kind: 'read', value: chosen } : { kind: 'unknown', said: firstUnknown };
}

/** Options with the words in them, for narrowing a long list. */
export function containing(options: Option[], said: string): Option[] {
  return options.filter((option) => contains(option.label, said));
}

function startingWith(options: Option[], said: string): Option[] {
  return options.filter((option) => ` ${words(option.label).join(' ')} `.startsWith(` ${said}`));
}

// Whole words in any order, the last of which may be half typed: "van an" and "an tran" find "Trần Văn An".
function contains(label: string, said: string): boolean {
  const inLabel = words(label);
  const asked = words(said);
  return asked.every((word, index) =>
    inLabel.some(
      (known) => known === word || (index === asked.length - 1 && word.length > 1 && known.startsWith(word)),
    ),
  );
}

const words = (text: string): string[] =>
  fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

// Among several that fit without marks, those that fit with them: "Ân" is not "An" when the marks were typed.
function closest(fits: Option[], text: string): Option[] {
  const typed = lower(text);
  if (typed === fold(text)) return fits;
  const marked = fits.filter((option) => lower(option.label).includes(typed));
  return marked.length > 0 ? marked : fits;
}

function unique(options: Option[], test: (option: Option) => boolean): Option | null {
  const found = options.filter(test);
  return found.length === 1 && found[0] ? found[0] : null;
}

// "2", "số 2", "hai", "thứ hai", "mục 2".
function numberSaid(said: string): number | null {
  return numberIn(said.replace(/^(?:so|muc|chon|thu|cau|cai|y|number|no|#) ?/, '').replace(/[.)]$/, ''));
}
