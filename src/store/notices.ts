/**
 * Notices: one thing to be told to one person. Planned, then said in a digest, then perhaps acknowledged. What was said
 * stays as the record of who was told when; what was only planned may be forgotten and planned anew.
 */
import { and, asc, eq, inArray, isNotNull, isNull, ne, or, sql } from 'drizzle-orm';
import { digests, type noticeReasons, notices, outbox, people } from '../../db/schema.ts';
import type { Queryable, Tx } from './database.ts';

export type NoticeReason = (typeof noticeReasons)[number];

export interface NewNotice {
  personId: number;
  /** In whose place, when that person cannot be reached. */
  insteadOf: number | null;
  /** A notice is about a case or about a body, never both. */
  caseId: number | null;
  organizationId: number | null;
  /** "step/clock#instance" of a case, "duty#period" or "late" of a body. */
  subject: string;
  /** YYYY-MM-DD: the day of the ladder it belongs to. */
  moment: string;
  reason: NoticeReason;
  nudge: boolean;
}

/** Those planned or said before are passed over. Returns how many are new. One statement whatever their number. */
export async function insertNotices(q: Queryable, fresh: readonly NewNotice[]): Promise<number> {
  if (fresh.length === 0) return 0;
  const rows = fresh.map((n) => [
    n.personId,
    n.insteadOf,
    n.caseId,
    n.organizationId,
    n.subject,
    n.moment,
    n.reason,
    n.nudge,
  ]);
  // One JSON value: a parameter a column a row would be thousands, and another statement for every number of rows.
  const written = q.$with('written', { id: sql<number>`id`.as('id') }).as(
    sql`insert into ${notices} (person_id, instead_of, case_id, organization_id, subject, moment, reason, nudge)
      select (v->>0)::int, (v->>1)::int, (v->>2)::int, (v->>3)::int, v->>4, (v->>5)::date, v->>6, (v->>7)::boolean
      from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as v
      on conflict do nothing returning id`,
  );
  const [row] = await q.with(written).select({ count: sql<number>`count(*)::int` }).from(written);
  return row?.count ?? 0;
}

export interface Told {
  subject: string;
  moment: string;
  personId: number;
  name: string;
  /** In whose place they were told. */
  insteadOf: { personId: number; name: string } | null;
  reason: NoticeReason;
  nudge: boolean;
  /** YYYY-MM-DD. */
  saidOn: string;
  /** ISO instant; null while not acknowledged. */
  acknowledgedAt: string | null;
}

/** Who was told when of what this case asks for, the earliest first. */
export async function toldAbout(q: Queryable, caseId: number): Promise<Told[]> {
  return (await toldAboutCases(q, [caseId])).map(({ caseId: _, ...told }) => told);
}

/** The same of several cases; `subjects` narrows to those. */
export async function toldAboutCases(
  q: Queryable,
  caseIds: readonly number[],
  subjects?: readonly string[],
): Promise<(Told & { caseId: number })[]> {
  if (caseIds.length === 0 || subjects?.length === 0) return [];
  const rows = await q
    .select({
      caseId: notices.caseId,
      subject: notices.subject,
      moment: notices.moment,
      personId: notices.personId,
      name: people.fullName,
      absentId: notices.insteadOf,
      absentName: sql<
        string | null
      >`(select absent.full_name from people absent where absent.id = ${notices.insteadOf})`,
      reason: notices.reason,
      nudge: notices.nudge,
      saidOn: notices.saidOn,
      acknowledgedAt: notices.acknowledgedAt,
    })
    .from(notices)
    .innerJoin(people, eq(people.id, notices.personId))
    .where(
      and(
        inArray(notices.caseId, [...new Set(caseIds)]),
        subjects ? inArray(notices.subject, [...new Set(subjects)]) : undefined,
        isNotNull(notices.saidOn),
      ),
    )
    .orderBy(asc(notices.saidOn), asc(notices.id));
  return rows.flatMap(({ absentId, absentName, acknowledgedAt, caseId, saidOn, ...row }) =>
    caseId === null || saidOn === null
      ? []
      : [
          {
            ...row,
            caseId,
            saidOn,
            insteadOf: absentId === null ? null : { personId: absentId, name: absentName ?? '' },
            acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
          },
        ],
  );
}

/**
 * "Đã nhận": this person has read what a digest said; with null, everything said to them so far. Whoever was told in the
 * place of another acknowledges for themselves. Returns how many things were acknowledged that were not before.
 */
export async function acknowledge(
  tx: Tx,
  personId: number,
  digestId: number | null,
  now: string,
): Promise<number> {
  const rows = await tx
    .update(notices)
    .set({ acknowledgedAt: new Date(now) })
    .where(
      and(
        eq(notices.personId, personId),
        isNotNull(notices.saidOn),
        isNull(notices.acknowledgedAt),
        digestId === null ? undefined : eq(notices.digestId, digestId),
      ),
    )
    .returning({ id: notices.id });
  return rows.length;
}

/**
 * Something was recorded in these cases, or their rules changed: what was planned of them is forgotten. A digest that speaks
 * of them and has not left is over (`sendBy` has passed), and so is the other one of that person and day: delivery withdraws
 * them, and what else they said is said again.
 */
export async function forgetPlanned(tx: Queryable, caseIds: number | readonly number[]): Promise<void> {
  const ids = typeof caseIds === 'number' ? [caseIds] : caseIds;
  if (ids.length === 0) return;
  await tx
    .delete(notices)
    .where(
      and(
        inArray(notices.caseId, [...ids]),
        isNull(notices.saidOn),
        or(ne(notices.reason, 'postponed'), ownDelay),
      ),
    );
  const spoken = tx
    .select({ id: notices.digestId })
    .from(notices)
    .where(and(inArray(notices.caseId, [...ids]), isNotNull(notices.digestId)));
  const ofThatDay = sql`select other.id from digests d join digests other on other.person_id = d.person_id and other.day = d.day
    where d.id in ${spoken}`;
  await tx
    .update(outbox)
    .set({ sendBy: longPast })
    .where(and(eq(outbox.status, 'waiting'), sql`${outbox.digestId} in (${ofThatDay})`));
}

/** The word to whoever asked for a later day is planned anew; that somebody asked is news to others, and waits. */
const ownDelay = sql`exists (select 1 from postponements p where p.person_id = ${notices.personId}
  and p.case_id = ${notices.caseId} and p.subject = ${notices.subject})`;

/** Whatever the clock of whoever looks. */
const longPast = new Date(0);

/** The digest had not left and will not: what it said is to be said again. What was acknowledged was read and stays. */
export async function unsay(tx: Queryable, digestId: number): Promise<void> {
  await tx
    .update(notices)
    .set({ saidOn: null, digestId: null })
    .where(and(eq(notices.digestId, digestId), isNull(notices.acknowledgedAt)));
  await tx.delete(digests).where(eq(digests.id, digestId));
}
