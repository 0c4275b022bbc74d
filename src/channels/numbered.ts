/**
 * One numbering of choices for every channel: the first choice is 1. A messenger without buttons is answered by typing
 * the number, and on those that have buttons the number works as well.
 */
import type { OutgoingMessage } from './channel.ts';

type Choice = OutgoingMessage['choices'][number];

/** "2. Ghi biên bản" */
export const numberedLabel = (choice: Choice, index: number): string => `${index + 1}. ${choice.label}`;

/** The text with its choices listed below, one a line; without choices, the text alone. */
export function numberedText(message: OutgoingMessage): string {
  const list = message.choices.map(numberedLabel).join('\n');
  return [message.text.trimEnd(), list].filter((part) => part !== '').join('\n\n');
}

/** The choice a typed number stands for ("2", " 2. "), or null. */
export function choiceByNumber(choices: readonly Choice[], typed: string): Choice | null {
  const number = /^\s*(\d{1,3})\s*[.)]?\s*$/.exec(typed)?.[1];
  return number === undefined ? null : (choices[Number(number) - 1] ?? null);
}
