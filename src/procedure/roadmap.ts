/** What follows from a procedure alone, computed once: order of steps, what comes after what, which step takes a paper. */
import { partsOf } from './parameters.ts';
import type { Gate, Phase, Procedure, Step } from './schema.ts';

/** The phases that every case goes through, in order; the others are side roads. */
export const mainRoad: readonly Phase[] = ['source', 'file', 'admission', 'probation'];

export type FreshGate = Extract<Gate, { kind: 'fresh' }>;

type Beginning = NonNullable<Procedure['situations'][string]['begins']>;

export interface Roadmap {
  /** Ids in the order of the procedure. */
  order: readonly string[];
  /** Every step that directly or indirectly comes after a step. */
  successors: ReadonlyMap<string, ReadonlySet<string>>;
  /** Steps done by papers, by paper. */
  takers: ReadonlyMap<string, readonly string[]>;
  mentorSteps: readonly string[];
  paperSteps: readonly string[];
  verificationSteps: readonly string[];
  freshGates: readonly { step: string; gate: string; rule: FreshGate }[];
  /** Situations by the type of event that begins them. */
  beginnings: ReadonlyMap<string, readonly (readonly [string, Beginning])[]>;
  /** Steps that exist because of a situation: begun anew, they are to be done anew. */
  ofSituation: ReadonlyMap<string, readonly string[]>;
}

const known = new WeakMap<Procedure, Roadmap>();

export function roadmapOf(procedure: Procedure): Roadmap {
  const found = known.get(procedure);
  if (found) return found;
  const roadmap = draw(procedure);
  known.set(procedure, roadmap);
  return roadmap;
}

function draw(procedure: Procedure): Roadmap {
  const steps = Object.entries(procedure.steps).sort(([, a], [, b]) => a.order - b.order);
  const takers = new Map<string, string[]>();
  const ofSituation = new Map<string, string[]>();
  const freshGates: { step: string; gate: string; rule: FreshGate }[] = [];
  for (const [id, step] of steps) {
    if (step.record.kind === 'papers') for (const paper of step.record.papers) add(takers, paper, id);
    for (const part of step.when ? partsOf(step.when) : []) {
      if ('situation' in part) add(ofSituation, part.situation, id);
    }
    for (const [gate, rule] of Object.entries(step.gates)) {
      if (rule.kind === 'fresh') freshGates.push({ step: id, gate, rule });
    }
  }
  const recording = (kind: Step['record']['kind']): string[] =>
    steps.filter(([, step]) => step.record.kind === kind).map(([id]) => id);
  return {
    order: steps.map(([id]) => id),
    successors: successorsOf(procedure),
    takers,
    mentorSteps: recording('mentor'),
    paperSteps: recording('papers'),
    verificationSteps: recording('verification'),
    freshGates,
    beginnings: beginningsOf(procedure),
    ofSituation,
  };
}

function beginningsOf(procedure: Procedure): Map<string, [string, Beginning][]> {
  const beginnings = new Map<string, [string, Beginning][]>();
  for (const [id, { begins }] of Object.entries(procedure.situations)) {
    if (begins) beginnings.set(begins.event, [...(beginnings.get(begins.event) ?? []), [id, begins]]);
  }
  return beginnings;
}

function successorsOf(procedure: Procedure): Map<string, Set<string>> {
  const successors = new Map<string, Set<string>>();
  const note = (step: string, seen: Set<string>, later: string): void => {
    for (const before of procedure.steps[step]?.after ?? []) {
      if (seen.has(before)) continue;
      seen.add(before);
      const set = successors.get(before) ?? new Set();
      successors.set(before, set.add(later));
      note(before, seen, later);
    }
  };
  for (const id of Object.keys(procedure.steps)) note(id, new Set(), id);
  return successors;
}

function add(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (!list) map.set(key, [value]);
  else if (!list.includes(value)) list.push(value);
}
