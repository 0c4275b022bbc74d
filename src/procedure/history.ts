/** A case at any moment: its events after corrections, and the journey as it stood at the end of a day. */
import type { CaseFile, PlainEvent } from './case-file.ts';
import { type EffectiveEvents, effectiveEvents, inOrderOfDays } from './effective-events.ts';
import { copyOf, type Journey, type Question } from './journey.ts';
import { foldThrough, startFold } from './replay.ts';
import type { Procedure } from './schema.ts';

export interface History extends Omit<EffectiveEvents, 'events'> {
  procedure: Procedure;
  /** In order of days. */
  events: readonly PlainEvent[];
  at(day: string): Journey;
  /** What a rule is asked about that day, knowing what had happened by then. */
  on(day: string): Question;
}

export function historyOf(procedure: Procedure, file: CaseFile): History {
  const { events: effective, lost, corrected } = effectiveEvents(file.events);
  const events = inOrderOfDays(effective);
  const moments: { journey: Journey; turn: number }[] = [];
  const at = (day: string): Journey => {
    // Between two events nothing changes; a later day goes on from the nearest moment already known.
    const turn = events.findLastIndex((event) => event.on <= day) + 1;
    const nearest = moments.findLast((moment) => moment.turn <= turn);
    if (nearest?.turn === turn) return nearest.journey;
    const fold = nearest
      ? { procedure, journey: copyOf(nearest.journey), turn: nearest.turn }
      : startFold(procedure, file);
    foldThrough(fold, events, day);
    moments.push({ journey: fold.journey, turn });
    moments.sort((a, b) => a.turn - b.turn);
    return fold.journey;
  };
  return { procedure, events, lost, corrected, at, on: (day) => ({ procedure, journey: at(day), on: day }) };
}
