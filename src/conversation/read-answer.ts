/** Typed words read as an answer to one question. */
import type { Text } from '../words/text.ts';
import type { AnswerValue } from './machine-types.ts';
import { optionsOf, pageOf, worded } from './options.ts';
import type { Place } from './place.ts';
import { type ChoiceRead, type Option, readChoice, readChoices } from './read/choices.ts';
import { readDate } from './read/dates.ts';
import { readHour } from './read/hours.ts';
import { readMonth } from './read/months.ts';
import { readNumber } from './read/numbers.ts';
import { readPersonName } from './read/person-names.ts';
import { readText } from './read/texts.ts';
import { readYesNo } from './read/yes-no.ts';
import { isAmong, type Scene, wordList } from './scene.ts';

export type AnswerRead =
  | { kind: 'read'; value: AnswerValue }
  | { kind: 'refused'; why: Text }
  /** Several options fit: show those. */
  | { kind: 'narrow'; find: string; count: number }
  /** No answer to this question: perhaps a request. `why` says what is wanted here. */
  | { kind: 'unread'; why: Text };

/** `folded`: what was typed, `plain`. */
export function readAnswer(
  scene: Scene,
  place: Extract<Place, { kind: 'question' }>,
  typed: string,
  folded: string,
): AnswerRead {
  const { input } = place.question;
  const { today } = scene.view;
  switch (input.kind) {
    case 'choice':
    case 'lookup':
      return readOption(scene, place, typed);
    case 'yes-no':
      return or(
        readYesNo(typed, { yes: wordList(scene.view, 'yes'), no: wordList(scene.view, 'no') }),
        'yes-no',
      );
    case 'date':
      return or(readDate(typed, { today, past: input.past, future: input.future }), 'date');
    case 'month':
      return or(readMonth(typed, { today }), 'month');
    case 'number': {
      // "không", "không có", "không ai".
      if (input.min <= 0 && isAmong(scene, 'none', folded)) return { kind: 'read', value: 0 };
      return or(readNumber(typed, { min: input.min, max: input.max }), 'number', {
        min: input.min,
        max: input.max,
      });
    }
    case 'hour':
      return or(readHour(typed), 'hour');
    case 'person-name':
      return or(readPersonName(typed), 'person-name');
    case 'text':
      return or(readText(typed, { max: input.max }), 'text');
  }
}

function readOption(scene: Scene, place: Extract<Place, { kind: 'question' }>, typed: string): AnswerRead {
  const { flow, name, question, known, thread } = place;
  const options = optionsOf(flow, name, question, known, scene.ask) ?? [];
  const listed = options.filter((option) => !option.unlisted);
  const all = worded(listed, scene.view.wording);
  const shown = worded(pageOf(options, thread.draft, scene.view.wording).shown, scene.view.wording);
  const many = 'many' in question.input && question.input.many;
  if (!many) {
    const choice = readChoice(typed, all, shown);
    const others = worded(
      options.filter((option) => option.unlisted),
      scene.view.wording,
    );
    return fromChoice(choice.kind === 'unread' ? readChoice(typed, others, []) : choice, (one) => one.value);
  }
  const ticked = thread.draft?.ticked ?? [];
  return fromChoice(readChoices(typed, all, shown), (chosen) => {
    const values = new Set([...ticked, ...chosen.map((option) => option.value)]);
    return all.map((option) => option.value).filter((value) => values.has(value));
  });
}

function fromChoice<T extends Option | Option[]>(
  choice: ChoiceRead<T>,
  value: (chosen: T) => AnswerValue,
): AnswerRead {
  switch (choice.kind) {
    case 'read':
      return { kind: 'read', value: value(choice.value) };
    case 'ambiguous':
      return { kind: 'narrow', find: choice.said, count: choice.matches.length };
    case 'unknown':
      return { kind: 'refused', why: { key: 'machine.refuse.choiceUnknown', params: { said: choice.said } } };
    case 'unread':
      return { kind: 'unread', why: { key: 'machine.wanted.choice' } };
  }
}

function or(
  read: { kind: 'read'; value: AnswerValue } | { kind: 'refused'; why: Text } | { kind: 'unread' },
  kind: string,
  params?: Record<string, number>,
): AnswerRead {
  if (read.kind !== 'unread') return read;
  const key = `machine.wanted.${kind}`;
  return { kind: 'unread', why: params ? { key, params } : { key } };
}
