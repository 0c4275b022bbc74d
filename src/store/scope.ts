/** The one place where access meets SQL: what `scopeFor` says, as a condition on a query. */
import { and, inArray, like, notInArray, or, type SQL, sql } from 'drizzle-orm';
import { cases, organizations } from '../../db/schema.ts';
import { type Scope, scopeFor } from '../people/access.ts';
import type { Action, Actor } from '../people/roles.ts';

/** For a query that joins `cases` with the `organizations` row of their cell. */
export function caseScope(actor: Actor, action: Action): SQL {
  const scope = scopeFor(actor, action);
  const reach = or(...nodes(scope), ...(scope.cases.length > 0 ? [inArray(cases.id, scope.cases)] : []));
  if (!reach) return nothing;
  return (scope.except.length > 0 ? and(reach, notInArray(cases.id, scope.except)) : reach) ?? nothing;
}

/** For a query on `organizations`. */
export function organizationScope(actor: Actor, action: Action): SQL {
  return or(...nodes(scopeFor(actor, action))) ?? nothing;
}

function nodes(scope: Scope): SQL[] {
  return [
    ...(scope.cells.length > 0 ? [inArray(organizations.id, scope.cells)] : []),
    // A path holds digits and slashes only: nothing in it means anything to `like`.
    ...scope.subtrees.map((root) => like(organizations.path, `${root}%`)),
  ];
}

const nothing = sql`false`;
