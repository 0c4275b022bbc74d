/** The report as JSON for other programs: ids as in the flow data, titles in words, every basis with number and date. */

import {
  clockTitle,
  eligibilityWords,
  gateReason,
  gateWayOut,
  paperName,
  procedureText,
  stepTitle,
} from '../lookups/procedure-words.ts';
import type { Basis, CaseFile, CaseReport, GateFinding, Procedure, Sourced } from '../procedure/index.ts';
import type { Language, Words } from '../words/say.ts';
import type { Text } from '../words/text.ts';

export function explainAsData(
  procedure: Procedure,
  file: CaseFile,
  report: CaseReport,
  words: Words,
  language: Language,
) {
  const say = (text: Text): string => words.say(text, language);
  const sources = (basis: readonly Basis[]) =>
    basis.map((one) => ({
      document: procedure.documents[one.document]?.number ?? one.document,
      date: procedure.documents[one.document]?.date ?? null,
      clause: one.clause ?? null,
    }));
  const sourced = <T extends Sourced>(rule: T) => ({ ...rule, basis: sources(rule.basis) });
  const gate = (finding: GateFinding) => ({
    ...sourced(finding),
    title: say(procedureText(procedure, 'gates', finding.gate)),
    ...(finding.holds
      ? {}
      : { reason: say(gateReason(procedure, finding)), wayOut: say(gateWayOut(procedure, finding)) }),
  });

  return {
    case: file.name ?? null,
    procedure: report.version,
    overlay: report.overlay,
    on: report.on,
    state: report.state,
    stateTitle: say({ key: `procedure.states.${report.state}` }),
    phase: report.phase,
    open: report.open,
    since: report.since,
    next: report.frontier,
    steps: report.steps.map((step) => ({
      ...sourced(step),
      title: say(stepTitle(procedure, step.id)),
      gates: step.gates.map(gate),
    })),
    obligations: report.obligations.map((one) => ({
      ...sourced(one),
      title: say(clockTitle(procedure, one)),
      readings: one.readings.map(sourced),
    })),
    papers: report.papers.map((paper) => ({ ...sourced(paper), title: say(paperName(procedure, paper.id)) })),
    verifications: report.verifications,
    eligibility: report.eligibility.map((finding) => ({
      ...sourced(finding),
      title: say(procedureText(procedure, 'eligibility', finding.id)),
      finding: say(eligibilityWords(procedure, finding)),
    })),
    introducers: report.introducers ? sourced(report.introducers) : null,
    situations: report.situations.map((id) => ({
      id,
      title: say(procedureText(procedure, 'situations', id)),
    })),
    mentors: report.mentors,
    warnings: report.warnings.map((warning) => ({
      ...warning,
      text: say(warning as Text),
      basis: sources(warning.basis ?? []),
    })),
  };
}
