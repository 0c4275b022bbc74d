/** Lists of cases, read from the projection: what an actor may see, by filter or by name. */
import { aliasedTable, and, asc, eq, like, type SQL, sql } from 'drizzle-orm';
import { cases, organizations, people } from '../../db/schema.ts';
import { foldName } from '../people/fold-name.ts';
import type { Action, Actor } from '../people/roles.ts';
import type { CaseState } from '../procedure/report.ts';
import type { Phase } from '../procedure/schema.ts';
import { askedInForms, listOf } from './asked-often.ts';
import type { Queryable } from './database.ts';
import { asItIs, caseScope, type Put } from './scope.ts';

export interface CaseFilter {
  /** What the actor means to do with them; default: see them. */
  action?: Action;
  open?: boolean;
  ids?: readonly number[];
  cellIds?: readonly number[];
  /** Path of a node: it and all below. */
  under?: string;
  phases?: readonly Phase[];
  states?: readonly CaseState[];
  mentorId?: number;
  /** Only cases where something was due before this day. */
  lateOn?: string;
  limit?: number;
  offset?: number;
}

export interface CaseRow {
  id: number;
  personId: number;
  personName: string;
  cellId: number;
  cellName: string;
  path: string;
  procedureVersion: string;
  overlay: string | null;
  state: CaseState;
  phase: Phase;
  open: boolean;
  currentStep: string | null;
  mentorId: number | null;
  mentorName: string | null;
  eventCount: number;
  /** Another one after every writing of the row, also after one that was undone. */
  version: string;
  nextAttention: string | null;
  /** Earliest day by which somebody must act; before today means late. */
  nextDue: string | null;
}

const mentors = aliasedTable(people, 'mentors');

/** A form for each combination of conditions. */
const listing = askedInForms<CaseRow[]>();

/** The late ones first, then by the day by which somebody must act, then by name. */
export async function visibleCases(q: Queryable, actor: Actor, filter: CaseFilter = {}): Promise<CaseRow[]> {
  const values: Record<string, unknown> = {};
  const put: Put = (name, value) => {
    values[name] = value;
    return sql.placeholder(name);
  };
  const where = and(caseScope(actor, filter.action ?? 'case.view', put), ...conditions(filter, put));
  const { limit, offset } = filter;
  if (limit !== undefined) put('limit', limit);
  if (offset !== undefined) put('offset', offset);
  const ask = listing(Object.keys(values).join(' '), (on, value) => {
    const query = list(on, where)
      .orderBy(sql`${cases.nextDue} asc nulls last`, asc(people.searchName), asc(cases.id))
      .$dynamic();
    if (limit !== undefined) query.limit(value('limit'));
    if (offset !== undefined) query.offset(value('offset'));
    return query;
  });
  return ask(q, values);
}

export async function countVisibleCases(
  q: Queryable,
  actor: Actor,
  filter: CaseFilter = {},
): Promise<number> {
  const [row] = await q
    .select({ count: sql<string>`count(*)::text`.mapWith(Number) })
    .from(cases)
    .innerJoin(organizations, eq(organizations.id, cases.cellId))
    .where(and(caseScope(actor, filter.action ?? 'case.view'), ...conditions(filter, asItIs)));
  return row?.count ?? 0;
}

/**
 * Cases the actor may see whose candidate's name has `text` in it, from the beginning of a word; diacritics, case and
 * spelling of đ do not matter, but a name written exactly so comes first, then one that ends so ("Lan" finds Nguyễn Thị
 * Lan before Lan Anh), then open cases before closed ones.
 */
export async function findCasesByName(
  q: Queryable,
  actor: Actor,
  text: string,
  filter: CaseFilter = {},
): Promise<CaseRow[]> {
  const folded = foldName(text);
  if (folded === '') return [];
  const { limit = 20, ...narrower } = filter;
  const found: CaseRow[] = await list(
    q,
    and(
      caseScope(actor, filter.action ?? 'case.view'),
      // Folded text holds letters, digits and spaces only: nothing in it means anything to `like`.
      like(sql`' ' || ${people.searchName}`, `% ${folded}%`),
      ...conditions(narrower, asItIs),
    ),
  ).orderBy(asc(people.searchName), asc(cases.id));
  const typed = text.normalize('NFC').trim().toLowerCase();
  return found
    .map((row) => ({ row, rank: rank(row.personName.normalize('NFC').toLowerCase(), typed, folded) }))
    .sort((a, b) => a.rank - b.rank || Number(b.row.open) - Number(a.row.open))
    .slice(0, limit)
    .map(({ row }) => row);
}

function rank(name: string, typed: string, folded: string): number {
  const plain = foldName(name);
  const ends = plain === folded ? 0 : plain.endsWith(` ${folded}`) ? 2 : 4;
  return ends + (` ${name} `.includes(` ${typed} `) ? 0 : 1);
}

function conditions(filter: CaseFilter, put: Put): (SQL | undefined)[] {
  const { open, ids, cellIds, under, phases, states, mentorId, lateOn } = filter;
  return [
    open === undefined ? undefined : sql`${cases.open} = ${put('open', open)}`,
    ids && sql`${cases.id} = any(${put('ids', listOf(ids))}::int[])`,
    cellIds && sql`${cases.cellId} = any(${put('cellIds', listOf(cellIds))}::int[])`,
    under === undefined ? undefined : like(organizations.path, put('under', `${under}%`)),
    phases && sql`${cases.phase} = any(${put('phases', listOf(phases))}::text[])`,
    states && sql`${cases.state} = any(${put('states', listOf(states))}::text[])`,
    mentorId === undefined ? undefined : sql`${cases.mentorId} = ${put('mentorId', mentorId)}`,
    lateOn === undefined ? undefined : sql`${cases.nextDue} < ${put('lateOn', lateOn)}::date`,
  ];
}

const list = (q: Queryable, where: SQL | undefined) =>
  q
    .select({
      id: cases.id,
      personId: cases.personId,
      personName: people.fullName,
      cellId: cases.cellId,
      cellName: organizations.name,
      path: organizations.path,
      procedureVersion: cases.procedureVersion,
      overlay: cases.overlay,
      state: cases.state,
      phase: cases.phase,
      open: cases.open,
      currentStep: cases.currentStep,
      mentorId: cases.mentorId,
      mentorName: mentors.fullName,
      eventCount: cases.eventCount,
      version: sql<string>`${cases}.xmin::text || ${cases}.ctid::text`,
      nextAttention: cases.nextAttention,
      nextDue: cases.nextDue,
    })
    .from(cases)
    .innerJoin(people, eq(people.id, cases.personId))
    .innerJoin(organizations, eq(organizations.id, cases.cellId))
    .leftJoin(mentors, eq(mentors.id, cases.mentorId))
    .where(where);
