/**
 * The arithmetic of a vote: who leaves the denominator, how many votes are needed, and whether they were given. Absent
 * members stay in the denominator; those who count only when present are listed as excluded only when they were absent.
 */
import type { VoteCount } from './case-file.ts';
import { applies } from './conditions.ts';
import type { Question } from './journey.ts';
import { UnknownNameError } from './parameters.ts';
import type { RefusalCode } from './refusal-codes.ts';
import type { VoteResult } from './report.ts';
import type { Procedure, VoteRule } from './schema.ts';

export interface VoteProblem {
  code: Extract<
    RefusalCode,
    | 'vote-not-a-count'
    | 'vote-no-members'
    | 'vote-excluded-too-many'
    | 'vote-unknown-exclusion'
    | 'vote-too-many-in-favour'
  >;
  field: 'members' | 'excluded' | 'inFavour';
  params: Record<string, string | number>;
}

/** Numbers that no meeting can have had. */
export class VoteCountError extends Error {
  readonly code: VoteProblem['code'];
  readonly problems: VoteProblem[];
  constructor(problems: VoteProblem[]) {
    super(`Impossible vote: ${problems.map((one) => one.code).join(', ')}`);
    this.name = 'VoteCountError';
    this.code = (problems[0] as VoteProblem).code;
    this.problems = problems;
  }
}

/** What is wrong with the numbers; empty when a meeting may have had them. */
export function checkVote(procedure: Procedure, voteRuleId: string, count: VoteCount): VoteProblem[] {
  const rule = voteRule(procedure, voteRuleId);
  const numbers = { members: count.members, inFavour: count.inFavour };
  for (const [field, value] of Object.entries(numbers)) {
    if (!isCount(value))
      return [{ code: 'vote-not-a-count', field: field as 'members' | 'inFavour', params: {} }];
  }
  if (!count.excluded.every((one) => isCount(one.count))) {
    return [{ code: 'vote-not-a-count', field: 'excluded', params: {} }];
  }
  if (count.members === 0) return [{ code: 'vote-no-members', field: 'members', params: {} }];
  const stranger = count.excluded.find((one) => !rule.excludes.includes(one.reason));
  if (stranger) {
    return [{ code: 'vote-unknown-exclusion', field: 'excluded', params: { reason: stranger.reason } }];
  }
  const excluded = sum(count);
  const denominator = count.members - excluded;
  if (denominator <= 0) {
    return [
      { code: 'vote-excluded-too-many', field: 'excluded', params: { members: count.members, excluded } },
    ];
  }
  if (count.inFavour > denominator) {
    const params = { inFavour: count.inFavour, denominator };
    return [{ code: 'vote-too-many-in-favour', field: 'inFavour', params }];
  }
  return [];
}

/**
 * Counts a vote under a rule of the procedure: at least ceil(2N/3), or floor(N/2)+1 where more than half is the rule.
 * Throws VoteCountError for numbers that cannot be, UnknownNameError for a rule that is not there.
 */
export function tally(procedure: Procedure, voteRuleId: string, count: VoteCount): VoteResult {
  const problems = checkVote(procedure, voteRuleId, count);
  if (problems.length > 0) throw new VoteCountError(problems);
  return result(procedure, voteRuleId, count);
}

/** For a count already on record that cannot be: shown as it was recorded, and it never passes. */
export function impossibleVote(procedure: Procedure, voteRuleId: string, count: VoteCount): VoteResult {
  return { ...result(procedure, voteRuleId, count), passes: false };
}

/** Votes needed among `denominator` members. */
export const votesNeeded = (atLeast: VoteRule['atLeast'], denominator: number): number =>
  atLeast === 'two-thirds' ? Math.ceil((2 * denominator) / 3) : Math.floor(denominator / 2) + 1;

/** A rule that is meant for another body of this organisation gives way to the one that is meant for it. */
export function voteRuleFor(voteRuleId: string, question: Question): string {
  const { procedure } = question;
  if (applies(voteRule(procedure, voteRuleId).when, question)) return voteRuleId;
  const fitting = Object.entries(procedure.votes).find(
    ([, rule]) => rule.when && applies(rule.when, question),
  );
  return fitting?.[0] ?? voteRuleId;
}

function voteRule(procedure: Procedure, id: string): VoteRule {
  const rule = procedure.votes[id];
  if (!rule) throw new UnknownNameError('vote', id);
  return rule;
}

function result(procedure: Procedure, voteRuleId: string, count: VoteCount): VoteResult {
  const rule = voteRule(procedure, voteRuleId);
  const denominator = Math.max(0, count.members - sum(count));
  const needed = votesNeeded(rule.atLeast, denominator);
  return {
    rule: voteRuleId,
    members: count.members,
    excluded: count.excluded.map((one) => ({ reason: one.reason, count: one.count })),
    denominator,
    needed,
    inFavour: count.inFavour,
    passes: denominator > 0 && count.inFavour >= needed,
    atLeast: rule.atLeast,
    basis: rule.basis,
    confidence: rule.confidence,
  };
}

const sum = (count: VoteCount): number => count.excluded.reduce((total, one) => total + one.count, 0);
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
