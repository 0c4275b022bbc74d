/**
 * The floor: the same two conversations written out by hand, with the same readers of what is typed, the same words, the
 * same session and the same replies to the last key and button, but nothing that any other conversation could use. What
 * never changes (lists of words, labels) is made once.
 */
import type {
  Answers,
  AnswerValue,
  Incoming,
  Session,
  Thread,
} from '../../src/conversation/machine-types.ts';
import { readChoice } from '../../src/conversation/read/choices.ts';
import { readDate } from '../../src/conversation/read/dates.ts';
import { plain } from '../../src/conversation/read/fold.ts';
import { readHour } from '../../src/conversation/read/hours.ts';
import { type KnownWord, knownWords } from '../../src/conversation/read/known-words.ts';
import { readNumber } from '../../src/conversation/read/numbers.ts';
import { readText, unfit } from '../../src/conversation/read/texts.ts';
import { readUniversal, type UniversalWord, universalWords } from '../../src/conversation/read/universal.ts';
import { readYesNo } from '../../src/conversation/read/yes-no.ts';
import type { Choice, Reply, Text, TextValue } from '../../src/words/text.ts';
import { look } from './conversations.ts';

export interface Handled {
  session: Session;
  replies: Reply[];
  command?: { name: string; key: string; answers: Answers };
}

export interface Now {
  now: string;
  today: string;
  freshRun: string;
}

const halfADay = 12 * 3600 * 1000;
/** Where one chooses, the words on a button do as well as the button. */
const buttonsAt: Record<string, string[]> = {
  who: ['cancel'],
  kind: ['back', 'cancel'],
  edit: ['back', 'cancel'],
  confirm: ['confirm', 'edit', 'cancel'],
};
const kinds = ['admission', 'recognition', 'other'];

export function handWritten(wording: (text: Text) => string) {
  const list = (name: string): KnownWord[] => knownWords(wording({ key: `machine.words.${name}` }));
  const universal = Object.fromEntries(
    universalWords.map((word) => [
      word,
      ['back', 'cancel', 'edit', 'skip'].includes(word)
        ? [...list(word), ...knownWords(wording({ key: `machine.buttons.${word}` }))]
        : list(word),
    ]),
  ) as Record<UniversalWord, KnownWord[]>;
  const yes = list('yes');
  const no = list('no');
  const answerWords = [...yes, ...no];
  const yesAtSummary = [...yes, ...list('confirm')];
  const none = new Set(list('none').map((word) => word.folded));
  const requests = new Set(list('requests').map((word) => word.folded));
  const kindLabels = kinds.map((value) => ({ value, label: wording(kindLabel(value)) }));
  const buttonWords = new Map(
    ['back', 'cancel', 'edit', 'confirm'].map((name) => [
      name,
      plain(wording({ key: `machine.buttons.${name}` })),
    ]),
  );
  const shortLabels = new Map(
    ['who', 'kind', 'note', 'on', 'members', 'inFavour', 'remark'].map((name) => [
      name,
      wording(short(name)),
    ]),
  );

  return function turn(session: Session, incoming: Incoming, at: Now): Handled {
    const silent =
      session.threads.length > 0 &&
      session.lastAt !== undefined &&
      Date.parse(at.now) - Date.parse(session.lastAt) > halfADay;
    if (silent) throw new Error('nobody is silent for long in this chat');
    session.lastAt = at.now;
    switch (incoming.kind) {
      case 'open':
        return opened(session, incoming.flow, at);
      case 'text':
        return typed(session, incoming.text, at);
      case 'button':
        return tapped(session, incoming.id);
      default:
        return asked(session, [{ key: 'machine.media' }], false);
    }
  };

  function opened(session: Session, flow: string, at: Now): Handled {
    const outer = session.threads[0];
    const said: Text[] = outer
      ? [{ key: 'machine.setAside', params: { work: { key: `conversations.${outer.flow}.title` } } }]
      : [];
    session.threads.unshift({ flow, run: at.freshRun, answers: {}, at: '' });
    return asked(session, said, true);
  }

  function typed(session: Session, text: string, at: Now): Handled {
    const bad = unfit(text);
    if (bad?.kind === 'refused') return asked(session, [bad.why], false);
    const word = readUniversal(text, universal, answerWords);
    const thread = session.threads[0];
    if (!thread) {
      const moves = word && ['back', 'cancel', 'skip', 'repeat'].includes(word.word);
      const key = moves
        ? 'machine.nothingUnderWay'
        : word?.word === 'help'
          ? 'machine.help'
          : 'machine.notUnderstood';
      return { session, replies: [{ lines: [{ key }], choices: [menuButton] }] };
    }
    const said = plain(text);
    const written = buttonsAt[thread.at]?.find((name) => buttonWords.get(name) === said);
    if (written !== undefined) return tapped(session, `q:${session.seq.toString(36)}:!${written}`);
    switch (word?.word) {
      case 'back':
        return goBack(session, thread);
      case 'cancel':
        return left(session, [
          { key: 'machine.cancelled', params: { work: { key: `conversations.${thread.flow}.title` } } },
        ]);
      case 'edit': {
        const names = answered(thread.answers);
        const labels = names.map((value) => ({ value, label: shortLabels.get(value) ?? '' }));
        const read = word.rest === '' ? null : readChoice(word.rest, labels, []);
        return read?.kind === 'read' ? edit(session, thread, read.value.value) : whichToEdit(session, thread);
      }
      case 'skip':
        return thread.at === 'remark'
          ? taken(session, thread, 'remark', '')
          : asked(session, [{ key: 'machine.cannotSkip' }], false);
      case 'repeat':
      case 'menu':
      case 'basis':
        return asked(session, [], false);
      case 'help':
        return asked(session, [{ key: 'machine.help' }], false);
    }
    if (requests.has(said) && thread.at !== 'confirm' && thread.at !== 'edit')
      return asked(session, [], false);
    switch (thread.at) {
      case 'who': {
        const options = (look('people', {}).options ?? []).map(({ value, label }) => ({
          value,
          label: wording(label),
        }));
        return chosen(session, thread, 'who', text, options);
      }
      case 'kind':
        return chosen(session, thread, 'kind', text, kindLabels);
      case 'note':
        return read(session, thread, readText(text, { max: 120 }), { key: 'machine.wanted.text' });
      case 'on':
        return read(session, thread, readDate(text, { today: at.today, past: true }), {
          key: 'machine.wanted.date',
        });
      case 'members':
        return read(session, thread, readNumber(text, { min: 1, max: 500 }), {
          key: 'machine.wanted.number',
          params: { min: 1, max: 500 },
        });
      case 'inFavour':
        return read(
          session,
          thread,
          none.has(said) ? { kind: 'read', value: 0 } : readNumber(text, { min: 0, max: 500 }),
          { key: 'machine.wanted.number', params: { min: 0, max: 500 } },
        );
      case 'remark':
        if (none.has(said)) return taken(session, thread, 'remark', '');
        return read(session, thread, readText(text, { max: 60 }), { key: 'machine.wanted.text' });
      case 'hour':
        return read(session, thread, readHour(text), { key: 'machine.wanted.hour' });
      case 'confirm': {
        const answer = readYesNo(text, { yes: yesAtSummary, no });
        if (answer.kind !== 'read') return asked(session, [{ key: 'machine.wanted.confirm' }], false);
        return answer.value === 'yes' ? confirmed(session, thread) : whichToEdit(session, thread);
      }
      default: {
        const labels = answered(thread.answers).map((value) => ({
          value,
          label: shortLabels.get(value) ?? '',
        }));
        const answer = readChoice(text, labels, labels);
        return answer.kind === 'read'
          ? edit(session, thread, answer.value.value)
          : asked(session, [{ key: 'machine.wanted.choice' }], false);
      }
    }
  }

  /** An option called by its whole name or its number is as good as its button. */
  function chosen(
    session: Session,
    thread: Thread,
    name: string,
    text: string,
    options: { value: string; label: string }[],
  ): Handled {
    const choice = readChoice(text, options, options);
    if (choice.kind !== 'read') return asked(session, [{ key: 'machine.wanted.choice' }], false);
    const said = plain(text);
    if (said === plain(choice.value.label) || /^\d{1,2}$/.test(said)) {
      session.lastButton = `q:${session.seq.toString(36)}:${choice.value.value}`;
    }
    return taken(session, thread, name, choice.value.value);
  }

  function read(
    session: Session,
    thread: Thread,
    answer: { kind: 'read'; value: AnswerValue } | { kind: 'refused'; why: Text } | { kind: 'unread' },
    wanted: Text,
  ): Handled {
    if (answer.kind === 'read') return taken(session, thread, thread.at, answer.value);
    return asked(session, [answer.kind === 'refused' ? answer.why : wanted], false, true);
  }
}

function tapped(session: Session, id: string): Handled {
  if (id === session.lastButton) return { session, replies: [] };
  const [, seq = '', what = ''] = id.split(':');
  const thread = session.threads[0];
  if (!thread || Number.parseInt(seq, 36) !== session.seq) {
    return asked(session, [{ key: 'machine.staleButton' }], false, true);
  }
  session.lastButton = id;
  switch (what) {
    case '!back':
      return goBack(session, thread);
    case '!cancel':
      return left(session, [
        { key: 'machine.cancelled', params: { work: { key: `conversations.${thread.flow}.title` } } },
      ]);
    case '!edit':
      return whichToEdit(session, thread);
    case '!skip':
      return taken(session, thread, 'remark', '');
    case '!confirm':
      return confirmed(session, thread);
    default:
      return what.startsWith('@')
        ? edit(session, thread, what.slice(1))
        : taken(session, thread, thread.at, what);
  }
}

/** Stores the answer if it may be, drops the votes in favour when there are more of them than members now. */
function taken(session: Session, thread: Thread, name: string, value: AnswerValue): Handled {
  const said: Text[] = [];
  if (name === 'inFavour') {
    const { refuse } = look('notMoreThanMembers', { ...thread.answers, inFavour: value });
    if (refuse) return asked(session, [refuse], false, true);
  }
  thread.answers[name] = value;
  delete thread.editing;
  if (name === 'members' && thread.answers.inFavour !== undefined) {
    const { refuse } = look('notMoreThanMembers', thread.answers);
    if (refuse) {
      delete thread.answers.inFavour;
      said.push(refuse);
    }
  }
  if (thread.flow === 'bench-hour') {
    const command = { name: 'settings', key: thread.run, answers: thread.answers };
    return { ...closed(session), command };
  }
  return asked(session, said, true);
}

function goBack(session: Session, thread: Thread): Handled {
  const last = answered(thread.answers).at(-1);
  if (thread.at === 'edit' || thread.editing !== undefined) {
    delete thread.editing;
    thread.at = '';
    return asked(session, [], true);
  }
  if (last === undefined) return asked(session, [{ key: 'machine.nothingBefore' }], false, true);
  delete thread.answers[last];
  return asked(session, [], true);
}

function edit(session: Session, thread: Thread, name: string): Handled {
  thread.editing = name;
  thread.at = '';
  return asked(session, [], true);
}

function whichToEdit(session: Session, thread: Thread): Handled {
  if (answered(thread.answers).length === 0) return asked(session, [{ key: 'machine.nothingToEdit' }], false);
  delete thread.editing;
  thread.at = 'edit';
  return asked(session, [], true);
}

function confirmed(session: Session, thread: Thread): Handled {
  const { remark, ...answers } = thread.answers;
  const kept: Answers = remark === '' || remark === undefined ? answers : { ...answers, remark };
  return { ...closed(session), command: { name: 'record-meeting', key: thread.run, answers: kept } };
}

function closed(session: Session): { session: Session; replies: Reply[] } {
  session.threads.shift();
  session.seq += 1;
  return { session, replies: [] };
}

function left(session: Session, said: Text[]): Handled {
  session.threads.shift();
  session.seq += 1;
  const outer = session.threads[0];
  if (!outer) return { session, replies: [{ lines: said, choices: [menuButton] }] };
  said.push({ key: 'machine.resume', params: { work: { key: `conversations.${outer.flow}.title` } } });
  return asked(session, said, true);
}

/** Once the outcome of a command was said, what it interrupted goes on. */
export function goOn(session: Session): Reply[] {
  const outer = session.threads[0];
  if (!outer) return [];
  const work = { key: `conversations.${outer.flow}.title` };
  return asked(session, [{ key: 'machine.resume', params: { work } }], false).replies;
}

/** The question that is open now, the summary, or the choice of what to edit, under what is said first. */
function asked(session: Session, said: Text[], fresh: boolean, complaint = false): Handled {
  const thread = session.threads[0];
  if (!thread) return { session, replies: said.length > 0 ? [{ lines: said, choices: [menuButton] }] : [] };
  const at =
    thread.at === 'edit'
      ? 'edit'
      : (thread.editing ?? (thread.flow === 'bench-hour' ? 'hour' : openQuestion(thread.answers)));
  if (fresh || thread.at !== at) session.seq += 1;
  thread.at = at;
  const { lines, choices } = bubble(thread, at, session.seq, complaint);
  return { session, replies: [{ lines: [...said, ...lines], choices }] };
}

function openQuestion(answers: Answers): string {
  if (answers.who === undefined) return 'who';
  if (answers.kind === undefined) return 'kind';
  if (answers.kind === 'other' && answers.note === undefined) return 'note';
  if (answers.on === undefined) return 'on';
  if (answers.members === undefined) return 'members';
  if (answers.inFavour === undefined) return 'inFavour';
  return answers.remark === undefined ? 'remark' : 'confirm';
}

/** In the order asked. */
function answered({ who, kind, note, on, members, inFavour, remark }: Answers): string[] {
  const names: string[] = [];
  if (who !== undefined) names.push('who');
  if (kind !== undefined) names.push('kind');
  if (kind === 'other' && note !== undefined) names.push('note');
  if (on !== undefined) names.push('on');
  if (members !== undefined) names.push('members');
  if (inFavour !== undefined) names.push('inFavour');
  if (remark !== undefined) names.push('remark');
  return names;
}

function bubble(thread: Thread, at: string, seq: number, complaint: boolean): Required<Reply> {
  const { answers } = thread;
  const button = (what: string): Choice => ({
    id: `q:${seq.toString(36)}:!${what}`,
    label: { key: `machine.buttons.${what}` },
  });
  const back = [button('back'), button('cancel')];
  switch (at) {
    case 'who': {
      const options = (look('people', {}).options ?? []).map(({ value, label }) => ({
        id: `q:${seq.toString(36)}:${value}`,
        label,
      }));
      const ways = thread.editing === undefined ? [button('cancel')] : back;
      return { lines: [question('who', {})], choices: [...options, ...ways] };
    }
    case 'kind': {
      const options = kinds.map((value) => ({
        id: `q:${seq.toString(36)}:${value}`,
        label: kindLabel(value),
      }));
      return { lines: [question('kind', {})], choices: [...options, ...back] };
    }
    case 'note':
      return { lines: [question('note', before(answers, 'note'))], choices: back };
    case 'on': {
      const { lines = [], values } = look('dayHint', answers);
      const params = { ...before(answers, 'on'), hint: String(values?.hint) };
      return { lines: [...(complaint ? [] : lines), question('on', params)], choices: back };
    }
    case 'members':
    case 'inFavour':
      return { lines: [question(at, before(answers, at))], choices: back };
    case 'remark':
      return { lines: [question('remark', before(answers, 'remark'))], choices: [button('skip'), ...back] };
    case 'hour':
      return {
        lines: [{ key: 'conversations.bench-hour.hour.ask', params: {} }],
        choices: [button('cancel')],
      };
    case 'edit': {
      const names = answered(answers).map((name) => ({
        id: `q:${seq.toString(36)}:@${name}`,
        label: short(name),
      }));
      return { lines: [{ key: 'machine.editWhich' }], choices: [...names, ...back] };
    }
    default: {
      const work = { key: 'conversations.bench-meeting.title' };
      return {
        lines: [
          { key: 'machine.summary.title', params: { work } },
          ...answered(answers).map((name) => ({
            key: 'machine.summary.line',
            params: { label: short(name), value: readBack(name, answers[name] ?? '') },
          })),
          ...(look('outlook', answers).lines ?? []),
          { key: 'machine.summary.ask' },
        ],
        choices: [button('confirm'), button('edit'), button('cancel')],
      };
    }
  }
}

/** The answers before a question, as its words may use them. */
function before({ kind, note, on, members, inFavour }: Answers, name: string): Record<string, TextValue> {
  const params: Record<string, TextValue> = { kind: [kindLabel(String(kind))] };
  if (name === 'note') return params;
  if (kind === 'other' && note !== undefined) params.note = String(note);
  if (name === 'on') return params;
  params.on = { date: String(on) };
  if (name === 'members') return params;
  params.members = Number(members);
  if (name === 'remark') params.inFavour = Number(inFavour);
  return params;
}

function readBack(name: string, value: AnswerValue): TextValue {
  switch (name) {
    case 'who': {
      const option = look('people', {}).options?.find((one) => one.value === value);
      return option ? [option.label] : String(value);
    }
    case 'kind':
      return [kindLabel(String(value))];
    case 'on':
      return { date: String(value) };
    case 'remark':
      return value === '' ? { key: 'machine.value.none' } : String(value);
    default:
      return Array.isArray(value) ? value.join(', ') : value;
  }
}

const question = (name: string, params: Record<string, TextValue>): Text => ({
  key: `conversations.bench-meeting.${name}.ask`,
  params,
});
const kindLabel = (value: string): Text => ({ key: `conversations.bench-meeting.kind.options.${value}` });
const short = (name: string): Text => ({ key: `conversations.bench-meeting.${name}.short` });
const menuButton: Choice = { id: 'go:menu', label: { key: 'machine.buttons.menu' } };
