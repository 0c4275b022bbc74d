/** Which right recording a step takes: the cell records everything of its cases, an officer what committees above do. */
import type { Action } from '../people/roles.ts';
import type { Actor as Body, Procedure } from '../procedure/schema.ts';

const committees: readonly Body[] = ['grassrootsCommittee', 'subCommittee', 'decidingBody'];

export function rightsForStep(procedure: Procedure, step: string): Action[] {
  const body = procedure.steps[step]?.actor;
  return body && committees.includes(body) ? ['case.record', 'case.record-committee'] : ['case.record'];
}
