/** One question as a bubble: what the lookups have to say, the question, and everything that may be tapped. */
import type { Choice, Text, TextValue } from '../words/text.ts';
import { type Control, goFlow, pressId } from './buttons.ts';
import type { Flow, Question } from './flow.ts';
import type { Answers, LookupResult, Thread } from './machine-types.ts';
import { optionsOf, pageOf } from './options.ts';
import { renderPlain } from './render-answer.ts';
import type { Said, Scene } from './scene.ts';

export interface Asking {
  flow: Flow;
  thread: Thread;
  name: string;
  question: Question;
  known: Answers;
  seq: number;
  /** There is an answer to go back to. */
  canGoBack: boolean;
}

/**
 * `shown`: the results of the question's `show` lookups and of its input lookup, already known not to stop it.
 * `explained`: they were read a moment ago, and only the question is put again.
 */
export function renderQuestion(
  scene: Scene,
  asking: Asking,
  shown: LookupResult[],
  explained: boolean,
): Said {
  const { flow, name, question, seq } = asking;
  const { lines, choices } = renderOptions(scene, asking);
  return {
    lines: [
      ...(explained ? [] : shown.flatMap((result) => result.lines ?? [])),
      { key: `conversations.${flow.flow}.${name}.ask`, params: paramsFor(asking, shown) },
      ...lines,
    ],
    choices: [
      ...choices,
      ...shown.flatMap(offersOf),
      ...(question.optional ? [control(seq, 'skip')] : []),
      ...(asking.canGoBack ? [control(seq, 'back')] : []),
      control(seq, 'cancel'),
    ],
  };
}

/** Buttons that lead to other conversations. */
export const offersOf = (result: LookupResult): Choice[] =>
  (result.offers ?? []).map((offer) => ({
    id: goFlow(offer.flow, plainAnswers(offer.answers)),
    label: offer.label,
  }));

export const control = (seq: number, which: Control): Choice => ({
  id: pressId(seq, { kind: 'control', control: which }),
  label: { key: `machine.buttons.${which}` },
});

function renderOptions(scene: Scene, { flow, thread, name, question, known, seq }: Asking): Said {
  const options = optionsOf(flow, name, question, known, scene.ask);
  if (!options) return { lines: [], choices: [] };
  const page = pageOf(options, thread.draft, scene.view.wording);
  const many = 'many' in question.input && question.input.many;
  const ticked = new Set(many ? thread.draft?.ticked : []);
  const choices = page.shown.map(({ value, label }): Choice => {
    if (!many) return { id: pressId(seq, { kind: 'option', value }), label };
    return ticked.has(value)
      ? { id: pressId(seq, { kind: 'untick', value }), label: { key: 'machine.ticked', params: { label } } }
      : { id: pressId(seq, { kind: 'tick', value }), label };
  });
  const lines: Text[] = [];
  const chosen = options.filter((option) => ticked.has(option.value)).map((option) => option.label);
  if (many && chosen.length === 0) lines.push({ key: 'machine.manyHint' });
  if (chosen.length > 0) lines.push({ key: 'machine.chosen', params: { chosen } });
  if (page.next !== null) lines.push({ key: 'machine.listHint', params: { count: page.count } });
  if (page.next !== null) {
    choices.push({
      id: pressId(seq, { kind: 'more', from: page.next }),
      label: { key: 'machine.buttons.more' },
    });
  }
  if (page.narrowed) choices.push(control(seq, 'all'));
  if (chosen.length > 0) choices.push(control(seq, 'done'));
  return { lines, choices };
}

function paramsFor(asking: Asking, shown: LookupResult[]): Record<string, TextValue> {
  const params: Record<string, TextValue> = {};
  for (const [name, value] of Object.entries(asking.known)) {
    const question = asking.flow.questions[name];
    const word = question ? renderPlain(asking.flow, name, question, value) : null;
    if (word !== null) params[name] = word;
  }
  for (const result of shown) {
    for (const [name, value] of Object.entries(result.values ?? {})) {
      params[name] = typeof value === 'boolean' ? String(value) : value;
    }
  }
  return params;
}

function plainAnswers(answers: Answers): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(answers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );
}
