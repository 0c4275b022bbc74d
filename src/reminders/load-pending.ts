/** Notices that wait, with what their words need: the case and its agenda, who was told before, how much is late below. */
import type { Catalog } from '../procedure/index.ts';
import type { Queryable } from '../store/database.ts';
import { toldAboutCases } from '../store/notices.ts';
import { dutiesDone } from '../store/organization-duties.ts';
import {
  casesSpokenOf,
  laddersOn,
  lastPostponements,
  lateBelow,
  leadersOfCells,
  type Pending,
  postponementCounts,
  type SpokenCase,
} from '../store/pending.ts';
import { getPeople } from '../store/people.ts';
import { idsOn, ladderAt, nodeNames } from '../store/planning.ts';
import { type Agenda, readAgenda } from './agenda.ts';
import type { AboutCase, AboutOrganization, PendingNotice, Told } from './digest.ts';
import { type Ladder, ladderOf } from './ladder.ts';

/** By person. Of a case whose agenda is being computed anew nothing is here: it waits for the next plan. */
export async function loadPending(
  q: Queryable,
  { catalog, ladders }: { catalog: Catalog; ladders: ReadonlyMap<string, Ladder> },
  rows: readonly Pending[],
  today: string,
): Promise<Map<number, PendingNotice[]>> {
  const caseIds = distinct(rows.map((row) => row.caseId));
  const organizationIds = distinct(rows.map((row) => row.organizationId));
  const listeners = distinct(rows.map((row) => row.personId));
  // An owner hears what is owed, and that it is said again; the others hear who was told before.
  const escalated = rows.filter((row) => row.caseId !== null && (row.nudge || row.reason !== 'owner'));
  const overviews = distinct(rows.map((row) => (row.subject === 'late' ? row.organizationId : null)));
  const putOff = distinct(rows.map((row) => (row.reason === 'postponed' ? row.caseId : null)));
  const [cases, told, leaders, postponed, asked, absent, names, done, late] = await Promise.all([
    casesSpokenOf(q, caseIds),
    toldAboutCases(
      q,
      distinct(escalated.map((row) => row.caseId)),
      escalated.map((row) => row.subject),
    ),
    leadersOfCells(q, listeners),
    postponementCounts(q, caseIds),
    lastPostponements(q, putOff),
    getPeople(q, distinct(rows.map((row) => row.insteadOf))),
    nodeNames(q, organizationIds),
    dutiesDone(q, organizationIds),
    lateBelow(q, overviews, today),
  ]);
  const nodes = await laddersOn(q, distinct(cases.flatMap((one) => idsOn(one.path))));
  const spokenOf = new Map(
    cases.map((one): [number, SpokenCase & { agenda: Agenda | null }] => [
      one.caseId,
      { ...one, agenda: readAgenda(one.agenda) },
    ]),
  );
  const toldOf = groupBy(told, (one) => `${one.caseId}:${one.subject}`);
  const doneMarks = new Set(done.map((one) => `${one.organizationId}:${one.duty}#${one.period}`));

  const aboutCase = (row: Pending, caseId: number): AboutCase | null => {
    const one = spokenOf.get(caseId);
    if (!one || (one.open && !one.agenda)) return null;
    const { candidateId, candidateName, mentorId, cellId, path, open, agenda } = one;
    const own = postponed.get(`${row.personId}:${caseId}:${row.subject}`) ?? 0;
    // To whoever asked for it the word is a reminder, to others news.
    const delay = row.reason === 'postponed' && own === 0 ? asked.get(`${caseId}:${row.subject}`) : undefined;
    return {
      kind: 'case',
      caseId,
      candidateId,
      candidateName,
      mentorId,
      inCell: leaders.has(`${row.personId}:${cellId}`),
      entry: (open && agenda?.entries.find((entry) => entry.key === row.subject)) || null,
      told: (toldOf.get(`${caseId}:${row.subject}`) ?? []).map(toldOn),
      ladder: ladderOf(ladders, ladderAt(path, nodes)),
      postponed: own,
      ...(delay === undefined ? {} : { delay }),
    };
  };
  const aboutOrganization = (row: Pending, organizationId: number): AboutOrganization => ({
    kind: 'organization',
    organizationId,
    name: names.get(organizationId) ?? '',
    done: doneMarks.has(`${organizationId}:${row.subject}`),
    ...monthOf(catalog, row.subject),
    late: row.subject === 'late' ? (late.get(organizationId) ?? { limits: 0, cases: 0, cells: 0 }) : null,
  });

  const notices = rows.flatMap((row): (PendingNotice & { personId: number })[] => {
    const about =
      row.caseId !== null
        ? aboutCase(row, row.caseId)
        : row.organizationId !== null
          ? aboutOrganization(row, row.organizationId)
          : null;
    if (about === null) return [];
    const { id, personId, subject, moment, reason, nudge } = row;
    const insteadOf =
      row.insteadOf === null
        ? null
        : { personId: row.insteadOf, name: absent.get(row.insteadOf)?.fullName ?? '' };
    return [{ id, personId, insteadOf, subject, moment, reason, nudge, about }];
  });
  return groupBy(notices, (one) => one.personId);
}

/** Of a duty that is bound to a month of the year. */
function monthOf(catalog: Catalog, subject: string): { month?: number } {
  const duty = subject.replace(/#.*$/, '');
  for (const { duties } of catalog.procedures.values()) {
    const month = duties[duty]?.month;
    if (month !== undefined) return { month };
  }
  return {};
}

const toldOn = (one: {
  personId: number;
  name: string;
  saidOn: string;
  insteadOf: { name: string } | null;
  reason: Told['reason'];
  acknowledgedAt: string | null;
}): Told => ({
  personId: one.personId,
  name: one.name,
  on: one.saidOn,
  insteadOf: one.insteadOf?.name ?? null,
  reason: one.reason,
  acknowledgedOn: one.acknowledgedAt === null ? null : dayInVietNam(one.acknowledgedAt),
});

/** Viet Nam keeps seven hours ahead all year. */
const dayInVietNam = (instant: string): string =>
  new Date(Date.parse(instant) + 7 * 3600 * 1000).toISOString().slice(0, 10);

const distinct = (ids: readonly (number | null)[]): number[] => [
  ...new Set(ids.filter((id): id is number => id !== null)),
];

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
