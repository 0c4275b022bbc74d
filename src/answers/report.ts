/** "Báo cáo": figures of a unit this year, by cell: who is where, what is late, who was sent to class and admitted. */
import type { CaseReport } from '../procedure/report.ts';
import type { Reply, Text } from '../words/text.ts';
import type { CaseView } from './case-view.ts';
import { type CellFigures, figuresByCell, phaseList } from './list.ts';

export interface YearFigures extends CellFigures {
  sentToClass: number;
  admitted: number;
}

/** `views`: open and closed cases, since somebody admitted this year may have moved away. */
export function yearFigures(
  cells: readonly { id: number; name: string }[],
  views: readonly CaseView[],
  year: number,
): YearFigures[] {
  return figuresByCell(cells, views).map((one) => {
    const own = views.filter((view) => view.cellId === one.cellId);
    const count = (step: string): number => own.filter((view) => doneIn(view.report, step, year)).length;
    return { ...one, sentToClass: count('sent-to-class'), admitted: count('ceremony') };
  });
}

export function reportReply(figures: readonly YearFigures[], year: number, most: number): Reply {
  const total = (pick: (one: YearFigures) => number): number =>
    figures.reduce((sum, one) => sum + pick(one), 0);
  const lines: Text[] = [
    { key: 'status.report.title', params: { year, cells: figures.length } },
    {
      key: 'status.report.total',
      params: {
        open: total((one) => one.open),
        late: total((one) => one.late),
        sent: total((one) => one.sentToClass),
        admitted: total((one) => one.admitted),
      },
    },
    ...figures.slice(0, most).map(cellLine),
  ];
  if (figures.length > most)
    lines.push({ key: 'status.overview.more-cells', params: { count: figures.length - most } });
  return {
    lines,
    choices: [
      { id: 'go:list:late', label: { key: 'status.choice.late' } },
      { id: 'go:list:all', label: { key: 'status.choice.all' } },
      { id: 'go:menu', label: { key: 'status.choice.menu' } },
    ],
  };
}

function cellLine(one: YearFigures): Text {
  const phases: Text[] = one.open > 0 ? phaseList(one.byPhase) : [{ key: 'status.phases.none' }];
  return {
    key: 'status.report.cell',
    params: { cell: one.cell, phases, late: one.late, sent: one.sentToClass, admitted: one.admitted },
  };
}

const doneIn = (report: CaseReport, step: string, year: number): boolean =>
  report.steps.some((s) => s.id === step && s.status === 'done' && s.on?.startsWith(`${year}-`));
