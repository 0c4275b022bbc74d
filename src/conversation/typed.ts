/** Typed words: a word that works everywhere, a button written out, an answer, or a request of another kind. */
import type { Choice } from '../words/text.ts';
import { controls, readButton } from './buttons.ts';
import type { Session, Turn, View } from './machine-types.ts';
import { answer, back, cancel, chooseEdit, confirm, edit, skip } from './moves.ts';
import { optionsOf } from './options.ts';
import { type Place, placeOf } from './place.ts';
import { pressed, redraw } from './pressed.ts';
import { again, editable, proceed } from './proceed.ts';
import { type Option, readChoice } from './read/choices.ts';
import { plain, plainLabel } from './read/fold.ts';
import { type KnownWord, knownWords } from './read/known-words.ts';
import { unfit } from './read/texts.ts';
import { readUniversal, type Universal, type UniversalWord, universalWords } from './read/universal.ts';
import { readYesNo } from './read/yes-no.ts';
import { readAnswer } from './read-answer.ts';
import { shortLabel } from './render-summary.ts';
import { complain, isAmong, join, menuChoice, type Said, type Scene, say, wordList } from './scene.ts';
import { stand } from './standing.ts';

/** What the words mean: decided once, and done when all that must be looked up for it is there. */
type Move = () => Turn;

/** `asleep`: the chat was silent for long; what could be a stray sentence is then not taken for an answer. */
export function typed(scene: Scene, session: Session, text: string, said: Said, asleep: boolean): Turn {
  const move = scene.once('move', () => understood(scene, session, text, said, asleep));
  return move();
}

function understood(scene: Scene, session: Session, text: string, said: Said, asleep: boolean): Move {
  const bad = unfit(text);
  if (bad?.kind === 'refused') {
    return () => proceed(scene, session, join(said, complain(bad.why)), again);
  }
  const place = placeOf(scene, session);
  const lists = listsOf(scene.view);
  const universal = scene.once('universal', () => readUniversal(text, lists.universal, lists.answers));
  if (!place)
    return session.threads.length > 0
      ? () => proceed(scene, session, said, again)
      : () => alone(session, text, universal);
  const stray = asleep && couldBeStray(place, text);
  const button = isChoosing(place) && !stray ? writtenOut(scene, session, place, text) : null;
  if (button !== null) return () => pressed(scene, session, button, said);
  // An option may be called as a word that works everywhere ("Sửa lại ngày"): then it is the option.
  if (universal && !isOption(scene, place, text))
    return atAnyQuestion(scene, session, place, universal, text, said);
  if (stray) return () => asRequest(scene, session, place, text, said);
  switch (place.kind) {
    case 'question':
      return atQuestion(scene, session, place, text, said);
    case 'confirm':
      return atSummary(scene, session, place, text, said);
    case 'edit':
      return pickEdit(scene, session, place, text, said);
    case 'gone':
      return () => proceed(scene, session, join(said, say('machine.questionGone')), again);
  }
}

function atQuestion(
  scene: Scene,
  session: Session,
  place: Extract<Place, { kind: 'question' }>,
  text: string,
  said: Said,
): Move {
  const { kind } = place.question.input;
  const folded = plain(text);
  if (isAmong(scene, 'requests', folded)) return () => asRequest(scene, session, place, text, said);
  if (kind !== 'yes-no' && place.question.optional && isAmong(scene, 'none', folded))
    return () => skip(scene, session, place, said);
  const read = readAnswer(scene, place, text, folded);
  switch (read.kind) {
    case 'read':
      return () => answer(scene, session, place, read.value, said);
    case 'refused':
      return () => proceed(scene, session, join(said, complain(read.why)), again);
    case 'narrow': {
      const narrowed = say('machine.narrowed', { count: read.count, find: read.find });
      return () => redraw(scene, session, place, { find: read.find, from: 0 }, join(said, narrowed));
    }
    case 'unread': {
      const button = isChoosing(place) ? null : writtenOut(scene, session, place, text);
      if (button !== null) return () => pressed(scene, session, button, said);
      return () => asRequest(scene, session, place, text, join(said, complain(read.why)));
    }
  }
}

function atSummary(scene: Scene, session: Session, place: Place, text: string, said: Said): Move {
  const wanted = join(said, say('machine.wanted.confirm'));
  const yes = [...wordList(scene.view, 'yes'), ...wordList(scene.view, 'confirm')];
  const read = readYesNo(text, { yes, no: wordList(scene.view, 'no') });
  if (read.kind !== 'read') return () => asRequest(scene, session, place, text, wanted);
  return read.value === 'yes'
    ? () => confirm(scene, session, place, said)
    : () => chooseEdit(scene, session, place, said);
}

function pickEdit(scene: Scene, session: Session, place: Place, text: string, said: Said): Move {
  const options = editableOptions(scene, place);
  const read = readChoice(text, options, options);
  if (read.kind === 'read') return () => edit(scene, session, place, read.value.value, said);
  return () => asRequest(scene, session, place, text, join(said, say('machine.wanted.choice')));
}

function atAnyQuestion(
  scene: Scene,
  session: Session,
  place: Place,
  { word, rest }: Universal,
  text: string,
  said: Said,
): Move {
  switch (word) {
    case 'back':
      return () => back(scene, session, place, said);
    case 'cancel':
      return () => cancel(scene, session, place, said);
    case 'edit':
      return editNamed(scene, session, place, rest, said);
    case 'skip':
      return () => skip(scene, session, place, said);
    case 'repeat':
      return () => proceed(scene, session, said, again);
    case 'help':
      return () => proceed(scene, session, join(said, say('machine.help')), again);
    case 'menu':
    case 'basis':
      return () => asRequest(scene, session, place, text, said);
  }
}

function editNamed(scene: Scene, session: Session, place: Place, name: string, said: Said): Move {
  const read = name === '' ? null : readChoice(name, editableOptions(scene, place), []);
  if (read?.kind === 'read') return () => edit(scene, session, place, read.value.value, said);
  return () => chooseEdit(scene, session, place, said);
}

/** The answers that may be edited, by their short names. */
function editableOptions(scene: Scene, { flow, thread }: Place): Option[] {
  const standing = stand(flow, thread.answers, scene.ask, scene.view.today);
  return editable(thread, standing).map((value) => ({
    value,
    label: scene.view.wording(shortLabel(flow.flow, value)),
  }));
}

/** For the caller to understand; if nothing is understood, the question stands, with `said` above it. */
function asRequest(scene: Scene, session: Session, place: Place, text: string, said: Said): Turn {
  const turn = proceed(scene, session, said, again);
  return { ...turn, session: aboutCase(turn.session, place), unhandled: { text } };
}

/** With nothing under way. "Sửa điều ghi nhầm" is then a request of its own. */
function alone(session: Session, text: string, universal: Universal | null): Turn {
  const nothingUnderWay = universal && ['back', 'cancel', 'skip', 'repeat'].includes(universal.word);
  const key = nothingUnderWay
    ? 'machine.nothingUnderWay'
    : universal?.word === 'help'
      ? 'machine.help'
      : null;
  const replies = [{ lines: [{ key: key ?? 'machine.notUnderstood' }], choices: [menuChoice] }];
  return nothingUnderWay ? { session, replies } : { session, replies, unhandled: { text } };
}

/**
 * The button meant by its number or its words: messengers without buttons show the choices as a numbered list. Options
 * of a question are read by its own reader, which also knows parts of words.
 */
function writtenOut(scene: Scene, session: Session, place: Place, text: string): string | null {
  const said = plain(text);
  const number = isChoosing(place) && /^\d{1,2}$/.test(said) ? Number(said) : null;
  if (number === null && said.length > 60) return null;
  const turn = proceed(scene, session, { lines: [], choices: [] }, again);
  // Another place than the one asked: the numbers would mean something else.
  if (turn.session.seq !== session.seq) return null;
  const choices: Choice[] = turn.replies[0]?.choices ?? [];
  const many = place.kind === 'question' && 'many' in place.question.input && place.question.input.many;
  const named = choices.filter((choice) => !(many && isTick(choice)) && names(scene, choice).includes(said));
  if (named.length === 1 && named[0]) return fresh(session, named[0].id);
  const numbered = number === null ? undefined : choices[number - 1];
  return numbered && !(many && isTick(numbered)) ? fresh(session, numbered.id) : null;
}

/** After long silence: a sentence, a "vâng" or a bare number may be meant for something else that was said since. */
function couldBeStray(place: Place, text: string): boolean {
  if (place.kind !== 'question') return place.kind === 'confirm' || /^\d+$/.test(plain(text));
  const { kind } = place.question.input;
  return ['text', 'person-name', 'yes-no'].includes(kind) || (isChoosing(place) && /^\d+$/.test(plain(text)));
}

function isChoosing(place: Place): boolean {
  return place.kind !== 'question' || ['choice', 'lookup', 'yes-no'].includes(place.question.input.kind);
}

function isOption(scene: Scene, place: Place, text: string): boolean {
  if (place.kind !== 'question') return false;
  const options = optionsOf(place.flow, place.name, place.question, place.known, scene.ask) ?? [];
  const said = plain(text);
  return options.some((option) => plainLabel(scene.view.wording(option.label)) === said);
}

function names(scene: Scene, choice: Choice): string[] {
  const button = readButton(choice.id);
  const press = button.kind === 'press' ? button.press : null;
  const list =
    press?.kind === 'more' ? 'more' : press?.kind === 'control' && press.control === 'done' ? 'done' : null;
  const words = list ? wordList(scene.view, list).map((word) => word.folded) : [];
  return [plainLabel(scene.view.wording(choice.label)), ...words];
}

const isTick = (choice: Choice): boolean => /^q:[0-9a-z]+:[+-]/.test(choice.id);

// Words are never a double tap.
function fresh(session: Session, id: string): string | null {
  return id === session.lastButton ? null : id;
}

interface Lists {
  universal: Record<UniversalWord, KnownWord[]>;
  answers: KnownWord[];
}

const lists = new WeakMap<View['wording'], Lists>();

function listsOf(view: View): Lists {
  const ready = lists.get(view.wording);
  if (ready) return ready;
  const universal = {} as Lists['universal'];
  for (const word of universalWords) {
    // What is written on the buttons works as well as the words listed.
    const button = controls.find((control) => control === word);
    const label = button ? knownWords(view.wording({ key: `machine.buttons.${button}` })) : [];
    universal[word] = [...wordList(view, word), ...label];
  }
  const made = { universal, answers: [...wordList(view, 'yes'), ...wordList(view, 'no')] };
  lists.set(view.wording, made);
  return made;
}

/** "căn cứ?" asked in a conversation means its case. */
function aboutCase(session: Session, place: Place): Session {
  const about = Number(place.thread.answers.case);
  return Number.isSafeInteger(about) && about > 0 ? { ...session, about } : session;
}
