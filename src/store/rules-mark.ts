/**
 * What a change of rules leaves for the planner to do: parts of the tree whose cases are to be looked at afresh, and the
 * marks of the rules that the cached agendas were computed under.
 */
import { and, asc, eq, gt, inArray, isNull, like, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { cases, installation, notices, organizations, roles } from '../../db/schema.ts';
import type { Db, Queryable } from './database.ts';
import { getFact, setFact } from './installation.ts';
import { forgetPlanned } from './notices.ts';
import { actingRoles, isHeld, waitBriefly } from './planning.ts';

/** As a case's next day of attention: before any day on which anybody plans. */
export const atOnce = '1970-01-01';

/** Cases written in one transaction when their agendas are forgotten. */
const batch = 500;

const toForget = 'reminders.forget:';
const toLook = 'reminders.look:';

/**
 * A setting or the ladder of this node changed: the agendas of the cases at and below it are forgotten by the next run,
 * in batches, however many there are.
 */
export async function planAnewUnder(q: Queryable, path: string): Promise<void> {
  await leave(q, `${toForget}${path}`);
}

/** Who is told changed at this node: the next run looks at the cases at and below it; their agendas still hold. */
export async function lookUnder(q: Queryable, path: string): Promise<void> {
  await leave(q, `${toLook}${path}`);
}

async function leave(q: Queryable, key: string): Promise<void> {
  const value = sql`to_jsonb(gen_random_uuid()::text)`;
  await q
    .insert(installation)
    .values({ key, value })
    .onConflictDoUpdate({ target: installation.key, set: { value } });
}

/** Does what these two left to do. A crash half way, or a second process, does it again. Returns how many cases. */
export async function followChanges(db: Db): Promise<number> {
  const left = await db
    .select()
    .from(installation)
    .where(or(like(installation.key, `${toForget}%`), like(installation.key, `${toLook}%`)));
  let count = 0;
  for (const { key, value } of left) {
    const forget = key.startsWith(toForget);
    const path = key.slice((forget ? toForget : toLook).length);
    try {
      count += await lookAnew(db, like(organizations.path, `${path}%`), { forget });
    } catch (error) {
      // Somebody holds a case for long: it stays to be done.
      if (isHeld(error)) continue;
      throw error;
    }
    // Unless it changed once more meanwhile.
    const same = sql`${installation.value} = ${JSON.stringify(value)}::jsonb`;
    await db.delete(installation).where(and(eq(installation.key, key), same));
  }
  return count;
}

/**
 * Open cases for which `which` holds (a condition on `cases` and the `organizations` row of their cell) are looked at by
 * the next plan; with `forget` they are examined anew, and what was planned of them is forgotten. In batches, a transaction
 * each. Returns how many.
 */
export async function lookAnew(
  db: Db,
  which: SQL | undefined,
  { forget }: { forget: boolean },
): Promise<number> {
  let count = 0;
  for (let after = 0; ; ) {
    const ids = await db.transaction(async (tx) => {
      await waitBriefly(tx);
      const rows = await tx
        .select({ id: cases.id })
        .from(cases)
        .innerJoin(organizations, eq(organizations.id, cases.cellId))
        .where(and(cases.open, gt(cases.id, after), which))
        .orderBy(asc(cases.id))
        .limit(batch)
        .for('update', { of: cases });
      const found = rows.map((row) => row.id);
      if (found.length === 0) return found;
      await tx
        .update(cases)
        .set({ nextAttention: atOnce, ...(forget ? { agenda: null, agendaUntil: null } : {}) })
        .where(inArray(cases.id, found));
      if (forget) await forgetPlanned(tx, found);
      return found;
    });
    count += ids.length;
    if (ids.length < batch) return count;
    after = ids.at(-1) ?? after;
  }
}

/** Rules that say something else than they did when the agendas were computed. */
export interface ChangedRules {
  procedures: readonly { version: string; overlay: string | null }[];
  /** Calendar years whose working days are others now, up to `thisYear` those in which late things are followed up. */
  years: readonly number[];
  thisYear: number;
  /** Ladders by id; null among them: the one that holds where nobody chose. */
  ladders: readonly (string | null)[];
}

/** The open cases that these rules touch are looked at anew. Returns how many. */
export async function forgetTouched(db: Db, changed: ChangedRules): Promise<number> {
  const examined = [
    ...changed.procedures.map(runsUnder),
    ...changed.years.map((year) => countsIn(year, changed.thisYear)),
  ];
  const asked = examined.length === 0 ? 0 : await lookAnew(db, or(...examined), { forget: true });
  const followed = changed.ladders.map(follows);
  return asked + (followed.length === 0 ? 0 : await lookAnew(db, or(...followed), { forget: true }));
}

/** From the beginning, or since a recorded change. */
const runsUnder = ({ version, overlay }: { version: string; overlay: string | null }): SQL =>
  sql`((${cases.procedureVersion} = ${version} and ${cases.overlay} is not distinct from ${overlay}::text)
    or exists (select 1 from case_events e where e.case_id = ${cases.id} and e.type = 'procedure-changed'
      and e.payload ->> 'procedure' = ${version} and e.payload ->> 'overlay' is not distinct from ${overlay}::text))`;

/** A limit counted through that year ends in it or in the next; what was due before it may be followed up in it. */
function countsIn(year: number, thisYear: number): SQL {
  const named = sql`${cases.agenda}::text ~ ${`"(${year}|${year + 1})-`}`;
  return year > thisYear ? named : sql`(${named} or ${cases.nextDue} < ${`${year}-01-01`}::date)`;
}

/** The nearest node of the line that names one names this one; null: none names any. */
const follows = (ladder: string | null): SQL =>
  sql`(select n.ladder from organizations n where n.ladder is not null and ${organizations.path} like n.path || '%'
    order by length(n.path) desc limit 1) is not distinct from ${ladder}::text`;

/**
 * This person can be told from now on, or no longer, or acts elsewhere: what waits to be said to them or in their place is
 * planned anew at the next run, for whoever it is right then. What was said stays said.
 */
export async function planAnewFor(q: Queryable, personId: number): Promise<void> {
  const forgotten = await q
    .delete(notices)
    .where(and(isNull(notices.saidOn), or(eq(notices.personId, personId), eq(notices.insteadOf, personId))))
    .returning({ caseId: notices.caseId });
  const held = await q
    .select({ path: organizations.path, cellId: organizations.id, role: roles.role })
    .from(roles)
    .innerJoin(organizations, eq(organizations.id, roles.organizationId))
    .where(and(eq(roles.personId, personId), inArray(roles.role, [...actingRoles])));
  const among = <C extends typeof cases.id | typeof cases.cellId>(column: C, ids: readonly number[]) =>
    ids.length === 0 ? undefined : inArray(column, [...ids]);
  await q
    .update(cases)
    .set({ nextAttention: atOnce })
    .where(
      and(
        cases.open,
        or(
          eq(cases.personId, personId),
          eq(cases.mentorId, personId),
          among(cases.id, [...new Set(forgotten.flatMap((row) => row.caseId ?? []))]),
          among(
            cases.cellId,
            held.filter((one) => one.role !== 'committeeOfficer').map((one) => one.cellId),
          ),
        ),
      ),
    );
  for (const { path, role } of held) if (role === 'committeeOfficer') await lookUnder(q, path);
  if (forgotten.some((row) => row.caseId === null))
    await q.delete(installation).where(eq(installation.key, bodiesKey));
}

/**
 * What waits for people whose chat was lost meanwhile is planned anew, for whoever stands in for them. Returns for how many
 * people.
 */
export async function planAnewForUnreachable(db: Db): Promise<number> {
  const lost = await db
    .selectDistinct({ personId: notices.personId })
    .from(notices)
    .where(
      and(
        isNull(notices.saidOn),
        sql`not exists (select 1 from chats h where h.person_id = ${notices.personId} and h.preferred and h.unreachable_since is null)`,
      ),
    );
  for (const { personId } of lost) await db.transaction((tx) => planAnewFor(tx, personId));
  return lost.length;
}

/** The day on which duties of bodies and overviews were planned last; null when they are to be planned at once. */
export const bodiesPlannedOn = (q: Queryable): Promise<string | null> => getFact(q, bodiesKey, z.iso.date());

export const setBodiesPlanned = (q: Queryable, day: string): Promise<void> => setFact(q, bodiesKey, day);

const bodiesKey = 'reminders.bodies';

const rulesMark = z.strictObject({
  /** Of each procedure ("version" or "version+overlay"), calendar year and ladder: a hash of what it says. */
  procedures: z.record(z.string(), z.string()),
  years: z.record(z.string(), z.string()),
  ladders: z.record(z.string(), z.string()),
});
export type RulesMark = z.infer<typeof rulesMark>;

const rulesKey = 'reminders.rules';

/** Null before the first plan. */
export const getRulesMark = (q: Queryable): Promise<RulesMark | null> => getFact(q, rulesKey, rulesMark);

export const setRulesMark = (q: Queryable, mark: RulesMark): Promise<void> => setFact(q, rulesKey, mark);
