/** Every command of `commands.ts` and the use case that carries it out. */
import type { Tx } from '../store/database.ts';
import { acknowledge } from './acknowledge.ts';
import { assess } from './assess.ts';
import { assignMentor } from './assign-mentor.ts';
import type { CaseCommand, OnCase } from './case-command.ts';
import { closeCase } from './close-case.ts';
import type { CommandAnswers, CommandName, CommandResult } from './commands.ts';
import type { CommandContext } from './context.ts';
import { correctEvent } from './correct-event.ts';
import { dutyDone } from './duty-done.ts';
import { extendLimit } from './extend-limit.ts';
import { invite } from './invite.ts';
import { moveCandidate } from './move-candidate.ts';
import { postpone } from './postpone.ts';
import { receiveDecision } from './receive-decision.ts';
import { recordPaper } from './record-paper.ts';
import { recordStep } from './record-step.ts';
import { recordVote } from './record-vote.ts';
import { registerCandidate } from './register-candidate.ts';
import { reminderLadder } from './reminder-ladder.ts';
import { review } from './review.ts';
import { sendVerification } from './send-verification.ts';
import { settings } from './settings.ts';
import { switchProcedure } from './switch-procedure.ts';
import { updateVerification } from './update-verification.ts';

export const caseCommands: { [N in OnCase]: CaseCommand<N> } = {
  'assign-mentor': assignMentor,
  'record-step': recordStep,
  'record-vote': recordVote,
  'receive-decision': receiveDecision,
  'record-paper': recordPaper,
  'send-verification': sendVerification,
  'update-verification': updateVerification,
  assess,
  review,
  'move-candidate': moveCandidate,
  'close-case': closeCase,
  'extend-limit': extendLimit,
  'correct-event': correctEvent,
  'switch-procedure': switchProcedure,
};

type OffCase = Exclude<CommandName, OnCase>;

export const otherCommands: {
  [N in OffCase]: (tx: Tx, ctx: CommandContext, answers: CommandAnswers<N>) => Promise<CommandResult>;
} = {
  'register-candidate': registerCandidate,
  settings,
  invite,
  acknowledge,
  postpone,
  'duty-done': dutyDone,
  'reminder-ladder': reminderLadder,
};
