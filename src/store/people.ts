/** People, their roles on the tree and their settings. */
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { cases, organizations, people, roles } from '../../db/schema.ts';
import { foldName } from '../people/fold-name.ts';
import type { Actor, Resource, TreeRole } from '../people/roles.ts';
import type { Queryable } from './database.ts';
import { actingRoles } from './planning.ts';
import { planAnewFor } from './rules-mark.ts';

export interface Person {
  id: number;
  fullName: string;
  language: 'vi' | 'en';
  /** Hour of the morning digest, 0..23, Asia/Ho_Chi_Minh. */
  digestHour: number;
}

export interface Member extends Person {
  role: TreeRole;
  organizationId: number;
}

export interface NewPerson {
  fullName: string;
  language?: 'vi' | 'en';
  digestHour?: number;
}

export async function insertPerson(q: Queryable, person: NewPerson): Promise<number> {
  const fullName = person.fullName.normalize('NFC').trim().replace(/\s+/g, ' ');
  const [row] = await q
    .insert(people)
    .values({ ...person, fullName, searchName: foldName(fullName) })
    .returning({ id: people.id });
  if (!row) throw new Error('person was not stored');
  return row.id;
}

export async function getPerson(q: Queryable, id: number): Promise<Person | null> {
  const [row] = await q.select(columns).from(people).where(eq(people.id, id));
  return row ?? null;
}

/** By id; ids that do not exist are absent. */
export async function getPeople(q: Queryable, ids: readonly number[]): Promise<Map<number, Person>> {
  if (ids.length === 0) return new Map();
  const rows = await q
    .select(columns)
    .from(people)
    .where(inArray(people.id, [...new Set(ids)]));
  return new Map(rows.map((row) => [row.id, row]));
}

export async function changePerson(
  q: Queryable,
  id: number,
  change: { language?: 'vi' | 'en'; digestHour?: number },
): Promise<void> {
  if (change.language === undefined && change.digestHour === undefined) return;
  await q.update(people).set(change).where(eq(people.id, id));
}

/** Giving a role that is already held changes nothing. */
export async function grantRole(
  q: Queryable,
  personId: number,
  organizationId: number,
  role: TreeRole,
): Promise<void> {
  await q.insert(roles).values({ personId, organizationId, role }).onConflictDoNothing();
  if (isActing(role)) await planAnewFor(q, personId);
}

export async function revokeRole(
  q: Queryable,
  personId: number,
  organizationId: number,
  role: TreeRole,
): Promise<void> {
  // While it is still theirs: what they would have heard by it is for others now.
  if (isActing(role)) await planAnewFor(q, personId);
  await q
    .delete(roles)
    .where(and(eq(roles.personId, personId), eq(roles.organizationId, organizationId), eq(roles.role, role)));
}

export async function rolesOf(q: Queryable, personId: number): Promise<Actor['roles']> {
  return q
    .select({ role: roles.role, organizationId: roles.organizationId, path: organizations.path })
    .from(roles)
    .innerJoin(organizations, eq(organizations.id, roles.organizationId))
    .where(eq(roles.personId, personId))
    .orderBy(asc(roles.id));
}

const isActing = (role: TreeRole): boolean => (actingRoles as readonly TreeRole[]).includes(role);

/** Everybody with one of these roles on exactly these nodes, by node, then in the order of the Vietnamese names. */
export async function membersOf(
  q: Queryable,
  organizationIds: readonly number[],
  wanted?: readonly TreeRole[],
): Promise<Member[]> {
  if (organizationIds.length === 0) return [];
  return q
    .select({ ...columns, role: roles.role, organizationId: roles.organizationId })
    .from(roles)
    .innerJoin(people, eq(people.id, roles.personId))
    .where(
      and(
        inArray(roles.organizationId, [...new Set(organizationIds)]),
        wanted ? inArray(roles.role, [...wanted]) : undefined,
      ),
    )
    .orderBy(asc(roles.organizationId), asc(people.searchName), asc(people.id), asc(roles.id));
}

/** Does this name stand in this cell already, as member or candidate? Compared without diacritics. */
export async function namesakesInCell(q: Queryable, cellId: number, fullName: string): Promise<Person[]> {
  const inCell = sql`(exists (select 1 from ${roles} where ${roles.personId} = ${people.id} and ${roles.organizationId} = ${cellId})
    or exists (select 1 from ${cases} where ${cases.personId} = ${people.id} and ${cases.cellId} = ${cellId}))`;
  return q
    .select(columns)
    .from(people)
    .where(and(eq(people.searchName, foldName(fullName)), inCell))
    .orderBy(asc(people.id));
}

/**
 * The person as something access is decided on. Whoever invites a person can be that person in a chat, so the place is
 * the lowest node that has all their roles and cases under it: inviting takes the right over everything they are.
 */
export async function personResource(q: Queryable, personId: number): Promise<Resource> {
  const held = await rolesOf(q, personId);
  const own = await q
    .select({ path: organizations.path })
    .from(cases)
    .innerJoin(organizations, eq(organizations.id, cases.cellId))
    .where(eq(cases.personId, personId));
  return { kind: 'person', personId, path: commonPath([...held, ...own].map((node) => node.path)) };
}

function commonPath(paths: readonly string[]): string | null {
  const [first, ...others] = paths.map((path) => path.split('/').filter(Boolean));
  if (!first) return null;
  const shared = first.filter((_, at) =>
    others.every((other) => first.slice(0, at + 1).every((id, i) => id === other[i])),
  );
  return shared.length > 0 ? `/${shared.join('/')}/` : null;
}

const columns = {
  id: people.id,
  fullName: people.fullName,
  language: people.language,
  digestHour: people.digestHour,
};
