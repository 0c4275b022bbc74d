/**
 * What the core says about a case on a day. Plain data: dates are `YYYY-MM-DD`, rules are named by id, words live in
 * `locales/` under the keys named here. Every place that shows a case (status, digest, checklist, explain) reads this.
 */
import type { Actor, Basis, Confidence, Phase } from './schema.ts';

/** Where the whole case stands; each step's `leadsTo` names one of the open ones. */
export const caseStates = [
  'introduced',
  'sympathizer',
  'filing',
  'proposed',
  'sent-up',
  'decided',
  'probation',
  'recognition-proposed',
  'recognized',
  'struck-off',
  'withdrew',
  'removed',
  'moved-away',
  'deceased',
  'not-admitted',
  'closed',
] as const;
export type CaseState = (typeof caseStates)[number];

/** A word key with its values; `{date}` values are shown in Vietnamese form, keys of nested text are worded too. */
export interface Note {
  key: string;
  params?: Record<string, string | number | { date: string }>;
}

export interface Sourced {
  basis: Basis[];
  /** Weakest of the rule's own confidence and that of the parameters it uses. */
  confidence: Confidence;
}

export interface GateFinding extends Sourced {
  /** "step/gate". Words: `procedure.gates.<gate>.title`, `.reason`, `.wayOut`. */
  id: string;
  step: string;
  gate: string;
  kind: string;
  holds: boolean;
  /** `block` only where the rule is verified (centrally or locally); otherwise the product warns. */
  effect: 'block' | 'warn';
  /** What was compared, for the words of the reason: numbers, dates, papers. */
  params: Record<string, string | number | string[]>;
  /** Steps or papers that mend it. */
  redo: string[];
}

export interface VoteResult extends Sourced {
  rule: string;
  members: number;
  excluded: { reason: string; count: number }[];
  /** N: members less those excluded. */
  denominator: number;
  /** ceil(2N/3) or floor(N/2)+1. */
  needed: number;
  inFavour: number;
  passes: boolean;
  atLeast: 'two-thirds' | 'more-than-half';
}

export interface StepState extends Sourced {
  /** Words: `procedure.steps.<id>.title`, `.explain`, `.result`. */
  id: string;
  number: string;
  phase: Phase;
  actor: Actor;
  owner: Actor;
  forms: string[];
  optional: boolean;
  recordKind: 'date' | 'mentor' | 'papers' | 'vote' | 'decision' | 'verification';
  /**
   * `done`; `ready`: may be recorded now; `blocked`: its turn has come but a gate stops it; `later`: waits for earlier
   * steps; `not-applicable`: this case or organisation does not have it.
   */
  status: 'done' | 'ready' | 'blocked' | 'later' | 'not-applicable';
  on?: string;
  issuedOn?: string;
  receivedOn?: string;
  /** Last recorded vote, passed or not; and how many failed. */
  vote?: VoteResult;
  failedVotes: number;
  outcome?: 'agreed' | 'not-agreed';
  gates: GateFinding[];
  /** Done, but with gates that did not hold on that day: a faulty step to be redone or reviewed (wrong admission rule). */
  irregular: boolean;
  waitsFor: string[];
}

export interface Obligation extends Sourced {
  /** "step/clock" or "step/clock#instance"; stable, one for each running clock. Words: `procedure.clocks.<clock>.title`. */
  key: string;
  step: string;
  clock: string;
  instance?: string;
  kind: 'due' | 'expiry' | 'earliest' | 'recurring';
  owner: Actor;
  from: string;
  /** The working day by which to act: never a day off. */
  due: string;
  /** The limit exactly as counted (may be a day off for limits in months). */
  limit: string;
  /** Not before this day. */
  earliest?: string;
  status: 'open' | 'overdue' | 'met' | 'met-late' | 'expired';
  metOn?: string;
  /** Working days (clock in working days) or calendar days left; negative when late. */
  daysLeft: number;
  daysUnit: 'working-days' | 'days';
  /** The count crosses a year whose days off are not yet announced. */
  provisional: boolean;
  extended: boolean;
  /** The same limit as other sources count it: kept and shown, not applied. */
  readings: ({ due: string; from: string } & Sourced)[];
  /** Days on which it is worth speaking of it, ascending. */
  rungs: string[];
}

export interface PaperState extends Sourced {
  /** Words: `procedure.papers.<id>.title`. */
  id: string;
  form?: string;
  madeBy: Actor;
  required: boolean;
  requiredFor?: string;
  order: number;
  status: 'missing' | 'received' | 'returned' | 'stale' | 'redo' | 'supplement' | 'not-required';
  on?: string;
  validUntil?: string;
  returnedReason?: string;
  /** How many copies are in and needed (introduction papers: one from each introducer). */
  have: number;
  need: number;
  owedByCandidate: boolean;
}

export interface VerificationState {
  id: string;
  subject: string;
  place: string;
  scope: 'domestic' | 'abroad';
  sentOn: string;
  deliveredOn?: string;
  repliedOn?: string;
  result?: 'sufficient' | 'unclear';
  replyDue?: string;
}

export interface EligibilityFinding extends Sourced {
  /** Words: `procedure.eligibility.<id>.title`, `.holds`, `.fails`. */
  id: string;
  holds: boolean;
  outcome: 'ok' | 'bar' | 'consent' | 'refer' | 'warn' | 'inform';
  paper?: string;
  params: Record<string, string | number>;
}

export interface IntroducersNeeded extends Sourced {
  /** Words: `procedure.introducers.<id>.title`. */
  id: string;
  officialMembers: number;
  resolution?: string;
  membership?: 'youthUnionMember' | 'tradeUnionMember';
}

export interface MentorState {
  mentor: string;
  since: string;
  until?: string;
  endedBecause?: 'moved' | 'disciplined' | 'other' | 'replaced';
  togetherSince?: string;
  /** Took over from another, or after a move: the months together are not required. */
  replacement: boolean;
}

export interface Assessment {
  period: string;
  on: string;
  by: string;
  ratings: { awareness: number; tasks: number; conduct: number; relations: number };
  remark?: string;
}

export interface CaseReport {
  version: string;
  overlay: string | null;
  on: string;
  state: CaseState;
  open: boolean;
  phase: Phase;
  since: string | null;
  /** All steps of the procedure in order, side roads included (not-applicable unless the situation is there). */
  steps: StepState[];
  /** Ids of steps whose turn it is (`ready` or `blocked`), main road first. */
  frontier: string[];
  /** Soonest first; met ones at the end. */
  obligations: Obligation[];
  papers: PaperState[];
  verifications: VerificationState[];
  eligibility: EligibilityFinding[];
  introducers: IntroducersNeeded | null;
  situations: string[];
  mentors: MentorState[];
  mentor: string | null;
  assessments: Assessment[];
  reviews: { period: string; on: string; outcome: 'keep' | 'propose' | 'remove' }[];
  /** Dates that do not fit together, limits that cross a provisional year, rules not confirmed. */
  warnings: (Note & { basis?: Basis[] })[];
}

/** Why an event may not be recorded. `key` under `errors.record`. */
export interface Refusal {
  code: string;
  params: Record<string, string | number | string[]>;
  basis: Basis[];
  /** The field of the event at fault, for the conversation to ask again. */
  field?: string;
}
