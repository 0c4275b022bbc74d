/**
 * What was examined a moment ago, for a question asked again: the same case, day, rules and calendar give the same report.
 * Bounded, and nothing depends on it.
 */
import type { Catalog, WorkingCalendar } from '../procedure/index.ts';
import type { ExaminedCase } from './examined.ts';

/** A report takes some tens of kilobytes. */
const most = 500;

export interface ExaminedBefore {
  /** `state` names all that the report follows from, beside rules and calendar. */
  recall(state: string): ExaminedCase | undefined;
  keep(state: string, examined: ExaminedCase): void;
}

const memories = new WeakMap<Catalog, { calendar: WorkingCalendar; kept: Map<string, ExaminedCase> }>();

export function examinedBefore({
  catalog,
  calendar,
}: {
  catalog: Catalog;
  calendar: WorkingCalendar;
}): ExaminedBefore {
  let memory = memories.get(catalog);
  if (memory?.calendar !== calendar) {
    memory = { calendar, kept: new Map() };
    memories.set(catalog, memory);
  }
  const { kept } = memory;
  return {
    recall(state) {
      const examined = kept.get(state);
      // Asked for last, forgotten last.
      if (examined && kept.delete(state)) kept.set(state, examined);
      return examined;
    },
    keep(state, examined) {
      kept.set(state, examined);
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    },
  };
}
