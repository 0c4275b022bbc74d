/** Whether a `when` of a flow holds, from the answers given so far and the values of lookups. */
import type { Test } from './flow.ts';
import type { Answers } from './machine-types.ts';

export type ValueOf = (lookup: string, value: string) => string | number | boolean | undefined;

export function holds(test: Test, answers: Answers, read: ValueOf): boolean {
  if ('all' in test) return test.all.every((each) => holds(each, answers, read));
  if ('any' in test) return test.any.some((each) => holds(each, answers, read));
  if ('not' in test) return !holds(test.not, answers, read);
  if ('lookup' in test) {
    const value = read(test.lookup, test.value);
    return test.is === undefined ? Boolean(value) : value !== undefined && String(value) === String(test.is);
  }
  const given = answers[test.answer];
  if (given === undefined || given === '') return false;
  // A button brings numbers as text, and several may have been chosen: any of them will do.
  const said = (Array.isArray(given) ? given : [given]).map(String);
  if (test.is !== undefined) return said.includes(String(test.is));
  return test.in === undefined || test.in.some((each) => said.includes(String(each)));
}
