/** Whether a stored answer still answers its question: the flow file, or the day, may have changed since. */
import type { Question } from './flow.ts';
import type { AnswerValue } from './machine-types.ts';
import { isInCalendar } from './read/calendar-words.ts';

export const isSkipped = (value: AnswerValue): boolean =>
  value === '' || (Array.isArray(value) && value.length === 0);

/** What can be told without a lookup; '' is a skipped question. */
export function isValid(question: Question, value: AnswerValue, today: string): boolean {
  const { input } = question;
  if (isSkipped(value)) return question.optional;
  switch (input.kind) {
    case 'choice':
      return many(value, input.many) && listed(value).every((each) => input.options.includes(each));
    case 'lookup':
      return many(value, input.many);
    case 'yes-no':
      return value === 'yes' || value === 'no';
    case 'date':
      return isDay(value) && !(input.past && value > today) && !(input.future && value < today);
    case 'month':
      return (
        typeof value === 'string' && /^\d{4}-(?:0[1-9]|1[0-2])$/.test(value) && value <= today.slice(0, 7)
      );
    case 'number':
      return isWhole(value, input.min, input.max);
    case 'hour':
      return isWhole(value, 0, 23);
    case 'person-name':
      return typeof value === 'string';
    case 'text':
      return typeof value === 'string' && [...value].length <= input.max;
  }
}

/** An answer brought by a button, where everything is text, made into one of the question's kind; null if it is none. */
export function asAnswer(question: Question, value: AnswerValue, today: string): AnswerValue | null {
  const { kind } = question.input;
  let fitted: AnswerValue = value;
  if ((kind === 'number' || kind === 'hour') && typeof value === 'string' && /^\d{1,9}$/.test(value)) {
    fitted = Number(value);
  } else if ('many' in question.input && question.input.many && typeof value === 'string') {
    fitted = value.split(',').filter((each) => each !== '');
  } else if (kind !== 'number' && kind !== 'hour' && typeof value === 'number') {
    fitted = String(value);
  }
  return fitted !== '' && isValid(question, fitted, today) ? fitted : null;
}

const many = (value: AnswerValue, allowed: boolean): boolean => Array.isArray(value) === allowed;

const listed = (value: AnswerValue): string[] => (Array.isArray(value) ? value : [String(value)]);

const isWhole = (value: AnswerValue, min: number, max: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;

function isDay(value: AnswerValue): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  return isInCalendar(Number(value.slice(0, 4)), Number(value.slice(5, 7)), Number(value.slice(8)));
}
