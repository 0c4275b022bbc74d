/** The list of cases a conversation may be about: visible to the reader, allowed, and with that work to do. */
import type { LookupResult } from '../conversation/machine-types.ts';
import type { Action } from '../people/roles.ts';
import type { Phase } from '../procedure/schema.ts';
import { loadCases, visibleCases } from '../store/cases.ts';
import { type Text, verbatim } from '../words/text.ts';
import { type CaseView, examineCase, stop } from './case-view.ts';
import type { Asked, Lookup } from './context.ts';

export interface CaseChoice {
  /** Any of these on the case. */
  actions: readonly Action[];
  /** Narrows what is loaded; all phases when absent. */
  phases?: readonly Phase[];
  /** Whether there is that work to do; all allowed cases when absent. */
  wanted?: (view: CaseView, asked: Asked) => boolean;
  /** Said beside the name on the button. */
  beside?: (view: CaseView, asked: Asked) => Text | null;
  /** Those with this come first. */
  first?: (view: CaseView, asked: Asked) => boolean;
  /** Said when there is none. */
  none: Text;
}

export function caseChoices(choice: CaseChoice): Lookup {
  return async (asked) => {
    const views = await casesWith(asked, choice);
    if (views.length === 0) return stop(choice.none);
    const sorted = choice.first
      ? [...views].sort((a, b) => rank(choice, asked, a) - rank(choice, asked, b))
      : views;
    const options = label(sorted, (view) => choice.beside?.(view, asked) ?? null);
    const [only] = options;
    const result: LookupResult = { options };
    return options.length === 1 && only ? { ...result, only: only.value } : result;
  };
}

async function casesWith(asked: Asked, choice: CaseChoice): Promise<CaseView[]> {
  const found = new Map<number, CaseView>();
  for (const action of choice.actions) {
    const narrower = choice.phases ? { phases: choice.phases } : {};
    const rows = await visibleCases(asked.q, asked.actor, { action, open: true, ...narrower });
    const fresh = rows.map((row) => row.id).filter((id) => !found.has(id));
    for (const stored of await loadCases(asked.q, fresh)) {
      const view = examineCase(asked, stored);
      if (view.report.open && (choice.wanted?.(view, asked) ?? true)) found.set(stored.id, view);
    }
  }
  return [...found.values()];
}

const rank = (choice: CaseChoice, asked: Asked, view: CaseView): number =>
  choice.first?.(view, asked) ? 0 : 1;

/** Namesakes are told apart by their year of birth; the cell is named where there are several. */
function label(views: readonly CaseView[], beside: (view: CaseView) => Text | null) {
  const names = views.map((view) => view.stored.personName);
  const manyCells = new Set(views.map((view) => view.stored.cellId)).size > 1;
  return views.map((view) => {
    const namesake = names.filter((name) => name === view.stored.personName).length > 1;
    const year = Number(view.stored.file.person.birthDate.slice(0, 4));
    let text: Text = namesake
      ? { key: 'lookups.case.born', params: { name: view.name, year: String(year) } }
      : view.name;
    if (manyCells)
      text = { key: 'lookups.case.inCell', params: { name: text, cell: verbatim(view.stored.cellName) } };
    const said = beside(view);
    const value = String(view.stored.id);
    if (!said) return { value, label: text };
    return { value, label: { key: 'lookups.case.beside', params: { name: text, said } }, name: text };
  });
}
