/**
 * What the daily plan reads and writes, many rows a statement: cases whose day has come, who is who around them, and where
 * they stand afterwards. Its cost follows what is due, not what exists.
 */
import { sql } from 'drizzle-orm';
import { cases } from '../../db/schema.ts';
import type { TreeRole } from '../people/roles.ts';
import { pgError, type Queryable, type Tx } from './database.ts';
import type { OrganizationLevel } from './organizations.ts';
import type { Projection } from './projection.ts';

/** Roles that are told of things by virtue of the role. */
export const actingRoles = [
  'cellSecretary',
  'cellCommitteeMember',
  'committeeOfficer',
] as const satisfies readonly TreeRole[];

export interface DueCase {
  caseId: number;
  candidateId: number;
  mentorId: number | null;
  cellId: number;
  /** Of the cell. */
  path: string;
  /** As it was stored; null when it has to be computed anew. */
  agenda: unknown;
  agendaUntil: string | null;
  /** Of the candidate and the mentor, those who have a chat that can be written to. */
  reachable: number[];
  /** The latest acknowledged moment of each person and subject: [person, subject, moment]. */
  acknowledged: [number, string, string][];
  /** The latest day each person put each subject off to: [person, subject, until]. */
  postponed: [number, string, string][];
}

/**
 * Open cases whose next day of attention has come, locked until the transaction ends. Those that somebody else holds
 * are passed over: another planner has them, or something is being recorded in them. With `patient`, one case, and whoever
 * holds it is waited for, a few seconds at most (then it throws: see `isHeld`).
 */
export async function takeDueCases(
  tx: Tx,
  at: { today: string; limit: number; patient: boolean },
): Promise<DueCase[]> {
  if (at.patient) await waitBriefly(tx);
  const reachable = (person: ReturnType<typeof sql>) =>
    sql`exists (select 1 from chats h where h.person_id = ${person} and h.preferred and h.unreachable_since is null)`;
  return (
    tx
      .select({
        caseId: cases.id,
        candidateId: cases.personId,
        mentorId: cases.mentorId,
        cellId: cases.cellId,
        path: sql<string>`o.path`,
        agenda: cases.agenda,
        agendaUntil: cases.agendaUntil,
        reachable: sql<
          number[]
        >`array_remove(array[case when ${reachable(sql`cases.person_id`)} then cases.person_id end,
        case when ${reachable(sql`cases.mentor_id`)} then cases.mentor_id end], null)`,
        acknowledged: sql<
          DueCase['acknowledged']
        >`coalesce((select jsonb_agg(jsonb_build_array(n.person_id, n.subject, n.moment))
        from (select person_id, subject, max(moment) as moment from notices
          where case_id = cases.id and acknowledged_at is not null group by 1, 2) n), '[]')`,
        postponed: sql<
          DueCase['postponed']
        >`coalesce((select jsonb_agg(jsonb_build_array(p.person_id, p.subject, p.until))
        from (select person_id, subject, max(until) as until from postponements
          where case_id = cases.id group by 1, 2) p), '[]')`,
      })
      .from(cases)
      .innerJoin(sql`organizations o`, sql`o.id = cases.cell_id`)
      .where(sql`cases.open and cases.next_attention <= ${at.today}`)
      // One at a time: whoever waits holds nothing that the other could wait for.
      .limit(at.patient ? 1 : at.limit)
      .for('update', at.patient ? { of: cases } : { of: cases, skipLocked: true })
  );
}

/** From here on the transaction waits no longer than this for a row that somebody else holds, and throws (`isHeld`). */
export async function waitBriefly(tx: Tx): Promise<void> {
  await tx.execute(sql`set local lock_timeout = '10s'`);
}

/** Whether the error says that somebody else held a row for too long. */
export const isHeld = (error: unknown): boolean => pgError(error)?.code === '55P03';

export interface NodeWithPeople {
  id: number;
  path: string;
  level: OrganizationLevel;
  name: string;
  /** Its own; null: as above. */
  ladder: string | null;
  /** Acting roles held on it, and whether their holder has a chat that can be written to. */
  roles: { personId: number; role: (typeof actingRoles)[number]; reachable: boolean }[];
}

/** These nodes with whoever acts on them. */
export async function nodesWithPeople(
  q: Queryable,
  ids: readonly number[],
): Promise<Map<number, NodeWithPeople>> {
  if (ids.length === 0) return new Map();
  const acting = sql.raw(actingRoles.map((role) => `'${role}'`).join(','));
  const rows = await q
    .select({
      id: sql<number>`o.id`,
      path: sql<string>`o.path`,
      level: sql<OrganizationLevel>`o.level`,
      name: sql<string>`o.name`,
      ladder: sql<string | null>`o.ladder`,
      roles: sql<
        NodeWithPeople['roles']
      >`coalesce((select jsonb_agg(jsonb_build_object('personId', r.person_id, 'role', r.role,
          'reachable', h.id is not null) order by r.person_id)
        from roles r left join chats h on h.person_id = r.person_id and h.preferred and h.unreachable_since is null
        where r.organization_id = o.id and r.role in (${acting})), '[]')`,
    })
    .from(sql`organizations o`)
    .where(sql`o.id = any(${intArray(ids)}::int[])`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** "/1/3/7/" -> 1, 3, 7: the nodes from the root down. */
export const idsOn = (path: string): number[] => path.split('/').filter(Boolean).map(Number);

/** The ladder that holds on a path: the nearest node's that says; null when none does. */
export function ladderAt(path: string, nodes: ReadonlyMap<number, { ladder: string | null }>): string | null {
  return idsOn(path).reduce<string | null>((found, id) => nodes.get(id)?.ladder ?? found, null);
}

export interface Planned {
  caseId: number;
  nextAttention: string;
}

/** When to look at these cases next. */
export async function savePlanned(tx: Tx, planned: readonly Planned[]): Promise<void> {
  if (planned.length === 0) return;
  await tx.execute(sql`update cases set next_attention = v.day
    from unnest(${intArray(planned.map((one) => one.caseId))}::int[], ${textArray(planned.map((one) => one.nextAttention))}::date[])
      as v(id, day)
    where cases.id = v.id`);
}

export interface Examined {
  caseId: number;
  /** Null: it is over. */
  nextAttention: string | null;
  /** JSON-safe. */
  agenda: object;
  /** From this day on it holds no more. */
  agendaUntil: string;
  projection: Omit<Projection, 'nextAttention'>;
}

/** What examining these cases gave: their agenda, and the columns of lists, some of which change with the days alone. */
export async function saveExamined(tx: Tx, examined: readonly Examined[]): Promise<void> {
  if (examined.length === 0) return;
  const rows = examined.map(({ caseId, agenda, agendaUntil, nextAttention, projection }) => ({
    id: caseId,
    agenda,
    until: agendaUntil,
    attention: nextAttention,
    state: projection.state,
    phase: projection.phase,
    open: projection.open,
    step: projection.currentStep,
    mentor: projection.mentorId,
    due: projection.nextDue,
  }));
  await tx.execute(sql`update cases set agenda = v.agenda, agenda_until = v.until, next_attention = v.attention,
      state = v.state, phase = v.phase, open = v.open, current_step = v.step, mentor_id = v.mentor, next_due = v.due
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as v(id int, agenda jsonb, until date, attention date, state text, phase text, open boolean, step text, mentor int, due date)
    where cases.id = v.id`);
}

/** An array as one text parameter: the drivers do not agree on how to bind a list. */
export const intArray = (numbers: readonly number[]): string => `{${numbers.join(',')}}`;

/** Of days and other words without quotes, commas and braces. */
export const textArray = (words: readonly string[]): string => `{${words.join(',')}}`;

export async function nodeNames(q: Queryable, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await q
    .select({ id: sql<number>`o.id`, name: sql<string>`o.name` })
    .from(sql`organizations o`)
    .where(sql`o.id = any(${intArray(ids)}::int[])`);
  return new Map(rows.map((row) => [row.id, row.name]));
}
