/**
 * What goes wrong in chats, tried at every question of every conversation: the samples, which use each kind of question,
 * and the product's own.
 */
import { describe, expect, it } from 'vitest';
import type { Flow } from '../../src/conversation/flow.ts';
import type { Session, Turn } from '../../src/conversation/machine-types.ts';
import { sampleFlows, sampleWorld } from './sample-flows.ts';
import {
  button,
  choices,
  comeBack,
  type Flows,
  goodWords,
  keys,
  labels,
  obligingWorld,
  open,
  placeNow,
  realFlows,
  type Setting,
  spoken,
  tapping,
  turn,
  typing,
  type Visit,
  type World,
  walk,
  wrongWords,
} from './walk.ts';

interface Case {
  title: string;
  flow: Flow;
  setting: Setting;
}

const casesOf = (kind: string, flows: Flows, world: World): Case[] =>
  [...flows.values()].map((flow) => ({ title: `${kind} ${flow.flow}`, flow, setting: { flows, world } }));

const real = realFlows();
const cases: Case[] = [
  ...casesOf('sample', sampleFlows, sampleWorld),
  ...casesOf('real', real, obligingWorld(real, true)),
  ...casesOf('real, other conditions,', real, obligingWorld(real, false)),
];

const answersOf = (session: Session) => session.threads[0]?.answers;
const lastReply = (said: Turn) => said.replies.at(-1);

/** The same question stands, nothing was stored, and one sentence was said above it. */
function expectAskedAgain({ at, asked }: Visit, said: Turn): void {
  expect(said.command).toBeUndefined();
  expect(placeNow(said.session)).toBe(at);
  expect(answersOf(said.session)).toEqual(answersOf(asked.session));
  expect(said.session.seq).toBe(asked.session.seq);
  expect(lastReply(said)?.lines.length).toBeGreaterThan(lastReplyBody(asked).length - 1);
  expect(lastReply(said)?.choices).toEqual(choices(said));
  expect(spoken(said)).not.toMatch(/machine\.|undefined|\{\{/);
}

// The question's own lines, without what an earlier answer put above them.
const lastReplyBody = (said: Turn) => (lastReply(said)?.lines ?? []).slice(-1);

describe.each(cases)('$title', ({ flow, setting }) => {
  const { visits, last } = walk(setting, flow);
  const questions = visits.filter((visit) => visit.at !== 'confirm');

  it('is walked to its end by typing, and records only what was confirmed', () => {
    expect(questions.length).toBeGreaterThan(0);
    if (flow.command === undefined) expect(last.session.threads).toEqual([]);
    else if (flow.confirm) {
      expect(placeNow(last.session)).toBe('confirm');
      const recorded = typing(setting, last.session, 'ghi lại');
      expect(recorded.command).toMatchObject({ name: flow.command, key: 'run-1' });
      expect(recorded.session.threads).toEqual([]);
    } else expect(last.command?.name).toBe(flow.command);
  });

  it('speaks in words, with buttons that every messenger takes', () => {
    for (const { asked } of visits) {
      expect(spoken(asked)).not.toMatch(/machine\.|conversations\.|undefined|\{\{/);
      for (const choice of choices(asked)) expect(choice.id).toMatch(/^[\x21-\x7e]{1,64}$/);
      for (const label of labels(asked)) expect(label).not.toMatch(/machine\.|conversations\./);
    }
  });

  it('a wrong answer is asked again and not kept', () => {
    for (const visit of questions) {
      const question = flow.questions[visit.at];
      const wrong = question && wrongWords(question);
      if (!wrong) continue;
      const said = typing(setting, visit.asked.session, wrong);
      expectAskedAgain(visit, said);
      expect(keys(said).some((key) => /^machine\.(?:wanted|refuse)\./.test(key))).toBe(true);
    }
  });

  it.each([
    ['a photograph', { kind: 'media', media: 'photo' }, 'machine.media'],
    ['ten thousand characters', { kind: 'text', text: 'dài '.repeat(2500) }, 'machine.refuse.tooLong'],
    ['an emoji', { kind: 'text', text: '👍' }, 'machine.refuse.noLetters'],
    ['nothing visible', { kind: 'text', text: '\u200b\u200e' }, 'machine.refuse.empty'],
    ['an unknown button', { kind: 'button', id: 'menu_old_3' }, 'machine.unknownButton'],
    ['a button of an older question', { kind: 'button', id: 'q:0:admission' }, 'machine.staleButton'],
  ] as const)('%s gets one sentence and the question again', (_what, incoming, key) => {
    for (const visit of visits) {
      const said = turn(setting, visit.asked.session, incoming);
      expectAskedAgain(visit, said);
      expect(keys(said).filter((each) => each === key)).toHaveLength(1);
      expect(said.unhandled).toBeUndefined();
    }
  });

  it('a double tap changes nothing and says nothing', () => {
    for (const visit of visits) {
      for (const choice of choices(visit.asked).filter(({ id }) => id.startsWith('q:'))) {
        const once = tapping(setting, visit.asked.session, choice.id);
        const twice = tapping(setting, once.session, choice.id);
        if (once.session.seq === visit.asked.session.seq && once.session.lastButton !== choice.id) continue;
        expect(twice).toEqual({ session: once.session, replies: [] });
      }
    }
  });

  it('a button of the question before does not answer the question now', () => {
    for (const [index, visit] of visits.entries()) {
      const old = visits[index - 1]?.asked;
      for (const choice of old ? choices(old).filter(({ id }) => id.startsWith('q:')) : []) {
        const said = tapping(setting, { ...visit.asked.session, lastButton: 'other' }, choice.id);
        expectAskedAgain(visit, said);
        expect(keys(said)).toContain('machine.staleButton');
      }
    }
  });

  it('"quay lại" asks the question before again, with the answers before it kept', () => {
    for (const [index, visit] of visits.entries()) {
      const said = typing(setting, visit.asked.session, 'quay lai');
      const before = visits[index - 1];
      if (!before) {
        expectAskedAgain(visit, said);
        expect(keys(said)).toContain('machine.nothingBefore');
        continue;
      }
      expect(placeNow(said.session)).toBe(before.at);
      expect(answersOf(said.session)).toEqual(answersOf(before.asked.session));
      const question = flow.questions[before.at];
      const again = question && typing(setting, said.session, goodWords(flow, before.at, question));
      expect(again && placeNow(again.session)).toBe(visit.at);
      expect(again && answersOf(again.session)).toEqual(answersOf(visit.asked.session));
    }
  });

  it('any answer can be edited, wherever one is; leaving it alone keeps it', () => {
    for (const [index, visit] of visits.entries()) {
      for (const earlier of questions.slice(0, index)) {
        const list = typing(setting, visit.asked.session, 'sửa');
        const chosen = choices(list).find(({ id }) => id.endsWith(`:@${earlier.at}`));
        expect(chosen).toBeDefined();
        const editing = tapping(setting, list.session, chosen?.id ?? '');
        expect(placeNow(editing.session)).toBe(earlier.at);
        const left = typing(setting, editing.session, 'quay lại');
        expect(placeNow(left.session)).toBe(visit.at);
        expect(answersOf(left.session)).toEqual(answersOf(visit.asked.session));
        const question = flow.questions[earlier.at];
        const edited = question && typing(setting, editing.session, goodWords(flow, earlier.at, question));
        expect(edited && answersOf(edited.session)).toEqual(answersOf(visit.asked.session));
        expect(edited && placeNow(edited.session)).toBe(visit.at);
      }
    }
  });

  it('"thôi" ends it with nothing recorded, and a second "thôi" does no harm', () => {
    for (const { asked } of visits) {
      const said = typing(setting, asked.session, 'thôi');
      expect(said.session.threads).toEqual([]);
      expect(said.command).toBeUndefined();
      expect(keys(said)).toEqual(['machine.cancelled']);
      const twice = typing(setting, said.session, 'thôi');
      expect(keys(twice)).toEqual(['machine.nothingUnderWay']);
    }
  });

  it('asking something else and coming back leaves the same question, and its buttons still work', () => {
    for (const visit of visits) {
      const aside = typing(setting, visit.asked.session, 'việc của tôi');
      expect(aside.unhandled).toEqual({ text: 'việc của tôi' });
      const back = comeBack(setting, aside.session);
      expect(placeNow(back.session)).toBe(visit.at);
      expect(answersOf(back.session)).toEqual(answersOf(visit.asked.session));
      expect(back.session.seq).toBe(visit.asked.session.seq);
      expect(keys(back)[0]).toBe('machine.resume');
      expect(choices(back).map(({ id }) => id)).toEqual(choices(visit.asked).map(({ id }) => id));
    }
  });

  it('another conversation opened inside ends where this one goes on', () => {
    const other = [...setting.flows.values()].find((each) => each.flow !== flow.flow);
    for (const visit of visits) {
      if (!other) continue;
      const inside = open({ ...setting, freshRun: 'run-2' }, other.flow, {}, visit.asked.session);
      expect(inside.session.threads.map((thread) => thread.flow)).toEqual([other.flow, flow.flow]);
      const out = typing(setting, inside.session, 'thôi');
      expect(placeNow(out.session)).toBe(visit.at);
      expect(answersOf(out.session)).toEqual(answersOf(visit.asked.session));
      expect(keys(out).slice(0, 2)).toEqual(['machine.cancelled', 'machine.resume']);
    }
  });

  it('after five days the work is introduced again, and a stray sentence is not taken for an answer', () => {
    const later = { ...setting, now: '2026-11-27T02:00:00Z', today: '2026-11-27' };
    for (const visit of visits) {
      const said = typing(later, visit.asked.session, 'Chào đồng chí');
      expect(keys(said)[0]).toBe('machine.underWay');
      expect(placeNow(said.session)).toBe(said.session.threads[0]?.at);
      expect(said.command).toBeUndefined();
      expect(Object.keys(answersOf(said.session) ?? {})).toEqual(
        Object.keys(answersOf(visit.asked.session) ?? {}),
      );
      const answered = typing(later, said.session, 'thôi');
      expect(answered.session.threads).toEqual([]);
    }
  });

  it('a question inserted while somebody is inside takes no answer meant for another, and is asked', () => {
    const inserted: Flow = {
      ...flow,
      questions: {
        brandNew: { input: { kind: 'text', max: 100 }, optional: false, show: [] },
        ...flow.questions,
      },
    };
    const changed = { ...setting, flows: new Map(setting.flows).set(flow.flow, inserted) };
    for (const visit of visits) {
      const question = flow.questions[visit.at];
      const words = question ? goodWords(flow, visit.at, question) : 'ghi lại';
      const said = typing(changed, visit.asked.session, words);
      expect(said.command).toBeUndefined();
      expect(placeNow(said.session)).toBe('brandNew');
      expect(answersOf(said.session)?.brandNew).toBeUndefined();
      if (question) expect(answersOf(said.session)).toHaveProperty(visit.at);
      const answered = typing(changed, said.session, 'điều vừa hỏi thêm');
      expect(placeNow(answered.session)).not.toBe('brandNew');
    }
  });

  it('a question taken out while it is being asked is passed over', () => {
    for (const visit of questions) {
      const { [visit.at]: _out, ...rest } = flow.questions;
      const first = Object.values(rest).length > 0;
      if (!first || dependsOn(flow, visit.at)) continue;
      const changed = {
        ...setting,
        flows: new Map(setting.flows).set(flow.flow, { ...flow, questions: rest }),
      };
      const said = typing(changed, visit.asked.session, 'nội dung nào đó');
      expect(placeNow(said.session)).not.toBe(visit.at);
      expect(said.command).toBeUndefined();
    }
  });

  it('an option taken out of the file is no answer any more: it is asked again', () => {
    for (const { at } of questions) {
      const question = flow.questions[at];
      if (question?.input.kind !== 'choice' || question.input.options.length < 2) continue;
      const input = { ...question.input, options: question.input.options.slice(1) };
      const questionsNow = { ...flow.questions, [at]: { ...question, input } };
      const changed = {
        ...setting,
        flows: new Map(setting.flows).set(flow.flow, { ...flow, questions: questionsNow }),
      };
      const confirming = visits.at(-1);
      if (confirming?.at !== 'confirm') continue;
      const said = typing(changed, confirming.asked.session, 'có');
      expect(said.command).toBeUndefined();
      expect(placeNow(said.session)).toBe(at);
      expect(keys(said)).toContain('machine.askAgain');
      const visit = questions.find((each) => each.at === at);
      const gone = visit && choices(visit.asked)[0];
      const tapped = visit && gone && tapping(changed, visit.asked.session, gone.id);
      expect(tapped && placeNow(tapped.session)).toBe(at);
      expect(tapped && keys(tapped)).toContain('machine.optionGone');
    }
  });

  it('a file that is gone ends the conversation politely and brings back what it interrupted', () => {
    const without = new Map(setting.flows);
    without.delete(flow.flow);
    const outer = [...without.values()][0];
    for (const visit of visits) {
      for (const incoming of [
        { kind: 'text', text: 'có' },
        { kind: 'button', id: choices(visit.asked)[0]?.id ?? '' },
        { kind: 'media', media: 'photo' },
      ] as const) {
        const alone = turn({ ...setting, flows: without }, visit.asked.session, incoming);
        expect(alone.session.threads).toEqual([]);
        expect(keys(alone)).toContain('machine.flowGone');
        if (!outer) continue;
        const under = open(setting, outer.flow);
        const both = {
          ...visit.asked.session,
          threads: [...visit.asked.session.threads, ...under.session.threads],
        };
        const back = turn({ ...setting, flows: without }, both, incoming);
        expect(back.session.threads.map((thread) => thread.flow)).toEqual([outer.flow]);
        expect(keys(back)).toContain('machine.resume');
      }
    }
  });

  it('the same input on the same session gives the same turn', () => {
    for (const visit of visits) {
      for (const text of ['có', '1', 'sửa', 'quay lại', 'hôm qua', '12']) {
        expect(typing(setting, visit.asked.session, text)).toEqual(
          typing(setting, visit.asked.session, text),
        );
      }
    }
  });

  it('stays small enough to be kept with every chat', () => {
    const longest = Math.max(...visits.map(({ asked }) => JSON.stringify(asked.session).length));
    expect(longest).toBeLessThan(600);
  });

  it('confirms once: the button tapped twice gives one command', () => {
    const confirming = visits.at(-1);
    if (confirming?.at !== 'confirm') return;
    const id = button(confirming.asked, 'Ghi lại');
    const once = tapping(setting, confirming.asked.session, id);
    expect(once.command?.thread.flow).toBe(flow.flow);
    const twice = tapping(setting, once.session, id);
    expect(twice).toEqual({ session: once.session, replies: [] });
  });
});

const dependsOn = (flow: Flow, name: string): boolean =>
  Object.values(flow.questions).some((question) => JSON.stringify(question.when ?? {}).includes(`"${name}"`));
