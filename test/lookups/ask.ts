/** Asks lookups as a person of the small world, and reads the answer in Vietnamese. */
import type { AnswerValue, LookupResult } from '../../src/conversation/machine-types.ts';
import { runLookup } from '../../src/lookups/index.ts';
import { loadActor } from '../../src/people/actor.ts';
import type { Db } from '../../src/store/database.ts';
import { calendar, catalog, reminders, today, vi } from '../cases/world.ts';

export type Answers = Record<string, AnswerValue>;

export async function ask(
  db: Db,
  by: number,
  name: string,
  answers: Answers = {},
  on = today,
): Promise<LookupResult> {
  const actor = await loadActor(db, by);
  if (!actor) throw new Error(`no person ${by}`);
  return runLookup(
    db,
    { actor, today: on, language: 'vi', catalog, calendar, reminders },
    { name, flow: 'test', answers },
  );
}

export const linesOf = (result: LookupResult): string => (result.lines ?? []).map(vi).join('\n');
export const optionsOf = (result: LookupResult): string[] =>
  (result.options ?? []).map((one) => vi(one.label));
export const refusalOf = (result: LookupResult): string => (result.refuse ? vi(result.refuse) : '');
