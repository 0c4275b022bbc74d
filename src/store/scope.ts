/** The one place where access meets SQL: what `scopeFor` says, as a condition on a query. */
import { like, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { cases, organizations } from '../../db/schema.ts';
import { type Scope, scopeFor } from '../people/access.ts';
import type { Action, Actor } from '../people/roles.ts';
import { listOf } from './asked-often.ts';

/** Puts a value into a condition: as it is, or under a name by which it is filled in later (`askedOften`). */
export type Put = (name: string, value: string | number | boolean) => SQLWrapper;

export const asItIs: Put = (_name, value) => sql`${value}`;

/** For a query that joins `cases` with the `organizations` row of their cell. */
export function caseScope(actor: Actor, action: Action, put: Put = asItIs): SQL {
  const scope = scopeFor(actor, action);
  const own = scope.cases.length > 0 ? [sql`${cases.id} = any(${ids(put, 'cases', scope.cases)})`] : [];
  const reach = or(...nodes(scope, put), ...own);
  if (!reach) return nothing;
  if (scope.except.length === 0) return reach;
  return sql`(${reach} and ${cases.id} <> all(${ids(put, 'except', scope.except)}))`;
}

/** For a query on `organizations`. */
export function organizationScope(actor: Actor, action: Action): SQL {
  return or(...nodes(scopeFor(actor, action), asItIs)) ?? nothing;
}

function nodes(scope: Scope, put: Put): SQL[] {
  return [
    ...(scope.cells.length > 0 ? [sql`${organizations.id} = any(${ids(put, 'cells', scope.cells)})`] : []),
    // A path holds digits and slashes only: nothing in it means anything to `like`.
    ...scope.subtrees.map((root, at) => like(organizations.path, put(`subtree${at}`, `${root}%`))),
  ];
}

const ids = (put: Put, name: string, wanted: readonly number[]): SQL =>
  sql`${put(`scope.${name}`, listOf(wanted))}::int[]`;

const nothing = sql`false`;
