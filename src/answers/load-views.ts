/** Reads the cases that somebody may see and examines them today. Access is the store's: what it does not list is not here. */

import { type CaseFilter, type CaseRow, loadCases, visibleCases } from '../store/cases.ts';
import type { Queryable } from '../store/database.ts';
import { type EffectiveOrganization, effectiveOrganizations } from '../store/organizations.ts';
import type { CaseView } from './case-view.ts';
import type { AnswerContext } from './context.ts';
import { type ExaminedCase, examiner } from './examined.ts';
import { examinedBefore } from './examined-before.ts';

/** Cases in memory as events at a time. */
const batch = 200;

/** In the store's order: the late ones first. */
export async function loadViews(q: Queryable, ctx: AnswerContext, filter: CaseFilter): Promise<CaseView[]> {
  const rows = await visibleCases(q, ctx.actor, filter);
  const settings = await effectiveOrganizations(
    q,
    rows.map((row) => row.path),
  );
  const views: CaseView[] = [];
  for (let from = 0; from < rows.length; from += batch) {
    views.push(...(await examineRows(q, ctx, rows.slice(from, from + batch), settings)));
  }
  return views;
}

/** Null when there is no such case or it may not be seen: the two are not told apart. */
export async function loadView(q: Queryable, ctx: AnswerContext, caseId: number): Promise<CaseView | null> {
  return (await loadViews(q, ctx, { ids: [caseId] }))[0] ?? null;
}

/** Those of which nothing changed since they were examined last today are not read again. */
async function examineRows(
  q: Queryable,
  ctx: AnswerContext,
  rows: readonly CaseRow[],
  settings: ReadonlyMap<number, EffectiveOrganization>,
): Promise<CaseView[]> {
  const memory = examinedBefore(ctx);
  const state = (row: CaseRow): string => stateOf(row, ctx.today, settings.get(row.cellId));
  const known = new Map(rows.map((row) => [row.id, memory.recall(state(row))]));
  const unknown = rows.filter((row) => !known.get(row.id));
  const examineOne = examiner(ctx);
  for (const stored of await loadCases(
    q,
    unknown.map((row) => row.id),
    unknown.map((row) => row.path),
  )) {
    const examined = examineOne(stored);
    const row = unknown.find((one) => one.id === stored.id);
    if (row) memory.keep(state(row), examined);
    known.set(stored.id, examined);
  }
  return rows.flatMap((row) => {
    const examined = known.get(row.id);
    return examined ? [viewOf(examined, row)] : [];
  });
}

/** All that an examination follows from, beside the rules and the calendar; `version` changes with the events. */
const stateOf = (row: CaseRow, today: string, settings: EffectiveOrganization | undefined): string =>
  `${row.id} ${row.version} ${row.eventCount} ${today} ${row.path} ${row.personName} ${JSON.stringify(settings?.effective)}`;

function viewOf({ candidateName, cellName, ...rest }: ExaminedCase, row: CaseRow): CaseView {
  return { ...rest, candidate: candidateName, cell: row.cellName, mentorName: row.mentorName };
}
