/** People who tap and type anything at all: nothing crashes, nothing is recorded unconfirmed, everything can be repeated. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptySession } from '../../src/conversation/machine.ts';
import type { Incoming, Session } from '../../src/conversation/machine-types.ts';
import { sampleFlows, sampleWorld } from './sample-flows.ts';
import {
  choices,
  type Flows,
  goodWords,
  obligingWorld,
  realFlows,
  type Setting,
  turn,
  type World,
} from './walk.ts';

type Act =
  | { kind: 'tap'; nth: number }
  | { kind: 'old tap'; nth: number }
  | { kind: 'again' }
  | { kind: 'answer' }
  | { kind: 'say'; text: string }
  | { kind: 'open'; nth: number }
  | { kind: 'photo' }
  | { kind: 'wait'; hours: number };

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('tap' as const), nth: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('old tap' as const), nth: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'again' as const }) },
  { weight: 8, arbitrary: fc.constant({ kind: 'answer' as const }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('say' as const),
      text: fc.oneof(
        fc.constantFrom(
          'quay lại',
          'thôi',
          'sửa',
          'bỏ qua',
          'có',
          'không',
          'ghi lại',
          '1',
          '2',
          '3',
          'hôm qua',
          '21',
          'xong',
        ),
        fc.string({ maxLength: 30 }),
        fc.string({ unit: 'binary', maxLength: 12 }),
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('open' as const), nth: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'photo' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), hours: fc.nat(40) }) },
);

function wander(flows: Flows, world: World, acts: Act[]): void {
  let session: Session = emptySession();
  let shown: string[] = [];
  const old: string[] = [];
  const recorded = new Set<string>();
  let hours = 0;
  acts.forEach((each, index) => {
    if (each.kind === 'wait') {
      hours += each.hours;
      return;
    }
    const now = new Date(Date.UTC(2026, 10, 22, 2 + hours)).toISOString();
    const setting: Setting = { flows, world, now, today: now.slice(0, 10), freshRun: `run-${index}` };
    const before = session.threads[0];
    const said = turn(setting, session, incomingOf(each, flows, session, shown, old));
    expect(turn(setting, session, incomingOf(each, flows, session, shown, old))).toEqual(said);
    if (said.command) {
      const { thread, key } = said.command;
      const flow = flows.get(thread.flow);
      expect(flow?.command).toBe(said.command.name);
      // Only from the summary, or where the file says that none is wanted.
      expect(flow?.confirm === false || before?.at === 'confirm').toBe(true);
      expect(recorded.has(key)).toBe(false);
      recorded.add(key);
    }
    for (const choice of choices(said)) expect(choice.id).toMatch(/^[\x21-\x7e]{1,64}$/);
    expect(said.session.threads.length).toBeLessThanOrEqual(3);
    expect(JSON.parse(JSON.stringify(said.session))).toEqual(said.session);
    expect(JSON.stringify(said.session).length).toBeLessThan(1500);
    if (said.replies.length > 0) shown = choices(said).map(({ id }) => id);
    old.push(...shown);
    session = said.session;
  });
}

function incomingOf(each: Act, flows: Flows, session: Session, shown: string[], old: string[]): Incoming {
  const names = [...flows.keys()];
  const thread = session.threads[0];
  const open: Incoming = {
    kind: 'open',
    flow: names[('nth' in each ? each.nth : 0) % names.length] ?? '',
    answers: {},
  };
  switch (each.kind) {
    case 'tap':
      return { kind: 'button', id: shown[each.nth % Math.max(1, shown.length)] ?? 'q:0:x' };
    case 'old tap':
      return { kind: 'button', id: old[each.nth % Math.max(1, old.length)] ?? 'nothing' };
    case 'again':
      return { kind: 'button', id: session.lastButton ?? '' };
    case 'photo':
      return { kind: 'media', media: 'photo' };
    case 'say':
      return { kind: 'text', text: each.text };
    case 'answer': {
      const flow = thread && flows.get(thread.flow);
      const question = flow?.questions[thread?.at ?? ''];
      if (!flow) return open;
      return { kind: 'text', text: question ? goodWords(flow, thread.at, question) : 'ghi lại' };
    }
    default:
      return open;
  }
}

describe('random walks', () => {
  it('through the sample conversations', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => wander(sampleFlows, sampleWorld, acts)),
      { numRuns: 150 },
    );
  });

  it('through the conversations of the product', () => {
    const flows = realFlows();
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), fc.boolean(), (acts, hold) =>
        wander(flows, obligingWorld(flows, hold), acts),
      ),
      { numRuns: 60 },
    );
  });

  it('a thousand messages in one chat leave no trace in the session', () => {
    const setting: Setting = { flows: sampleFlows, world: sampleWorld };
    let session = emptySession();
    for (let round = 0; round < 250; round += 1) {
      for (const text of ['1', 'quay lại', '2', 'thôi']) {
        if (session.threads.length === 0) {
          session = turn(setting, session, { kind: 'open', flow: 'sample-meeting', answers: {} }).session;
        }
        session = turn(setting, session, { kind: 'text', text }).session;
      }
    }
    expect(JSON.stringify(session).length).toBeLessThan(400);
  });
});
