/** The options of a question, and the part of a long list that is shown at a time. */
import type { Text } from '../words/text.ts';
import type { Flow, Question } from './flow.ts';
import type { Ask } from './lookups.ts';
import type { Answers, LookupResult, Thread } from './machine-types.ts';
import { containing } from './read/choices.ts';
import { plain } from './read/fold.ts';

export interface LabelledOption {
  value: string;
  label: Text;
}

/** More than this at once is a wall of buttons. */
const pageSize = 8;

/** Null for questions that are not answered by choosing. */
export function optionsOf(
  flow: Flow,
  name: string,
  question: Question,
  known: Answers,
  ask: Ask,
): LabelledOption[] | null {
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
  return question.input.kind === 'lookup' ? ask(flow.flow, question.input.lookup, { ...known }) : null;
}

export interface Page {
  shown: LabelledOption[];
  /** Where the next page begins; null when all is shown. */
  next: number | null;
  /** Narrowed by typed words. */
  narrowed: boolean;
}

/** `wording` gives the reader's words for a label: narrowing compares them with what was typed. */
export function pageOf(
  options: LabelledOption[],
  draft: Thread['draft'],
  wording: (label: Text) => string,
): Page {
  const found = draft?.find === undefined ? options : narrow(options, draft.find, wording);
  const narrowed = found.length < options.length && found.length > 0;
  const list = narrowed ? found : options;
  const from = (draft?.from ?? 0) < list.length ? (draft?.from ?? 0) : 0;
  const shown = list.slice(from, from + pageSize);
  const next = list.length <= pageSize ? null : from + pageSize < list.length ? from + pageSize : 0;
  return { shown, next, narrowed };
}

export function worded(
  options: LabelledOption[],
  wording: (label: Text) => string,
): { value: string; label: string }[] {
  return options.map((option) => ({ value: option.value, label: wording(option.label) }));
}

function narrow(options: LabelledOption[], find: string, wording: (label: Text) => string): LabelledOption[] {
  const found = new Set(containing(worded(options, wording), plain(find)).map((option) => option.value));
  return options.filter((option) => found.has(option.value));
}
