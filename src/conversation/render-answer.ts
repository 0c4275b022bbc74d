/** An answer in short words, as it is read back. */
import type { TextValue } from '../words/text.ts';
import type { Flow, Question } from './flow.ts';
import type { Ask } from './lookups.ts';
import type { Answers, AnswerValue } from './machine-types.ts';
import { optionLabel, optionsOf } from './options.ts';
import { isSkipped } from './valid.ts';

/**
 * `known` are the answers before this one. Null when the answer is not among the options of its lookup any more.
 */
export function renderAnswer(
  flow: Flow,
  name: string,
  question: Question,
  value: AnswerValue,
  known: Answers,
  ask: Ask,
): TextValue | null {
  if (question.input.kind !== 'lookup' || isSkipped(value)) return renderPlain(flow, name, question, value);
  const options = optionsOf(flow, name, question, known, ask) ?? [];
  const labels = (Array.isArray(value) ? value : [String(value)]).map((each) => {
    const option = options.find(({ value: one }) => one === each);
    return option ? (option.name ?? option.label) : null;
  });
  if (labels.some((label) => label === null)) return null;
  return labels.filter((label) => label !== null);
}

/** The same for answers that need no lookup; null for those that do. */
export function renderPlain(
  flow: Flow,
  name: string,
  question: Question,
  value: AnswerValue,
): TextValue | null {
  if (isSkipped(value)) return { key: 'machine.value.none' };
  switch (question.input.kind) {
    case 'lookup':
      return null;
    case 'choice':
      return (Array.isArray(value) ? value : [String(value)]).map((each) =>
        optionLabel(flow.flow, name, each),
      );
    case 'yes-no':
      return { key: value === 'yes' ? 'machine.yes' : 'machine.no' };
    case 'date':
      return { date: String(value) };
    case 'month': {
      const [year = '', month = ''] = String(value).split('-');
      return { key: 'machine.value.month', params: { month: Number(month), year } };
    }
    case 'hour':
      return { key: 'machine.value.hour', params: { hour: Number(value) } };
    default:
      return Array.isArray(value) ? value.join(', ') : value;
  }
}
