/**
 * What goes wrong in chats, at every step of every conversation of the product, on real data: facts in PostgreSQL, sessions
 * in Redis, turns through the runner that the processes use. Each road is walked once undisturbed; under every trap the
 * same facts must hold in the end and the same words must have been said, once.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SendResult } from '../../src/channels/channel.ts';
import { createInProcessQueue } from '../../src/delivery/in-process-queue.ts';
import { storedOutbox } from '../../src/delivery/stored-outbox.ts';
import { languages } from '../../src/words/say.ts';
import { fakeChannel } from '../fakes/channel.ts';
import { hastyTimer } from '../fakes/timer.ts';
import { difference, type Facts } from './support/facts.ts';
import { findRoads, type Road, type Step } from './support/roads.ts';
import { flows, words } from './support/rules.ts';
import { tally } from './support/tally.ts';
import {
  type Bubble,
  now,
  openTrapWorld,
  type Process,
  type StoreFault,
  type TrapWorld,
  today,
  type Walker,
} from './support/trap-world.ts';
import { within } from './support/until.ts';

const count = tally();
/** A conversation about the reader's language may change it. */
const photograph = languages.map((language) => words.say({ key: 'machine.media' }, language));
const isOfPhotograph = ({ text }: Bubble): boolean => photograph.some((words) => text.includes(words));

let world: TrapWorld;
let roads: Road[];
let missing: string[];
const plainly = new Map<Road, { facts: Facts; said: Bubble[] }>();

beforeAll(async () => {
  world = await openTrapWorld();
  ({ roads, missing } = await findRoads(world.original, world.people, { now, today }));
  for (const road of roads) plainly.set(road, await walked(road, async (walker) => plain(walker)));
}, 600_000);
afterAll(() => world?.close());

/** Walks as told; gives what holds and what was said in the end. */
async function walked(
  road: Road,
  walk: (walker: Walker) => Promise<void>,
): Promise<{ facts: Facts; said: Bubble[] }> {
  const walker = await world.walker(road);
  try {
    await within(`${road.flow}, walked by ${road.personId}`, 120, walk(walker));
    return { facts: await walker.facts(), said: (await walker.said()).map(comparable) };
  } finally {
    await walker.close();
  }
}

async function plain(walker: Walker): Promise<void> {
  const process = walker.start();
  for (const [index, step] of walker.road.steps.entries()) {
    await broughtUntilTaken([process], await walker.message(`step-${index}`, step.act));
    await standsRight(walker, index);
  }
}

/** Where the conversation must stand after a step, by the road. */
async function standsRight(walker: Walker, index: number): Promise<void> {
  const next = walker.road.steps[index + 1];
  const [thread] = (await walker.session()).threads;
  expect(thread?.at, `${walker.road.flow} after step ${index}`).toBe(next?.at);
}

/** Codes are made by chance; ids of new rows and numbers of questions depend on what was tried before. */
const comparable = (bubble: Bubble): Bubble => ({
  ...bubble,
  text: bubble.text.replace(/\b[A-HJKMNP-Z2-9]{4}[- ]?[A-HJKMNP-Z2-9]{4}\b/g, '(mã)'),
  choices: bubble.choices.map((choice) => ({
    ...choice,
    id: choice.id.replace(/\b(case|person)=\d+/g, '$1=…').replace(/^q:[0-9a-z]+:/, 'q:…:'),
  })),
});

/** The road under a trap ends as the undisturbed one. */
async function endsAlike(walk: (walker: Walker) => Promise<void>): Promise<void> {
  await onEveryRoad(async (road) => {
    const before = plainly.get(road);
    const after = await walked(road, walk);
    expect(difference(before?.facts ?? {}, after.facts)).toEqual([]);
    expect(after.said).toEqual(before?.said);
    count.add('roads walked under a trap');
  });
}

/** All of them, and what went wrong on which. */
async function onEveryRoad(work: (road: Road) => Promise<void>): Promise<void> {
  const wrong: string[] = [];
  for (const road of roads) {
    try {
      await work(road);
    } catch (error) {
      wrong.push(
        `${road.flow} (by ${road.personId}): ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  expect(wrong.join('\n\n')).toBe('');
}

/** The messenger brings an update again until it is taken. */
async function broughtUntilTaken(
  processes: readonly Process[],
  message: Parameters<Process['receive']>[0],
  afterFailure: () => Promise<void> = async () => {},
): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const process = processes[attempt % processes.length] as Process;
      return await process.receive(message);
    } catch (error) {
      if (attempt === 20) throw error;
      count.add('redeliveries after a failure');
      await afterFailure();
    }
  }
}

const everyStep = (
  walk: (walker: Walker, index: number, step: Step) => Promise<void>,
): ((walker: Walker) => Promise<void>) => {
  return async (walker) => {
    for (const [index, step] of walker.road.steps.entries()) {
      await walk(walker, index, step);
      count.add('steps under a trap');
      await standsRight(walker, index);
    }
  };
};

test('every question of every conversation lies on a road', () => {
  expect(missing).toEqual([]);
  expect(new Set(roads.map((road) => road.flow))).toEqual(new Set(flows.keys()));
  count.add('conversations', flows.size);
  count.add('roads', roads.length);
});

describe('at every step of every conversation', () => {
  test('the program is restarted', async () => {
    await endsAlike(
      everyStep(async (walker, index, step) => {
        await broughtUntilTaken([walker.start()], await walker.message(`step-${index}`, step.act));
      }),
    );
  });

  test('the same update comes twice, one after the other', async () => {
    await endsAlike(
      everyStep(async (walker, index, step) => {
        const message = await walker.message(`step-${index}`, step.act);
        await broughtUntilTaken([walker.start()], message);
        await broughtUntilTaken([walker.start()], message);
      }),
    );
  });

  test('the same update comes three times at once, to two processes', async () => {
    await endsAlike(async (walker) => {
      const [one, other] = [walker.start(), walker.start()];
      await everyStep(async (_, index, step) => {
        const message = await walker.message(`step-${index}`, step.act);
        await Promise.all([one, other, one].map((process) => broughtUntilTaken([process], message)));
      })(walker);
    });
  });

  test('a button is tapped twice at once', async () => {
    await endsAlike(async (walker) => {
      const [one, other] = [walker.start(), walker.start()];
      await everyStep(async (_, index, step) => {
        const first = await walker.message(`step-${index}`, step.act);
        const taps = step.act.kind === 'press' ? [{ ...first, updateKey: `again-${index}` }] : [];
        await Promise.all([
          broughtUntilTaken([one], first),
          ...taps.map((tap) => broughtUntilTaken([other], tap)),
        ]);
      })(walker);
    });
  });

  test('two messages come at once: the answer, and a photograph', async () => {
    await endsAlike(async (walker) => {
      const [one, other] = [walker.start(), walker.start()];
      await everyStep(async (_, index, step) => {
        const answer = await walker.message(`step-${index}`, step.act);
        const photo = await walker.message(`photo-${index}`, { kind: 'photo' });
        await Promise.all([broughtUntilTaken([one], answer), broughtUntilTaken([other], photo)]);
        const answered = (await walker.said('all')).filter((bubble) => bubble.of === `photo-${index}`);
        expect(answered.filter(isOfPhotograph), walker.road.flow).toHaveLength(1);
      })(walker);
    });
  });

  test('a photograph comes where an answer was asked for: one sentence, and the question again', async () => {
    await endsAlike(async (walker) => {
      const process = walker.start();
      await everyStep(async (_, index, step) => {
        const before = await walker.session();
        await broughtUntilTaken([process], await walker.message(`photo-${index}`, { kind: 'photo' }));
        expect((await walker.session()).threads, walker.road.flow).toEqual(before.threads);
        const answered = (await walker.said('all')).filter((bubble) => bubble.of === `photo-${index}`);
        expect(answered.filter(isOfPhotograph), walker.road.flow).toHaveLength(1);
        await broughtUntilTaken([process], await walker.message(`step-${index}`, step.act));
      })(walker);
    });
  });

  test.each<StoreFault>([
    'the commit is refused',
    'the receipt of the commit is lost',
    'the session is not kept',
    'the session is kept, and nobody hears of it',
  ])('a store fails once: %s, and the update comes again', async (fault) => {
    await endsAlike(async (walker) => {
      const processes = [walker.start(), walker.start()];
      await everyStep(async (_, index, step) => {
        const message = await walker.message(`step-${index}`, step.act);
        processes[0]?.next(fault);
        const failed = count.of('redeliveries after a failure');
        await broughtUntilTaken(processes, message, () => walker.mend());
        expect(count.of('redeliveries after a failure'), 'the store did fail').toBeGreaterThan(failed);
      })(walker);
    });
  });

  test('a question is inserted while somebody is inside: it is asked, and takes no answer meant for another', async () => {
    await onEveryRoad(async (road) => {
      const before = plainly.get(road);
      for (const [at, step] of road.steps.entries()) {
        if (step.at === 'open') continue;
        const after = await walked(road, (walker) => withQuestionInserted(walker, at));
        expect(difference(before?.facts ?? {}, after.facts), step.at).toEqual([]);
        count.add('questions inserted');
      }
    });
  });

  test('a reply fails to be sent: it is tried again, arrives once, and in its place', async () => {
    await endsAlike(async (walker) => {
      const messenger = fakeChannel('telegram');
      const timer = hastyTimer();
      const queue = createInProcessQueue({
        rows: storedOutbox(walker.db),
        channels: [messenger],
        now: () => new Date(Date.parse(now) + timer.elapsed()).toISOString(),
        timer,
      });
      queue.start();
      try {
        const process = walker.start({ post: queue.post });
        const failure: SendResult = { kind: 'retry', afterSeconds: 2, reason: 'telegram.502' };
        await everyStep(async (_, index, step) => {
          const arrived = messenger.sent.length;
          messenger.order(failure, failure);
          await broughtUntilTaken([process], await walker.message(`step-${index}`, step.act));
          const said = (await walker.said()).filter((bubble) => bubble.of === `step-${index}`);
          await walker.settled();
          expect(messenger.sent.slice(arrived).map(({ text }) => text)).toEqual(said.map(({ text }) => text));
          count.add('replies that failed twice and arrived once', said.length);
        })(walker);
      } finally {
        await queue.stop();
      }
    });
  });
});

/** A release brings a new first question when step `at` is to be answered. */
async function withQuestionInserted(walker: Walker, at: number): Promise<void> {
  const { road } = walker;
  const flow = flows.get(road.flow);
  if (!flow) throw new Error(`no flow ${road.flow}`);
  const inserted = {
    ...flow,
    questions: {
      brandNew: { input: { kind: 'text' as const, max: 100 }, optional: false, show: [] },
      ...flow.questions,
    },
  };
  const released = walker.start({ flows: new Map(flows).set(flow.flow, inserted) });
  const old = walker.start();
  let asked = false;
  for (const [index, step] of road.steps.entries()) {
    const process = index < at ? old : released;
    await broughtUntilTaken([process], await walker.message(`step-${index}`, step.act));
    const [thread] = (await walker.session()).threads;
    if (thread?.at !== 'brandNew') continue;
    expect(asked, 'asked once').toBe(false);
    asked = true;
    expect(thread.answers.brandNew).toBeUndefined();
    await broughtUntilTaken(
      [released],
      await walker.message('new', { kind: 'text', text: 'điều vừa hỏi thêm' }),
    );
    await answeredAnew(walker, released, index);
  }
  expect(asked, `${road.flow}: the new question was asked`).toBe(true);
}

/** What was half done when the new question came is done once more: nothing was recorded or ticked without it. */
async function answeredAnew(walker: Walker, released: Process, index: number): Promise<void> {
  const { steps } = walker.road;
  const at = steps[index]?.at;
  if ((await walker.session()).threads[0]?.at !== at) return;
  const halfDone = steps.slice(0, index + 1).filter((step) => step.at === at);
  for (const [again, { act }] of halfDone.entries()) {
    await broughtUntilTaken([released], await walker.message(`anew-${again}`, act));
  }
}

count.counted();
