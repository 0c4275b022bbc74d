/** Replies that need the store: reads what the asker may see and hands it to the pure parts of this room. */
import type { Hat } from '../people/roles.ts';
import { addMonths } from '../procedure/dates.ts';
import { countVisibleCases } from '../store/case-lists.ts';
import type { CaseFilter } from '../store/cases.ts';
import type { Queryable } from '../store/database.ts';
import { toldAbout } from '../store/notices.ts';
import { organizationsFor } from '../store/organizations.ts';
import type { Reply } from '../words/text.ts';
import { type CaseView, hatFor } from './case-view.ts';
import type { AnswerContext } from './context.ts';
import { figuresByCell, listReply, overviewReply } from './list.ts';
import { loadView, loadViews } from './load-views.ts';
import { menu, notFoundReply } from './menu.ts';
import { myWorkReply, workItems } from './my-work.ts';
import { reportReply, yearFigures } from './report.ts';
import { loadRoster } from './roster.ts';
import { statusReply } from './status.ts';
import { mayAskToldOf, toldReply } from './told.ts';

/** A reply and the case it speaks of. */
export interface AboutCase {
  reply: Reply;
  about?: number;
}

export async function replyOnCase(
  q: Queryable,
  ctx: AnswerContext,
  caseId: number,
  tell: (view: CaseView, hat: Hat) => Reply,
): Promise<AboutCase> {
  const view = await loadView(q, ctx, caseId);
  const hat = view && hatFor(ctx.actor, view);
  if (!view || !hat) return { reply: notFoundReply(ctx) };
  return { reply: tell(view, hat), about: view.caseId };
}

/** Cadres of the cell and officers above it; to others there is no such answer. */
export async function toldOfCase(q: Queryable, ctx: AnswerContext, caseId: number): Promise<AboutCase> {
  const view = await loadView(q, ctx, caseId);
  const hat = view && hatFor(ctx.actor, view);
  if (!view || !hat || !mayAskToldOf(hat)) return { reply: notFoundReply(ctx) };
  return { reply: toldReply(view, await toldAbout(q, view.caseId)), about: view.caseId };
}

/** The candidate's own case: the open one, else the latest. */
export async function ownStatusReply(q: Queryable, ctx: AnswerContext): Promise<AboutCase> {
  const own = await loadViews(q, ctx, { ids: ctx.actor.candidateOf });
  const latest = ctx.actor.candidateOf.flatMap((id) => own.find((view) => view.caseId === id) ?? []);
  const view = latest.find((one) => one.report.open) ?? latest[0];
  if (!view) return { reply: { lines: [{ key: 'menu.no-own-case' }], choices: menu(ctx).choices ?? [] } };
  return { reply: statusReply(view, 'candidate', ctx.menu.doors, ctx.actor.personId), about: view.caseId };
}

export async function workReply(q: Queryable, ctx: AnswerContext): Promise<Reply> {
  const views = await loadViews(q, ctx, { open: true });
  const roster = await loadRoster(
    q,
    views.map((view) => view.path),
  );
  const items = workItems(views, ctx.actor, roster, ctx.menu.doors);
  return myWorkReply(items, ctx.today, {
    lines: ctx.menu.views.workLines,
    buttons: ctx.menu.views.workButtons,
    days: ctx.menu.views.workDays,
  });
}

/** `which`: everybody, or the late ones only. Pages beyond the last show the last. */
export async function pageReply(
  q: Queryable,
  ctx: AnswerContext,
  which: 'all' | 'late',
  wanted: number,
): Promise<Reply> {
  const filter: CaseFilter = { open: true, ...(which === 'late' ? { lateOn: ctx.today } : {}) };
  const size = ctx.menu.views.page;
  const total = await countVisibleCases(q, ctx.actor, filter);
  const pages = Math.max(1, Math.ceil(total / size));
  const page = Math.min(Math.max(1, wanted), pages);
  const views = await loadViews(q, ctx, { ...filter, limit: size, offset: (page - 1) * size });
  return listReply({ views, page, pages, total, which }, ctx.today);
}

/** A committee sees its cells first; a cell and a mentor their candidates. */
export async function listOrOverview(q: Queryable, ctx: AnswerContext): Promise<Reply> {
  if (!ctx.actor.roles.some((role) => role.role === 'committeeOfficer')) return pageReply(q, ctx, 'all', 1);
  const cells = await organizationsFor(q, ctx.actor, 'organization.view', 'cell');
  const views = await loadViews(q, ctx, { open: true });
  const quietSince = addMonths(ctx.today, -ctx.menu.views.quietMonths);
  return overviewReply(figuresByCell(cells, views), quietSince, ctx.menu.views.cells);
}

export async function figuresReply(q: Queryable, ctx: AnswerContext): Promise<Reply> {
  const cells = await organizationsFor(q, ctx.actor, 'organization.report', 'cell');
  if (cells.length === 0) return { lines: [{ key: 'common.notYours' }], choices: menu(ctx).choices ?? [] };
  const views = await loadViews(q, ctx, { cellIds: cells.map((cell) => cell.id) });
  const year = Number(ctx.today.slice(0, 4));
  return reportReply(yearFigures(cells, views, year), year, ctx.menu.views.cells);
}
