/** Lists of candidates: a cell's, a mentor's, or what is late in a subtree; and the overview of a committee officer. */
import { stepTitle } from '../lookups/procedure-words.ts';
import type { Phase } from '../procedure/schema.ts';
import type { Choice, Reply, Text } from '../words/text.ts';
import { type CaseView, lateCount, openSteps } from './case-view.ts';

export interface Page {
  views: readonly CaseView[];
  /** From 1. */
  page: number;
  pages: number;
  total: number;
  /** "all" or "late": what the buttons to other pages ask for. */
  which: 'all' | 'late';
}

export function listReply(page: Page, today: string): Reply {
  if (page.total === 0) {
    return { lines: [{ key: `status.list.none-${page.which}` }], choices: [menuChoice] };
  }
  const title: Text = { key: `status.list.${page.which}`, params: { count: page.total } };
  const pageLine: Text = { key: 'status.list.page', params: { page: page.page, pages: page.pages } };
  return {
    lines: [title, ...page.views.map((view) => row(view, today)), ...(page.pages > 1 ? [pageLine] : [])],
    choices: [
      ...page.views.map((view) => ({ id: `go:status:${view.caseId}`, label: nameOf(view) })),
      ...turns(page),
      menuChoice,
    ],
  };
}

function row(view: CaseView, today: string): Text {
  const [next] = openSteps(view.report).filter((s) => !s.optional);
  const state: Text = { key: `lookups.state.${view.report.state}` };
  const line: Text = next
    ? {
        key: 'status.list.row',
        params: { name: view.candidate, state, step: stepTitle(view.procedure, next.id) },
      }
    : { key: 'status.list.row-waiting', params: { name: view.candidate, state } };
  const late = lateCount(view.report);
  if (late > 0) return { key: 'status.list.row-late', params: { line, count: late } };
  const soonest = view.report.obligations.find(
    (o) => o.status === 'open' && o.kind === 'due' && o.due >= today,
  );
  return soonest
    ? { key: 'status.list.row-due', params: { line, due: { date: soonest.due } } }
    : { key: 'status.list.plain', params: { line } };
}

const nameOf = (view: CaseView): Text => ({ key: 'common.verbatim', params: { value: view.candidate } });
const menuChoice: Choice = { id: 'go:menu', label: { key: 'status.choice.menu' } };

function turns({ page, pages, which }: Page): Choice[] {
  const to = (n: number, key: string): Choice => ({
    id: `go:list:${which}:${n}`,
    label: { key: `status.choice.${key}` },
  });
  return [...(page > 1 ? [to(page - 1, 'previous')] : []), ...(page < pages ? [to(page + 1, 'next')] : [])];
}

export const countedPhases: readonly Phase[] = ['source', 'file', 'admission', 'probation'];

export interface CellFigures {
  cellId: number;
  cell: string;
  /** Open cases by phase. */
  byPhase: ReadonlyMap<Phase, number>;
  open: number;
  late: number;
  /** Day of the last thing recorded in any open case; null when there is none. */
  lastMoved: string | null;
}

/** Figures of each cell, those with late cases first, then by name. Cells without anybody are counted too. */
export function figuresByCell(
  cells: readonly { id: number; name: string }[],
  views: readonly CaseView[],
): CellFigures[] {
  const figures = cells.map((cell): CellFigures => {
    const own = views.filter((view) => view.cellId === cell.id && view.report.open);
    const moved = own.flatMap((view) => view.lastMoved ?? []).sort();
    return {
      cellId: cell.id,
      cell: cell.name,
      byPhase: new Map(countedPhases.map((phase) => [phase, own.filter((v) => phaseOf(v) === phase).length])),
      open: own.length,
      late: own.filter((view) => lateCount(view.report) > 0).length,
      lastMoved: moved.at(-1) ?? null,
    };
  });
  return figures.sort((a, b) => b.late - a.late || a.cell.localeCompare(b.cell, 'vi'));
}

/** Where a case is counted: side roads are walked during the admission or the probation. */
function phaseOf({ report }: CaseView): Phase {
  if (countedPhases.includes(report.phase)) return report.phase;
  const probation = report.steps.some((s) => s.id === 'ceremony' && s.status === 'done');
  return probation ? 'probation' : 'admission';
}

/** A committee's overview. `quietSince`: cells in which nothing was recorded since that day are named. */
export function overviewReply(figures: readonly CellFigures[], quietSince: string, most: number): Reply {
  const total = (pick: (one: CellFigures) => number): number =>
    figures.reduce((sum, one) => sum + pick(one), 0);
  const busy = figures.filter((one) => one.open > 0);
  const empty = figures.filter((one) => one.open === 0);
  const quiet = busy.filter((one) => one.lastMoved !== null && one.lastMoved < quietSince);
  const lines: Text[] = [
    {
      key: 'status.overview.title',
      params: { cells: figures.length, open: total((one) => one.open), late: total((one) => one.late) },
    },
    ...busy.slice(0, most).map(cellLine),
  ];
  if (busy.length > most)
    lines.push({ key: 'status.overview.more-cells', params: { count: busy.length - most } });
  if (empty.length > 0) lines.push({ key: 'status.overview.empty', params: { list: names(empty, most) } });
  if (quiet.length > 0) {
    lines.push({
      key: 'status.overview.quiet',
      params: { list: names(quiet, most), date: { date: quietSince } },
    });
  }
  return {
    lines,
    choices: [
      { id: 'go:list:late', label: { key: 'status.choice.late' } },
      { id: 'go:list:all', label: { key: 'status.choice.all' } },
      { id: 'go:report', label: { key: 'status.choice.report' } },
      menuChoice,
    ],
  };
}

function cellLine(one: CellFigures): Text {
  const params = { cell: one.cell, phases: phaseList(one.byPhase), late: one.late };
  return { key: one.late > 0 ? 'status.overview.cell-late' : 'status.overview.cell', params };
}

/** "tạo nguồn 3, hồ sơ 1": phases with anybody in them. */
export const phaseList = (byPhase: ReadonlyMap<Phase, number>): Text[] =>
  [...byPhase]
    .filter(([, count]) => count > 0)
    .map(([phase, count]) => ({ key: `status.phases.${phase}`, params: { count } }));

const names = (figures: readonly CellFigures[], most: number): Text[] => {
  const shown = figures
    .slice(0, most)
    .map((one): Text => ({ key: 'common.verbatim', params: { value: one.cell } }));
  const left = figures.length - shown.length;
  return left > 0 ? [...shown, { key: 'status.overview.and-more', params: { count: left } }] : shown;
};
