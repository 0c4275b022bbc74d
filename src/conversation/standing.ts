/**
 * Where a conversation stands, worked out from its answers each time and never remembered: the next question is the
 * first that applies and has no valid answer. So a question inserted into the file is asked, and one taken out is not
 * missed.
 */
import type { Flow, Question } from './flow.ts';
import { holds } from './holds.ts';
import type { Ask } from './lookups.ts';
import type { Answers, AnswerValue } from './machine-types.ts';
import { isSkipped, isValid } from './valid.ts';

export interface Standing {
  /** Questions that apply and have a valid answer (or were skipped), in order. */
  answered: string[];
  /** What lookups and the command are given: valid answers to questions that apply, without the skipped. */
  known: Answers;
  /** The question to ask; null when none is left. */
  open: string | null;
  /** The open question has an answer that no longer is one. */
  outdated: boolean;
}

/** With `until`: stops before that question, passing over unanswered ones; `open` is then null unless it applies. */
export function stand(flow: Flow, answers: Answers, ask: Ask, today: string, until?: string): Standing {
  const known = brought(flow, answers);
  const answered: string[] = [];
  for (const name in flow.questions) {
    const one = whereApplies(flow, name, answers, known, ask, today);
    if (!one) continue;
    const { value, valid } = one;
    if (until === undefined ? !valid : name === until) {
      return { answered, known, open: name, outdated: value !== undefined && !valid };
    }
    if (!valid) continue;
    answered.push(name);
    keep(known, one);
  }
  return { answered, known, open: null, outdated: false };
}

export interface Applying {
  name: string;
  question: Question;
  value: AnswerValue | undefined;
  valid: boolean;
}

/** The questions that apply, in order. `known` begins as what was brought along, and grows by each valid answer passed. */
export function* applying(
  flow: Flow,
  answers: Answers,
  known: Answers,
  ask: Ask,
  today: string,
): Generator<Applying, void> {
  for (const name in flow.questions) {
    const one = whereApplies(flow, name, answers, known, ask, today);
    if (!one) continue;
    yield one;
    keep(known, one);
  }
}

function whereApplies(
  flow: Flow,
  name: string,
  answers: Answers,
  known: Answers,
  ask: Ask,
  today: string,
): Applying | null {
  const question = flow.questions[name];
  const value = answers[name];
  if (!question || (question.when && !applies(flow, question, answers, value, known, ask))) return null;
  return { name, question, value, valid: value !== undefined && isValid(question, value, today) };
}

function keep(known: Answers, { name, value, valid }: Applying): void {
  if (valid && value !== undefined && !isSkipped(value)) known[name] = value;
}

/** What was known when this question came up; null when there is no such question or it does not apply. */
export function knownBefore(
  flow: Flow,
  answers: Answers,
  name: string,
  ask: Ask,
  today: string,
): Answers | null {
  if (!Object.hasOwn(flow.questions, name)) return null;
  const standing = stand(flow, answers, ask, today, name);
  return standing.open === null ? null : standing.known;
}

/** What lookups are told stays the answers before the question. */
function applies(
  flow: Flow,
  { when }: Question,
  answers: Answers,
  value: AnswerValue | undefined,
  known: Answers,
  ask: Ask,
): boolean {
  if (!when) return true;
  const given = value === undefined ? withBroughtAhead(flow, answers, known) : known;
  return holds(when, given, (lookup, field) => ask(flow.flow, lookup, known).values?.[field]);
}

// An answer brought along can make an earlier question needless; once that one is answered it stays.
function withBroughtAhead(flow: Flow, answers: Answers, known: Answers): Answers {
  const ahead: Answers = {};
  for (const name of flow.accepts) {
    const value = answers[name];
    if (value !== undefined) ahead[name] = value;
  }
  return { ...ahead, ...known };
}

/** Answers that came along when the flow was opened and are no question of it. */
export function brought(flow: Flow, answers: Answers): Answers {
  const known: Answers = {};
  for (const name of flow.accepts) {
    const value = answers[name];
    if (value !== undefined && value !== '' && !Object.hasOwn(flow.questions, name)) known[name] = value;
  }
  return known;
}
