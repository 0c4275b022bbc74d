/** What the case comes to now: whose turn it is, by when, what stands in the way, and the conversations that do it. */
import { limitLine } from '../lookups/limit-line.ts';
import { offer } from '../lookups/offer.ts';
import { gateReason, stepTitle } from '../lookups/procedure-words.ts';
import { rightsForStep } from '../lookups/rights-for-step.ts';
import { can } from '../people/access.ts';
import type { CaseReport, Procedure, StepState } from '../procedure/index.ts';
import { caseResource, type StoredCase } from '../store/cases.ts';
import type { Text } from '../words/text.ts';
import type { CommandResult } from './commands.ts';
import type { CommandContext } from './context.ts';

type Offers = Extract<CommandResult, { ok: true }>['offers'];

/** More would not be read. */
const shown = 2;

/** `before`: how the case stood before what was just recorded; null when it has only begun. */
export function whatComesNext(
  ctx: CommandContext,
  stored: StoredCase,
  procedure: Procedure,
  report: CaseReport,
  before: CaseReport | null,
): { lines: Text[]; offers: Offers } {
  if (!report.open) return { lines: [], offers: [] };
  const steps = report.frontier
    .flatMap((id) => report.steps.find((step) => step.id === id) ?? [])
    .filter((step) => !step.optional)
    // What has just come to its turn follows from what was recorded; the rest was waiting before.
    .sort((a, b) => Number(waited(a, before)) - Number(waited(b, before)))
    .slice(0, shown);
  const resource = caseResource(stored);
  const mine = steps.filter((step) =>
    rightsForStep(procedure, step.id).some((action) => can(ctx.actor, action, resource)),
  );
  return {
    lines: steps.flatMap((step, at) => about(procedure, report, step, at === 0)),
    offers: mine.map((step) => {
      const flow = flowFor(step, report);
      const carried = offer(flow, answersFor(flow, step, stored.id), stepTitle(procedure, step.id));
      return { ...carried, answers: carried.answers as Record<string, string | number> };
    }),
  };
}

function about(procedure: Procedure, report: CaseReport, step: StepState, first: boolean): Text[] {
  const title = stepTitle(procedure, step.id);
  const onProbation = step.actor === 'candidate' && report.phase === 'probation';
  const who: Text = { key: onProbation ? 'cases.next.probationer' : `lookups.actor.${step.actor}` };
  const blocking = step.gates.find((gate) => !gate.holds && gate.effect === 'block' && gate.kind !== 'vote');
  const limits = report.obligations.filter(
    (one) =>
      one.step === step.id && one.kind !== 'recurring' && (one.status === 'open' || one.status === 'overdue'),
  );
  return [
    { key: first ? 'cases.next.first' : 'cases.next.also', params: { step: title, who } },
    ...(blocking ? [{ key: 'cases.next.blocked', params: { reason: gateReason(procedure, blocking) } }] : []),
    ...limits.map(
      (limit): Text => ({ key: 'cases.next.limit', params: { limit: limitLine(procedure, report, limit) } }),
    ),
  ];
}

function flowFor(step: StepState, report: CaseReport): string {
  switch (step.recordKind) {
    case 'vote':
      return 'record-vote';
    case 'mentor':
      return 'assign-mentor';
    case 'verification':
      // With all letters answered the step itself is recorded; before, letters are sent and followed.
      if (report.verifications.length === 0) return 'send-verification';
      return report.verifications.some((letter) => letter.repliedOn === undefined)
        ? 'update-verification'
        : 'work-step';
    default:
      return 'work-step';
  }
}

const answersFor = (flow: string, step: StepState, caseId: number): Record<string, string | number> =>
  flow === 'work-step' || flow === 'record-vote' ? { case: caseId, step: step.id } : { case: caseId };

const waited = (step: StepState, before: CaseReport | null): boolean =>
  before?.frontier.includes(step.id) ?? false;
