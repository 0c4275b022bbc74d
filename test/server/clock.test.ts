import { describe, expect, test } from 'vitest';
import {
  type Clock,
  dayOf,
  daysAfter,
  type OffsetShelf,
  openDemoClock,
  TravelRefused,
} from '../../src/server/clock.ts';

const base: Clock = { now: () => '2026-11-23T16:30:00Z', today: () => '2026-11-23' };

const shelf = (): OffsetShelf & { days: number } => ({
  days: 0,
  async read() {
    return this.days;
  },
  async write(days) {
    this.days = days;
  },
});

const refusal = (journey: Promise<void>) =>
  journey.then(
    () => null,
    (error: unknown) => (error instanceof TravelRefused ? error.code : error),
  );

test('the day is that of Viet Nam, seven hours ahead of UTC', () => {
  expect(dayOf('2026-11-22T16:59:59Z')).toBe('2026-11-22');
  expect(dayOf('2026-11-22T17:00:00Z')).toBe('2026-11-23');
});

describe('the clock of the demo', () => {
  test('moves forward to a day and keeps the time of day', async () => {
    const clock = await openDemoClock(shelf(), base);
    expect(clock.today()).toBe('2026-11-23');
    await clock.travel('2027-02-28');
    expect(clock.today()).toBe('2027-02-28');
    expect(clock.now()).toBe('2027-02-28T16:30:00.000Z');
  });

  test('never moves back; the same day changes nothing', async () => {
    const clock = await openDemoClock(shelf(), base);
    await clock.travel('2026-12-01');
    expect(await refusal(clock.travel('2026-11-30'))).toBe('time.backwards');
    expect(await refusal(clock.travel('2026-12-01'))).toBeNull();
    expect(clock.today()).toBe('2026-12-01');
  });

  test.each([
    ['2026-02-30', 'time.not-a-day'],
    ['mai', 'time.not-a-day'],
    ['2999-01-01', 'time.too-far'],
  ])('%s is refused', async (day, code) => {
    const clock = await openDemoClock(shelf(), base);
    expect(await refusal(clock.travel(day))).toBe(code);
    expect(clock.today()).toBe('2026-11-23');
  });

  test('does not move when the move could not be kept', async () => {
    const broken = { read: async () => 0, write: () => Promise.reject(new Error('disk full')) };
    const clock = await openDemoClock(broken, base);
    await expect(clock.travel('2026-12-01')).rejects.toThrow('disk full');
    expect(clock.today()).toBe('2026-11-23');
  });

  test('hears of a journey that another process made', async () => {
    const kept = shelf();
    const [here, elsewhere] = [await openDemoClock(kept, base), await openDemoClock(kept, base)];
    await elsewhere.travel('2026-12-24');
    expect(here.today()).toBe('2026-11-23');
    await here.refresh();
    expect(here.today()).toBe('2026-12-24');
  });

  test('the days travelled survive a restart', async () => {
    const kept = shelf();
    await (await openDemoClock(kept, base)).travel('2026-12-24');
    expect((await openDemoClock(kept, base)).today()).toBe('2026-12-24');
  });
});

test('the days lived through on a journey', () => {
  expect(daysAfter('2026-12-30', '2027-01-02')).toEqual(['2026-12-31', '2027-01-01', '2027-01-02']);
  expect(daysAfter('2026-12-30', '2026-12-30')).toEqual([]);
  expect(daysAfter('2026-12-30', '2026-12-01')).toEqual([]);
});
