/**
 * What the report warns of. Words stand under `procedure.warnings.<code>`; the parameters that each brings are named
 * beside it (dates come as `{ date }`).
 */
export const warningCodes = [
  /** event, date: dated after the day of the question, so not counted yet */
  'future-date',
  /** step, date, before, beforeDate: recorded earlier than a step that it rests on */
  'out-of-order',
  /** step: not recorded although a later step is done */
  'passed-over',
  /** step, date: the decision was not to agree */
  'not-agreed',
  /** step, date: the numbers of a vote cannot be, so it does not pass */
  'impossible-vote',
  /** step: recorded by a kind of event that does not do this step */
  'wrong-record',
  /** name: an event names a step, paper, verification or mentor that is not known */
  'unknown-name',
  /** event, target: a correction of something that is not there */
  'unknown-correction-target',
  /** mentor, date */
  'mentor-not-official',
  /** step, date, earliest */
  'done-too-early',
  /** rule (key of a clock), year: the days off of that year are not announced */
  'provisional-year',
  /** rule (key of a gate or clock), confidence: secondary or unverified */
  'unconfirmed-rule',
  /** parameter: the organisation sets a value that the procedure does not know */
  'unknown-parameter',
  /** procedure: the case changed to another version than the one applied */
  'other-procedure',
] as const;

export type WarningCode = (typeof warningCodes)[number];
