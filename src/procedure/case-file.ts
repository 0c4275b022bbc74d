/**
 * A case as plain data: facts of the person, settings of the organisation, and the append-only list of events.
 * The same shape is read from the database and from the JSON that `danbuoc explain` takes (docs/case-format.md).
 * All dates are `YYYY-MM-DD` in Asia/Ho_Chi_Minh.
 */
import { z } from 'zod';

export const plainDate = z.iso.date();
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

export const education = z.enum([
  'none',
  'literate',
  'primary',
  'lower-secondary-programme',
  'lower-secondary',
  'upper-secondary',
  'higher',
]);

/** Matters that call for a special dossier; coded only, never described. */
export const specialMatter = z.enum([
  'religion',
  'religious-dignitary',
  'foreign-spouse',
  'political-history',
  'population-policy',
  'ethnic-chinese',
  'private-owner',
  'relative-abroad',
  'works-for-foreign-body',
]);

export const personFacts = z.strictObject({
  birthDate: plainDate,
  sex: z.enum(['female', 'male']).optional(),
  vietnameseCitizen: z.boolean().default(true),
  education: education.default('upper-secondary'),
  /** Mountain, border, island, ethnic-minority or specially difficult area, or fishermen regularly at sea. */
  difficultArea: z.boolean().default(false),
  /** Village elder, head or respected person living there. */
  respectedElder: z.boolean().default(false),
  youthUnionMember: z.boolean().default(false),
  youthUnionCadre: z.boolean().default(false),
  tradeUnionMember: z.boolean().default(false),
  group: z
    .enum([
      'resident',
      'civil-servant',
      'worker',
      'student',
      'upper-secondary-pupil',
      'armed-forces',
      'other',
    ])
    .default('resident'),
  contract: z
    .enum(['none', 'under-12-months', 'from-12-months', 'interrupted', 'indefinite', 'school-year'])
    .default('none'),
  workplaceHasParty: z.boolean().default(true),
  livesElsewhere: z.boolean().default(false),
  special: z.array(specialMatter).default([]),
  formerMember: z
    .strictObject({
      leftOn: plainDate,
      reason: z.enum([
        'struck-off',
        'expelled',
        'resigned',
        'abandoned-activity',
        'asked-to-leave',
        'family-hardship',
        'disunity',
        'corruption',
        'serious-crime',
        'minor-crime',
        'population-policy',
      ]),
      recordClearedOn: plainDate.optional(),
      readmittedBefore: z.boolean().default(false),
    })
    .optional(),
});

export const organizationSettings = z.strictObject({
  kind: z.enum(['residential', 'agency', 'school', 'enterprise', 'armed-forces']).default('residential'),
  /** Cell → deciding body directly, or through a grassroots committee that proposes. */
  approval: z.enum(['one-hop', 'two-hop']).default('two-hop'),
  subCommittee: z.boolean().default(false),
  decidingBody: z
    .enum(['standing-committee', 'authorised-grassroots', 'province-standing', 'police-standing'])
    .default('standing-committee'),
  youthUnion: z.boolean().default(true),
  tradeUnion: z.boolean().default(false),
  /** Official members of the cell, for the minimum that a cell needs to meet and vote. */
  officialMembers: z.number().int().min(0).default(3),
  /** The organisation's own values for parameters of the procedure. */
  parameters: z.record(z.string(), z.number()).default({}),
});

type WithoutDefaults<S extends z.ZodRawShape> = {
  [K in keyof S]: S[K] extends z.ZodDefault<infer T> ? T : S[K];
};

/** For changes: a default would silently reset every fact that the change does not name. */
function withoutDefaults<S extends z.ZodRawShape>(shape: S): WithoutDefaults<S> {
  const entries = Object.entries(shape).map(([name, field]) => [
    name,
    field instanceof z.ZodDefault ? field.removeDefault() : field,
  ]);
  return Object.fromEntries(entries) as WithoutDefaults<S>;
}

export const personChange = z.strictObject(withoutDefaults(personFacts.shape)).partial();
export const organizationChange = z.strictObject(withoutDefaults(organizationSettings.shape)).partial();

export const voteCount = z.strictObject({
  /** All official (or committee) members summoned. */
  members: z.number().int().min(0),
  /** Members out of the denominator, by key of `exclusions`. */
  excluded: z.array(z.strictObject({ reason: id, count: z.number().int().min(1) })).default([]),
  inFavour: z.number().int().min(0),
});

const event = {
  id: z.string().min(1),
  /** The day the fact took effect, not the day it was typed in. */
  on: plainDate,
};

/** A person named inside an event: an id of the people table, or any label in a JSON case. */
const personRef = z.string().min(1).max(120);

/** Why a paper went back; never what it said. */
export const returnReason = z.enum([
  'incomplete',
  'erased-or-corrected',
  'not-self-made',
  'wrong-form',
  'missing-signature-or-seal',
  'contradiction',
  'stale',
  'other',
]);

/** Whom a verification letter asks about. */
export const verificationSubject = z.enum([
  'candidate',
  'father',
  'mother',
  'foster-carer',
  'spouse',
  'father-in-law',
  'mother-in-law',
  'child',
  'adopted-child',
]);

const variants = [
  z.strictObject({
    ...event,
    type: z.literal('step-recorded'),
    step: id,
    issuedOn: plainDate.optional(),
    receivedOn: plainDate.optional(),
    vote: voteCount.optional(),
    outcome: z.enum(['agreed', 'not-agreed']).optional(),
  }),
  /** A decision already recorded reaches the cell. */
  z.strictObject({ ...event, type: z.literal('decision-received'), step: id }),
  z.strictObject({ ...event, type: z.literal('paper-received'), paper: id, by: personRef.optional() }),
  z.strictObject({
    ...event,
    type: z.literal('paper-returned'),
    paper: id,
    reason: returnReason,
  }),
  z.strictObject({
    ...event,
    type: z.literal('mentor-assigned'),
    mentor: personRef,
    officialMember: z.boolean().default(true),
    /** Since when they work, study or live together in one unit under the grassroots committee. */
    togetherSince: plainDate.optional(),
  }),
  z.strictObject({
    ...event,
    type: z.literal('mentor-ended'),
    mentor: personRef,
    reason: z.enum(['moved', 'disciplined', 'other']),
  }),
  z.strictObject({
    ...event,
    type: z.literal('verification-sent'),
    verification: z.string().min(1),
    subject: verificationSubject,
    /** Short name of the place asked; never findings. */
    place: z.string().max(120),
    scope: z.enum(['domestic', 'abroad']).default('domestic'),
    byLetter: z.boolean().default(true),
  }),
  /** The place asked confirms that the letter reached it: the 30 or 90 days run from here. */
  z.strictObject({ ...event, type: z.literal('verification-delivered'), verification: z.string().min(1) }),
  z.strictObject({
    ...event,
    type: z.literal('verification-replied'),
    verification: z.string().min(1),
    /** Whether the reply suffices; never what it says. */
    result: z.enum(['sufficient', 'unclear']),
  }),
  z.strictObject({
    ...event,
    type: z.literal('assessment-recorded'),
    period: z.string().regex(/^\d{4}-\d{2}$/),
    by: personRef,
    ratings: z.strictObject({
      awareness: z.number().int().min(1).max(4),
      tasks: z.number().int().min(1).max(4),
      conduct: z.number().int().min(1).max(4),
      relations: z.number().int().min(1).max(4),
    }),
    remark: z.string().max(200).optional(),
  }),
  z.strictObject({
    ...event,
    type: z.literal('review-recorded'),
    period: z.string().regex(/^\d{4}-\d{2}$/),
    outcome: z.enum(['keep', 'propose', 'remove']),
  }),
  z.strictObject({
    ...event,
    type: z.literal('candidate-moved'),
    kind: z.enum(['official', 'temporary', 'afar', 'abroad']),
    /** New place under the same deciding body. */
    sameDecidingBody: z.boolean().default(false),
  }),
  z.strictObject({ ...event, type: z.literal('extension-granted'), step: id, clock: id }),
  z.strictObject({
    ...event,
    type: z.literal('facts-changed'),
    person: personChange.optional(),
    organization: organizationChange.optional(),
  }),
  z.strictObject({
    ...event,
    type: z.literal('procedure-changed'),
    procedure: id,
    overlay: id.nullable(),
  }),
  z.strictObject({
    ...event,
    type: z.literal('closed'),
    reason: z.enum(['withdrew', 'removed-from-list', 'moved-away', 'deceased', 'not-admitted', 'other']),
  }),
] as const;

const plainEvent = z.discriminatedUnion('type', variants);

/** Sets an earlier event right: `with` replaces it where it stood; without `with` it never happened. */
const correction = z.strictObject({
  ...event,
  type: z.literal('corrected'),
  target: z.string().min(1),
  with: plainEvent.optional(),
});

export const caseEvent = z.discriminatedUnion('type', [...variants, correction]);

export const caseFile = z.strictObject({
  name: z.string().optional(),
  procedure: id,
  overlay: id.nullable().default(null),
  organization: organizationSettings.prefault({}),
  person: personFacts,
  events: z.array(caseEvent).default([]),
});

export type PersonFacts = z.infer<typeof personFacts>;
export type OrganizationSettings = z.infer<typeof organizationSettings>;
export type VoteCount = z.infer<typeof voteCount>;
export type PlainEvent = z.infer<typeof plainEvent>;
export type CaseEvent = z.infer<typeof caseEvent>;
export type CaseFile = z.infer<typeof caseFile>;
