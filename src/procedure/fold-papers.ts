/** Papers in the fold: copies that come in or go back, and the steps that they do. */
import { applies } from './conditions.ts';
import { latest } from './dates.ts';
import { type EventOf, type Fold, finish, questionOn, warn } from './fold.ts';
import { isIn, isRequired } from './papers.ts';
import { roadmapOf } from './roadmap.ts';

export function receivePaper(fold: Fold, event: EventOf<'paper-received'>): void {
  if (!fold.procedure.papers[event.paper]) {
    warn(fold, 'unknown-name', { name: event.paper });
    return;
  }
  addReceipt(fold, event.paper, { on: event.on, ...(event.by !== undefined && { by: event.by }) });
  settlePapers(fold, roadmapOf(fold.procedure).takers.get(event.paper) ?? [], event.on);
}

/** A step of papers recorded as a whole: all that the case needs came in that day. */
export function receiveAll(fold: Fold, papers: readonly string[], on: string): void {
  const question = questionOn(fold, on);
  for (const paper of papers) if (isRequired(paper, question)) addReceipt(fold, paper, { on, all: true });
}

export function returnPaper(fold: Fold, event: EventOf<'paper-returned'>): void {
  const rule = fold.procedure.papers[event.paper];
  if (!rule) {
    warn(fold, 'unknown-name', { name: event.paper });
    return;
  }
  const before = fold.journey.papers.get(event.paper)?.receipts ?? [];
  // One introducer's paper goes back; the other introducer's stays.
  const receipts = rule.perIntroducer ? before.slice(0, -1) : [];
  fold.journey.papers.set(event.paper, { receipts, returned: { on: event.on, reason: event.reason } });
  for (const step of roadmapOf(fold.procedure).takers.get(event.paper) ?? []) fold.journey.done.delete(step);
}

/** A step done by papers is done on the day the last of those that the case needs came in. */
export function settlePapers(fold: Fold, steps: readonly string[], on: string): void {
  const question = questionOn(fold, on);
  for (const id of steps) {
    const step = fold.procedure.steps[id];
    if (step?.record.kind !== 'papers' || !applies(step.when, question)) continue;
    const needed = step.record.papers.filter((paper) => isRequired(paper, question));
    if (needed.length === 0 || !needed.every((paper) => isIn(paper, question))) continue;
    const day = latest(needed.map((paper) => fold.journey.papers.get(paper)?.receipts.at(-1)?.on)) ?? on;
    if (fold.journey.done.get(id)?.on !== day) finish(fold, id, step, day, 'papers');
  }
}

function addReceipt(fold: Fold, paper: string, receipt: { on: string; by?: string; all?: true }): void {
  const before = fold.journey.papers.get(paper)?.receipts ?? [];
  fold.journey.papers.set(paper, { receipts: [...before, receipt] });
}
