/** Whether a condition of the procedure holds for a case on a day. */
import { fullMonths, fullYears } from './dates.ts';
import { failedVotes, type Question, stateOf } from './journey.ts';
import { amountOf, parametersIn, partsOf } from './parameters.ts';
import type { Condition, Procedure } from './schema.ts';

type Fact = string | number | boolean | readonly (string | number | boolean)[] | undefined;

export function holds(condition: Condition, question: Question): boolean {
  const { procedure, journey } = question;
  if ('all' in condition) return condition.all.every((part) => holds(part, question));
  if ('any' in condition) return condition.any.some((part) => holds(part, question));
  if ('not' in condition) return !holds(condition.not, question);
  if ('fact' in condition) return factHolds(condition, question);
  if ('done' in condition) return journey.done.has(condition.done);
  if ('situation' in condition) return inSituation(condition.situation, question);
  if ('state' in condition) return stateOf(journey) === condition.state;
  if ('age' in condition) return ageHolds(condition.age, question);
  return (
    failedVotes(journey, condition.failedVotes.step) >= amountOf(procedure, condition.failedVotes.atLeast)
  );
}

/** Absent conditions hold. */
export const applies = (condition: Condition | undefined, question: Question): boolean =>
  condition === undefined || holds(condition, question);

/** Begun by an event where the situation names one, and true by its own condition where it has one. */
export function inSituation(id: string, question: Question): boolean {
  const situation = question.procedure.situations[id];
  if (!situation) return false;
  if (situation.begins && !question.journey.situations.has(id)) return false;
  return applies(situation.when, question);
}

export const situationsOf = (question: Question): string[] =>
  Object.keys(question.procedure.situations).filter((id) => inSituation(id, question));

const paths = new Map<string, readonly string[]>();

/** The few paths of the procedures are asked for again and again. */
function partsOfPath(path: string): readonly string[] {
  const known = paths.get(path);
  if (known) return known;
  const parts = path.split('.');
  paths.set(path, parts);
  return parts;
}

/** A fact by its path ("person.formerMember.leftOn"); undefined when the case does not have it. */
export function factAt(path: string, question: Question): Fact {
  const [subject, ...names] = partsOfPath(path);
  let value: unknown = subject === 'person' ? question.journey.person : question.journey.organization;
  for (const name of names) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value as Fact;
}

function factHolds(condition: Extract<Condition, { fact: string }>, question: Question): boolean {
  const fact = factAt(condition.fact, question);
  const values = Array.isArray(fact) ? fact : [fact];
  if (condition.is !== undefined && !values.includes(condition.is)) return false;
  if (condition.in !== undefined && !condition.in.some((one) => values.includes(one))) return false;
  if (condition.atLeast !== undefined) {
    return typeof fact === 'number' && fact >= amountOf(question.procedure, condition.atLeast);
  }
  if (condition.is === undefined && condition.in === undefined) {
    return Array.isArray(fact) ? fact.length > 0 : Boolean(fact);
  }
  return true;
}

function ageHolds(age: Extract<Condition, { age: unknown }>['age'], question: Question): boolean {
  const { procedure, journey, on } = question;
  const years = fullYears(journey.person.birthDate, on);
  if (age.atLeast !== undefined && years < amountOf(procedure, age.atLeast)) return false;
  if (age.atMost !== undefined && years > amountOf(procedure, age.atMost)) return false;
  if (age.over !== undefined) return isOverAge(procedure, journey.person.birthDate, on, age.over);
  return true;
}

/** Past that age counted by month: 60 years and one full month is over 60, 60 years and 29 days is not. */
export function isOverAge(procedure: Procedure, birthDate: string, on: string, max: string): boolean {
  return fullMonths(birthDate, on) > 12 * amountOf(procedure, max);
}

/**
 * What a condition compared, for the words of the reason: each parameter under its name, each plain fact under the last
 * part of its path, the age where it matters.
 */
export function comparedIn(condition: Condition, question: Question): Record<string, string | number> {
  const params: Record<string, string | number> = {};
  for (const name of parametersIn(condition)) params[name] = amountOf(question.procedure, name);
  for (const part of partsOf(condition)) {
    if ('fact' in part) {
      const value = factAt(part.fact, question);
      if (typeof value === 'string' || typeof value === 'number')
        params[part.fact.split('.').at(-1) as string] = value;
    }
    if ('age' in part) params.age = fullYears(question.journey.person.birthDate, question.on);
    if ('failedVotes' in part) params.failedVotes = failedVotes(question.journey, part.failedVotes.step);
  }
  return params;
}
