/** The sample organisation in a database of its own, and questions put to it by its people. */
import { resolve } from 'node:path';
import { laySample, type Persona } from '../../db/sample/lay-sample.ts';
import {
  type AnswerContext,
  type AnswerOutcome,
  answerAction,
  answerText,
} from '../../src/answers/answer.ts';
import { loadMenu } from '../../src/answers/menu-data.ts';
import { loadCalendar, loadCatalog } from '../../src/catalog/load.ts';
import { loadActor } from '../../src/people/actor.ts';
import type { Queryable } from '../../src/store/database.ts';
import { createWords, type Language } from '../../src/words/say.ts';
import type { Reply } from '../../src/words/text.ts';
import { freshDatabase } from '../services/databases.ts';

export const roots = [resolve(import.meta.dirname, '../..')];
export const catalog = loadCatalog(roots);
export const calendar = loadCalendar(roots);
export const menuData = loadMenu(roots);
/** A Friday. */
export const today = '2026-06-26';

/** Keys that were asked for and have no words: must stay empty. */
export const wordless = new Set<string>();
export const words = createWords(roots, (key, language) => wordless.add(`${language}: ${key}`));

export async function layWorld() {
  const database = await freshDatabase();
  const { personas } = await laySample(database.db, { today, catalog, calendar });
  const { db } = database;

  const contextOf = async (personId: number, language: Language = 'vi'): Promise<AnswerContext> => {
    const actor = await loadActor(db, personId);
    if (!actor) throw new Error(`no person ${personId}`);
    return { actor, today, now: `${today}T01:00:00Z`, language, catalog, calendar, menu: menuData };
  };
  const ask = async (
    personId: number,
    typed: string,
    over: Partial<AnswerContext> = {},
  ): Promise<AnswerOutcome> =>
    answerText(db as Queryable, { ...(await contextOf(personId)), ...over }, typed);
  const tap = async (personId: number, id: string): Promise<AnswerOutcome> =>
    answerAction(db as Queryable, await contextOf(personId), id);
  const persona = (role: Persona['role']): Persona => {
    const found = personas.find((one) => one.role === role);
    if (!found) throw new Error(`no ${role} in the sample`);
    return found;
  };
  return { database, db, personas, contextOf, ask, tap, persona };
}

/** The one reply of an outcome, or a failing test. */
export function replyOf(outcome: AnswerOutcome): Reply {
  if (outcome.kind === 'open') throw new Error(`opened ${outcome.flow} instead of answering`);
  const reply = outcome.kind === 'unknown' ? outcome.reply : outcome.replies[0];
  if (!reply) throw new Error('no reply');
  return reply;
}

/** Every word key of a reply, nested ones included. */
export function keysOf(reply: Reply): string[] {
  const keys: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) {
      if ('key' in value && typeof value.key === 'string') keys.push(value.key);
      Object.values(value).forEach(visit);
    }
  };
  visit(reply);
  return keys;
}

export const said = (reply: Reply, language: Language = 'vi'): string =>
  reply.lines.map((line) => words.say(line, language)).join('\n');
export const buttons = (reply: Reply): string[] => (reply.choices ?? []).map((choice) => choice.id);
