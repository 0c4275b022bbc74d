/** Both sides held side by side and then measured: see `bench/machine.ts`. Runs compiled. */
import { deepStrictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import { emptySession, lookupKey, next, resume } from '../../src/conversation/machine.ts';
import type {
  Answers,
  Incoming,
  LookupResult,
  Need,
  Session,
  Turn,
  View,
} from '../../src/conversation/machine-types.ts';
import { projectRoot } from '../../src/root.ts';
import { createWords } from '../../src/words/say.ts';
import type { Reply } from '../../src/words/text.ts';
import { type Act, flows, longChat, look } from './conversations.ts';
import { goOn, handWritten } from './switch.ts';

const rounds = Number(process.argv[2] ?? 7);
/** Times that each turn is repeated in a round. */
const repeats = Number(process.argv[3] ?? 2000);
const measuredTurns = [5, 20, 100, 300];
const stretch = 20;
const today = '2026-11-22';

const words = createWords([projectRoot, join(projectRoot, 'bench/machine')]);
const wording = words.in('vi');
const byHand = handWritten(wording);

interface Message {
  /** The session as it was stored before. */
  stored: string;
  incoming: Incoming;
  now: string;
  freshRun: string;
}

interface Out {
  stored: string;
  replies: Reply[];
  command: { name: string; key: string; answers: Answers } | null;
}

type Side = (message: Message) => Out;

const recorded: Reply = { lines: [{ key: 'common.saved' }] };

function machine({ stored, incoming, now, freshRun }: Message): Out {
  const session = JSON.parse(stored) as Session;
  const turn = settle(now, freshRun, (view) => next(flows, session, incoming, view));
  if (!turn.command) return { stored: JSON.stringify(turn.session), replies: turn.replies, command: null };
  const { name, key, answers } = turn.command;
  const after = settle(now, freshRun, (view) => resume(flows, turn.session, view));
  return {
    stored: JSON.stringify(after.session),
    replies: [recorded, ...turn.replies, ...after.replies],
    command: { name, key, answers },
  };
}

function settle(now: string, freshRun: string, run: (view: View) => Turn | Need): Turn {
  const lookups = new Map<string, LookupResult>();
  const view: View = { today, now, language: 'vi', roles: ['cadre'], freshRun, wording, lookups };
  let result = run(view);
  while ('need' in result) {
    for (const call of result.need) lookups.set(lookupKey(call), look(call.name, call.answers));
    result = result.again();
  }
  return result;
}

function theSwitch({ stored, incoming, now, freshRun }: Message): Out {
  const turn = byHand(JSON.parse(stored) as Session, incoming, { now, today, freshRun });
  const replies = turn.command ? [recorded, ...turn.replies, ...goOn(turn.session)] : turn.replies;
  return { stored: JSON.stringify(turn.session), replies, command: turn.command ?? null };
}

const chat = holdBothSides(Math.max(...measuredTurns) + stretch);
const sides: [string, Side][] = [
  ['machine', machine],
  ['switch', theSwitch],
];
const figures = new Map<string, number[]>();
for (let round = -1; round < rounds; round += 1) {
  for (const turn of measuredTurns) {
    for (const [what, part] of [
      ['turn', chat.slice(turn - 1, turn)],
      ['stretch', chat.slice(turn - 1, turn - 1 + stretch)],
    ] as const) {
      // Taking turns at being first.
      for (const [name, side] of round % 2 === 0 ? sides : sides.toReversed()) {
        const took = microseconds(side, part, Math.ceil((repeats * 4) / (part.length + 3)));
        // The first round is the engine's: it is still getting to know the program.
        if (round >= 0) push(`${name} ${what} ${turn}`, took);
      }
    }
  }
}
report();

/** Both sides hold the chat; each turn of it is given back as it came in. Throws where they differ. */
function holdBothSides(turns: number): Message[] {
  const messages: Message[] = [];
  let stored = JSON.stringify(emptySession());
  let given: Reply[] = [];
  let lastTap = '';
  for (const [index, act] of longChat(turns).entries()) {
    const incoming = incomingOf(act, given, lastTap);
    if (incoming.kind === 'button') lastTap = incoming.id;
    const now = new Date(Date.UTC(2026, 10, 22, 2, 0, index * 5)).toISOString();
    const message: Message = { stored, incoming, now, freshRun: `r${index}abcdef` };
    const out = machine(message);
    deepStrictEqual(theSwitch(message), out, `the two sides differ at turn ${index + 1}`);
    messages.push(message);
    stored = out.stored;
    if (out.replies.length > 0) given = out.replies;
  }
  return messages;
}

function incomingOf(act: Act, given: Reply[], lastTap: string): Incoming {
  if ('say' in act) return { kind: 'text', text: act.say };
  if ('open' in act) return { kind: 'open', flow: act.open, answers: {} };
  if ('oldTap' in act) return { kind: 'button', id: act.oldTap };
  if ('again' in act) return { kind: 'button', id: lastTap };
  const choice = given.flatMap((reply) => reply.choices ?? []).find(({ label }) => label.key === act.tap);
  if (!choice) throw new Error(`no button ${act.tap} was given out`);
  return { kind: 'button', id: choice.id };
}

/** Processor time of this process a turn. */
function microseconds(side: Side, part: Message[], times: number): number {
  const before = process.cpuUsage();
  for (let n = 0; n < times; n += 1) for (const message of part) side(message);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / (times * part.length);
}

function report(): void {
  const of = (what: string): number => median(figures.get(what) ?? []);
  const ratio = (a: number, b: number): string => (a / b).toFixed(2);
  console.log(`processor time a turn, microseconds; medians of ${rounds} rounds`);
  // The twenty turns after turn 5 are others than those after 20, 100 and 300.
  for (const [what, title, first] of [
    ['turn', 'the same message', 5],
    ['stretch', `${stretch} turns of every kind`, 20],
  ] as const) {
    console.log(`\n${title}`);
    console.log(
      `turn      machine   switch   ratio   machine to turn ${String(first).padEnd(2)}  session, bytes`,
    );
    for (const turn of measuredTurns) {
      const [ours, floor] = [of(`machine ${what} ${turn}`), of(`switch ${what} ${turn}`)];
      const stored = chat.slice(turn, what === 'turn' ? turn + 1 : turn + stretch).map((one) => one.stored);
      const bytes = Math.max(...stored.map((one) => Buffer.byteLength(one)));
      console.log(
        [
          String(turn).padEnd(6),
          ours.toFixed(1).padStart(11),
          floor.toFixed(1).padStart(9),
          ratio(ours, floor).padStart(8),
          ratio(ours, of(`machine ${what} ${first}`)).padStart(20),
          `${what === 'turn' ? '' : '<= '}${bytes}`.padStart(17),
        ].join(''),
      );
    }
  }
}

function push(what: string, value: number): void {
  figures.set(what, [...(figures.get(what) ?? []), value]);
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
