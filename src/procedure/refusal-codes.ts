/**
 * Every reason for which an event may not be recorded. Words stand under `errors.record.<code>`; a test holds the two
 * together. The parameters that each code brings are named beside it.
 */
export const refusalCodes = [
  /** field, date, today */
  'future-date',
  /** step */
  'unknown-step',
  /** step, date */
  'already-done',
  /** step, waitsFor[] (ids of steps) */
  'step-not-open',
  /** step */
  'not-applicable',
  /** step, date; before (id of the step or paper that came first), beforeDate */
  'date-before-dependency',
  /** step, gate, reason (word key), wayOut (word key), redo[], and what the gate compared */
  'gate-blocks',
  /** step, kind (what the step records) */
  'wrong-record',
  /** step */
  'vote-missing',
  /** step */
  'vote-no-members',
  /** step, members, excluded */
  'vote-excluded-too-many',
  /** step, reason */
  'vote-unknown-exclusion',
  /** step, inFavour, denominator */
  'vote-too-many-in-favour',
  /** step */
  'vote-not-a-count',
  /** mentor */
  'mentor-not-official',
  /** mentor */
  'mentor-is-candidate',
  /** mentor, date */
  'mentor-already-assigned',
  /** mentor */
  'mentor-not-current',
  /** start (since when together), date (of the assignment) */
  'together-after-start',
  /** state */
  'case-closed',
  /** target */
  'target-unknown',
  /** target */
  'target-already-corrected',
  /** target, type, given */
  'correction-of-other-kind',
  /** paper */
  'unknown-paper',
  /** verification */
  'unknown-verification',
  /** verification */
  'verification-exists',
  /** verification, date */
  'verification-already-replied',
  /** step, count */
  'verification-pending',
  /** period, by */
  'assessment-exists',
  /** period */
  'future-period',
  /** issuedOn, receivedOn */
  'received-before-issued',
  /** step */
  'decision-not-recorded',
  /** step, date */
  'decision-already-received',
  /** step, clock */
  'unknown-clock',
  /** step, clock */
  'clock-not-running',
  /** step, clock */
  'not-extendable',
  /** step, clock */
  'already-extended',
  /** event */
  'event-exists',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];
