/** Votes: which one, how the count is made under its rule, and whether it passes, with the arithmetic. */
import type { LookupResult } from '../conversation/machine-types.ts';
import { tally } from '../procedure/index.ts';
import type { StepState, VoteResult } from '../procedure/report.ts';
import type { VoteRule } from '../procedure/schema.ts';
import type { Text } from '../words/text.ts';
import { basisText } from './basis-text.ts';
import { caseChoices } from './case-choices.ts';
import { type CaseView, checkOfCase, imagined, ofCase, refusedBy, stop } from './case-view.ts';
import { type Asked, answered, type Lookup, numbered } from './context.ts';
import { procedureText } from './procedure-words.ts';
import {
  chosenStep,
  explain,
  hasTurn,
  mayRecordStep,
  missing,
  nextOf,
  stepOptions,
  stepsToDo,
} from './step.ts';

const votesToDo = (view: CaseView, asked: Asked): StepState[] =>
  stepsToDo(view, asked).filter((step) => step.recordKind === 'vote');

export const casesToVote = caseChoices({
  actions: ['case.record', 'case.record-committee'],
  phases: ['file', 'admission', 'probation', 'remedy'],
  wanted: (view, asked) => votesToDo(view, asked).length > 0,
  first: (view, asked) => hasTurn(votesToDo(view, asked)),
  beside: (view, asked) => nextOf(view, votesToDo(view, asked)),
  none: { key: 'lookups.none.vote' },
});

export const voteSteps: Lookup = ofCase('case.view-inside', (view, asked) => {
  const steps = votesToDo(view, asked);
  return steps.length === 0
    ? stop({ key: 'lookups.none.voteStep', params: { name: view.name } })
    : stepOptions(view, steps);
});

export const voteExplained: Lookup = ofCase('case.view-inside', (view, asked): LookupResult => {
  const vote = chosenVote(view, asked);
  if (!vote || !mayRecordStep(view, asked, vote.step))
    return stop({ key: 'lookups.none.voteStep', params: { name: view.name } });
  return { lines: [...explain(view, vote.step), ...missing(view, vote.step)] };
});

/** A day on which the step could not be voted at all, whatever the count, is refused before anybody counts. */
export const voteDay: Lookup = checkOfCase('case.view-inside', (view, asked) => {
  const vote = chosenVote(view, asked);
  const on = answered(asked, 'on');
  if (!vote || on === null) return null;
  const all = Math.max(view.stored.file.organization.officialMembers, 1);
  return refusedBy(view, asked, {
    id: imagined,
    on,
    type: 'step-recorded',
    step: vote.step.id,
    vote: { members: all, excluded: [], inFavour: all },
  });
});

export const voteMembers: Lookup = ofCase('case.view-inside', (view, asked): LookupResult => {
  const vote = chosenVote(view, asked);
  if (!vote) return {};
  const known = view.stored.file.organization.officialMembers;
  return {
    lines: [
      { key: `lookups.vote.voters.${vote.rule.body}` },
      ...(vote.rule.body === 'cell' ? [{ key: 'lookups.vote.onBooks', params: { members: known } }] : []),
    ],
  };
});

export const voteExclusions: Lookup = ofCase('case.view-inside', (view, asked): LookupResult => {
  const vote = chosenVote(view, asked);
  if (!vote) return {};
  return {
    lines: [
      { key: 'lookups.vote.onlyThese' },
      ...vote.rule.excludes.map(
        (id): Text => ({
          key: 'lookups.vote.exclusion',
          params: { exclusion: procedureText(view.procedure, 'exclusions', id) },
        }),
      ),
      { key: 'lookups.vote.absentCount' },
    ],
  };
});

export const exclusionReasons: Lookup = ofCase('case.view-inside', (view, asked): LookupResult => {
  const excludes = chosenVote(view, asked)?.rule.excludes ?? [];
  return {
    options: excludes.map((id) => ({ value: id, label: procedureText(view.procedure, 'exclusions', id) })),
  };
});

/** Numbers that cannot be, said as soon as they are typed. */
export const voteCount: Lookup = (asked) => {
  const members = numbered(asked, 'members');
  const excluded = numbered(asked, 'excluded') ?? 0;
  const inFavour = numbered(asked, 'inFavour');
  if (members === null) return {};
  if (excluded >= members && excluded > 0) {
    return { refuse: { key: 'lookups.vote.tooManyExcluded', params: { excluded, members } } };
  }
  const voters = members - excluded;
  if (inFavour !== null && inFavour > voters) {
    return { refuse: { key: 'lookups.vote.tooManyInFavour', params: { inFavour, voters } } };
  }
  return {};
};

export const voteDenominator: Lookup = ofCase('case.view-inside', (view, asked): LookupResult => {
  const result = resultOf(view, asked, 0);
  return result ? { lines: [countLine(result), neededLine(result)] } : {};
});

/** N, what is needed, what was given, and what it comes to. */
export const voteTally: Lookup = ofCase('case.view-inside', (view, asked): LookupResult => {
  const inFavour = numbered(asked, 'inFavour');
  const result = inFavour === null ? null : resultOf(view, asked, inFavour);
  if (!result) return {};
  const params = { inFavour: result.inFavour, denominator: result.denominator, needed: result.needed };
  return {
    lines: [
      countLine(result),
      neededLine(result),
      { key: result.passes ? 'lookups.vote.passes' : 'lookups.vote.fails', params },
      ...(result.passes ? [] : [{ key: 'lookups.vote.failsMeans' }]),
      basisText(view.procedure, result.basis, result.confidence),
    ],
  };
});

function countLine(result: VoteResult): Text {
  const excluded = result.members - result.denominator;
  const params = { members: result.members, excluded, denominator: result.denominator };
  return { key: excluded > 0 ? 'lookups.vote.countLess' : 'lookups.vote.count', params };
}

const neededLine = (result: VoteResult): Text => ({
  key: `lookups.vote.needed.${result.atLeast}`,
  params: { denominator: result.denominator, needed: result.needed },
});

function resultOf(view: CaseView, asked: Asked, inFavour: number): VoteResult | null {
  const vote = chosenVote(view, asked);
  const members = numbered(asked, 'members');
  const count = numbered(asked, 'excluded') ?? 0;
  if (!vote || members === null || count >= members || inFavour > members - count) return null;
  // The rule may have changed under an answer given before: the count is the same whichever reason stands.
  const reason = vote.rule.excludes.find((id) => id === answered(asked, 'reason')) ?? vote.rule.excludes[0];
  const excluded = count > 0 && reason !== undefined ? [{ reason, count }] : [];
  return tally(view.procedure, vote.id, { members, excluded, inFavour });
}

function chosenVote(view: CaseView, asked: Asked): { id: string; rule: VoteRule; step: StepState } | null {
  const step = chosenStep(view, asked);
  const record = step && view.procedure.steps[step.id]?.record;
  if (!step || record?.kind !== 'vote') return null;
  const rule = view.procedure.votes[record.vote];
  return rule ? { id: record.vote, rule, step } : null;
}
