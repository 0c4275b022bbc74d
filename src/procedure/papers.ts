/** Which papers a case needs, how many copies of each, and how many are in. */
import { applies } from './conditions.ts';
import { introducerLine } from './introducers.ts';
import type { PaperLedger, Question } from './journey.ts';

/** Needed in this case on that day; a resolution that introducers bring, only when their line of the matrix asks for it. */
export function isRequired(paper: string, question: Question): boolean {
  const rule = question.procedure.papers[paper];
  if (!rule || !applies(rule.when, question)) return false;
  const isResolution = Object.values(question.procedure.introducers).some(
    (line) => line.resolution === paper,
  );
  return !isResolution || introducerLine(question)?.[1].resolution === paper;
}

/** Copies needed: one, or one from each introducer. */
export function copiesNeeded(paper: string, question: Question): number {
  if (!question.procedure.papers[paper]?.perIntroducer) return 1;
  return introducerLine(question)?.[1].officialMembers ?? 1;
}

/** Copies that are in, dated after `after` where given. Two papers of one introducer count once. */
export function copiesIn(ledger: PaperLedger | undefined, needed: number, after = ''): number {
  const receipts = (ledger?.receipts ?? []).filter((receipt) => receipt.on > after);
  if (receipts.some((receipt) => receipt.all)) return needed;
  const named = new Set(receipts.flatMap((receipt) => receipt.by ?? []));
  const unnamed = receipts.filter((receipt) => receipt.by === undefined).length;
  return Math.min(needed, named.size + unnamed);
}

/** All copies that the case needs are in. */
export function isIn(paper: string, question: Question, after = ''): boolean {
  const needed = copiesNeeded(paper, question);
  return copiesIn(question.journey.papers.get(paper), needed, after) >= needed;
}
