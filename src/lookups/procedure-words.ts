/** Names of what the core speaks of (steps, papers, gates, limits), as Texts. The words themselves are the procedure's. */
import type { EligibilityFinding, GateFinding, Obligation, Refusal } from '../procedure/report.ts';
import type { Procedure } from '../procedure/schema.ts';
import { type Text, type TextValue, verbatim } from '../words/text.ts';
import { basisText } from './basis-text.ts';
import { parameterValues } from './parameter-values.ts';

export type ProcedureWordKind =
  | 'steps'
  | 'papers'
  | 'clocks'
  | 'gates'
  | 'votes'
  | 'exclusions'
  | 'introducers'
  | 'situations'
  | 'eligibility'
  | 'duties';

/** Any words of the procedure, with its numbers filled in. */
export function procedureText(
  procedure: Procedure,
  kind: ProcedureWordKind,
  id: string,
  part = 'title',
  params: Text['params'] = {},
): Text {
  return { key: `procedure.${kind}.${id}.${part}`, params: { ...parameterValues(procedure), ...params } };
}

export const stepTitle = (procedure: Procedure, id: string): Text => procedureText(procedure, 'steps', id);

/** "C1. Chi bộ xét …"; the steps beside the main road have no place in its count. */
export function numberedStep(procedure: Procedure, id: string): Text {
  const number = procedure.steps[id]?.number ?? '';
  if (!/^[A-D]\d+$/.test(number)) return stepTitle(procedure, id);
  return { key: 'lookups.step.numbered', params: { number, title: stepTitle(procedure, id) } };
}

/** A paper with the code of its form, where one is known. */
export function paperName(procedure: Procedure, id: string): Text {
  return withCode(procedure, procedureText(procedure, 'papers', id), procedure.papers[id]?.form);
}

export const formName = (procedure: Procedure, id: string): Text =>
  withCode(procedure, { key: `forms.${id}.title` }, id);

function withCode(procedure: Procedure, title: Text, form: string | undefined): Text {
  const code = form === undefined ? undefined : procedure.forms[form]?.code;
  return code === undefined ? title : { key: 'lookups.paper.withForm', params: { title, code } };
}

export function clockTitle(procedure: Procedure, obligation: Pick<Obligation, 'clock'>): Text {
  return procedureText(procedure, 'clocks', obligation.clock);
}

export function gateReason(procedure: Procedure, gate: GateFinding): Text {
  return procedureText(procedure, 'gates', gate.gate, 'reason', reportValues(procedure, gate.params));
}

export function gateWayOut(procedure: Procedure, gate: GateFinding): Text {
  return procedureText(procedure, 'gates', gate.gate, 'wayOut', reportValues(procedure, gate.params));
}

export function eligibilityWords(procedure: Procedure, finding: EligibilityFinding): Text {
  const part = finding.holds ? 'holds' : 'fails';
  return procedureText(procedure, 'eligibility', finding.id, part, reportValues(procedure, finding.params));
}

/** Why the core refuses an event, with its basis. */
export function refusalText(procedure: Procedure, refusal: Refusal): Text {
  const why: Text = {
    key: `errors.record.${refusal.code}`,
    params: { ...parameterValues(procedure), ...reportValues(procedure, refusal.params) },
  };
  if (refusal.basis.length === 0) return why;
  return { key: 'lookups.refused', params: { why, basis: basisText(procedure, refusal.basis) } };
}

/**
 * Values of a finding as words: days as days, ids of papers and steps by their names, keys of the procedure's words as
 * those words with the other values in them, the rest as they are.
 */
export function reportValues(
  procedure: Procedure,
  params: Record<string, string | number | string[]>,
): Record<string, TextValue> {
  const values: Record<string, TextValue> = {};
  const keys: [string, string][] = [];
  for (const [name, value] of Object.entries(params)) {
    if (Array.isArray(value)) values[name] = value.map((one) => nameOf(procedure, one));
    else if (typeof value === 'number') values[name] = value;
    else if (value.startsWith('procedure.')) keys.push([name, value]);
    else values[name] = isDay(value) ? { date: value } : nameOf(procedure, value);
  }
  const inner = { ...parameterValues(procedure), ...values };
  for (const [name, key] of keys) values[name] = { key, params: inner };
  return values;
}

function nameOf(procedure: Procedure, id: string): Text {
  if (isDay(id)) return { key: 'lookups.day', params: { date: { date: id } } };
  if (procedure.papers[id]) return procedureText(procedure, 'papers', id);
  if (procedure.steps[id]) return stepTitle(procedure, id);
  return verbatim(id);
}

const isDay = (value: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(value);
