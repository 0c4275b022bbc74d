/**
 * The shape of the procedure files under `flows/procedures/`.
 *
 * A version or an overlay is one folder of YAML files, merged key by key into one layer. A layer that `extends` another
 * (or an overlay laid over a version) states only what differs: maps merge, lists and scalars replace, `null` removes;
 * a condition, an anchor or a `record` replaces the earlier one whole.
 * Every number is a parameter; everything else names it. Validation runs on the merged result.
 */
import { z } from 'zod';

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'kebab-case id');
/** Name of an entry of `parameters`; the only way a rule states a number. */
const amount = z.string().regex(/^[a-z0-9]+(_[a-z0-9]+)*$/, 'parameter name');
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'YYYY-MM-DD');

export const confidence = z.enum(['verified', 'verified-local', 'secondary', 'unverified']);

/** `document` is a key of `documents`; `clause` as the document numbers it ("Điều 4.3", "5.4b"). */
export const basis = z.strictObject({ document: id, clause: z.string().optional() });

/** What every rule carries. `rows`: numbers of `flows/procedures/rows.yaml` that the rule answers. */
const rule = {
  rows: z.array(z.string()).default([]),
  basis: z.array(basis).min(1),
  confidence,
};

const scalar = z.union([z.string(), z.number(), z.boolean()]);

export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  /** A fact of the person or the organisation ("person.education", "organization.subCommittee"); lists match by membership. */
  | {
      fact: string;
      is?: string | number | boolean | undefined;
      in?: (string | number | boolean)[] | undefined;
      atLeast?: string | undefined;
    }
  | { done: string }
  | { situation: string }
  | { state: string }
  /** Age on the day of the question. `atLeast`, `atMost`: in whole years; `over`: past that age, by month. */
  | { age: { atLeast?: string | undefined; over?: string | undefined; atMost?: string | undefined } }
  | { failedVotes: { step: string; atLeast: string } };

export const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(condition) }),
    z.strictObject({ any: z.array(condition) }),
    z.strictObject({ not: condition }),
    z.strictObject({
      fact: z.string().regex(/^(person|organization)\.[a-zA-Z.]+$/),
      is: scalar.optional(),
      in: z.array(scalar).optional(),
      atLeast: amount.optional(),
    }),
    z.strictObject({ done: id }),
    z.strictObject({ situation: id }),
    z.strictObject({ state: z.string() }),
    z.strictObject({
      age: z.strictObject({ atLeast: amount.optional(), over: amount.optional(), atMost: amount.optional() }),
    }),
    z.strictObject({ failedVotes: z.strictObject({ step: id, atLeast: amount }) }),
  ]),
);

export const actor = z.enum([
  'candidate',
  'mentor',
  'cellSecretary',
  'cellCommittee',
  'cell',
  'subCommittee',
  'grassrootsCommittee',
  'decidingBody',
  'youthUnion',
  'tradeUnion',
  'residenceCell',
  'politicalCentre',
]);

export const phase = z.enum(['source', 'file', 'admission', 'probation', 'moves', 'remedy']);

/** A moment in the case: the first anchor that has a date wins; `earliestOf` takes the earliest that has one. */
export type Anchor =
  /** `on` (default) is the day the step took effect. */
  | { step: string; date?: 'on' | 'issuedOn' | 'receivedOn' | undefined; plusMonths?: string | undefined }
  | { paper: string; plusMonths?: string | undefined }
  /** Day of the latest event of this type ("mentor-ended", "candidate-moved", "mentor-assigned"). */
  | { event: string; date?: string | undefined; plusMonths?: string | undefined }
  /** A dated fact ("person.formerMember.leftOn", "mentor.togetherSince"). */
  | { fact: string; plusMonths?: string | undefined }
  | { earliestOf: Anchor[] };

export const anchor: z.ZodType<Anchor> = z.lazy(() =>
  z.union([
    z.strictObject({
      step: id,
      date: z.enum(['on', 'issuedOn', 'receivedOn']).optional(),
      plusMonths: amount.optional(),
    }),
    z.strictObject({ paper: id, plusMonths: amount.optional() }),
    z.strictObject({ event: id, date: z.string().optional(), plusMonths: amount.optional() }),
    z.strictObject({ fact: z.string(), plusMonths: amount.optional() }),
    z.strictObject({ earliestOf: z.array(anchor).min(2) }),
  ]),
);

/** Another reading of the same rule in another source: kept, shown, not applied. */
const reading = z.strictObject({
  from: anchor.optional(),
  within: amount.optional(),
  basis: z.array(basis).min(1),
  confidence,
});

/** When to speak of a running clock. `after`/`before` count in the clock's unit from its start / to its due day. */
const rungs = z.strictObject({
  unit: z.enum(['working-days', 'days', 'months']),
  after: z.array(z.number().int()).optional(),
  before: z.array(z.number().int()).optional(),
});

const unit = z.enum(['working-days', 'days', 'months']);

export const clock = z.discriminatedUnion('kind', [
  /** Owner must do `until` within `within` of `from`. `extension`: how much an `extension-granted` event adds. */
  z.strictObject({
    kind: z.literal('due'),
    owner: actor,
    from: anchor,
    within: amount,
    unit,
    /** What stops the clock. Default: the step the clock stands in is recorded. */
    until: z
      .union([z.strictObject({ step: id }), z.strictObject({ paper: id }), z.strictObject({ event: id })])
      .optional(),
    extension: amount.optional(),
    /** One obligation for each open verification letter of this scope; `from` is then the day the letter was received. */
    each: z.enum(['verification-domestic', 'verification-abroad']).optional(),
    readings: z.array(reading).optional(),
    when: condition.optional(),
    rungs: rungs.optional(),
    ...rule,
  }),
  /** A paper or the file loses its force `within` after `from` unless `until` came first. */
  z.strictObject({
    kind: z.literal('expiry'),
    owner: actor,
    from: anchor,
    within: amount,
    unit,
    until: z.strictObject({ step: id }),
    when: condition.optional(),
    rungs: rungs.optional(),
    ...rule,
  }),
  /** `opens` must not happen before `from` + `after`. */
  z.strictObject({
    kind: z.literal('earliest'),
    owner: actor,
    from: anchor,
    after: amount,
    unit,
    when: condition.optional(),
    rungs: rungs.optional(),
    ...rule,
  }),
  /** Comes back every period while the case is in one of `during`, met by an event of type `metBy` dated in the period. */
  z.strictObject({
    kind: z.literal('recurring'),
    owner: actor,
    every: z.enum(['month', 'quarter', 'half-year', 'year']),
    during: z.array(z.string()).min(1),
    metBy: id,
    when: condition.optional(),
    rungs: rungs.optional(),
    ...rule,
  }),
]);

export const gate = z.discriminatedUnion('kind', [
  /** The recorded vote must reach the ratio of its vote rule. Never passes below it, whatever was recorded. */
  z.strictObject({ kind: z.literal('vote'), vote: id, when: condition.optional(), ...rule }),
  /** Papers that must be in the dossier, received and not stale. */
  z.strictObject({
    kind: z.literal('papers'),
    papers: z.array(id).min(1),
    when: condition.optional(),
    ...rule,
  }),
  /** All papers whose `requiredFor` is this step (and that this case requires) must be in. */
  z.strictObject({ kind: z.literal('dossier'), when: condition.optional(), ...rule }),
  /** No more than `months` since `from`; when stale the listed papers must be made anew after that day. */
  z.strictObject({
    kind: z.literal('fresh'),
    from: anchor,
    months: amount,
    whenStale: z.strictObject({
      redo: z.array(id).default([]),
      supplement: z.array(id).default([]),
      repeatStep: id.optional(),
      reverify: z.enum(['changes', 'current-matters']).optional(),
    }),
    when: condition.optional(),
    ...rule,
  }),
  /** At least `months` since `from` on the day of the step. `unless`: the wait is waived. */
  z.strictObject({
    kind: z.literal('elapsed'),
    from: anchor,
    months: amount,
    unless: condition.optional(),
    when: condition.optional(),
    ...rule,
  }),
  /** Age in whole years on the day of the step; above `max` (by month) only with the consent paper, where named. */
  z.strictObject({
    kind: z.literal('age'),
    min: amount,
    max: amount,
    overMaxWith: id.optional(),
    when: condition.optional(),
    ...rule,
  }),
  /** A condition on facts or on the course of the case. */
  z.strictObject({ kind: z.literal('condition'), must: condition, when: condition.optional(), ...rule }),
  /** The introducers that the matrix asks for: number of official members, resolution, membership. */
  z.strictObject({ kind: z.literal('introducers'), when: condition.optional(), ...rule }),
  /** No verification letter is still waiting for its reply. */
  z.strictObject({ kind: z.literal('verified'), when: condition.optional(), ...rule }),
  /** A mentor is assigned now. */
  z.strictObject({ kind: z.literal('mentor'), when: condition.optional(), ...rule }),
]);

/** What a cadre records when the step is done; the conversation asks just these. */
export const record = z.discriminatedUnion('kind', [
  /** One day. */
  z.strictObject({ kind: z.literal('date') }),
  /** A mentor is assigned: the step is done by a `mentor-assigned` event. */
  z.strictObject({ kind: z.literal('mentor') }),
  /** Done when these papers are in; recording the step receives them all with that date. */
  z.strictObject({ kind: z.literal('papers'), papers: z.array(id).min(1) }),
  /** Day and count of a vote, under a rule of `votes`. */
  z.strictObject({ kind: z.literal('vote'), vote: id }),
  /** Day signed (`issuedOn`, = `on`), later day received; outcome agreed or not. */
  z.strictObject({ kind: z.literal('decision'), vote: id.optional() }),
  /** Verification tasks; the step is recorded when all replies are in. */
  z.strictObject({ kind: z.literal('verification') }),
]);

export const step = z.strictObject({
  /** Its number in the ordered procedure: A0 … D10, D-alt, or the number of a move (3.8). */
  number: z.string(),
  order: z.number().int(),
  phase,
  actor,
  /** Who records it and is asked about it; default: the cell secretary. */
  owner: actor.default('cellSecretary'),
  forms: z.array(id).default([]),
  /** Steps that must be done before, where they apply. */
  after: z.array(id).default([]),
  when: condition.optional(),
  /** May be left out without stopping the road. */
  optional: z.boolean().default(false),
  record,
  /** What the case becomes when the step is done (see `caseState`). */
  leadsTo: z.string().optional(),
  gates: z.record(id, gate).default({}),
  clocks: z.record(id, clock).default({}),
  ...rule,
});

export const paper = z.strictObject({
  form: id.optional(),
  madeBy: actor,
  /** Step whose gate of kind `dossier` asks for it. */
  requiredFor: id.optional(),
  when: condition.optional(),
  /** Order in the file as sent up. */
  order: z.number().int(),
  handwritten: z.boolean().default(false),
  /** One from each introducer. */
  perIntroducer: z.boolean().default(false),
  /** The candidate may be told that they owe it. */
  owedByCandidate: z.boolean().default(false),
  ...rule,
});

export const form = z.strictObject({
  /** As printed: "1-KNĐ", "CN-NTVĐ"; absent where no code was found. */
  code: z.string().optional(),
  /** Its number in the official catalogue of document names. */
  catalogue: z.number().int().optional(),
  madeBy: z.string(),
  forStep: z.string(),
  handwritten: z.enum(['yes', 'no', 'unknown']),
  ...rule,
});

export const vote = z.strictObject({
  body: z.enum(['cell', 'grassrootsCommittee', 'standingCommittee', 'provinceStanding']),
  atLeast: z.enum(['two-thirds', 'more-than-half']),
  /** Keys of `exclusions` that leave the denominator. */
  excludes: z.array(id).default([]),
  when: condition.optional(),
  ...rule,
});

export const exclusion = z.strictObject({
  /** Deducted only if absent; present and voting they count. */
  onlyIfAbsent: z.boolean().default(false),
  ...rule,
});

export const introducers = z.strictObject({
  order: z.number().int(),
  when: condition.optional(),
  officialMembers: z.number().int().min(1).max(2),
  resolution: id.optional(),
  membership: z.enum(['youthUnionMember', 'tradeUnionMember']).optional(),
  ...rule,
});

export const eligibility = z.strictObject({
  /** Holds when the condition is true; otherwise the outcome applies. */
  must: condition.optional(),
  /** The rule speaks only in these cases. */
  when: condition.optional(),
  /** `bar`: may not be admitted; `consent`: needs the named paper first; `refer`: another body must conclude; `warn`. */
  otherwise: z.enum(['bar', 'consent', 'refer', 'warn', 'inform']),
  paper: id.optional(),
  ...rule,
});

export const situation = z.strictObject({
  when: condition.optional(),
  /** Begun by an event of this type, in one of these states of the case. */
  begins: z
    .strictObject({
      event: id,
      states: z.array(z.string()).optional(),
      where: z.record(z.string(), scalar).optional(),
    })
    .optional(),
  /** Steps that this situation adds to the road (they carry `when: {situation: …}`). */
  ...rule,
});

export const duty = z.strictObject({
  every: z.enum(['week', 'month', 'quarter', 'half-year', 'year', 'event']),
  owner: z.string(),
  /** `case`: a recurring clock of cases does it; `organization`: asked of the body itself; `outside`: not ours to remind. */
  scope: z.enum(['case', 'organization', 'outside']),
  /** Keys "step/clock" that carry it out where the scope is `case`. */
  clocks: z.array(z.string()).default([]),
  month: z.number().int().min(1).max(12).optional(),
  ...rule,
});

/** A rule that is told, not computed. */
export const fact = z.strictObject({ steps: z.array(id).default([]), ...rule });

export const parameter = z.strictObject({
  value: z.number(),
  unit: z.enum(['months', 'working-days', 'days', 'years', 'votes', 'people', 'percent', 'mark', 'count']),
  readings: z
    .array(z.strictObject({ value: z.number(), basis: z.array(basis).min(1), confidence }))
    .optional(),
  ...rule,
});

export const document = z.strictObject({
  number: z.string(),
  date: date.optional(),
  issuer: z.string(),
  effective: date.optional(),
  replacedBy: id.optional(),
  /** Whether the text itself was read when this data was written. */
  read: z.boolean(),
});

export const layer = z.strictObject({
  id,
  kind: z.enum(['version', 'overlay']),
  extends: id.optional(),
  /** Versions an overlay may be laid over. */
  over: z.array(id).optional(),
  effective: date,
  documents: z.record(id, document).default({}),
  parameters: z.record(amount, parameter).default({}),
  steps: z.record(id, step).default({}),
  papers: z.record(id, paper).default({}),
  forms: z.record(id, form).default({}),
  votes: z.record(id, vote).default({}),
  exclusions: z.record(id, exclusion).default({}),
  introducers: z.record(id, introducers).default({}),
  eligibility: z.record(id, eligibility).default({}),
  situations: z.record(id, situation).default({}),
  duties: z.record(id, duty).default({}),
  facts: z.record(id, fact).default({}),
});

export type Layer = z.infer<typeof layer>;
export type Basis = z.infer<typeof basis>;
export type Confidence = z.infer<typeof confidence>;
export type Actor = z.infer<typeof actor>;
export type Phase = z.infer<typeof phase>;
export type Step = z.infer<typeof step>;
export type Gate = z.infer<typeof gate>;
export type Clock = z.infer<typeof clock>;
export type Paper = z.infer<typeof paper>;
export type VoteRule = z.infer<typeof vote>;
export type Introducers = z.infer<typeof introducers>;
export type Parameter = z.infer<typeof parameter>;

/** A version with its overlay and the organisation's own limits applied: what a case runs under. */
export type Procedure = Layer & { version: string; overlay: string | null };
