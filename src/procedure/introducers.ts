/** Who must introduce this person: the first line of the matrix that fits. */
import type { OrganizationSettings, PersonFacts } from './case-file.ts';
import { applies } from './conditions.ts';
import { emptyJourney, type Question } from './journey.ts';
import { confidenceOf, parametersIn } from './parameters.ts';
import type { IntroducersNeeded } from './report.ts';
import type { Introducers, Procedure } from './schema.ts';

const known = new WeakMap<Procedure, [string, Introducers][]>();

function linesOf(procedure: Procedure): [string, Introducers][] {
  const found = known.get(procedure);
  if (found) return found;
  const lines = Object.entries(procedure.introducers).sort(([, a], [, b]) => a.order - b.order);
  known.set(procedure, lines);
  return lines;
}

/** The line that applies on that day, or undefined when none fits. */
export function introducerLine(question: Question): [string, Introducers] | undefined {
  return linesOf(question.procedure).find(([, line]) => applies(line.when, question));
}

/** Null when no line of the matrix fits. */
export function introducersFor(question: Question): IntroducersNeeded | null {
  const found = introducerLine(question);
  if (!found) return null;
  const [id, line] = found;
  return {
    id,
    officialMembers: line.officialMembers,
    ...(line.resolution !== undefined && { resolution: line.resolution }),
    ...(line.membership !== undefined && { membership: line.membership }),
    basis: line.basis,
    confidence: confidenceOf(question.procedure, line, line.when ? parametersIn(line.when) : []),
  };
}

/** The same for somebody who has no case yet. */
export function neededIntroducers(
  procedure: Procedure,
  person: PersonFacts,
  organization: OrganizationSettings,
  on: string,
): IntroducersNeeded | null {
  return introducersFor({ procedure, journey: emptyJourney(person, organization), on });
}
