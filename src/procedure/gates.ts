/** Whether a gate of a step holds for a case on a day, what was compared, and what mends it. */
import { anchorDay } from './anchors.ts';
import { isApplicable } from './applicable.ts';
import { applies, comparedIn, holds, isOverAge } from './conditions.ts';
import { addMonths, fullMonths, fullYears } from './dates.ts';
import { forceOfPapers, freshnessOf } from './freshness.ts';
import { introducersFor } from './introducers.ts';
import { currentMentors, type Question } from './journey.ts';
import { copiesIn, copiesNeeded, isIn, isRequired } from './papers.ts';
import { amountOf, confidenceOf, mayBlock, parametersIn, weakest } from './parameters.ts';
import type { GateFinding } from './report.ts';
import { roadmapOf } from './roadmap.ts';
import type { Gate } from './schema.ts';
import { voteRuleFor, votesNeeded } from './votes.ts';

type Verdict = Pick<GateFinding, 'holds' | 'params' | 'redo'>;
type GateOf<K extends Gate['kind']> = Extract<Gate, { kind: K }>;

/** All gates of a step that apply to this case. */
export function gatesOf(step: string, question: Question): GateFinding[] {
  const findings: GateFinding[] = [];
  for (const [gate, rule] of Object.entries(question.procedure.steps[step]?.gates ?? {})) {
    if (applies(rule.when, question)) findings.push(findingOf(step, gate, rule, question));
  }
  return findings;
}

/**
 * Stops the step. A vote gate never does: a vote below the ratio is recorded as what it is, and may be held again.
 */
export const stops = (finding: GateFinding): boolean =>
  !finding.holds && finding.effect === 'block' && finding.kind !== 'vote';

function findingOf(step: string, gate: string, rule: Gate, question: Question): GateFinding {
  const confidence = gateConfidence(rule, question);
  return {
    id: `${step}/${gate}`,
    step,
    gate,
    kind: rule.kind,
    effect: mayBlock(confidence) ? 'block' : 'warn',
    ...judge(step, rule, question),
    basis: rule.basis,
    confidence,
  };
}

function gateConfidence(rule: Gate, question: Question): GateFinding['confidence'] {
  const { procedure } = question;
  switch (rule.kind) {
    case 'fresh':
    case 'elapsed':
      return confidenceOf(procedure, rule, [rule.months]);
    case 'age':
      return confidenceOf(procedure, rule, [rule.min, rule.max]);
    case 'condition':
      return confidenceOf(procedure, rule, parametersIn(rule.must));
    case 'introducers':
      return weakest([rule.confidence, introducersFor(question)?.confidence ?? rule.confidence]);
    default:
      return rule.confidence;
  }
}

function judge(step: string, rule: Gate, question: Question): Verdict {
  switch (rule.kind) {
    case 'vote':
      return judgeVote(step, rule, question);
    case 'papers':
      return judgePapers(rule, question);
    case 'dossier':
      return judgeDossier(step, question);
    case 'fresh':
      return judgeFresh(rule, question);
    case 'elapsed':
      return judgeElapsed(rule, question);
    case 'age':
      return judgeAge(rule, question);
    case 'condition':
      return { holds: holds(rule.must, question), params: comparedIn(rule.must, question), redo: [] };
    case 'introducers':
      return judgeIntroducers(question);
    case 'verified':
      return judgeVerified(question);
    case 'mentor': {
      const steps = roadmapOf(question.procedure).mentorSteps.filter((one) => isApplicable(one, question));
      const has = currentMentors(question.journey).length > 0;
      return { holds: has, params: {}, redo: has ? [] : steps };
    }
  }
}

/** Before the first vote: what will be needed if all official members of the cell count. */
function judgeVote(step: string, rule: GateOf<'vote'>, question: Question): Verdict {
  const vote = question.journey.votes.get(step)?.at(-1)?.result;
  if (vote) {
    const { inFavour, needed, denominator, members } = vote;
    return {
      holds: vote.passes,
      params: { inFavour, needed, denominator, members },
      redo: vote.passes ? [] : [step],
    };
  }
  const voteRule = question.procedure.votes[voteRuleFor(rule.vote, question)];
  if (voteRule?.body !== 'cell') return { holds: true, params: {}, redo: [] };
  const members = question.journey.organization.officialMembers;
  const needed = votesNeeded(voteRule.atLeast, members);
  return { holds: true, params: { needed, denominator: members, members }, redo: [] };
}

function judgePapers(rule: GateOf<'papers'>, question: Question): Verdict {
  const force = forceOfPapers(question);
  const papers = rule.papers.filter(
    (paper) =>
      isRequired(paper, question) && (!isIn(paper, question) || force.get(paper)?.lost !== undefined),
  );
  return { holds: papers.length === 0, params: { papers }, redo: papers };
}

function judgeDossier(step: string, question: Question): Verdict {
  const papers = Object.entries(question.procedure.papers)
    .filter(([id, paper]) => paper.requiredFor === step && isRequired(id, question) && !isIn(id, question))
    .sort(([, a], [, b]) => a.order - b.order)
    .map(([id]) => id);
  return { holds: papers.length === 0, params: { papers }, redo: papers };
}

function judgeFresh(rule: GateOf<'fresh'>, question: Question): Verdict {
  const months = amountOf(question.procedure, rule.months);
  const freshness = freshnessOf(rule, question);
  if (!freshness) return { holds: true, params: { months }, redo: [] };
  const { from, until, stale, pending } = freshness;
  return { holds: !stale, params: { months, from, until }, redo: pending };
}

function judgeElapsed(rule: GateOf<'elapsed'>, question: Question): Verdict {
  const months = amountOf(question.procedure, rule.months);
  const from = anchorDay(rule.from, question);
  if (from === undefined) return { holds: true, params: { months }, redo: [] };
  const opens = addMonths(from, months);
  const waived = rule.unless !== undefined && holds(rule.unless, question);
  return { holds: waived || question.on >= opens, params: { months, from, opens }, redo: [] };
}

function judgeAge(rule: GateOf<'age'>, question: Question): Verdict {
  const { procedure, journey, on } = question;
  const { birthDate } = journey.person;
  const min = amountOf(procedure, rule.min);
  const age = fullYears(birthDate, on);
  const over = isOverAge(procedure, birthDate, on, rule.max);
  const consent = rule.overMaxWith;
  const agreed = over && consent !== undefined && isIn(consent, question);
  return {
    holds: age >= min && (!over || agreed),
    params: { age, months: fullMonths(birthDate, on), min, max: amountOf(procedure, rule.max), birthDate },
    redo: over && !agreed && consent !== undefined ? [consent] : [],
  };
}

function judgeIntroducers(question: Question): Verdict {
  const line = introducersFor(question);
  if (!line) return { holds: true, params: {}, redo: [] };
  const { journey, procedure } = question;
  const papers = Object.keys(procedure.papers).filter(
    (paper) => procedure.papers[paper]?.perIntroducer && isRequired(paper, question),
  );
  const missing = papers.filter((paper) => !isIn(paper, question));
  const have = Math.min(
    line.officialMembers,
    ...papers.map((paper) => copiesIn(journey.papers.get(paper), copiesNeeded(paper, question))),
  );
  const lacksResolution = line.resolution !== undefined && !isIn(line.resolution, question);
  const lacksMembership = line.membership !== undefined && !journey.person[line.membership];
  const lacks: string[] = [];
  if (missing.length > 0) lacks.push('introductions');
  if (lacksResolution) lacks.push('resolution');
  if (lacksMembership) lacks.push('membership');
  return {
    holds: lacks.length === 0,
    params: {
      officialMembers: line.officialMembers,
      have,
      lacks,
      ...(line.resolution !== undefined && { resolution: line.resolution }),
      ...(line.membership !== undefined && { membership: line.membership }),
    },
    redo: [...missing, ...(lacksResolution && line.resolution !== undefined ? [line.resolution] : [])],
  };
}

/** An unclear reply counts as no answer until a later letter about the same person was answered sufficiently. */
function judgeVerified(question: Question): Verdict {
  const all = [...question.journey.verifications.values()];
  const waiting = all.filter((one) => one.repliedOn === undefined).length;
  const unclear = all.filter(
    (one) =>
      one.result === 'unclear' &&
      !all.some((other) => {
        return other.subject === one.subject && other.sentOn >= one.sentOn && other.result === 'sufficient';
      }),
  ).length;
  const good = waiting + unclear === 0;
  return {
    holds: good,
    params: { waiting, unclear },
    redo: good ? [] : [...roadmapOf(question.procedure).verificationSteps],
  };
}
