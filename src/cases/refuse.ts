/** Saying no: every refusal says what is wrong and what to do, names its basis, and points at the question to ask again. */
import { basisText } from '../lookups/basis-text.ts';
import { refusalText } from '../lookups/procedure-words.ts';
import type { Basis, Procedure, Refusal } from '../procedure/index.ts';
import type { Text } from '../words/text.ts';

export interface Refused {
  ok: false;
  why: Text;
  question?: string;
}

/** `key` is the rest of a key of `errors`: "access.no-such-case". */
export function refuse(key: string, params: Text['params'] = {}, question?: string): Refused {
  return {
    ok: false,
    why: { key: `errors.${key}`, params },
    ...(question === undefined ? {} : { question }),
  };
}

/** The same refusal with the rule that it rests on. */
export function withBasis(refused: Refused, procedure: Procedure, basis: readonly Basis[]): Refused {
  const params = { why: refused.why, basis: basisText(procedure, basis) };
  return { ...refused, why: { key: 'lookups.refused', params } };
}

/** The core's refusal in words. `questions`: which question of the conversation asks for which field of the event, or mends which refusal. */
export function refusedByRule(
  procedure: Procedure,
  refusal: Refusal,
  questions: Readonly<Record<string, string>>,
): Refused {
  const field = refusal.field;
  const question = questions[refusal.code] ?? (field === undefined ? undefined : (questions[field] ?? field));
  return {
    ok: false,
    why: refusalText(procedure, refusal),
    ...(question === undefined ? {} : { question }),
  };
}
