/** What every pace must keep, wherever it is kept. Time is given, nothing waits. */
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Pace, type RateLimit, unlimited } from '../../src/delivery/pace.ts';

/** One process' view of a pace over a clock in milliseconds. Two of one `name` are two processes with one pace. */
export type OpenPace = (limit: RateLimit, clock: () => number, name: string) => Pace;

/** Enough for everybody. */
const far = 1_000_000;

export function paceContract(open: OpenPace): void {
  let clock: number;
  let names = 0;
  beforeEach(() => {
    clock = 1_800_000_000_000;
  });
  const fresh = (limit: RateLimit) => open(limit, () => clock, `pace-${process.pid}-${names++}`);

  /** Like a sender: asks again as long as it is told to. Returns how long after the question it may leave. */
  async function leaves(pace: Pace, chat: string, ahead = far): Promise<number> {
    const asked = clock;
    for (let tries = 0; tries < 100; tries += 1) {
      const { wait, taken } = await pace.reserve(chat, ahead);
      if (taken) {
        const at = clock + wait - asked;
        clock = asked;
        return round(at);
      }
      clock += wait;
    }
    throw new Error('never got a place');
  }
  const limit: RateLimit = { perSecond: 25, burst: 0, perChatPerSecond: 1, chatBurst: 3 };

  test('an answer of three bubbles leaves at once; the fourth waits', async () => {
    const pace = fresh(limit);
    const all = [];
    for (let n = 0; n < 4; n += 1) all.push(await leaves(pace, 'a'));
    expect(all).toEqual([0, 40, 80, 1000]);
  });

  test('a morning of 100 reminders takes four seconds', async () => {
    const pace = fresh(limit);
    const all = [];
    for (let n = 0; n < 100; n += 1) all.push(await leaves(pace, `${n}`));
    expect(all.at(-1)).toBe(99 * 40);
  });

  test('a chat that must wait takes no place from the others', async () => {
    const pace = fresh({ ...limit, chatBurst: 1 });
    await leaves(pace, 'a');
    expect(await pace.reserve('a', far)).toMatchObject({ wait: 1000, taken: false, chatBusy: true });
    expect(await leaves(pace, 'b')).toBe(40);
    clock += 1000;
    expect(await leaves(pace, 'a')).toBe(0);
  });

  test('places far away are not taken by those who may not look so far: an answer passes reminders', async () => {
    const pace = fresh(limit);
    let taken = 0;
    for (let n = 0; n < 100; n += 1) if ((await pace.reserve(`${n}`, 500)).taken) taken += 1;
    expect(taken).toBe(13);
    expect((await pace.reserve('reminder', 500)).taken).toBe(false);
    expect(await leaves(pace, 'answer')).toBe(520);
  });

  test('what could not leave in a moment of standstill is made up for, up to the burst', async () => {
    const pace = fresh({ ...limit, burst: 4 });
    clock += 10_000;
    const all = [];
    for (let n = 0; n < 8; n += 1) all.push(await leaves(pace, `${n}`));
    expect(all).toEqual([0, 0, 0, 0, 0, 40, 80, 120]);
    clock += 120 + 40 + 80;
    const next = [];
    for (let n = 0; n < 4; n += 1) next.push(await leaves(pace, `n${n}`));
    expect(next).toEqual([0, 0, 0, 40]);
  });

  test('silence asked for is kept towards everybody, and afterwards the pace is the same', async () => {
    const pace = fresh(limit);
    await pace.hold(3000);
    expect(await pace.reserve('a', 500)).toEqual({ wait: 3000, taken: false });
    await pace.hold(1000);
    expect([await leaves(pace, 'a'), await leaves(pace, 'b')]).toEqual([3000, 3040]);
  });

  test('without a limit nothing waits', async () => {
    const pace = fresh(unlimited);
    for (let n = 0; n < 50; n += 1) expect(await leaves(pace, 'a', 0)).toBe(0);
  });

  describe('whatever is asked', () => {
    const asked = fc.array(fc.record({ chat: fc.constantFrom('a', 'b', 'c'), pause: fc.nat(1500) }), {
      maxLength: 40,
    });

    test('never more than 25 in a second, never more than the burst and one a second to a chat', async () => {
      await fc.assert(
        fc.asyncProperty(asked, async (list) => {
          const pace = fresh(limit);
          const left: { chat: string; at: number }[] = [];
          for (const { chat, pause } of list) {
            clock += pause;
            left.push({ chat, at: clock + (await leaves(pace, chat)) });
          }
          for (const { at } of left) {
            const second = left.filter((other) => other.at >= at - 0.001 && other.at < at + 999.9);
            expect(second.length).toBeLessThanOrEqual(25);
            for (const chat of ['a', 'b', 'c']) {
              expect(second.filter((other) => other.chat === chat).length).toBeLessThanOrEqual(4);
            }
          }
        }),
        { numRuns: 40 },
      );
    });
  });
}

/** Kept to a thousandth of a millisecond. */
const round = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;
