/** The options of a question, and the part of a long list that is shown at a time. */
import type { Text } from '../words/text.ts';
import type { Flow, Question } from './flow.ts';
import type { Ask } from './lookups.ts';
import type { Answers, LookupOption, LookupResult, Thread } from './machine-types.ts';
import { containing } from './read/choices.ts';
import { plain } from './read/fold.ts';

/** More than this at once is a wall of buttons; a list that goes on is cut shorter. */
const wholeList = 10;
const pageSize = 8;

/** Null for questions that are not answered by choosing. */
export function optionsOf(
  flow: Flow,
  name: string,
  question: Question,
  known: Answers,
  ask: Ask,
): LookupOption[] | null {
  switch (question.input.kind) {
    case 'choice':
      return question.input.options.map((value) => ({ value, label: optionLabel(flow.flow, name, value) }));
    case 'lookup':
      return inputLookup(flow, question, known, ask)?.options ?? [];
    case 'yes-no':
      return (['yes', 'no'] as const).map((value) => ({ value, label: { key: `machine.${value}` } }));
    default:
      return null;
  }
}

export const optionLabel = (flow: string, question: string, option: string): Text => ({
  key: `conversations.${flow}.${question}.options.${option}`,
});

/** The lookup that gives the options; null for other kinds of question. */
export function inputLookup(flow: Flow, question: Question, known: Answers, ask: Ask): LookupResult | null {
  return question.input.kind === 'lookup' ? ask(flow.flow, question.input.lookup, known) : null;
}

export interface Page {
  shown: LookupOption[];
  /** Where the next page begins; null when all is shown. */
  next: number | null;
  /** How many there are to choose from in all. */
  count: number;
  /** Narrowed by typed words. */
  narrowed: boolean;
}

/** `wording` gives the reader's words for a label: narrowing compares them with what was typed. */
export function pageOf(
  options: LookupOption[],
  draft: Thread['draft'],
  wording: (label: Text) => string,
): Page {
  const listed = options.filter((option) => !option.unlisted);
  const found = draft?.find === undefined ? listed : narrow(listed, draft.find, wording);
  const narrowed = found.length < listed.length && found.length > 0;
  const list = narrowed ? found : listed;
  const count = listed.length;
  if (list.length <= wholeList) return { shown: list, next: null, count, narrowed };
  const from = (draft?.from ?? 0) < list.length ? (draft?.from ?? 0) : 0;
  const shown = list.slice(from, from + pageSize);
  return { shown, next: from + pageSize < list.length ? from + pageSize : 0, count, narrowed };
}

export function worded(
  options: LookupOption[],
  wording: (label: Text) => string,
): { value: string; label: string }[] {
  return options.map((option) => ({ value: option.value, label: wording(option.label) }));
}

function narrow(options: LookupOption[], find: string, wording: (label: Text) => string): LookupOption[] {
  const found = new Set(containing(worded(options, wording), plain(find)).map((option) => option.value));
  return options.filter((option) => found.has(option.value));
}
