/**
 * The history as it stands after its corrections: each corrected event is replaced where it stood, or taken out.
 */
import type { CaseEvent, PlainEvent } from './case-file.ts';

type Correction = Extract<CaseEvent, { type: 'corrected' }>;

export interface EffectiveEvents {
  /** In the order in which they were recorded; a replaced event keeps the id of the one it replaces. */
  events: PlainEvent[];
  /** Corrections whose target is not an earlier event of this case. */
  lost: Correction[];
  /** Ids that a standing correction has set right or taken out. */
  corrected: ReadonlySet<string>;
}

/**
 * Applies corrections, also those of other corrections: a correction taken out leaves its target as it was before. When
 * one event is corrected twice, the later correction counts.
 */
export function effectiveEvents(recorded: readonly CaseEvent[]): EffectiveEvents {
  const known = new Set<string>();
  const correctionsOf = new Map<string, Correction[]>();
  const lost: Correction[] = [];
  for (const event of recorded) {
    if (event.type === 'corrected') {
      if (known.has(event.target)) push(correctionsOf, event.target, event);
      else lost.push(event);
    }
    known.add(event.id);
  }
  if (correctionsOf.size === 0) {
    return { events: recorded.filter(isPlain), lost, corrected: new Set() };
  }

  /** The last correction of `id` that still stands; its own corrections are later events, so this ends. */
  const standing = (id: string): { with: PlainEvent | undefined } | undefined => {
    for (const correction of [...(correctionsOf.get(id) ?? [])].reverse()) {
      const ofItself = standing(correction.id);
      if (!ofItself) return { with: correction.with };
      if (ofItself.with) return { with: ofItself.with };
    }
    return undefined;
  };

  const corrected = new Set<string>();
  const events: PlainEvent[] = [];
  for (const event of recorded) {
    const correction = standing(event.id);
    if (correction) corrected.add(event.id);
    if (!isPlain(event)) continue;
    if (!correction) events.push(event);
    else if (correction.with) events.push({ ...correction.with, id: event.id });
  }
  return { events, lost, corrected };
}

/** By the day of the fact; on one day in the order of recording. */
export function inOrderOfDays(events: readonly PlainEvent[]): PlainEvent[] {
  return [...events].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

const isPlain = (event: CaseEvent): event is PlainEvent => event.type !== 'corrected';

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
