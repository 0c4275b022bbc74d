/**
 * Every change a conversation can make, with the shape of its answers. The conversation files name these; the use
 * cases beside this file carry them out inside the caller's transaction.
 */
import { z } from 'zod';
import type { Text } from '../words/text.ts';

const caseId = z.coerce.number().int().positive();
const organizationId = z.coerce.number().int().positive();
const personId = z.coerce.number().int().positive();
const day = z.iso.date();
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const count = z.coerce.number().int().min(0);
const list = z.union([z.array(z.string()), z.string().transform((s) => (s === '' ? [] : [s]))]).default([]);

export const commands = {
  'register-candidate': z.object({
    cell: personId,
    fullName: z.string(),
    birthDate: day,
    sex: z.enum(['female', 'male']),
    education: z.string(),
    group: z.string(),
    youthUnion: z.enum(['yes', 'no']).default('no'),
    tradeUnion: z.enum(['yes', 'no']).default('no'),
    difficultArea: z.enum(['yes', 'no']).default('no'),
    special: list,
    introducedOn: day,
  }),
  'assign-mentor': z.object({
    case: caseId,
    mentor: personId,
    on: day,
    togetherSince: day.optional(),
    reason: z.enum(['moved', 'disciplined', 'other']).optional(),
  }),
  /** Steps recorded by a day, papers or a decision. */
  'record-step': z.object({
    case: caseId,
    step: z.string(),
    on: day,
    outcome: z.enum(['agreed', 'not-agreed']).optional(),
    receivedOn: day.optional(),
  }),
  'record-vote': z.object({
    case: caseId,
    step: z.string(),
    on: day,
    members: count,
    excluded: count,
    /** Required when somebody is excluded: which rule takes them out. */
    reason: z.string().optional(),
    inFavour: count,
  }),
  'receive-decision': z.object({ case: caseId, step: z.string(), on: day }),
  'record-paper': z.object({
    case: caseId,
    paper: z.string(),
    state: z.enum(['received', 'returned']),
    on: day,
    by: personId.optional(),
    reason: z.string().optional(),
  }),
  'send-verification': z.object({
    case: caseId,
    subject: z.string(),
    place: z.string(),
    scope: z.enum(['domestic', 'abroad']),
    on: day,
  }),
  'update-verification': z.object({
    case: caseId,
    verification: z.string(),
    what: z.enum(['delivered', 'sufficient', 'unclear']),
    on: day,
  }),
  assess: z.object({
    case: caseId,
    /** The present month unless a missed one is named. */
    period: month.optional(),
    awareness: count,
    tasks: count,
    conduct: count,
    relations: count,
    remark: z.string().optional(),
  }),
  review: z.object({ case: caseId, outcome: z.enum(['keep', 'propose', 'remove']), on: day }),
  'move-candidate': z.object({
    case: caseId,
    kind: z.enum(['official', 'temporary', 'afar', 'abroad']),
    sameDecidingBody: z.enum(['yes', 'no']).default('no'),
    on: day,
  }),
  'close-case': z.object({
    case: caseId,
    reason: z.enum(['withdrew', 'removed-from-list', 'moved-away', 'deceased', 'not-admitted', 'other']),
    on: day,
  }),
  'extend-limit': z.object({ case: caseId, step: z.string(), on: day }),
  /** `event` is the event to set right; `change` a new day, or that it never happened. */
  'correct-event': z.object({
    case: caseId,
    event: z.string(),
    change: z.enum(['date', 'remove']),
    on: day.optional(),
  }),
  'switch-procedure': z.object({ case: caseId, procedure: z.string() }),
  settings: z.object({
    language: z.enum(['vi', 'en']).optional(),
    digestHour: z.coerce.number().int().min(0).max(23).optional(),
  }),
  invite: z.object({ person: personId }),
  /** The digest's notices of this person are acknowledged; the limits run on. */
  acknowledge: z.object({ digest: z.coerce.number().int().positive() }),
  /** `what`: "<case>/<key of the obligation>". */
  postpone: z.object({
    what: z.string().regex(/^[1-9]\d{0,8}\/.+$/),
    until: day,
    reason: z.enum(['away', 'ill', 'waiting-for-papers', 'waiting-for-others', 'other']),
  }),
  'duty-done': z.object({ organization: organizationId, duty: z.string(), period: z.string(), on: day }),
  /** `ladder`: one of `flows/ladders/`, or as the body above has it. */
  'reminder-ladder': z.object({ organization: organizationId, ladder: z.string() }),
} as const;

export type CommandName = keyof typeof commands;
export type CommandAnswers<N extends CommandName> = z.infer<(typeof commands)[N]>;

/** Refused: nothing was stored; `question` (a field of the answers) is asked again with `why` above it. */
export type CommandResult =
  | {
      ok: true;
      lines: Text[];
      offers: { flow: string; answers: Record<string, string | number>; label: Text }[];
    }
  | { ok: false; why: Text; question?: string };
