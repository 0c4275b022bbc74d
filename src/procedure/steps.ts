/** Where each step of the procedure stands in a case, and whose turn it is. */
import { isApplicable, waitsFor } from './applicable.ts';
import { outlivesCase } from './closing.ts';
import { gatesOf, stops } from './gates.ts';
import type { History } from './history.ts';
import { failedVotes, type Question } from './journey.ts';
import type { StepState } from './report.ts';
import { mainRoad, roadmapOf } from './roadmap.ts';
import type { Phase, Step } from './schema.ts';

export interface Steps {
  steps: StepState[];
  frontier: string[];
  /** Main-road steps that nobody recorded although a later one is done. */
  passedOver: string[];
}

export function stepsOf(history: History, today: string, open: boolean): Steps {
  const now = history.on(today);
  const { order, successors } = roadmapOf(now.procedure);
  const had = new Map(order.map((id) => [id, isHad(id, history, now, successors.get(id))]));
  const passedOver = order.filter((id) => {
    const step = now.procedure.steps[id] as Step;
    return (
      had.get(id) && !now.journey.done.has(id) && !step.optional && isPassed(id, now, successors.get(id))
    );
  });
  const turn = new Set(
    order.filter((id) => (open || outlivesCase(id, now)) && had.get(id) && isTurn(id, now)),
  );
  const reached = phaseReached(
    now,
    [...turn].filter((id) => !passedOver.includes(id)),
  );

  const leftOut = new Set<string>();
  for (const id of turn) {
    const { phase, optional } = now.procedure.steps[id] as Step;
    if (optional && mainRoad.includes(phase) && mainRoad.indexOf(phase) < mainRoad.indexOf(reached)) {
      leftOut.add(id);
      turn.delete(id);
    }
  }
  const steps = order.map((id) => {
    const applicable = had.get(id) === true && !leftOut.has(id);
    return stateOfStep(id, applicable, turn.has(id), history, now);
  });
  const frontier = (open ? [...turn] : []).sort(
    (a, b) => weight(a) - weight(b) || order.indexOf(a) - order.indexOf(b),
  );
  return { steps, frontier, passedOver };

  /** Main road, then side roads that must be taken, then records that were forgotten, then what may be done. */
  function weight(id: string): number {
    const { phase, optional } = now.procedure.steps[id] as Step;
    if (optional) return 3;
    if (passedOver.includes(id)) return 2;
    return mainRoad.includes(phase) ? 0 : 1;
  }
}

/** A step that later ones have left behind is judged by the day when the first of them was done. */
function isHad(id: string, history: History, now: Question, later: ReadonlySet<string> | undefined): boolean {
  if (now.journey.done.has(id)) return true;
  let passed: string | undefined;
  for (const one of later ?? []) {
    const on = now.journey.done.get(one)?.firstOn;
    if (on !== undefined && (passed === undefined || on < passed)) passed = on;
  }
  return isApplicable(id, passed === undefined ? now : history.on(passed));
}

function isPassed(id: string, now: Question, later: ReadonlySet<string> | undefined): boolean {
  const optional = now.procedure.steps[id]?.optional;
  return !optional && [...(later ?? [])].some((one) => now.journey.done.has(one));
}

function isTurn(id: string, now: Question): boolean {
  return !now.journey.done.has(id) && waitsFor(id, now).length === 0;
}

/** The phase of the first main-road step whose turn it is, or of the last one done. */
export function phaseReached(now: Question, turn: readonly string[]): Phase {
  const { steps } = now.procedure;
  for (const id of turn) {
    const step = steps[id] as Step;
    if (!step.optional && mainRoad.includes(step.phase)) return step.phase;
  }
  const done = roadmapOf(now.procedure).order.filter((id) => now.journey.done.has(id));
  return (
    done.map((id) => (steps[id] as Step).phase).findLast((phase) => mainRoad.includes(phase)) ?? 'source'
  );
}

function stateOfStep(
  id: string,
  applicable: boolean,
  turn: boolean,
  history: History,
  now: Question,
): StepState {
  const step = now.procedure.steps[id] as Step;
  const { journey } = now;
  const done = journey.done.get(id);
  // A step that is done is judged by what was known on its day; one whose turn it is, by what is known now.
  const gates = done ? gatesOf(id, history.on(done.on)) : turn ? gatesOf(id, now) : [];
  const stopped = gates.some(stops);
  const last = journey.votes.get(id)?.at(-1)?.result;
  // A decision recorded without its numbers does not carry those of an earlier vote that was lost.
  const vote = done && !last?.passes ? undefined : last;
  const refused = journey.refusals.has(id) && !done;
  return {
    id,
    number: step.number,
    phase: step.phase,
    actor: step.actor,
    owner: step.owner,
    forms: step.forms,
    optional: step.optional,
    recordKind: step.record.kind,
    status: done ? 'done' : !applicable ? 'not-applicable' : !turn ? 'later' : stopped ? 'blocked' : 'ready',
    ...(done && { on: done.on }),
    ...(done?.issuedOn !== undefined && { issuedOn: done.issuedOn }),
    ...(done?.receivedOn !== undefined && { receivedOn: done.receivedOn }),
    ...(vote && { vote }),
    failedVotes: failedVotes(journey, id),
    ...(done?.outcome !== undefined && { outcome: done.outcome }),
    ...(refused && { outcome: 'not-agreed' as const }),
    gates,
    irregular: done !== undefined && stopped,
    waitsFor: done || !applicable || turn ? [] : waitsFor(id, now),
    basis: step.basis,
    confidence: step.confidence,
  };
}
