/** What every reader of typed input answers. */
import type { Text } from '../../words/text.ts';

export type Read<T> =
  | { kind: 'read'; value: T }
  /** Plainly meant as such an answer, but wrong; `why` says what and what to do. */
  | { kind: 'refused'; why: Text }
  /** Not an answer of this kind: perhaps a request. */
  | { kind: 'unread' };

/** Nobody says a day or a number at greater length; longer text is not searched for one. */
export const longestPhrase = 120;

export const read = <T>(value: T): Read<T> => ({ kind: 'read', value });
export const refuse = (key: string, params?: Text['params']): { kind: 'refused'; why: Text } => ({
  kind: 'refused',
  why: params ? { key, params } : { key },
});
export const unread: { kind: 'unread' } = { kind: 'unread' };
