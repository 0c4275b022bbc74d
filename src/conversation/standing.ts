/**
 * Where a conversation stands, worked out from its answers each time and never remembered: the next question is the
 * first that applies and has no valid answer. So a question inserted into the file is asked, and one taken out is not
 * missed.
 */
import type { Flow, Question } from './flow.ts';
import { holds } from './holds.ts';
import type { Ask } from './lookups.ts';
import type { Answers } from './machine-types.ts';
import { isValid } from './valid.ts';

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
  for (const [name, question] of Object.entries(flow.questions)) {
    const value = answers[name];
    const given = value === undefined ? { ...broughtAhead(flow, answers), ...known } : known;
    if (!applies(flow, question, known, given, ask)) continue;
    const valid = value !== undefined && isValid(question, value, today);
    if (until === undefined ? !valid : name === until) {
      return { answered, known, open: name, outdated: value !== undefined && !valid };
    }
    if (!valid) continue;
    answered.push(name);
    if (value !== '' && !(Array.isArray(value) && value.length === 0)) known[name] = value;
  }
  return { answered, known, open: null, outdated: false };
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

/** `given` may hold more than `known`: what lookups are told stays the answers before the question. */
function applies(flow: Flow, question: Question, known: Answers, given: Answers, ask: Ask): boolean {
  if (!question.when) return true;
  return holds(question.when, given, (lookup, value) => ask(flow.flow, lookup, { ...known }).values?.[value]);
}

// An answer brought along can make an earlier question needless; once that one is answered it stays.
function broughtAhead(flow: Flow, answers: Answers): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([name]) => flow.accepts.includes(name)));
}

/** Answers that came along when the flow was opened and are no question of it. */
function brought(flow: Flow, answers: Answers): Answers {
  const known: Answers = {};
  for (const name of flow.accepts) {
    const value = answers[name];
    if (value !== undefined && value !== '' && !Object.hasOwn(flow.questions, name)) known[name] = value;
  }
  return known;
}
