/**
 * The shape of the files under `flows/conversations/`: one guided conversation each, data only.
 * Words live in `locales/` under `conversations.<flow>.…` (see each field).
 */
import { z } from 'zod';

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const name = z.string().regex(/^[a-z][a-zA-Z0-9]*$/);

export type Test =
  | { all: Test[] }
  | { any: Test[] }
  | { not: Test }
  /** An answer given so far; without `is`/`in`: it is there. */
  | { answer: string; is?: string | number | undefined; in?: (string | number)[] | undefined }
  /** A value of a lookup's `values`. */
  | { lookup: string; value: string; is?: string | number | boolean | undefined };

export const test: z.ZodType<Test> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(test) }),
    z.strictObject({ any: z.array(test) }),
    z.strictObject({ not: test }),
    z.strictObject({
      answer: name,
      is: z.union([z.string(), z.number()]).optional(),
      in: z.array(z.union([z.string(), z.number()])).optional(),
    }),
    z.strictObject({
      lookup: name,
      value: name,
      is: z.union([z.string(), z.number(), z.boolean()]).optional(),
    }),
  ]),
);

/**
 * Lookups are read-only questions to the world outside the machine (src/answers/lookups): name -> LookupResult. The
 * machine asks for one when it needs it and is called again with the result; its arguments are all answers so far.
 */
export const input = z.discriminatedUnion('kind', [
  /** Fixed options. Labels: `conversations.<flow>.<question>.options.<option>`. */
  z.strictObject({
    kind: z.literal('choice'),
    options: z.array(id).min(1),
    many: z.boolean().default(false),
  }),
  /** Options from a lookup; may also be narrowed by typing part of a label. */
  z.strictObject({ kind: z.literal('lookup'), lookup: name, many: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('yes-no') }),
  /** `past`: not after today. `future`: not before today. */
  z.strictObject({
    kind: z.literal('date'),
    past: z.boolean().default(false),
    future: z.boolean().default(false),
  }),
  /** Year and month of the past, for periods. */
  z.strictObject({ kind: z.literal('month') }),
  z.strictObject({ kind: z.literal('number'), min: z.number().int(), max: z.number().int() }),
  z.strictObject({ kind: z.literal('person-name') }),
  /** Free text; `sensitive: refuse` numbers that look like identity or phone numbers are always refused. */
  z.strictObject({ kind: z.literal('text'), max: z.number().int().max(500) }),
  /** Hour of the day 0..23. */
  z.strictObject({ kind: z.literal('hour') }),
]);

export const question = z.strictObject({
  input,
  /** Asked only when this holds. */
  when: test.optional(),
  /** May be skipped ("bỏ qua"). */
  optional: z.boolean().default(false),
  /** Lookups whose lines are shown above the question and whose values fill its words. */
  show: z.array(name).default([]),
  /** Lookup that judges the answer just given: `refuse` asks again with its text, `lines` are shown as a remark. */
  check: name.optional(),
});

export const flow = z.strictObject({
  flow: id,
  /** Who may open it: roles as in `src/people/roles.ts`. */
  who: z.array(z.enum(['cadre', 'mentor', 'candidate', 'committeeOfficer', 'anyone'])).min(1),
  /** Answers that a button or a sentence may bring along when it opens the flow. */
  accepts: z.array(name).default([]),
  /** In the order asked. Words: `conversations.<flow>.<question>.ask` (and `.short` in the summary). */
  questions: z.record(name, question),
  /** Shown before the summary is confirmed (lookups). */
  summary: z.array(name).default([]),
  /** Ask "Ghi lại như trên?" with the answers listed before the command runs. */
  confirm: z.boolean().default(true),
  /** Command of `src/cases/commands.ts` that receives the answers. Absent: the flow only tells. */
  command: id.optional(),
});

export type Flow = z.infer<typeof flow>;
export type Question = z.infer<typeof question>;
