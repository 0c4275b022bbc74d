/** The papers of the case: which are needed, which are in, which have lost their force and why. */
import { forceOfPapers } from './freshness.ts';
import type { History } from './history.ts';
import type { Question } from './journey.ts';
import { copiesIn, copiesNeeded, isRequired } from './papers.ts';
import type { PaperState } from './report.ts';
import type { Paper } from './schema.ts';

/** In the order of the file. What was needed for a step already done is judged by the day of that step. */
export function dossierOf(history: History, today: string): PaperState[] {
  const now = history.on(today);
  const force = forceOfPapers(now);
  return Object.entries(now.procedure.papers)
    .sort(([, a], [, b]) => a.order - b.order)
    .map(([id, rule]) => stateOfPaper(id, rule, now, askedThen(rule, now, history), force.get(id)));
}

function askedThen(rule: Paper, now: Question, history: History): Question {
  const done = rule.requiredFor === undefined ? undefined : now.journey.done.get(rule.requiredFor);
  return done ? history.on(done.on) : now;
}

function stateOfPaper(
  id: string,
  rule: Paper,
  now: Question,
  asked: Question,
  force: { lost?: 'stale' | 'redo' | 'supplement'; validUntil?: string } | undefined,
): PaperState {
  const ledger = now.journey.papers.get(id);
  const required = isRequired(id, asked);
  const need = copiesNeeded(id, asked);
  const have = copiesIn(ledger, need);
  const on = ledger?.receipts.at(-1)?.on;
  const returned = ledger?.returned;
  return {
    id,
    ...(rule.form !== undefined && { form: rule.form }),
    madeBy: rule.madeBy,
    required,
    ...(rule.requiredFor !== undefined && { requiredFor: rule.requiredFor }),
    order: rule.order,
    status: statusOf(),
    ...(on !== undefined && { on }),
    ...(have > 0 && force?.validUntil !== undefined && { validUntil: force.validUntil }),
    ...(returned && have < need && { returnedReason: returned.reason }),
    have,
    need,
    owedByCandidate: rule.owedByCandidate,
    basis: rule.basis,
    confidence: rule.confidence,
  };

  function statusOf(): PaperState['status'] {
    if (returned && have < need) return 'returned';
    if (have >= need) return force?.lost ?? 'received';
    return required ? 'missing' : 'not-required';
  }
}
