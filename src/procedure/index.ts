/**
 * The core's whole surface. Pure: no clock, no files, no channel, no user words.
 *
 *   buildCatalog(files: LayerFile[]) -> Catalog                       every version and overlay, with findings
 *   resolveProcedure(catalog, { version, overlay, parameters? }) -> Procedure
 *   procedureInForce(file) -> { version, overlay, parameters }        what to resolve for a case
 *   buildCalendar(documents) -> WorkingCalendar
 *   examine(procedure, file, calendar, today) -> CaseReport
 *   mayRecord(procedure, file, event, calendar, today) -> Refusal[]
 *   tally(procedure, voteRuleId, count) -> VoteResult                 throws VoteCountError
 *   checkVote(procedure, voteRuleId, count) -> VoteProblem[]
 *   checkEligibility(procedure, person, organization, on) -> EligibilityFinding[]
 *   neededIntroducers(procedure, person, organization, on) -> IntroducersNeeded | null
 *   refusalCodes, warningCodes                                        words: errors.record.*, procedure.warnings.*
 *
 * Parameters of gate findings (for `procedure.gates.<gate>.reason`), days as `YYYY-MM-DD`:
 *   vote: inFavour, needed, denominator, members      fresh: months, from, until      elapsed: months, from, opens
 *   age: age, months, min, max, birthDate             papers, dossier: papers[]       introducers: officialMembers, have,
 *   verified: waiting, unclear                        mentor: (none)                  resolution, membership, lacks[]
 *   condition: every parameter that it names (under that name) and every plain fact (last part of its name)
 */
export {
  buildCalendar,
  type CalendarDocument,
  calendarDocument,
  type WorkingCalendar,
} from './calendar.ts';
export type * from './case-file.ts';
export {
  caseEvent,
  caseFile,
  organizationSettings,
  personFacts,
  returnReason,
  verificationSubject,
} from './case-file.ts';
export { checkEligibility } from './eligibility.ts';
export { examine } from './examine.ts';
export { neededIntroducers } from './introducers.ts';
export {
  buildCatalog,
  type Catalog,
  type Finding,
  type LayerFile,
  resolveProcedure,
  UnknownProcedureError,
  versionInForce,
} from './layers.ts';
export { mayRecord } from './may-record.ts';
export { procedureInForce } from './procedure-in-force.ts';
export { refusalCodes } from './refusal-codes.ts';
export type * from './report.ts';
export { caseStates } from './report.ts';
export type * from './schema.ts';
export { checkVote, tally, VoteCountError } from './votes.ts';
export { warningCodes } from './warning-codes.ts';
