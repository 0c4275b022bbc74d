/** "Căn cứ?": which texts a case stands on now, or one of its steps; with a caution where a rule was not read in full. */
import { basisText } from '../lookups/basis-text.ts';
import { clockTitle, paperName, procedureText, stepTitle } from '../lookups/procedure-words.ts';
import type { Hat } from '../people/roles.ts';
import type { Sourced } from '../procedure/report.ts';
import type { Reply, Text } from '../words/text.ts';
import { type CaseView, openSteps, papersWanted } from './case-view.ts';
import { statusDoor } from './doors.ts';
import { shownObligations } from './duties-text.ts';
import { isUnmet } from './tone.ts';

/** Rules named in one answer. */
const few = 6;

/** `stepId`: that step alone; otherwise the step whose turn it is. Candidates hear of what they themselves owe. */
export function basisReply(view: CaseView, hat: Hat, stepId?: string): Reply {
  const lines = eachOnce(hat === 'candidate' ? ownRules(view) : stepRules(view, stepId));
  const back = { id: statusDoor(view.caseId), label: { key: 'status.choice.status' } };
  if (lines.length === 0) return { lines: [{ key: 'status.basis.nothing' }], choices: [back] };
  return { lines: lines.slice(0, few), choices: [back] };
}

/** One limit may run several times, as for each letter that was sent; its rule is named once. */
const eachOnce = (lines: readonly Text[]): Text[] => [
  ...new Map(lines.map((one) => [JSON.stringify(one), one])).values(),
];

function stepRules(view: CaseView, stepId: string | undefined): Text[] {
  const { procedure, report } = view;
  const step = report.steps.find((s) => s.id === (stepId ?? openSteps(report)[0]?.id ?? ''));
  if (!step) return [];
  const gates = step.gates.filter((gate) => !gate.holds);
  const limits = shownObligations(report).filter(
    ({ obligation }) => stepId === undefined || obligation.step === step.id,
  );
  return [
    line(view, 'step', stepTitle(procedure, step.id), step),
    ...gates.map((gate) => line(view, 'gate', procedureText(procedure, 'gates', gate.gate), gate)),
    ...limits.map(({ obligation }) => line(view, 'limit', clockTitle(procedure, obligation), obligation)),
  ];
}

function ownRules(view: CaseView): Text[] {
  const { procedure, report } = view;
  const papers = papersWanted(view).filter((paper) => paper.owedByCandidate);
  const limits = report.obligations.filter((o) => o.owner === 'candidate' && isUnmet(o, report));
  return [
    ...papers.map((paper) => line(view, 'paper', paperName(procedure, paper.id), paper)),
    ...limits.map((o) => line(view, 'limit', clockTitle(procedure, o), o)),
  ];
}

const line = (view: CaseView, kind: string, what: Text, rule: Sourced): Text => ({
  key: `status.basis.${kind}`,
  params: { what, basis: basisText(view.procedure, rule.basis, rule.confidence) },
});
