/** The stores restarted and wiped under load: the program comes back by itself, and what holds in the end is the same. */
import { afterEach, beforeAll, expect, test } from 'vitest';
import { type Ending, liveThrough, undisturbed } from './support/live.ts';
import { dice, full } from './support/size.ts';
import { openStage, type Stage } from './support/stage.ts';
import { tally } from './support/tally.ts';
import { type Blow, blows, restartPostgres, restartRedis, wipeRedis } from './support/troubles.ts';
import { expectSameEnding } from './support/verdict.ts';

const cells = full ? 8 : 4;
const count = tally();
let before: Ending;
let stage: Stage | undefined;

beforeAll(async () => {
  before = await undisturbed(cells);
}, 900_000);
afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

/** Nobody restarts the processes: they must live through it. */
async function survived(stage: Stage): Promise<void> {
  expect(stage.programs.filter((one) => one.endedByItself > 0).map((one) => one.name)).toEqual([]);
}

test('PostgreSQL and Redis are restarted under load', async () => {
  stage = await openStage(cells, dice('restarts'));
  const fallen: Blow[] = [];
  try {
    await liveThrough(
      stage,
      dice('restarting'),
      blows(
        full ? [12, 6, 4] : [5, 3, 2],
        [2500, 5000],
        (on, luck) => luck.pick([restartPostgres, restartRedis])(on, luck),
        fallen,
      ),
    );
    for (const { what } of fallen) count.add(what);
    const { twice, never } = await expectSameEnding(stage, before, count);
    await survived(stage);
    expect(never).toEqual([]);
    // Every process lived: nobody's receipt was lost.
    expect(twice).toEqual([]);
    expect(stage.people.begunAgain).toBe(0);
  } catch (error) {
    console.error(stage.logs());
    throw error;
  }
});

test('Redis is wiped under load: conversations are begun again, no fact is lost', async () => {
  stage = await openStage(cells, dice('wipes'));
  const fallen: Blow[] = [];
  try {
    await liveThrough(
      stage,
      dice('wiping'),
      blows(full ? [10, 5, 3] : [4, 2, 1], [3000, 7000], wipeRedis, fallen),
    );
    for (const { what } of fallen) count.add(what);
    const { twice, never } = await expectSameEnding(stage, before, count);
    await survived(stage);
    expect(never).toEqual([]);
    expect(twice).toEqual([]);
    expect(stage.people.begunAgain).toBeGreaterThan(0);
  } catch (error) {
    console.error(stage.logs());
    throw error;
  }
});

count.counted();
