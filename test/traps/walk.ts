/**
 * Walking conversations without anybody: turns with canned lookups, an answer for every kind of question, and the way
 * to any place of a flow. Used by the tests of the machine and by those of the real conversations.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { Flow, Question, Test } from '../../src/conversation/flow.ts';
import { emptySession, lookupKey, next, resume } from '../../src/conversation/machine.ts';
import type {
  Answers,
  Incoming,
  LookupCall,
  LookupResult,
  Need,
  Session,
  Turn,
  View,
} from '../../src/conversation/machine-types.ts';
import { parseFlow } from '../../src/conversation/parse-flows.ts';
import { createWords } from '../../src/words/say.ts';
import type { Choice, Text } from '../../src/words/text.ts';

export type Flows = ReadonlyMap<string, Flow>;
export type World = (call: LookupCall) => LookupResult;

const repository = fileURLToPath(new URL('../../', import.meta.url));
const words = createWords([repository, fileURLToPath(new URL('./words/', import.meta.url))]);

/** A Sunday, at 9 in the morning in Viet Nam. */
const today = '2026-11-22';
const now = '2026-11-22T02:00:00Z';

export interface Setting {
  flows: Flows;
  world: World;
  today?: string;
  now?: string;
  roles?: string[];
  language?: 'vi' | 'en';
  freshRun?: string;
}

export const wording = (text: Text, language: 'vi' | 'en' = 'vi'): string => words.say(text, language);

/** One message; every lookup the machine asks for is answered by the world. */
export function turn(setting: Setting, session: Session, incoming: Incoming): Turn {
  return settle(setting, (view) => next(setting.flows, session, incoming, view));
}

export function comeBack(setting: Setting, session: Session): Turn {
  return settle(setting, (view) => resume(setting.flows, session, view));
}

export function settle(setting: Setting, run: (view: View) => Turn | Need): Turn {
  const lookups = new Map<string, LookupResult>();
  const view: View = {
    today: setting.today ?? today,
    now: setting.now ?? now,
    language: setting.language ?? 'vi',
    roles: setting.roles ?? ['cadre', 'mentor', 'candidate', 'committeeOfficer'],
    freshRun: setting.freshRun ?? 'run-1',
    wording: (text) => wording(text, setting.language),
    lookups,
  };
  let result = run(view);
  for (let round = 0; round < 60; round += 1) {
    if (!('need' in result)) return result;
    for (const call of result.need) lookups.set(lookupKey(call), setting.world(call));
    result = result.again();
  }
  throw new Error('lookups without end');
}

export const open = (setting: Setting, flow: string, answers: Answers = {}, session = emptySession()): Turn =>
  turn(setting, session, { kind: 'open', flow, answers });

export const typing = (setting: Setting, session: Session, text: string): Turn =>
  turn(setting, session, { kind: 'text', text });

export const tapping = (setting: Setting, session: Session, id: string): Turn =>
  turn(setting, session, { kind: 'button', id });

/** All that was said, in words. */
export const spoken = (said: Turn, language: 'vi' | 'en' = 'vi'): string =>
  said.replies.flatMap((reply) => reply.lines.map((line) => wording(line, language))).join('\n');

export const keys = (said: Turn): string[] =>
  said.replies.flatMap((reply) => reply.lines.map((line) => line.key));

export const choices = (said: Turn): Choice[] => said.replies.flatMap((reply) => reply.choices ?? []);

export const labels = (said: Turn): string[] => choices(said).map((choice) => wording(choice.label));

/** The button with this label, as given out in the turn. */
export function button(said: Turn, label: string): string {
  const found = choices(said).find((choice) => wording(choice.label) === label);
  if (!found) throw new Error(`no button "${label}" among ${labels(said).join(', ')}`);
  return found.id;
}

export const placeNow = (session: Session): string | undefined => session.threads[0]?.at;

/** Words that answer the question. */
export function goodWords(flow: Flow, name: string, question: Question): string {
  const { input } = question;
  switch (input.kind) {
    case 'choice':
      return wording({ key: `conversations.${flow.flow}.${name}.options.${input.options[0]}` });
    case 'lookup':
      return '1';
    case 'yes-no':
      return 'có';
    case 'date':
      return 'hôm nay';
    case 'month':
      return 'tháng trước';
    case 'number':
      return String(Math.max(input.min, Math.min(input.max, 20)));
    case 'hour':
      return '8 giờ';
    case 'person-name':
      return 'Nguyễn Thị Hoa';
    case 'text':
      return 'Đảng uỷ phường Trúc Bạch';
  }
}

/** Words that are plainly no answer; null where anything short may be one. */
export function wrongWords(question: Question): string | null {
  switch (question.input.kind) {
    case 'text':
      return 'gọi 0912 345 678';
    case 'person-name':
      return 'Hoa 2001';
    case 'number':
      return 'một ít';
    case 'date':
      return 'khi nào tiện';
    default:
      return 'xyz qwerty';
  }
}

export interface Visit {
  /** The question, or `confirm`. */
  at: string;
  /** The turn in which it was asked. */
  asked: Turn;
}

/** Every place of a flow in the order asked, answered with good words until the summary or the end. */
export function walk(setting: Setting, flow: Flow, answers: Answers = {}): { visits: Visit[]; last: Turn } {
  const visits: Visit[] = [];
  let said = open(setting, flow.flow, answers);
  for (let step = 0; step < 60; step += 1) {
    const at = said.session.threads[0]?.flow === flow.flow ? placeNow(said.session) : undefined;
    if (at === undefined || said.command) return { visits, last: said };
    visits.push({ at, asked: said });
    if (at === 'confirm') return { visits, last: said };
    const question = flow.questions[at];
    if (!question) throw new Error(`at ${at}, which is no question of ${flow.flow}`);
    const answered = typing(setting, said.session, goodWords(flow, at, question));
    if (placeNow(answered.session) === at && answered.session.seq === said.session.seq) {
      throw new Error(
        `${flow.flow}/${at} does not take "${goodWords(flow, at, question)}": ${spoken(answered)}`,
      );
    }
    said = answered;
  }
  throw new Error(`${flow.flow} does not come to an end`);
}

/** The conversations of the product, as they lie in the repository. */
export function realFlows(): Flows {
  const folder = `${repository}flows/conversations/`;
  const flows = new Map<string, Flow>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
    const parsed = parseFlow(parse(readFileSync(folder + file, 'utf8')));
    if (!parsed.ok) throw new Error(`${file}: ${JSON.stringify(parsed.findings)}`);
    flows.set(parsed.flow.flow, parsed.flow);
  }
  return flows;
}

/** A world in which every lookup has three options and a line, and every `when` on a lookup holds (or none does). */
export function obligingWorld(flows: Flows, conditions: boolean): World {
  return (call) => {
    const flow = flows.get(call.flow);
    const values: Record<string, string | number | boolean> = {};
    for (const question of Object.values(flow?.questions ?? {})) {
      if (question.when) collect(question.when, call.name, conditions, values);
    }
    const options = ['Nguyễn Văn An', 'Trần Thị Bình', 'Lê Thị Cúc'].map((value, index) => ({
      value: `${index + 1}`,
      label: { key: 'common.verbatim', params: { value } },
    }));
    return { options, values, lines: [{ key: 'common.verbatim', params: { value: `(${call.name})` } }] };
  };
}

function collect(
  test: Test,
  lookup: string,
  hold: boolean,
  values: Record<string, string | number | boolean>,
): void {
  if ('all' in test) for (const each of test.all) collect(each, lookup, hold, values);
  else if ('any' in test) for (const each of test.any) collect(each, lookup, hold, values);
  else if ('not' in test) collect(test.not, lookup, !hold, values);
  else if ('lookup' in test && test.lookup === lookup)
    values[test.value] = hold ? (test.is ?? true) : 'otherwise';
}
