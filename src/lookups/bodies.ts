/** The bodies in which somebody holds an office: their own cell, their own committee. What lies below is not listed. */
import { can } from '../people/access.ts';
import type { Action, Actor, Resource } from '../people/roles.ts';
import type { Queryable } from '../store/database.ts';
import {
  type EffectiveOrganization,
  effectiveOrganization,
  effectiveOrganizations,
} from '../store/organizations.ts';
import { verbatim } from '../words/text.ts';

/** What access is decided on. */
export const bodyResource = (body: { id: number; path: string }): Resource => ({
  kind: 'organization',
  organizationId: body.id,
  path: body.path,
});

/** Who records that a duty is done: the cell what the cell owes, officers what committees owe. */
export const rightForDuties = (body: Pick<EffectiveOrganization, 'level'>): Action =>
  body.level === 'cell' ? 'organization.record' : 'organization.record-committee';

/** Those of the actor's own bodies on which they have the right, by path. */
export async function ownBodies(
  q: Queryable,
  actor: Actor,
  right: (body: EffectiveOrganization) => Action,
): Promise<EffectiveOrganization[]> {
  const held = new Set(actor.roles.map((role) => role.organizationId));
  const bodies = await effectiveOrganizations(
    q,
    actor.roles.map((role) => role.path),
  );
  return [...bodies.values()]
    .filter((body) => held.has(body.id) && can(actor, right(body), bodyResource(body)))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Null when there is no such body or the actor has not that right over it: the two are not told apart. */
export async function bodyFor(
  q: Queryable,
  actor: Actor,
  id: number | null,
  right: (body: EffectiveOrganization) => Action,
): Promise<EffectiveOrganization | null> {
  const body = id === null ? null : await effectiveOrganization(q, id);
  return body && can(actor, right(body), bodyResource(body)) ? body : null;
}

export function bodyOptions(bodies: readonly EffectiveOrganization[]) {
  const options = bodies.map((body) => ({ value: String(body.id), label: verbatim(body.name) }));
  const [only] = options;
  return options.length === 1 && only ? { options, only: only.value } : { options };
}
