/** One case as the answers see it: examined today, with the names that its words need. */
import type { Hat, Actor as Person } from '../people/roles.ts';
import type { CaseReport, PaperState, StepState } from '../procedure/report.ts';
import type { Procedure } from '../procedure/schema.ts';
import type { CasePlace } from './owners.ts';
import { isLate } from './tone.ts';

export interface CaseView extends CasePlace {
  caseId: number;
  candidate: string;
  /** Name of the cell. */
  cell: string;
  mentorName: string | null;
  /** Day of the last event, for what has not moved for long. */
  lastMoved: string | null;
  procedure: Procedure;
  report: CaseReport;
}

/**
 * In which capacity somebody looks at a case; null when in none. Whoever is on the road sees their own case as a
 * candidate only, whatever else they are.
 */
export function hatFor(person: Person, view: Pick<CaseView, 'caseId' | 'cellId' | 'path'>): Hat | null {
  if (person.candidateOf.includes(view.caseId)) return 'candidate';
  const inCell = person.roles.filter((r) => r.organizationId === view.cellId);
  if (inCell.some((r) => r.role === 'cellSecretary' || r.role === 'cellCommitteeMember')) return 'cadre';
  if (person.mentorOf.includes(view.caseId)) return 'mentor';
  const above = person.roles.some((r) => r.role === 'committeeOfficer' && view.path.startsWith(r.path));
  return above ? 'committeeOfficer' : null;
}

/** Steps of the road that this case must walk: side roads and optional steps left out. */
export const mainRoad = (report: CaseReport): StepState[] =>
  report.steps.filter(
    (s) => s.status !== 'not-applicable' && !s.optional && s.phase !== 'moves' && s.phase !== 'remedy',
  );

/** Steps whose turn has come, in the order of the frontier. */
export const openSteps = (report: CaseReport): StepState[] =>
  report.frontier.flatMap((id) => report.steps.find((s) => s.id === id) ?? []);

/** The step that was done last; by its day, then by its place on the road. */
export function lastDone(report: CaseReport): StepState | null {
  const done = report.steps.filter((s) => s.status === 'done' && s.on !== undefined);
  return done.reduce<StepState | null>(
    (best, s) => (best && (best.on ?? '') > (s.on ?? '') ? best : s),
    null,
  );
}

/** The step in which a paper is recorded, if any. */
export function stepOfPaper(
  view: Pick<CaseView, 'procedure' | 'report'>,
  paper: string,
): StepState | undefined {
  const id = recordedIn(view.procedure).get(paper);
  return view.report.steps.find((s) => s.id === id);
}

const recordedInOf = new WeakMap<Procedure, ReadonlyMap<string, string>>();

/** The step that records each paper, the first one where several do. */
function recordedIn(procedure: Procedure): ReadonlyMap<string, string> {
  const known = recordedInOf.get(procedure);
  if (known) return known;
  const pairs = Object.entries(procedure.steps).flatMap(([id, { record }]) =>
    record.kind === 'papers' ? record.papers.map((paper): [string, string] => [paper, id]) : [],
  );
  const found = new Map(pairs.reverse());
  recordedInOf.set(procedure, found);
  return found;
}

/**
 * Papers that ask for something now: those to be made anew or returned at any time, missing ones once the step that
 * wants them, or brings them, has come near.
 */
export function papersWanted(view: Pick<CaseView, 'procedure' | 'report'>): PaperState[] {
  const { report } = view;
  if (!report.open) return [];
  return report.papers.filter((paper) => {
    if (!paper.required || paper.status === 'received' || paper.status === 'not-required') return false;
    if (paper.status !== 'missing') return true;
    const own = stepOfPaper(view, paper.id);
    if (own) return own.status === 'ready' || own.status === 'blocked';
    return report.frontier.includes(paper.requiredFor ?? '');
  });
}

export const lateCount = (report: CaseReport): number =>
  report.obligations.filter((o) => isLate(o, report)).length;

/** From which day a paper may be made, while its step must still wait. */
export function opensOn(view: Pick<CaseView, 'procedure' | 'report'>, paper: string): string | null {
  const waits = stepOfPaper(view, paper)?.gates.find((gate) => gate.kind === 'elapsed' && !gate.holds);
  const opens = waits?.params.opens;
  return typeof opens === 'string' ? opens : null;
}
