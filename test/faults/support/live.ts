/** Three days on a stage, with or without trouble, and what holds afterwards. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { renderParts } from '../../../src/channels/telegram/outgoing.ts';
import { once } from '../../services/once.ts';
import { type Facts, factsOf } from './facts.ts';
import { dayOf, days, lookAround } from './script.ts';
import { type Dice, dice } from './size.ts';
import { openStage, type Stage } from './stage.ts';

/** What happens to the machines on a day, from its morning on; it is over when `stop` has resolved. */
export interface Trouble {
  /** It goes on until then: people who only look keep the machines busy meanwhile. */
  readonly goesOn: boolean;
  stop(): Promise<void>;
}

export type Troublemaker = (stage: Stage, day: number, luck: Dice) => Trouble;

const none: Troublemaker = () => ({ goesOn: false, stop: async () => {} });

/** How it ended: what holds, and what everybody was reminded of. */
export interface Ending {
  facts: Facts;
  /** "person | day | kind | text", of messages that left. */
  digests: string[];
}

/** A message of the program, or a piece of a long one, as its person may have got it. */
export interface Delivery {
  chat: number;
  text: string;
  status: string;
  digest: boolean;
  attempts: number;
  error: string | null;
}

export async function liveThrough(stage: Stage, luck: Dice, trouble: Troublemaker = none): Promise<void> {
  await stage.allUp();
  await stage.planned();
  await stage.quiet(90);
  for (let day = 0; day < days; day += 1) {
    const making =
      day === 0 ? trouble(stage, day, luck.apart('day-0')) : await morning(stage, day, luck, trouble);
    let busy = true;
    const looking = stage.town.cells.map((cell) =>
      lookAround(stage, cell.voted, () => busy || making.goesOn),
    );
    const acting = Promise.all(stage.town.cells.map((cell) => dayOf(stage, cell, day)));
    // However the acting ends, the lookers go home and the trouble is over before anything else is said.
    const ended = acting
      .then(
        () => null,
        (error: unknown) => ({ error }),
      )
      .finally(() => {
        busy = false;
      });
    const failed = await ended;
    if (failed) await making.stop();
    const [looked] = await Promise.allSettled([Promise.all(looking)]);
    await making.stop();
    if (failed) throw failed.error;
    if (looked.status === 'rejected') throw looked.reason;
    await stage.allUp();
    await stage.quiet(150);
  }
  await planAnew(stage);
  await stage.quiet(90);
}

/** The next day begins: processes that work are started anew, as after a night's update, and plan at once. */
async function morning(stage: Stage, day: number, luck: Dice, trouble: Troublemaker): Promise<Trouble> {
  if (trouble === none) {
    await quietDay(stage);
    return none(stage, day, luck);
  }
  stage.nextDay();
  const making = trouble(stage, day, luck.apart(`day-${day}`));
  try {
    await planAnew(stage);
    // The deeds of the day answer to what was said in the morning.
    await said(stage);
    return making;
  } catch (error) {
    await making.stop();
    throw error;
  }
}

/** A day on which nobody says anything. */
export async function quietDay(stage: Stage): Promise<void> {
  stage.nextDay();
  await planAnew(stage);
  await stage.quiet(90);
}

async function planAnew(stage: Stage): Promise<void> {
  for (const one of stage.programs.filter(({ role }) => role === 'work')) {
    await one.stop();
    await one.start();
  }
  await stage.planned();
}

/** Everything of this morning has left. */
async function said(stage: Stage): Promise<void> {
  await stage.planned();
  for (const cell of stage.town.cells)
    for (const who of [cell.secretary, cell.mentor]) await stage.watch.settled(who.chat, 150);
}

export async function endingOf(stage: Stage): Promise<Ending> {
  const rows = await stage.ask(
    (sql) => sql`
      select p.full_name as name, d.day::text as day, d.kind, o.message ->> 'text' as text
      from outbox o join digests d on d.id = o.digest_id join people p on p.id = d.person_id
      where o.status in ('sent', 'ambiguous') order by o.id`,
  );
  return {
    facts: await stage.ask((sql) => factsOf(sql)),
    digests: rows.map(({ name, day, kind, text }) => `${name} | ${day} | ${kind} | ${text}`).sort(),
  };
}

/** All that the program wrote, in order. */
export async function writtenBy(stage: Stage): Promise<Delivery[]> {
  const rows = await stage.ask(
    (sql) =>
      sql`select chat, message, status, digest_id is not null as digest, attempts, last_error from outbox order by id`,
  );
  return rows.flatMap((row) =>
    renderParts(row.message).map(({ text }) => ({
      chat: Number(row.chat),
      text,
      status: row.status,
      digest: row.digest,
      attempts: row.attempts,
      error: row.last_error,
    })),
  );
}

/** The same three days without any trouble; lived once a run, whoever asks first. */
export function undisturbed(cellCount: number): Promise<Ending> {
  const file = join(inject('services').folder, `undisturbed-${cellCount}.json`);
  return once(`undisturbed-${cellCount}`, async () => {
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Ending;
    const luck = dice('undisturbed');
    const stage = await openStage(cellCount, luck);
    try {
      await liveThrough(stage, luck);
      const ending = await endingOf(stage);
      writeFileSync(file, JSON.stringify(ending));
      return ending;
    } finally {
      await stage.close();
    }
  });
}
