/** What every move of the machine can see, and the small pieces of speech they hand to each other. */
import type { Choice, Text } from '../words/text.ts';
import type { Flow } from './flow.ts';
import type { Ask, Once } from './lookups.ts';
import type { Session, Thread, View } from './machine-types.ts';
import { type KnownWord, knownWords } from './read/known-words.ts';

export interface Scene {
  flows: ReadonlyMap<string, Flow>;
  view: View;
  ask: Ask;
  once: Once;
}

/** What is to be said above the next question. */
export interface Said {
  lines: Text[];
  choices: Choice[];
  /** Only what was wrong with the last message: the question follows without being explained once more. */
  complaint?: true;
}

export const nothing: Said = { lines: [], choices: [] };

export const say = (key: string, params?: Text['params']): Said => ({
  lines: [text(key, params)],
  choices: [],
});

export const text = (key: string, params?: Text['params']): Text => (params ? { key, params } : { key });

/** Says what is wrong with the last message. */
export const complain = (why: Text, choices: Choice[] = []): Said => ({
  lines: [why],
  choices,
  complaint: true,
});

export function join(a: Said, b: Said): Said {
  if (isNothing(a)) return b;
  if (isNothing(b)) return a;
  const lines = [...a.lines, ...b.lines];
  const choices = [...a.choices, ...b.choices];
  const onlyComplaints = [a, b].every((part) => part.complaint || part.lines.length === 0);
  return onlyComplaints && lines.length > 0 ? { lines, choices, complaint: true } : { lines, choices };
}

const isNothing = (said: Said): boolean => said.lines.length === 0 && said.choices.length === 0;

export const title = (flow: string): Text => ({ key: `conversations.${flow}.title` });

export const menuChoice: Choice = { id: 'go:menu', label: { key: 'machine.buttons.menu' } };

/** The session with its innermost conversation replaced, or taken off. */
export function withTop(session: Session, thread: Thread | null): Session {
  const outer = session.threads.slice(1);
  return { ...session, threads: thread ? [thread, ...outer] : outer };
}

/** The words of a list in `machine.words`, in the reader's language. */
export const wordList = (view: View, name: string): KnownWord[] =>
  knownWords(view.wording({ key: `machine.words.${name}` }));

/** Whether what was said, `plain`, is one of the words of that list. */
export const isAmong = ({ view }: Scene, list: string, said: string): boolean =>
  wordList(view, list).some((word) => word.folded === said);
