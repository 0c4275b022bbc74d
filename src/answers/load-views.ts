/** Reads the cases that somebody may see and examines them today. Access is the store's: what it does not list is not here. */

import { type CaseFilter, type CaseRow, loadCases, visibleCases } from '../store/cases.ts';
import type { Queryable } from '../store/database.ts';
import type { CaseView } from './case-view.ts';
import type { AnswerContext } from './context.ts';
import { examiner } from './examined.ts';

/** Cases in memory as events at a time. */
const batch = 200;

/** In the store's order: the late ones first. */
export async function loadViews(q: Queryable, ctx: AnswerContext, filter: CaseFilter): Promise<CaseView[]> {
  return examineRows(q, ctx, await visibleCases(q, ctx.actor, filter));
}

/** Null when there is no such case or it may not be seen: the two are not told apart. */
export async function loadView(q: Queryable, ctx: AnswerContext, caseId: number): Promise<CaseView | null> {
  return (await loadViews(q, ctx, { ids: [caseId] }))[0] ?? null;
}

async function examineRows(q: Queryable, ctx: AnswerContext, rows: readonly CaseRow[]): Promise<CaseView[]> {
  const examineOne = examiner(ctx);
  const views: CaseView[] = [];
  for (let from = 0; from < rows.length; from += batch) {
    const part = rows.slice(from, from + batch);
    const stored = await loadCases(
      q,
      part.map((row) => row.id),
    );
    for (const one of stored) {
      const row = part.find((r) => r.id === one.id);
      const { candidateName, cellName, ...rest } = examineOne(one);
      views.push({ ...rest, candidate: candidateName, cell: cellName, mentorName: row?.mentorName ?? null });
    }
  }
  return views;
}
