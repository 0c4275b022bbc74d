/** Which steps a case has on a day, and which of them a step really waits for. */
import { applies } from './conditions.ts';
import type { Question } from './journey.ts';
import { isRequired } from './papers.ts';

/** What is done was applicable; a step of papers of which this case needs none is not. */
export function isApplicable(step: string, question: Question): boolean {
  const rule = question.procedure.steps[step];
  if (!rule) return false;
  if (question.journey.done.has(step)) return true;
  if (!applies(rule.when, question)) return false;
  return rule.record.kind !== 'papers' || rule.record.papers.some((paper) => isRequired(paper, question));
}

/**
 * The steps that must come before, where they apply: in place of one that this case does not have, or that was left out
 * as it may be, stand those before it.
 */
export function predecessorsOf(step: string, question: Question): string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const look = (id: string): void => {
    for (const before of question.procedure.steps[id]?.after ?? []) {
      if (seen.has(before)) continue;
      seen.add(before);
      const leftOut = question.procedure.steps[before]?.optional && !question.journey.done.has(before);
      if (!leftOut && isApplicable(before, question)) found.add(before);
      else look(before);
    }
  };
  look(step);
  return [...found];
}

/** Predecessors that are not done yet. */
export const waitsFor = (step: string, question: Question): string[] =>
  predecessorsOf(step, question).filter((before) => !question.journey.done.has(before));
