/** The case a conversation is about: loaded, checked against what this person may do, and examined as of today. */
import type { LookupResult } from '../conversation/machine-types.ts';
import { can } from '../people/access.ts';
import type { Action } from '../people/roles.ts';
import type { CaseEvent } from '../procedure/case-file.ts';
import {
  type CaseReport,
  examine,
  mayRecord,
  type Procedure,
  procedureInForce,
  resolveProcedure,
} from '../procedure/index.ts';
import { caseResource, loadCase, type StoredCase } from '../store/cases.ts';
import { type Text, verbatim } from '../words/text.ts';
import { type Asked, type Lookup, numbered } from './context.ts';
import { refusalText } from './procedure-words.ts';

export interface CaseView {
  stored: StoredCase;
  procedure: Procedure;
  report: CaseReport;
  /** The person's name as a line. */
  name: Text;
}

/** Null when there is no such case or this person has not that right over it: the two are not told apart. */
export async function viewCase(asked: Asked, right: Right): Promise<CaseView | null> {
  const id = numbered(asked, 'case');
  if (id === null) return null;
  const stored = await loadCase(asked.q, id);
  const may = stored !== null && [right].flat().some((action) => mayTouch(asked, stored, action));
  return may ? examineCase(asked, stored) : null;
}

/** One action, or any of several. */
export type Right = Action | readonly Action[];

export const mayTouch = (asked: Pick<Asked, 'actor'>, stored: StoredCase, action: Action): boolean =>
  can(asked.actor, action, caseResource(stored));

export function examineCase(
  asked: Pick<Asked, 'catalog' | 'calendar' | 'today'>,
  stored: StoredCase,
): CaseView {
  const procedure = resolveProcedure(asked.catalog, procedureInForce(stored.file));
  const report = examine(procedure, stored.file, asked.calendar, asked.today);
  return { stored, procedure, report, name: verbatim(stored.personName) };
}

/** A lookup about an open case over which this person has the right; otherwise the conversation ends with the reason. */
export function ofCase(
  right: Right,
  tell: (view: CaseView, asked: Asked) => LookupResult | Promise<LookupResult>,
): Lookup {
  return async (asked) => {
    const view = await viewCase(asked, right);
    if (!view) return stop({ key: 'lookups.case.notYours' });
    if (!view.report.open) return stop({ key: 'lookups.case.closed', params: { name: view.name } });
    return tell(view, asked);
  };
}

/** A judge of the answer just given; silent while the case cannot be seen (the question before it says so). */
export function checkOfCase(
  right: Right,
  judge: (view: CaseView, asked: Asked) => Text | null | Promise<Text | null>,
): Lookup {
  return async (asked) => {
    const view = await viewCase(asked, right);
    if (!view) return { refuse: { key: 'lookups.case.notYours' } };
    const refuse = await judge(view, asked);
    return refuse ? { refuse } : {};
  };
}

export const stop = (line: Text): LookupResult => ({ lines: [line], stop: true });

/** Why the core would not let this be recorded; null when it may be. */
export function refusedBy(view: CaseView, asked: Asked, event: CaseEvent): Text | null {
  const [first] = mayRecord(view.procedure, view.stored.file, event, asked.calendar, asked.today);
  return first ? refusalText(view.procedure, first) : null;
}

/** The case as it would stand with more events. */
export function withEvents(view: CaseView, asked: Asked, events: readonly CaseEvent[]): CaseReport {
  const file = { ...view.stored.file, events: [...view.stored.file.events, ...events] };
  return examine(view.procedure, file, asked.calendar, asked.today);
}

/** The id of an event that is only being thought of. */
export const imagined = 'imagined';
