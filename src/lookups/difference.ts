/** What one case says differently after a change that is only being thought of: a correction, a move, other rules. */
import type { CaseReport, Obligation, StepState } from '../procedure/report.ts';
import type { Procedure } from '../procedure/schema.ts';
import type { Text } from '../words/text.ts';
import { clockTitle, gateReason, numberedStep, procedureText, stepTitle } from './procedure-words.ts';

/** A preview is read on a telephone: what goes beyond this is counted. */
const longest = 12;

export interface Side {
  procedure: Procedure;
  report: CaseReport;
}

/** One line a difference, the weightiest first; a line that says so when nothing differs. */
export function difference(before: Side, after: Side): Text[] {
  const lines = [
    ...stateLine(before, after),
    ...undone(before, after),
    ...turn(before, after),
    ...situations(before, after),
    ...irregular(before, after),
    ...obstacles(before, after),
    ...limits(before, after),
    ...papers(before, after),
  ];
  if (lines.length === 0) return [{ key: 'lookups.difference.none' }];
  if (lines.length <= longest) return lines;
  const rest = lines.length - longest;
  return [...lines.slice(0, longest), { key: 'lookups.difference.more', params: { count: rest } }];
}

function stateLine(before: Side, after: Side): Text[] {
  if (before.report.state === after.report.state) return [];
  const from: Text = { key: `lookups.state.${before.report.state}` };
  const to: Text = { key: `lookups.state.${after.report.state}` };
  return [{ key: 'lookups.difference.state', params: { from, to } }];
}

function undone(before: Side, after: Side): Text[] {
  const gone = doneOf(before).filter((step) => !doneOf(after).some((one) => one.id === step.id));
  return gone.map((step) => ({
    key: 'lookups.difference.undone',
    params: { step: numberedStep(before.procedure, step.id) },
  }));
}

function turn(before: Side, after: Side): Text[] {
  const fresh = newlyDue(before.report, after.report);
  if (fresh.length === 0) return [];
  return [
    { key: 'lookups.difference.turn', params: { steps: fresh.map((id) => stepTitle(after.procedure, id)) } },
  ];
}

/** Steps whose turn has come that had not; those that may be left out are not announced. */
export function newlyDue(before: CaseReport, after: CaseReport): string[] {
  const optional = new Set(after.steps.filter((step) => step.optional).map((step) => step.id));
  return after.frontier.filter((id) => !before.frontier.includes(id) && !optional.has(id));
}

function situations(before: Side, after: Side): Text[] {
  return after.report.situations
    .filter((id) => !before.report.situations.includes(id))
    .map((id) => ({
      key: 'lookups.difference.situation',
      params: {
        situation: procedureText(after.procedure, 'situations', id),
        explain: procedureText(after.procedure, 'situations', id, 'explain'),
      },
    }));
}

function irregular(before: Side, after: Side): Text[] {
  const known = new Set(before.report.steps.filter((step) => step.irregular).map((step) => step.id));
  return after.report.steps
    .filter((step) => step.irregular && !known.has(step.id))
    .map((step) => ({
      key: 'lookups.difference.irregular',
      params: { step: numberedStep(after.procedure, step.id) },
    }));
}

/** Gates that stand in the way of a step whose turn it is, and did not before. */
function obstacles(before: Side, after: Side): Text[] {
  const failing = (side: Side) =>
    side.report.steps
      .filter((step) => side.report.frontier.includes(step.id))
      .flatMap((step) => step.gates.filter((gate) => !gate.holds && gate.kind !== 'vote'));
  const known = new Set(failing(before).map((gate) => gate.id));
  return failing(after)
    .filter((gate) => !known.has(gate.id))
    .map((gate) => ({
      key: 'lookups.difference.obstacle',
      params: { reason: gateReason(after.procedure, gate) },
    }));
}

function limits(before: Side, after: Side): Text[] {
  const was = new Map(running(before).map((limit) => [limit.key, limit]));
  const is = new Map(running(after).map((limit) => [limit.key, limit]));
  const changed = [...is.values()].flatMap((limit): Text[] => {
    const earlier = was.get(limit.key);
    const title = clockTitle(after.procedure, limit);
    if (!earlier) return [{ key: 'lookups.difference.limit', params: { title, date: { date: limit.due } } }];
    if (earlier.due === limit.due) return [];
    const params = { title, from: { date: earlier.due }, to: { date: limit.due } };
    return [{ key: 'lookups.difference.limitMoved', params }];
  });
  const gone = [...was.values()].filter((limit) => !is.has(limit.key));
  const dropped = gone.map((limit) => ({
    key: 'lookups.difference.limitGone',
    params: { title: clockTitle(before.procedure, limit) },
  }));
  return [...changed, ...dropped];
}

function papers(before: Side, after: Side): Text[] {
  const was = new Map(before.report.papers.map((paper) => [paper.id, paper.status]));
  return after.report.papers
    .filter(
      (paper) =>
        paper.status !== was.get(paper.id) && paper.status !== 'received' && paper.status !== 'not-required',
    )
    .map((paper) => ({
      key: 'lookups.difference.paper',
      params: { paper: procedureText(after.procedure, 'papers', paper.id) },
    }));
}

const doneOf = (side: Side): StepState[] => side.report.steps.filter((step) => step.status === 'done');

const running = (side: Side): Obligation[] =>
  side.report.obligations.filter((limit) => limit.status === 'open' || limit.status === 'overdue');
