/**
 * The ids that buttons carry, at most 64 bytes of ASCII (the tightest messenger). A question's button names the option
 * itself, not its place in the list, so that a list that changed in the meantime never turns a tap into another choice.
 *
 *   q:<seq36>:<option>   an option of the question asked under that number
 *   q:<seq36>:+<option>  tick, `-` untick, where several may be chosen
 *   q:<seq36>:@<name>    the answer to be edited
 *   q:<seq36>:!<word>    back, cancel, edit, skip, confirm, done, all, more.<from>
 *   go:…                 the application's own; `go:flow:` opens a conversation
 */
import type { AnswerValue } from './machine-types.ts';

const buttonLimit = 64;

export const controls = ['back', 'cancel', 'edit', 'skip', 'confirm', 'done', 'all'] as const;
export type Control = (typeof controls)[number];

export type Press =
  | { kind: 'option'; value: string }
  | { kind: 'tick'; value: string }
  | { kind: 'untick'; value: string }
  | { kind: 'target'; question: string }
  | { kind: 'control'; control: Control }
  | { kind: 'more'; from: number };

export type ButtonId =
  | { kind: 'press'; seq: number; press: Press }
  | { kind: 'action' }
  /** Of a shape this program never gave out. */
  | { kind: 'unknown' };

export function pressId(seq: number, press: Press): string {
  return `q:${seq.toString(36)}:${payload(press)}`;
}

/** `value` of an option press is a token; compare it with `optionToken(option)`. */
export function readButton(id: string): ButtonId {
  if (/^go:[\x21-\x7e]+$/.test(id) && id.length <= buttonLimit) return { kind: 'action' };
  const match = /^q:([0-9a-z]{1,8}):([!@+-]?)([\x21-\x7e]+)$/.exec(id);
  if (!match || id.length > buttonLimit) return { kind: 'unknown' };
  const seq = Number.parseInt(match[1] ?? '', 36);
  const rest = match[3] ?? '';
  const press = readPress(match[2] ?? '', rest);
  return press ? { kind: 'press', seq, press } : { kind: 'unknown' };
}

function readPress(mark: string, rest: string): Press | null {
  if (mark === '+') return { kind: 'tick', value: rest };
  if (mark === '-') return { kind: 'untick', value: rest };
  if (mark === '@') return { kind: 'target', question: rest };
  if (mark === '') return { kind: 'option', value: rest };
  const more = /^more\.(\d{1,6})$/.exec(rest);
  if (more) return { kind: 'more', from: Number(more[1]) };
  const control = controls.find((known) => known === rest);
  return control ? { kind: 'control', control } : null;
}

function payload(press: Press): string {
  switch (press.kind) {
    case 'option':
      return optionToken(press.value);
    case 'tick':
      return `+${optionToken(press.value)}`;
    case 'untick':
      return `-${optionToken(press.value)}`;
    case 'target':
      return `@${press.question}`;
    case 'control':
      return `!${press.control}`;
    case 'more':
      return `!more.${press.from}`;
  }
}

/** The option's own value where it fits a button, else a short mark computed from it. */
export function optionToken(value: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9_./#-]{0,47}$/.test(value)) return value;
  return `~${digest(value)}`;
}

/** cyrb53: 53 bits, enough to tell the options of one list apart. */
function digest(value: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < value.length; i += 1) {
    const code = value.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}

/**
 * The button that opens a conversation with answers already known: `go:flow:record-step:case=12:step=verified`.
 * Throws `RangeError` when it does not fit a button: bring fewer or shorter answers.
 */
export function goFlow(flow: string, answers: Record<string, string | number> = {}): string {
  const parts = Object.entries(answers).map(([name, value]) => `${name}=${encode(String(value))}`);
  const id = ['go:flow', flow, ...parts].join(':');
  if (id.length > buttonLimit) throw new RangeError(`button longer than ${buttonLimit} bytes: ${id}`);
  return id;
}

/** The flow and answers of a `go:flow:` button; null for any other id. Answers are strings: the machine fits them. */
export function parseGoFlow(id: string): { flow: string; answers: Record<string, AnswerValue> } | null {
  const match = /^go:flow:([a-z0-9]+(?:-[a-z0-9]+)*)((?::[a-z][a-zA-Z0-9]*=[A-Za-z0-9_.~%!*'()#/-]*)*)$/.exec(
    id,
  );
  if (!match || id.length > buttonLimit) return null;
  const answers: Record<string, AnswerValue> = {};
  for (const part of (match[2] ?? '').split(':').slice(1)) {
    const cut = part.indexOf('=');
    const value = decode(part.slice(cut + 1));
    if (value === null) return null;
    answers[part.slice(0, cut)] = value;
  }
  return { flow: match[1] ?? '', answers };
}

const encode = (value: string): string =>
  encodeURIComponent(value).replaceAll('%23', '#').replaceAll('%2F', '/');

function decode(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
