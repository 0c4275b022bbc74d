/** Every lookup that a conversation may name. Read-only: nothing here changes the world. */
import type { LookupCall, LookupResult } from '../conversation/machine-types.ts';
import type { Queryable } from '../store/database.ts';
import { digestToAcknowledge } from './acknowledgement.ts';
import { assessmentMonths, assessmentSame, casesToAssess, keepSame, lastAssessment } from './assessment.ts';
import { phaseSteps, procedurePhases, stepPage } from './browse.ts';
import type { Lookup, LookupContext } from './context.ts';
import {
  casesToCorrect,
  correctedDay,
  correctionChosen,
  correctionOutlook,
  eventChosen,
  recordedEvents,
} from './correction.ts';
import { casesAwaitingDecision, decisionDay, decisionSigned, decisionsOnTheWay } from './decision.ts';
import {
  casesWithDossier,
  dossierList,
  dossierPapers,
  introducerChoices,
  paperChosen,
  paperDay,
} from './dossier.ts';
import { bodiesWithDuties, dutiesToRecord, dutyPeriods, dutyRule } from './duty.ts';
import {
  casesToExtend,
  extendableLimits,
  extensionDay,
  extensionOutlook,
  extensionRule,
} from './extension.ts';
import { bodiesWithLadder, ladderChoices, ladderOutlook, laddersNow } from './ladder.ts';
import {
  casesToClose,
  casesToMove,
  closeAdvice,
  closeDay,
  closeOutlook,
  moveAdvice,
  moveDay,
  moveOutlook,
} from './leaving.ts';
import {
  casesForMentor,
  mentorChoices,
  mentorDay,
  mentorFits,
  mentorNow,
  mentorOutlook,
  mentorRule,
  togetherRule,
} from './mentor.ts';
import { inviteAdvice, peopleToInvite, settingsNow } from './own.ts';
import { postponeDay, postponeOutlook, postponeRule, thingsToPostpone } from './postponement.ts';
import {
  candidateAge,
  candidateKnown,
  cellsToRegister,
  eligibilityFindings,
  nameKnown,
} from './registration.ts';
import { casesToReview, reviewDay, reviewFacts, reviewOutlook } from './review.ts';
import { casesToWork, openSteps, receivedDay, stepDay, stepExplained, stepOutlook } from './step.ts';
import {
  casesToVerify,
  casesVerifying,
  letterChosen,
  letterDay,
  letterOutcomes,
  lettersOut,
  verificationAdvice,
  verificationDay,
  verificationOutlook,
} from './verification.ts';
import { casesToSwitch, otherProcedures, procedureNow, switchPreview } from './versions.ts';
import {
  casesToVote,
  exclusionReasons,
  voteCount,
  voteDay,
  voteDenominator,
  voteExclusions,
  voteExplained,
  voteMembers,
  voteSteps,
  voteTally,
} from './vote.ts';

export type { LadderRules, LookupContext, ReminderRules } from './context.ts';

const lookups = {
  assessmentMonths,
  assessmentSame,
  bodiesWithDuties,
  bodiesWithLadder,
  candidateAge,
  candidateKnown,
  casesAwaitingDecision,
  casesForMentor,
  casesToAssess,
  casesToClose,
  casesToCorrect,
  casesToExtend,
  casesToMove,
  casesToReview,
  casesToSwitch,
  casesToVerify,
  casesToVote,
  casesToWork,
  casesVerifying,
  casesWithDossier,
  cellsToRegister,
  closeAdvice,
  closeDay,
  closeOutlook,
  correctedDay,
  correctionChosen,
  correctionOutlook,
  decisionDay,
  decisionSigned,
  decisionsOnTheWay,
  digestToAcknowledge,
  dossierList,
  dossierPapers,
  dutiesToRecord,
  dutyPeriods,
  dutyRule,
  eligibilityFindings,
  eventChosen,
  exclusionReasons,
  extendableLimits,
  extensionDay,
  extensionOutlook,
  extensionRule,
  introducerChoices,
  inviteAdvice,
  keepSame,
  ladderChoices,
  ladderOutlook,
  laddersNow,
  lastAssessment,
  letterChosen,
  letterDay,
  letterOutcomes,
  lettersOut,
  mentorChoices,
  mentorDay,
  mentorFits,
  mentorNow,
  mentorOutlook,
  mentorRule,
  moveAdvice,
  moveDay,
  moveOutlook,
  nameKnown,
  openSteps,
  otherProcedures,
  paperChosen,
  paperDay,
  peopleToInvite,
  phaseSteps,
  postponeDay,
  postponeOutlook,
  postponeRule,
  procedureNow,
  procedurePhases,
  receivedDay,
  recordedEvents,
  reviewDay,
  reviewFacts,
  reviewOutlook,
  settingsNow,
  stepDay,
  stepExplained,
  stepOutlook,
  stepPage,
  switchPreview,
  thingsToPostpone,
  togetherRule,
  verificationAdvice,
  verificationDay,
  verificationOutlook,
  voteCount,
  voteDay,
  voteDenominator,
  voteExclusions,
  voteExplained,
  voteMembers,
  voteSteps,
  voteTally,
} satisfies Record<string, Lookup>;

/** Names that flow files may use. */
export const lookupNames: readonly string[] = Object.keys(lookups);

/** Throws for a name that no lookup has: the flow file and this program do not belong together. */
export async function runLookup(q: Queryable, ctx: LookupContext, call: LookupCall): Promise<LookupResult> {
  const lookup: Lookup | undefined = Object.hasOwn(lookups, call.name)
    ? lookups[call.name as keyof typeof lookups]
    : undefined;
  if (!lookup) throw new Error(`unknown lookup ${call.name} in flow ${call.flow}`);
  const { actor, today, language, catalog, calendar, reminders } = ctx;
  const { flow, answers } = call;
  return lookup({ q, actor, today, language, catalog, calendar, reminders, flow, answers });
}
