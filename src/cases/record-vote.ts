/** The count of a vote: recorded whether it passes or not; the arithmetic is always shown. */
import { procedureText, stepTitle } from '../lookups/procedure-words.ts';
import { rightsForStep } from '../lookups/rights-for-step.ts';
import type { VoteResult } from '../procedure/index.ts';
import type { Text } from '../words/text.ts';
import type { CaseCommand, Recorded } from './case-command.ts';
import { refuse, withBasis } from './refuse.ts';

export const recordVote: CaseCommand<'record-vote'> = {
  needs: (answers, { procedure }) => rightsForStep(procedure, answers.step),

  plan(_tx, _ctx, { procedure }, answers) {
    const step = procedure.steps[answers.step];
    if (!step) return refuse('step.unknown', {}, 'step');
    if (step.record.kind !== 'vote') {
      return refuse('step.is-not-vote', { step: stepTitle(procedure, answers.step) }, 'step');
    }
    if (answers.excluded > 0 && !answers.reason) {
      const basis = procedure.votes[step.record.vote]?.basis ?? step.basis;
      return withBasis(refuse('vote.excluded-without-reason', {}, 'reason'), procedure, basis);
    }
    return [
      {
        type: 'step-recorded',
        step: answers.step,
        on: answers.on,
        vote: {
          members: answers.members,
          excluded:
            answers.excluded > 0 && answers.reason
              ? [{ reason: answers.reason, count: answers.excluded }]
              : [],
          inFavour: answers.inFavour,
        },
      },
    ];
  },

  questions: {
    vote: 'inFavour',
    'vote.members': 'members',
    'vote.excluded': 'excluded',
    'vote.inFavour': 'inFavour',
    'vote-unknown-exclusion': 'reason',
  },

  tell(recorded) {
    const [event] = recorded.events;
    if (event?.type !== 'step-recorded') return [];
    const vote = recorded.after.steps.find((step) => step.id === event.step)?.vote;
    const heading: Text = {
      key: 'cases.done.step',
      params: {
        name: recorded.name,
        step: stepTitle(recorded.procedure, event.step),
        on: { date: event.on },
      },
    };
    if (!vote) return [heading];
    return [heading, arithmetic(recorded, vote), ...meaning(recorded, event.step, vote)];
  },
};

/** "20 đảng viên chính thức, trừ 1 (…) → 19; cần 13; tán thành 15 → đạt." */
function arithmetic({ procedure }: Recorded, vote: VoteResult): Text {
  const body = procedure.votes[vote.rule]?.body ?? 'cell';
  const excluded = vote.excluded.reduce((sum, one) => sum + one.count, 0);
  return {
    key: excluded > 0 ? 'cases.vote.withExcluded' : 'cases.vote.plain',
    params: {
      members: vote.members,
      voters: { key: `cases.vote.voters.${body}` },
      excluded,
      reasons: vote.excluded.map((one) => procedureText(procedure, 'exclusions', one.reason)),
      denominator: vote.denominator,
      needed: vote.needed,
      inFavour: vote.inFavour,
      result: { key: vote.passes ? 'cases.vote.passes' : 'cases.vote.fails' },
    },
  };
}

function meaning({ after }: Recorded, step: string, vote: VoteResult): Text[] {
  if (vote.passes) return [];
  const failed = after.steps.find((one) => one.id === step)?.failedVotes ?? 1;
  return [{ key: 'cases.vote.failedMeans', params: { count: failed } }];
}
