/**
 * What both sides of the measurement hold: two conversations, the world their lookups look into, and one chat that goes
 * on and on. Turns 5, 20, 100 and 300 are the same message at the same question; around them there is everything that
 * people do: answers right and wrong, by words and by buttons, back, edits, an old button, a double tap, a conversation
 * inside another, something that is no answer.
 */
import type { Answers, LookupResult } from '../../src/conversation/machine-types.ts';
import { parseFlows } from '../../src/conversation/parse-flows.ts';

export const documents = [
  {
    flow: 'bench-meeting',
    who: ['cadre'],
    questions: {
      who: { input: { kind: 'lookup', lookup: 'people' } },
      kind: { input: { kind: 'choice', options: ['admission', 'recognition', 'other'] } },
      note: { input: { kind: 'text', max: 120 }, when: { answer: 'kind', is: 'other' } },
      on: { input: { kind: 'date', past: true }, show: ['dayHint'] },
      members: { input: { kind: 'number', min: 1, max: 500 } },
      inFavour: { input: { kind: 'number', min: 0, max: 500 }, check: 'notMoreThanMembers' },
      remark: { input: { kind: 'text', max: 60 }, optional: true },
    },
    summary: ['outlook'],
    command: 'record-meeting',
  },
  {
    flow: 'bench-hour',
    who: ['anyone'],
    questions: { hour: { input: { kind: 'hour' } } },
    confirm: false,
    command: 'settings',
  },
];

export const flows = parseFlows(
  documents.map((document) => ({ file: `${document.flow}.yaml`, document })),
).flows;

const people = ['Nguyễn Văn An', 'Trần Thị Ân', 'Lê Văn Bình'].map((value, index) => ({
  value: String(index + 1),
  label: { key: 'common.verbatim', params: { value } },
}));

export function look(name: string, answers: Answers): LookupResult {
  switch (name) {
    case 'people':
      return { options: people };
    case 'dayHint':
      return {
        lines: [{ key: 'common.verbatim', params: { value: 'Chi bộ họp ngày 5 hằng tháng.' } }],
        values: { hint: '(ngày họp)' },
      };
    case 'notMoreThanMembers':
      return Number(answers.inFavour) > Number(answers.members)
        ? { refuse: { key: 'common.verbatim', params: { value: 'Tán thành nhiều hơn số đảng viên.' } } }
        : {};
    default:
      return { lines: [{ key: 'common.verbatim', params: { value: 'Đủ hai phần ba.' } }] };
  }
}

/** `tap`: the label of a button given out in the turn before, by its key; `oldTap`: an id given out long ago. */
export type Act =
  | { say: string }
  | { open: string }
  | { tap: string }
  | { oldTap: string }
  /** The button tapped last once more. */
  | { again: true };

/** Ends with the message that is measured: the number of members, said in words. */
const upToMembers: Act[] = [
  { open: 'bench-meeting' },
  { say: 'Nguyễn Văn An' },
  { tap: 'conversations.bench-meeting.kind.options.admission' },
  { say: 'hôm qua' },
  { say: 'hai mươi' },
];

const firstEnding: Act[] = [
  { say: '30' },
  { say: '18' },
  { say: 'bỏ qua' },
  { tap: 'machine.buttons.confirm' },
  { again: true },
  { say: 'chào đồng chí' },
  { open: 'bench-hour' },
  { say: '8 giờ' },
  { say: 'quay lại' },
  { say: 'cảm ơn nhiều' },
];

const otherEndings: Act[] = [
  { open: 'bench-hour' },
  { say: '8 giờ' },
  { say: 'quay lại' },
  { say: '21' },
  { say: '19' },
  { say: 'Họp thường lệ cuối tháng' },
  { say: 'sửa ngày họp' },
  { say: '20/11' },
  { oldTap: 'q:1:admission' },
  { say: 'sửa' },
  { tap: 'conversations.bench-meeting.members.short' },
  { say: '10' },
  { say: '9' },
  { say: 'hôm nay trời đẹp quá' },
  { tap: 'machine.buttons.confirm' },
];

export function longChat(turns: number): Act[] {
  const acts = [...upToMembers, ...firstEnding];
  while (acts.length < turns) acts.push(...upToMembers, ...otherEndings);
  return acts.slice(0, turns);
}
