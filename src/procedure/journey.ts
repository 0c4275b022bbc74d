/** What a case has been through up to a day: the fold of its events, from which every answer is read. */
import type { OrganizationSettings, PersonFacts, PlainEvent } from './case-file.ts';
import type {
  Assessment,
  CaseReport,
  CaseState,
  MentorState,
  Note,
  VerificationState,
  VoteResult,
} from './report.ts';
import type { Basis, Procedure } from './schema.ts';

/** Entries are replaced, never changed: an earlier moment of the case may share them. */
export interface StepDone {
  /** The day it was done; after a repetition, the last time. */
  on: string;
  /** The first time: what later steps rested on. */
  firstOn: string;
  /** By an event of its own, by its papers coming in, or by a mentor being assigned. */
  by: 'event' | 'papers' | 'mentor';
  issuedOn?: string;
  receivedOn?: string;
  outcome?: 'agreed' | 'not-agreed';
}

export interface Receipt {
  on: string;
  by?: string;
  /** Recorded by the step: as many copies as the case needs. */
  all?: true;
}

export interface PaperLedger {
  /** Copies that are in, ascending. */
  receipts: readonly Receipt[];
  returned?: { on: string; reason: string };
}

export interface Journey {
  person: PersonFacts;
  organization: OrganizationSettings;
  done: Map<string, StepDone>;
  /** Votes by step, passed or not, ascending. */
  votes: Map<string, readonly { on: string; result: VoteResult }[]>;
  /** Decisions not to agree, by step: the latest day. */
  refusals: Map<string, string>;
  papers: Map<string, PaperLedger>;
  mentors: MentorState[];
  /** Assignments of official members; `turn` is the place of the event in the fold. */
  assignments: { mentor: string; on: string; turn: number }[];
  verifications: Map<string, VerificationState & { byLetter: boolean }>;
  assessments: Assessment[];
  reviews: CaseReport['reviews'];
  /** States of the case with their first day, in order. */
  states: { state: CaseState; on: string }[];
  /** Situations begun by an event, with the latest such event. */
  situations: Map<string, { on: string; turn: number }>;
  /** Keys "step/clock" whose limit was extended. */
  extensions: Map<string, string>;
  /** Events by type, ascending. */
  happened: Map<string, readonly PlainEvent[]>;
  closedOn?: string;
  warnings: (Note & { basis?: Basis[] })[];
}

/** What a rule is asked: this case, as its events stood, on this day. */
export interface Question {
  procedure: Procedure;
  journey: Journey;
  on: string;
}

export const stateOf = (journey: Journey): CaseState => journey.states.at(-1)?.state ?? 'introduced';

/** The state at the end of `day`, or undefined before the first event. */
export function stateOn(journey: Journey, day: string): CaseState | undefined {
  return journey.states.findLast((one) => one.on <= day)?.state;
}

export const currentMentors = (journey: Journey): MentorState[] =>
  journey.mentors.filter((mentor) => mentor.until === undefined);

export const failedVotes = (journey: Journey, step: string): number =>
  (journey.votes.get(step) ?? []).filter((vote) => !vote.result.passes).length;

/** A case before anything happened. */
export function emptyJourney(person: PersonFacts, organization: OrganizationSettings): Journey {
  return {
    person,
    organization,
    done: new Map(),
    votes: new Map(),
    refusals: new Map(),
    papers: new Map(),
    mentors: [],
    assignments: [],
    verifications: new Map(),
    assessments: [],
    reviews: [],
    states: [],
    situations: new Map(),
    extensions: new Map(),
    happened: new Map(),
    warnings: [],
  };
}

/** A journey that can go on while the original stays as it stood. */
export function copyOf(journey: Journey): Journey {
  return {
    ...journey,
    done: new Map(journey.done),
    votes: new Map(journey.votes),
    refusals: new Map(journey.refusals),
    papers: new Map(journey.papers),
    mentors: [...journey.mentors],
    assignments: [...journey.assignments],
    verifications: new Map(journey.verifications),
    assessments: [...journey.assessments],
    reviews: [...journey.reviews],
    states: [...journey.states],
    situations: new Map(journey.situations),
    extensions: new Map(journey.extensions),
    happened: new Map(journey.happened),
    warnings: [...journey.warnings],
  };
}
