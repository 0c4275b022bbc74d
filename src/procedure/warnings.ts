/** What the report warns of beyond the fold itself: dates that do not fit, limits that may move, rules not confirmed. */
import { predecessorsOf } from './applicable.ts';
import type { WorkingCalendar } from './calendar.ts';
import type { CaseFile } from './case-file.ts';
import { isMet } from './clocks.ts';
import { yearOf } from './dates.ts';
import type { History } from './history.ts';
import type { Question } from './journey.ts';
import { mayBlock } from './parameters.ts';
import { procedureInForce } from './procedure-in-force.ts';
import type { CaseReport, Obligation, StepState } from './report.ts';
import type { Basis } from './schema.ts';
import type { WarningCode } from './warning-codes.ts';

type Warning = CaseReport['warnings'][number];

export function warningsOf(
  file: CaseFile,
  history: History,
  now: Question,
  found: { steps: StepState[]; passedOver: string[]; obligations: Obligation[] },
  calendar: WorkingCalendar,
): Warning[] {
  return [
    ...now.journey.warnings,
    ...aboutTheFile(file, history, now),
    ...aboutDates(history, now),
    ...found.passedOver.map((step) => warning('passed-over', { step })),
    ...aboutLimits(found.obligations, now, calendar),
    ...unconfirmed(found.steps, found.obligations),
  ];
}

function aboutTheFile(file: CaseFile, history: History, now: Question): Warning[] {
  const warnings = history.lost.map((one) =>
    warning('unknown-correction-target', { event: one.id, target: one.target }),
  );
  for (const name of Object.keys(now.journey.organization.parameters)) {
    if (!now.procedure.parameters[name]) warnings.push(warning('unknown-parameter', { parameter: name }));
  }
  const wanted = procedureInForce(file, now.on);
  if (wanted.version !== now.procedure.version || wanted.overlay !== now.procedure.overlay) {
    warnings.push(
      warning('other-procedure', { procedure: [wanted.version, wanted.overlay ?? []].flat().join('+') }),
    );
  }
  return warnings;
}

function aboutDates(history: History, now: Question): Warning[] {
  const warnings: Warning[] = [];
  for (const event of history.events) {
    if (event.on > now.on)
      warnings.push(warning('future-date', { event: event.id, date: { date: event.on } }));
  }
  for (const [step, done] of now.journey.done) {
    // Papers may come early (a certificate earned elsewhere); only what was recorded as a step has its order.
    if (done.by !== 'event') continue;
    for (const before of predecessorsOf(step, now)) {
      const earlier = now.journey.done.get(before);
      if (earlier?.by !== 'event' || done.firstOn >= earlier.firstOn) continue;
      warnings.push(
        warning('out-of-order', {
          step,
          date: { date: done.firstOn },
          before,
          beforeDate: { date: earlier.firstOn },
        }),
      );
    }
  }
  return warnings;
}

function aboutLimits(
  obligations: readonly Obligation[],
  now: Question,
  calendar: WorkingCalendar,
): Warning[] {
  const warnings: Warning[] = [];
  for (const one of obligations) {
    const done = now.journey.done.get(one.step);
    if (one.kind === 'earliest' && done && done.on < one.limit) {
      const params = { step: one.step, date: { date: done.on }, earliest: { date: one.limit } };
      warnings.push(warning('done-too-early', params, one.basis));
    }
    // Months count no days off: only the day on which to act may shift, which is not worth a warning.
    if (!one.provisional || one.daysUnit !== 'working-days' || isMet(one)) continue;
    const years = [yearOf(one.limit), yearOf(one.from)];
    const year = years.find((each) => calendar.isProvisional(each)) ?? yearOf(one.limit);
    warnings.push(warning('provisional-year', { rule: one.key, year }));
  }
  return warnings;
}

/** Rules that bear on what is to be done now and whose text was not read. */
function unconfirmed(steps: readonly StepState[], obligations: readonly Obligation[]): Warning[] {
  const gates = steps
    .filter((step) => step.status === 'ready' || step.status === 'blocked')
    .flatMap((step) => step.gates)
    .filter((gate) => !gate.holds)
    .map((gate) => ({ rule: gate.id, confidence: gate.confidence, basis: gate.basis }));
  const clocks = obligations
    .filter((one) => !isMet(one))
    .map((one) => ({ rule: `${one.step}/${one.clock}`, confidence: one.confidence, basis: one.basis }));
  const rules = new Map([...gates, ...clocks].map((one) => [one.rule, one]));
  return [...rules.values()]
    .filter((one) => !mayBlock(one.confidence))
    .map((one) => warning('unconfirmed-rule', { rule: one.rule, confidence: one.confidence }, one.basis));
}

function warning(code: WarningCode, params: Warning['params'], basis?: Basis[]): Warning {
  return { key: `procedure.warnings.${code}`, ...(params && { params }), ...(basis && { basis }) };
}
