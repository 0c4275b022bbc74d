/** Conversations that a button opened with answers already known: going back, and what is done with the tap itself. */
import { describe, expect, it } from 'vitest';
import { emptySession } from '../../src/conversation/machine.ts';
import {
  button,
  choices,
  keys,
  obligingWorld,
  open,
  placeNow,
  realFlows,
  tapping,
  typing,
  type World,
} from '../traps/walk.ts';

const flows = realFlows();
const everything = obligingWorld(flows, false);

/** One case and one step: what a button brought is the only possibility. */
const narrow: World = (call) => {
  const result = everything(call);
  const [only] = result.options ?? [];
  return only && ['casesToWork', 'openSteps'].includes(call.name)
    ? { ...result, options: [only], only: only.value }
    : result;
};

describe('going back from the first question really asked', () => {
  const brought = { case: '1', step: '1' };

  it('says that there is nothing before it, where nothing else can be chosen', () => {
    const setting = { flows, world: narrow };
    const asked = open(setting, 'work-step', brought);
    expect(placeNow(asked.session)).toBe('on');
    const back = typing(setting, asked.session, 'quay lại');
    expect(placeNow(back.session)).toBe('on');
    expect(keys(back)).toContain('machine.nothingBefore');
    expect(back.session.threads[0]?.answers).toEqual(asked.session.threads[0]?.answers);
  });

  it('asks what the button brought, where there is a choice', () => {
    const setting = { flows, world: everything };
    const asked = open(setting, 'work-step', brought);
    const back = typing(setting, asked.session, 'quay lại');
    expect(placeNow(back.session)).toBe('step');
    expect(placeNow(typing(setting, back.session, 'quay lại').session)).toBe('case');
  });

  it('passes over what could not be otherwise to what can', () => {
    const oneStep: World = (call) => (call.name === 'openSteps' ? narrow(call) : everything(call));
    const setting = { flows, world: oneStep };
    const asked = open(setting, 'work-step', brought);
    expect(placeNow(typing(setting, asked.session, 'quay lại').session)).toBe('case');
  });
});

describe('“Đã nhận”', () => {
  const setting = { flows, world: everything };

  it('is one tap: nothing is asked, nothing confirmed', () => {
    const done = open(setting, 'acknowledge', { digest: '17' });
    expect(done.command).toMatchObject({ name: 'acknowledge', answers: { digest: '17' } });
    expect(done.replies).toEqual([]);
    expect(done.session.threads).toEqual([]);
  });

  it('in the midst of something else sets nothing aside, and that goes on', () => {
    const vote = open(setting, 'record-vote', { case: '1' });
    const done = open(setting, 'acknowledge', { digest: '17' }, vote.session);
    expect(done.command?.name).toBe('acknowledge');
    expect(keys(done)).toEqual([]);
    expect(done.session.threads).toEqual(vote.session.threads);
  });

  it('is taken however much is under way', () => {
    let session = emptySession();
    for (const flow of ['record-vote', 'dossier', 'review'])
      session = open(setting, flow, {}, session).session;
    expect(session.threads).toHaveLength(3);
    expect(open(setting, 'acknowledge', { digest: '17' }, session).command?.name).toBe('acknowledge');
    expect(keys(open(setting, 'postpone', {}, session))).toContain('machine.tooMany');
  });
});

it('“Xin lùi” asks what, until when and why, in that order, and confirms', () => {
  const setting = { flows, world: everything };
  let said = open(setting, 'postpone');
  const places: (string | undefined)[] = [];
  for (const typed of ['1', 'ngày mai', '1']) {
    places.push(placeNow(said.session));
    said = typing(setting, said.session, typed);
  }
  expect([...places, placeNow(said.session)]).toEqual(['what', 'until', 'reason', 'confirm']);
  expect(choices(said).length).toBeGreaterThan(1);
  const confirmed = tapping(setting, said.session, button(said, 'Ghi lại'));
  expect(confirmed.command).toMatchObject({
    name: 'postpone',
    answers: { what: '1', until: '2026-11-23', reason: 'away' },
  });
});
