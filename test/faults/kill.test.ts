/**
 * Processes killed at random moments under load, while the messenger brings a fifth of all updates again: what holds in the
 * end is what would hold without.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ending, liveThrough, undisturbed } from './support/live.ts';
import { dice, full } from './support/size.ts';
import { openStage, type Stage } from './support/stage.ts';
import { tally } from './support/tally.ts';
import { type Blow, blows, killOne } from './support/troubles.ts';
import { expectSameEnding } from './support/verdict.ts';

const cells = full ? 8 : 4;
const perDay = full ? [120, 50, 30] : [36, 15, 9];
const kills = perDay.reduce((sum, day) => sum + day, 0);

const count = tally();
let before: Ending;
let stage: Stage;

beforeAll(async () => {
  before = await undisturbed(cells);
  stage = await openStage(cells, dice('kill'));
}, 900_000);
afterAll(() => stage?.close());

test(`${kills} kills, facts and reminders as without`, async () => {
  const fallen: Blow[] = [];
  try {
    await liveThrough(stage, dice('killing'), blows(perDay, [300, 1500], killOne, fallen));
    count.add('kills', fallen.length);
    const { twice, never } = await expectSameEnding(stage, before, count);
    expect(fallen).toHaveLength(kills);
    expect(never).toEqual([]);
    // Each kill may cut off the receipt of what was under way.
    expect(twice.length).toBeLessThanOrEqual(kills);
    expect(stage.people.begunAgain).toBe(0);
  } catch (error) {
    console.error(stage.logs());
    throw error;
  }
});

count.counted();
