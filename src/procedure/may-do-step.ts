/** Whether a step may be recorded, or a paper received, on a day. */
import { isApplicable, predecessorsOf, waitsFor } from './applicable.ts';
import type { EventOf } from './fold.ts';
import { forceOfPapers, freshnessOf } from './freshness.ts';
import { gatesOf, stops } from './gates.ts';
import { type Attempt, refuse } from './refuse.ts';
import type { GateFinding, Refusal } from './report.ts';
import { roadmapOf } from './roadmap.ts';
import type { Step } from './schema.ts';
import { checkVote, voteRuleFor } from './votes.ts';

export function checkStep(event: EventOf<'step-recorded'>, attempt: Attempt): Refusal[] {
  const { now, asOf } = attempt;
  const { step: id } = event;
  const step = now.procedure.steps[id];
  if (!step) return [refuse('unknown-step', { step: id }, 'step')];
  const fit = checkRecord(event, step, attempt);
  const done = now.journey.done.get(id);
  if (done && !mayRepeat(id, step, attempt)) {
    return [...fit, refuse('already-done', { step: id, date: done.on }, 'step', step.basis)];
  }
  if (!isApplicable(id, now)) return [...fit, refuse('not-applicable', { step: id }, 'step', step.basis)];
  const waits = waitsFor(id, now);
  if (waits.length > 0) {
    return [...fit, refuse('step-not-open', { step: id, waitsFor: waits }, 'step', step.basis)];
  }
  const refusals = [...fit, ...checkOrder(id, step, event.on, attempt), ...checkLetters(id, step, attempt)];
  // A refusal to agree needs no gate.
  if (event.outcome !== 'not-agreed') refusals.push(...gatesOf(id, asOf).filter(stops).map(gateRefusal));
  return refusals;
}

export function checkPaper(event: EventOf<'paper-received' | 'paper-returned'>, attempt: Attempt): Refusal[] {
  const { now, asOf } = attempt;
  if (!now.procedure.papers[event.paper]) return [refuse('unknown-paper', { paper: event.paper }, 'paper')];
  if (event.type === 'paper-returned') return [];
  const refusals: Refusal[] = [];
  for (const id of roadmapOf(now.procedure).takers.get(event.paper) ?? []) {
    if (isApplicable(id, asOf)) refusals.push(...gatesOf(id, asOf).filter(stops).map(gateRefusal));
  }
  return refusals;
}

/** The event brings what the step records: a vote has numbers that a meeting can have had. */
function checkRecord(event: EventOf<'step-recorded'>, step: Step, attempt: Attempt): Refusal[] {
  const { record } = step;
  const id = event.step;
  if (record.kind === 'mentor') return [refuse('wrong-record', { step: id, kind: record.kind }, 'step')];
  if (record.kind === 'vote' && !event.vote)
    return [refuse('vote-missing', { step: id }, 'vote', step.basis)];
  const rule = record.kind === 'vote' || record.kind === 'decision' ? record.vote : undefined;
  if (!event.vote) return [];
  if (rule === undefined) return [refuse('wrong-record', { step: id, kind: record.kind }, 'vote')];
  const { procedure } = attempt.now;
  const ruleId = voteRuleFor(rule, attempt.asOf);
  const basis = procedure.votes[ruleId]?.basis ?? [];
  return checkVote(procedure, ruleId, event.vote).map(({ code, params, field }) =>
    refuse(code, { step: id, ...params }, field, basis),
  );
}

function checkOrder(id: string, step: Step, on: string, { now }: Attempt): Refusal[] {
  // Papers may carry an earlier day than the step before: a certificate earned elsewhere.
  if (step.record.kind === 'papers') return [];
  for (const before of predecessorsOf(id, now)) {
    const beforeDate = now.journey.done.get(before)?.firstOn;
    if (beforeDate !== undefined && on < beforeDate) {
      return [refuse('date-before-dependency', { step: id, date: on, before, beforeDate }, 'on', step.basis)];
    }
  }
  return [];
}

function checkLetters(id: string, step: Step, { now }: Attempt): Refusal[] {
  if (step.record.kind !== 'verification') return [];
  const waiting = [...now.journey.verifications.values()].filter((one) => one.repliedOn === undefined);
  return waiting.length === 0
    ? []
    : [refuse('verification-pending', { step: id, count: waiting.length }, 'step', step.basis)];
}

/** Done once already, but a stale file or paper asks for it again. */
function mayRepeat(id: string, step: Step, { asOf }: Attempt): boolean {
  const { record } = step;
  if (record.kind === 'papers') {
    const force = forceOfPapers(asOf);
    if (record.papers.some((paper) => force.get(paper)?.lost !== undefined)) return true;
  }
  return roadmapOf(asOf.procedure).freshGates.some(({ step: of, rule }) => {
    return !asOf.journey.done.has(of) && freshnessOf(rule, asOf)?.pending.includes(id);
  });
}

/** Words of the reason and the way out stand with the gate; the numbers and days it compared come along. */
function gateRefusal(finding: GateFinding): Refusal {
  const { step, gate, params, redo, basis } = finding;
  const words = `procedure.gates.${gate}`;
  return refuse(
    'gate-blocks',
    { ...params, step, gate, reason: `${words}.reason`, wayOut: `${words}.wayOut`, redo },
    gateField[finding.kind],
    basis,
  );
}

/** What another answer could mend: the day, where the gate depends on it. */
const gateField: Record<string, string> = { elapsed: 'on', age: 'on', fresh: 'on' };
