/** How long a file or a paper keeps its force, and what must be made anew when it has lost it. */
import { anchorDay } from './anchors.ts';
import { isApplicable } from './applicable.ts';
import { applies } from './conditions.ts';
import { addMonths, earliest } from './dates.ts';
import type { Question } from './journey.ts';
import { copiesIn, copiesNeeded, isRequired } from './papers.ts';
import { amountOf } from './parameters.ts';
import { type FreshGate, roadmapOf } from './roadmap.ts';

export interface Freshness {
  /** What the months are counted from: the anchor, or the day a stale file was made anew. */
  from: string;
  /** The last day on which it still has force. */
  until: string;
  stale: boolean;
  /** Papers and steps still to be made anew; empty while fresh. */
  pending: string[];
}

/** Null while the day that the rule counts from is not known. */
export function freshnessOf(rule: FreshGate, question: Question): Freshness | null {
  const months = amountOf(question.procedure, rule.months);
  let from = anchorDay(rule.from, question);
  if (from === undefined) return null;
  for (;;) {
    const until = addMonths(from, months);
    if (question.on <= until) return { from, until, stale: false, pending: [] };
    const { pending, renewedOn } = renewal(rule, question, until);
    // Made anew in full after it went stale: the months run again from the first of the new papers.
    if (pending.length > 0 || renewedOn === undefined) return { from, until, stale: true, pending };
    from = renewedOn;
  }
}

function renewal(
  rule: FreshGate,
  question: Question,
  after: string,
): { pending: string[]; renewedOn: string | undefined } {
  const { journey } = question;
  const { redo, supplement, repeatStep, reverify } = rule.whenStale;
  const pending: string[] = [];
  const days: (string | undefined)[] = [];
  for (const paper of [...redo, ...supplement]) {
    if (!isRequired(paper, question)) continue;
    const ledger = journey.papers.get(paper);
    const needed = copiesNeeded(paper, question);
    if (copiesIn(ledger, needed, after) < needed) pending.push(paper);
    else days.push(ledger?.receipts.find((receipt) => receipt.on > after)?.on);
  }
  if (repeatStep !== undefined) {
    const on = journey.done.get(repeatStep)?.on;
    if (on === undefined || on <= after) pending.push(repeatStep);
    else days.push(on);
  }
  if (reverify === 'current-matters') {
    const on = reverifiedAfter(question, after);
    if (on === undefined) pending.push(...roadmapOf(question.procedure).verificationSteps);
    else days.push(on);
  }
  return { pending, renewedOn: earliest(days) };
}

/** The day on which current matters were verified anew: by a letter sent since, or by recording the step again. */
function reverifiedAfter(question: Question, after: string): string | undefined {
  const { journey, procedure } = question;
  const replies = [...journey.verifications.values()]
    .filter((one) => one.sentOn > after && one.result === 'sufficient')
    .map((one) => one.repliedOn);
  const steps = roadmapOf(procedure).verificationSteps.map((step) => journey.done.get(step)?.on);
  return earliest([...replies, ...steps].filter((on) => on !== undefined && on > after));
}

export interface PaperForce {
  /** Why the copies that are in no longer count. */
  lost?: 'stale' | 'redo' | 'supplement';
  validUntil?: string;
}

/** What the fresh gates of steps still ahead say of each paper. */
export function forceOfPapers(question: Question): Map<string, PaperForce> {
  const papers = new Map<string, PaperForce>();
  for (const { step, rule } of roadmapOf(question.procedure).freshGates) {
    if (question.journey.done.has(step) || !isApplicable(step, question)) continue;
    if (!applies(rule.when, question)) continue;
    const freshness = freshnessOf(rule, question);
    if (!freshness) continue;
    const own = 'paper' in rule.from ? rule.from.paper : undefined;
    const { redo, supplement } = rule.whenStale;
    for (const paper of new Set([...(own === undefined ? [] : [own]), ...redo, ...supplement])) {
      const force = papers.get(paper) ?? {};
      if (freshness.pending.includes(paper)) {
        force.lost = paper === own ? 'stale' : redo.includes(paper) ? 'redo' : 'supplement';
      }
      if (force.validUntil === undefined || freshness.until < force.validUntil)
        force.validUntil = freshness.until;
      papers.set(paper, force);
    }
  }
  return papers;
}
