/** The day that a limit is counted from. */
import { factAt } from './conditions.ts';
import { addMonths, earliest, latest } from './dates.ts';
import { currentMentors, type Question } from './journey.ts';
import { amountOf } from './parameters.ts';
import type { Anchor } from './schema.ts';

/** The day the anchor names, or undefined while it has not come (or is not known). */
export function anchorDay(anchor: Anchor, question: Question): string | undefined {
  if ('earliestOf' in anchor) return earliest(anchor.earliestOf.map((one) => anchorDay(one, question)));
  const day = plainDay(anchor, question);
  if (day === undefined || anchor.plusMonths === undefined) return day;
  return addMonths(day, amountOf(question.procedure, anchor.plusMonths));
}

function plainDay(anchor: Exclude<Anchor, { earliestOf: unknown }>, question: Question): string | undefined {
  const { journey } = question;
  if ('step' in anchor) {
    const done = journey.done.get(anchor.step);
    if (anchor.date === 'receivedOn') return done?.receivedOn;
    // A step recorded without a day of issue was issued on the day it took effect.
    if (anchor.date === 'issuedOn') return done?.issuedOn ?? done?.on;
    return done?.on;
  }
  if ('paper' in anchor)
    return latest((journey.papers.get(anchor.paper)?.receipts ?? []).map((one) => one.on));
  if ('event' in anchor) {
    const event: Record<string, unknown> | undefined = journey.happened.get(anchor.event)?.at(-1);
    const day = event?.[anchor.date ?? 'on'];
    return typeof day === 'string' ? day : undefined;
  }
  if (anchor.fact === 'mentor.togetherSince') return togetherSince(question);
  const fact = factAt(anchor.fact, question);
  return typeof fact === 'string' ? fact : undefined;
}

/**
 * Since when the youngest acquaintance among the present mentors lasts. Whoever took over from another, or was assigned
 * after a move, needs no months together and is left out; a day that nobody gave is taken to be that of the assignment.
 */
function togetherSince(question: Question): string | undefined {
  return latest(
    currentMentors(question.journey)
      .filter((mentor) => !mentor.replacement)
      .map((mentor) => mentor.togetherSince ?? mentor.since),
  );
}
