/**
 * The messenger on bad days, while answers and reminders flow: too many requests, its own errors, connections that break,
 * answers that come too late, people who block the bot.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ending, liveThrough, quietDay, undisturbed, writtenBy } from './support/live.ts';
import { dice, full } from './support/size.ts';
import { openStage, type Stage } from './support/stage.ts';
import { tally } from './support/tally.ts';
import { type Blow, blows, spoilCalls } from './support/troubles.ts';
import { expectSameEnding, sortedOut } from './support/verdict.ts';

const cells = full ? 8 : 4;
const count = tally();
let before: Ending;
let stage: Stage;

beforeAll(async () => {
  before = await undisturbed(cells);
  stage = await openStage(cells, dice('messenger'));
}, 900_000);
afterAll(() => stage?.close());

test('facts and reminders are as on good days', async () => {
  const fallen: Blow[] = [];
  try {
    await liveThrough(
      stage,
      dice('spoiling'),
      blows(full ? [40, 20, 12] : [12, 8, 5], [800, 2500], spoilCalls, fallen),
    );
    for (const { what } of fallen) count.add(`times ${what}`);
    const { twice, never } = await expectSameEnding(stage, before, count);
    // What was cut off before it was done looks the same to the program as what was cut off after it.
    const cut = fallen.filter(({ what }) => what === 'cut off before it was done').length;
    expect(never.map(({ status }) => status).filter((status) => status !== 'ambiguous')).toEqual([]);
    expect(never.length).toBeLessThanOrEqual(cut);
    count.add('messages that never came, undecidable', never.length);
    expect(twice).toEqual([]);
    expect(stage.programs.filter((one) => one.endedByItself > 0)).toEqual([]);
  } catch (error) {
    console.error(stage.logs());
    throw error;
  }
});

test('who blocked the bot is marked, and others hear in their place', async () => {
  const { secretary, deputy } = stage.town.cells[0] ?? {};
  if (!secretary || !deputy) throw new Error('no cell');
  stage.telegram.block(secretary.chat);
  const heardInPlace = (): Promise<number> =>
    stage.ask(async (sql) => {
      const [row] = await sql`
        select count(*)::int as heard from notices n join outbox o on o.digest_id = n.digest_id
        where n.instead_of = ${secretary.id} and n.person_id = ${deputy.id} and o.status = 'sent'`;
      return row?.heard ?? 0;
    });
  // Something is said to a secretary every few days.
  for (let day = 0; day < 8 && (await heardInPlace()) === 0; day += 1) await quietDay(stage);
  expect(await heardInPlace()).toBeGreaterThan(0);
  const [chat] = await stage.ask(
    (sql) => sql`select unreachable_since from chats where person_id = ${secretary.id}`,
  );
  expect(chat?.unreachable_since).not.toBeNull();
  const written = await writtenBy(stage);
  const { strange, twice } = sortedOut(stage, written);
  expect({ strange, twice }).toEqual({ strange: [], twice: [] });
  expect(written.filter((one) => one.status === 'waiting')).toEqual([]);
  count.add('words heard in the place of who blocked the bot', await heardInPlace());
});

count.counted();
