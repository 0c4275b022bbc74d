/** The report on paper: what is done, what stops the case, who owes what by when, under which rule. */
import { basisText } from '../lookups/basis-text.ts';
import {
  clockTitle,
  eligibilityWords,
  gateReason,
  gateWayOut,
  numberedStep,
  paperName,
  procedureText,
} from '../lookups/procedure-words.ts';
import type { CaseFile, CaseReport, Obligation, Procedure, StepState } from '../procedure/index.ts';
import { formatDate } from '../words/format.ts';
import type { Language, Words } from '../words/say.ts';
import type { Text } from '../words/text.ts';

export function explainInWords(
  procedure: Procedure,
  file: CaseFile,
  report: CaseReport,
  words: Words,
  language: Language,
): string {
  const say = (text: Text): string => words.say(text, language);
  const heading = (name: string): string => `\n${say({ key: `explain.${name}` })}\n`;
  const basis = (
    rule: Parameters<typeof basisText>[1],
    confidence: Parameters<typeof basisText>[2],
  ): string => `      ${say(basisText(procedure, rule, confidence))}`;

  const stepLines = (step: StepState): string[] => {
    const when = step.on ? ` · ${formatDate(step.on)}` : '';
    const failing = step.gates.filter((gate) => !gate.holds);
    return [
      `  ${mark[step.status]} ${say(numberedStep(procedure, step.id))}${when}${step.irregular ? ` · ${say({ key: 'explain.irregular' })}` : ''}`,
      ...(step.vote ? [`      ${say(voteLine(step.vote))}`] : []),
      ...failing.flatMap((gate) => [
        `    ${gate.effect === 'block' ? '✗' : '!'} ${say(gateReason(procedure, gate))}`,
        `      → ${say(gateWayOut(procedure, gate))}`,
        basis(gate.basis, gate.confidence),
      ]),
    ];
  };

  const obligationLines = (one: Obligation): string[] => [
    `  ${say({ key: `explain.obligation.${one.status}`, params: obligationParams(procedure, one) })}`,
    ...(one.provisional ? [`      ${say({ key: 'explain.provisional' })}`] : []),
    basis(one.basis, one.confidence),
    ...one.readings.map(
      (reading) =>
        `      ${say({ key: 'explain.reading', params: { due: { date: reading.due }, basis: basisText(procedure, reading.basis, reading.confidence) } })}`,
    ),
  ];

  const shown = report.steps.filter((step) => step.status !== 'not-applicable');
  const papers = report.papers.filter((paper) => paper.status !== 'not-required');
  return [
    say({
      key: 'explain.title',
      params: {
        name: file.name ?? '',
        on: { date: report.on },
        version: { key: `procedure.versions.${report.version}` },
        overlay: report.overlay ? { key: `procedure.versions.${report.overlay}` } : '',
        state: { key: `procedure.states.${report.state}` },
      },
    }),
    heading('eligibility'),
    ...report.eligibility.flatMap((finding) => [
      `  ${finding.holds ? '✓' : finding.outcome === 'bar' ? '✗' : '!'} ${say(eligibilityWords(procedure, finding))}`,
      ...(finding.holds ? [] : [basis(finding.basis, finding.confidence)]),
    ]),
    ...(report.situations.length > 0
      ? [
          heading('situations'),
          ...report.situations.map((id) => `  ${say(procedureText(procedure, 'situations', id))}`),
        ]
      : []),
    heading('steps'),
    ...shown.flatMap(stepLines),
    heading('obligations'),
    ...(report.obligations.length > 0
      ? report.obligations.flatMap(obligationLines)
      : [`  ${say({ key: 'explain.none' })}`]),
    heading('papers'),
    ...papers.map(
      (paper) =>
        `  ${paperMark[paper.status]} ${say(paperName(procedure, paper.id))}: ${say({ key: `explain.paper.${paper.status}`, params: { on: paper.on ? { date: paper.on } : '', until: paper.validUntil ? { date: paper.validUntil } : '' } })}`,
    ),
    ...(report.warnings.length > 0
      ? [heading('warnings'), ...report.warnings.map((warning) => `  ! ${say(warning as Text)}`)]
      : []),
    '',
  ].join('\n');
}

const mark: Record<StepState['status'], string> = {
  done: '✓',
  ready: '→',
  blocked: '✗',
  later: '·',
  'not-applicable': ' ',
};
const paperMark: Record<string, string> = {
  received: '✓',
  missing: '✗',
  returned: '✗',
  stale: '!',
  redo: '!',
  supplement: '!',
};

function obligationParams(procedure: Procedure, one: Obligation): NonNullable<Text['params']> {
  return {
    title: clockTitle(procedure, one),
    owner: { key: `procedure.actors.${one.owner}` },
    from: { date: one.from },
    due: { date: one.due },
    limit: { date: one.limit },
    met: one.metOn ? { date: one.metOn } : '',
    days: Math.abs(one.daysLeft),
    unit: { key: `explain.unit.${one.daysUnit}` },
  };
}

const voteLine = (vote: NonNullable<StepState['vote']>): Text => ({
  key: vote.passes ? 'explain.votePasses' : 'explain.voteFails',
  params: {
    members: vote.members,
    denominator: vote.denominator,
    needed: vote.needed,
    inFavour: vote.inFavour,
  },
});
