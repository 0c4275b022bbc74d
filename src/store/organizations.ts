/** The tree of organisations: nodes, their settings, and what a node inherits from those above it. */
import { and, asc, eq, gt, like, type SQL, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { type organizationLevels, organizations } from '../../db/schema.ts';
import type { Action, Actor } from '../people/roles.ts';
import {
  type OrganizationSettings,
  organizationChange,
  organizationSettings,
} from '../procedure/case-file.ts';
import { askedOften, listOf } from './asked-often.ts';
import type { Queryable } from './database.ts';
import { planAnewUnder } from './rules-mark.ts';
import { organizationScope } from './scope.ts';

/** Zod's partial: a setting may be absent or `undefined`. */
export type OrganizationChange = z.input<typeof organizationChange>;
export type OrganizationLevel = (typeof organizationLevels)[number];

export interface Organization {
  id: number;
  parentId: number | null;
  path: string;
  level: OrganizationLevel;
  name: string;
  procedureVersion: string | null;
  overlay: string | null;
  /** Its own settings only; see `EffectiveOrganization` for what holds there. */
  settings: OrganizationChange;
  /** Its own ladder of reminders; null: as above. */
  ladder: string | null;
}

/** With everything inherited: the nearest node that says something wins, key by key. */
export interface EffectiveOrganization extends Organization {
  effective: OrganizationSettings;
  /** What a case of this cell starts under; null when no node of its line says. */
  startsUnder: { procedureVersion: string | null; overlay: string | null };
  /** The ladder of `flows/ladders/` that its reminders follow; null when no node of its line says: the standard one. */
  followsLadder: string | null;
}

export interface NewOrganization {
  /** Null for the province. */
  parentId: number | null;
  level: OrganizationLevel;
  name: string;
  procedureVersion?: string;
  overlay?: string;
  settings?: OrganizationChange;
}

/** Throws when the parent does not exist or stands below the new node's level. */
export async function insertOrganization(q: Queryable, node: NewOrganization): Promise<Organization> {
  const above = node.parentId === null ? '/' : ((await getOrganization(q, node.parentId))?.path ?? '/');
  const [fresh] = await q
    .select({ id: sql<number>`nextval(pg_get_serial_sequence('organizations','id'))::int` })
    .from(sql`(values (1)) as one`);
  if (!fresh) throw new Error('no id from the sequence');
  const [row] = await q
    .insert(organizations)
    .values({
      id: fresh.id,
      parentId: node.parentId,
      path: `${above}${fresh.id}/`,
      level: node.level,
      name: node.name,
      procedureVersion: node.procedureVersion ?? null,
      overlay: node.overlay ?? null,
      settings: organizationChange.parse(node.settings ?? {}),
    })
    .returning();
  if (!row) throw new Error('organisation was not stored');
  return row;
}

export async function getOrganization(q: Queryable, id: number): Promise<Organization | null> {
  const [row] = await q.select().from(organizations).where(eq(organizations.id, id));
  return row ?? null;
}

/** A node and all below it, by path: parents before children. */
export async function subtree(
  q: Queryable,
  path: string,
  level?: OrganizationLevel,
): Promise<Organization[]> {
  return list(
    q,
    and(like(organizations.path, `${path}%`), level ? eq(organizations.level, level) : undefined),
  );
}

/** All nodes by id, a page at a time. */
export async function organizationsAfter(q: Queryable, id: number, limit: number): Promise<Organization[]> {
  return q
    .select()
    .from(organizations)
    .where(gt(organizations.id, id))
    .orderBy(asc(organizations.id))
    .limit(limit);
}

/** The nodes on which the actor may do `action`, by path. */
export async function organizationsFor(
  q: Queryable,
  actor: Actor,
  action: Action,
  level?: OrganizationLevel,
): Promise<Organization[]> {
  return list(q, and(organizationScope(actor, action), level ? eq(organizations.level, level) : undefined));
}

export async function effectiveOrganization(q: Queryable, id: number): Promise<EffectiveOrganization | null> {
  const node = await getOrganization(q, id);
  if (!node) return null;
  return (await effectiveOrganizations(q, [node.path])).get(id) ?? null;
}

/** By id, for the nodes with these paths; one query whatever their number. */
export async function effectiveOrganizations(
  q: Queryable,
  paths: readonly string[],
): Promise<Map<number, EffectiveOrganization>> {
  const lines = new Map(
    [...new Set(paths)].map((path) => [path, path.split('/').filter(Boolean).map(Number)]),
  );
  const ids = [...new Set([...lines.values()].flat())];
  if (ids.length === 0) return new Map();
  const nodes = new Map((await byIds(q, { ids: listOf(ids) })).map((node) => [node.id, node]));
  const result = new Map<number, EffectiveOrganization>();
  for (const line of lines.values()) {
    const found = line.flatMap((id) => nodes.get(id) ?? []);
    const node = found.at(-1);
    if (node) result.set(node.id, inherit(found, node));
  }
  return result;
}

/** Sets these settings of the node itself; the others stay. */
export async function changeSettings(q: Queryable, id: number, settings: OrganizationChange): Promise<void> {
  const own = organizationChange.parse(settings);
  await q
    .update(organizations)
    .set({ settings: sql`${organizations.settings} || ${JSON.stringify(own)}::jsonb` })
    .where(eq(organizations.id, id));
  await planAnewOf(q, id);
}

/** Which ladder its reminders follow, here and below; null: as above. Unknown ladders are the caller's to refuse. */
export async function setLadder(q: Queryable, id: number, ladder: string | null): Promise<void> {
  await q.update(organizations).set({ ladder }).where(eq(organizations.id, id));
  await planAnewOf(q, id);
}

async function planAnewOf(q: Queryable, id: number): Promise<void> {
  const node = await getOrganization(q, id);
  if (node) await planAnewUnder(q, node.path);
}

function inherit(line: readonly Organization[], node: Organization): EffectiveOrganization {
  const nearest = (pick: (one: Organization) => string | null): string | null =>
    line.reduce<string | null>((found, one) => pick(one) ?? found, null);
  return {
    ...node,
    effective: organizationSettings.parse({
      ...Object.assign({}, ...line.map((one) => one.settings)),
      parameters: Object.assign({}, ...line.map((one) => one.settings.parameters ?? {})),
    }),
    startsUnder: {
      procedureVersion: nearest((one) => one.procedureVersion),
      overlay: nearest((one) => one.overlay),
    },
    followsLadder: nearest((one) => one.ladder),
  };
}

const list = (q: Queryable, where: SQL | undefined) =>
  q
    .select()
    .from(organizations)
    .where(where)
    .orderBy(asc(sql`${organizations.path} collate "C"`));

const byIds = askedOften<{ ids: string }, Organization[]>((q, value) =>
  list(q, sql`${organizations.id} = any(${value('ids')}::int[])`),
);
