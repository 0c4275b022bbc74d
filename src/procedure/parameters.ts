/** Numbers of the procedure by name, and how far a rule that uses them can be trusted. */
import type { Condition, Confidence, Parameter, Procedure } from './schema.ts';

/** Weakest last. */
const strength: readonly Confidence[] = ['verified', 'verified-local', 'secondary', 'unverified'];

export class UnknownNameError extends Error {
  readonly code = 'unknown-name';
  readonly kind: string;
  readonly wanted: string;
  constructor(kind: string, wanted: string) {
    super(`The procedure has no ${kind} named "${wanted}"`);
    this.name = 'UnknownNameError';
    this.kind = kind;
    this.wanted = wanted;
  }
}

/** Throws UnknownNameError; a catalog without findings never names a missing parameter. */
export function parameterOf(procedure: Procedure, name: string): Parameter {
  const parameter = procedure.parameters[name];
  if (!parameter) throw new UnknownNameError('parameter', name);
  return parameter;
}

export const amountOf = (procedure: Procedure, name: string): number => parameterOf(procedure, name).value;

export function weakest(all: Iterable<Confidence>): Confidence {
  let worst = 0;
  for (const one of all) worst = Math.max(worst, strength.indexOf(one));
  return strength[worst] as Confidence;
}

/** The rule's own confidence, or that of a parameter it names when weaker. */
export function confidenceOf(
  procedure: Procedure,
  rule: { confidence: Confidence },
  parameters: Iterable<string | undefined>,
): Confidence {
  const all: Confidence[] = [rule.confidence];
  for (const name of parameters) if (name !== undefined) all.push(parameterOf(procedure, name).confidence);
  return weakest(all);
}

/** A rule stops somebody only where its text was read. */
export const mayBlock = (confidence: Confidence): boolean =>
  confidence === 'verified' || confidence === 'verified-local';

/** Every condition inside a condition, itself first. */
export function* partsOf(condition: Condition): Generator<Condition> {
  yield condition;
  if ('all' in condition) for (const part of condition.all) yield* partsOf(part);
  else if ('any' in condition) for (const part of condition.any) yield* partsOf(part);
  else if ('not' in condition) yield* partsOf(condition.not);
}

/** Names of the parameters that a condition compares with. */
export function parametersIn(condition: Condition): string[] {
  const names: string[] = [];
  for (const part of partsOf(condition)) {
    if ('fact' in part && part.atLeast !== undefined) names.push(part.atLeast);
    if ('age' in part) names.push(...Object.values(part.age).filter((name) => name !== undefined));
    if ('failedVotes' in part) names.push(part.failedVotes.atLeast);
  }
  return names;
}
