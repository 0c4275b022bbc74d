/** Every lookup that a conversation may name. Read-only: nothing here changes the world. */
import type { LookupCall, LookupResult } from '../conversation/machine-types.ts';
import type { Queryable } from '../store/database.ts';
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
import {
  casesToExtend,
  extendableLimits,
  extensionDay,
  extensionOutlook,
  extensionRule,
} from './extension.ts';
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

export type { LookupContext } from './context.ts';

const lookups = {
  assessmentSame,
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
  dossierList,
  dossierPapers,
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
  assessmentMonths,
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
  const { actor, today, language, catalog, calendar } = ctx;
  return lookup({ q, actor, today, language, catalog, calendar, flow: call.flow, answers: call.answers });
}
