/**
 * Statements that are asked at every turn: worded once in the life of the process and filled in afterwards. To have drizzle
 * word a statement takes longer than to ask it. Its own `prepare` belongs to one connection; what is kept here is the
 * wording alone, which every transaction asks on its own.
 */
import { type Placeholder, sql } from 'drizzle-orm';
import type { Queryable } from './database.ts';

export interface Worded<Result> {
  execute(values: Record<string, unknown>): Promise<Result>;
}
interface Preparable<Result> {
  prepare(name: string): Worded<Result>;
}

/** What drizzle 0.45 keeps of a prepared query, the same for both engines. */
interface Kept {
  query: { sql: string; params: unknown[] };
  fields: unknown;
  joinsNotNullableMap: unknown;
}
interface Session {
  prepareQuery(query: Kept['query'], fields: unknown, name: undefined, inArrays: true): object;
}

/**
 * `word` writes the statement with `value('name')` where a value comes later. A list of ids is one value, `listOf(ids)`,
 * compared by `= any(…::int[])`.
 */
export function askedOften<Values extends Record<string, unknown>, Result>(
  word: (q: Queryable, value: (name: keyof Values & string) => Placeholder) => Preparable<Result>,
): (q: Queryable, values: Values) => Promise<Result> {
  let kept: Kept | null = null;
  return (q, values) => {
    kept ??= word(q, (name) => sql.placeholder(name)).prepare('') as unknown as Kept;
    const { session } = q as unknown as { session: Session };
    const asked = session.prepareQuery(kept.query, kept.fields, undefined, true);
    Object.assign(asked, { joinsNotNullableMap: kept.joinsNotNullableMap });
    return (asked as Worded<Result>).execute(values);
  };
}

type Ask<Result> = (q: Queryable, values: Record<string, unknown>) => Promise<Result>;

/** The same of a statement that takes some dozens of forms: `form` names all that its wording depends on. */
export function askedInForms<Result>(): (
  form: string,
  word: Parameters<typeof askedOften<Record<string, unknown>, Result>>[0],
) => Ask<Result> {
  const forms = new Map<string, Ask<Result>>();
  return (form, word) => {
    const ask = forms.get(form) ?? askedOften(word);
    forms.set(form, ask);
    return ask;
  };
}

/** Ids, or words of ours without any sign but a dash, as one value in a form that both engines read. */
export const listOf = (items: readonly (number | string)[]): string => `{${items.join(',')}}`;
