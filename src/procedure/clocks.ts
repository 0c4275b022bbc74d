/** Running and past time limits of a case as obligations: who must act, by which working day, under which rule. */
import { anchorDay } from './anchors.ts';
import { isApplicable } from './applicable.ts';
import type { WorkingCalendar } from './calendar.ts';
import { applies } from './conditions.ts';
import { addDays, addMonths, daysBetween, yearOf } from './dates.ts';
import { freshnessOf } from './freshness.ts';
import type { Question } from './journey.ts';
import { amountOf, confidenceOf } from './parameters.ts';
import { recurringOf } from './recurring.ts';
import type { Obligation } from './report.ts';
import { roadmapOf } from './roadmap.ts';
import { rungsOf } from './rungs.ts';
import type { Anchor, Clock } from './schema.ts';

type Unit = 'working-days' | 'days' | 'months';
type Dated = Exclude<Clock, { kind: 'recurring' }>;

interface Start {
  instance?: string;
  from: string;
  metOn: string | undefined;
}

/** Soonest first, those already met at the end. */
export function obligationsOf(question: Question, calendar: WorkingCalendar): Obligation[] {
  const obligations: Obligation[] = [];
  for (const step of roadmapOf(question.procedure).order) {
    const clocks = Object.entries(question.procedure.steps[step]?.clocks ?? {});
    if (clocks.length === 0 || !isApplicable(step, question)) continue;
    const found = clocks
      .filter(([, rule]) => applies(rule.when, question))
      .flatMap(([clock, rule]) =>
        rule.kind === 'recurring'
          ? recurringOf(step, clock, rule, question, calendar)
          : startsOf(step, rule, question).map((start) =>
              dated(step, clock, rule, start, question, calendar),
            ),
      );
    const notBefore = found.find((one) => one.kind === 'earliest')?.limit;
    for (const one of found) {
      obligations.push(notBefore !== undefined && one.kind === 'due' ? { ...one, earliest: notBefore } : one);
    }
  }
  return obligations.sort(
    (a, b) => Number(isMet(a)) - Number(isMet(b)) || compare(a.due, b.due) || compare(a.key, b.key),
  );
}

export const isMet = (one: Obligation): boolean => one.status === 'met' || one.status === 'met-late';

/** The days a clock counts from: one for each letter where it is about letters, one or none otherwise. */
function startsOf(step: string, rule: Dated, question: Question): Start[] {
  if (rule.kind === 'due' && rule.each !== undefined) {
    const scope = rule.each === 'verification-abroad' ? 'abroad' : 'domestic';
    return (
      [...question.journey.verifications.values()]
        .filter((one) => one.scope === scope && one.byLetter)
        // Until the place confirms receipt, the alarm runs from the day of sending: earlier, so safe.
        .map((one) => ({ instance: one.id, from: one.deliveredOn ?? one.sentOn, metOn: one.repliedOn }))
    );
  }
  const from = rule.kind === 'expiry' ? renewedFrom(rule, question) : anchorDay(rule.from, question);
  if (from === undefined) return [];
  return [{ from, metOn: rule.kind === 'earliest' ? undefined : metOn(step, rule, from, question) }];
}

/** A file made anew after it went stale counts from then, as the gate of the same rule does. */
function renewedFrom(rule: Extract<Dated, { kind: 'expiry' }>, question: Question): string | undefined {
  const same = roadmapOf(question.procedure).freshGates.find(
    (one) =>
      one.step === rule.until.step &&
      one.rule.months === rule.within &&
      JSON.stringify(one.rule.from) === JSON.stringify(rule.from),
  );
  if (!same) return anchorDay(rule.from, question);
  const done = question.journey.done.get(rule.until.step);
  return freshnessOf(same.rule, { ...question, on: done?.on ?? question.on })?.from;
}

function metOn(
  step: string,
  rule: Extract<Dated, { kind: 'due' | 'expiry' }>,
  from: string,
  question: Question,
): string | undefined {
  const { journey } = question;
  const until = rule.until ?? { step };
  if ('step' in until) {
    // A decision not to agree is a decision in time as well.
    const refused = journey.refusals.get(until.step);
    return (
      journey.done.get(until.step)?.on ?? (refused !== undefined && refused >= from ? refused : undefined)
    );
  }
  if ('paper' in until) {
    const receipts = journey.papers.get(until.paper)?.receipts ?? [];
    return (receipts.find((receipt) => receipt.on >= from) ?? receipts.at(-1))?.on;
  }
  return journey.happened.get(until.event)?.find((event) => event.on >= from)?.on;
}

function dated(
  step: string,
  clock: string,
  rule: Dated,
  start: Start,
  question: Question,
  calendar: WorkingCalendar,
): Obligation {
  const { procedure, on: today, journey } = question;
  const { from, instance } = start;
  const amountName = rule.kind === 'earliest' ? rule.after : rule.within;
  const extension =
    rule.kind === 'due' && journey.extensions.has(`${step}/${clock}`) ? rule.extension : undefined;
  const first = plus(from, amountOf(procedure, amountName), rule.unit, calendar);
  const limit =
    extension === undefined ? first : plus(first, amountOf(procedure, extension), rule.unit, calendar);
  const due = rule.kind === 'earliest' ? calendar.onOrAfter(limit) : calendar.onOrBefore(limit);
  // The wait of an `earliest` clock is over by itself on its day.
  const met = rule.kind === 'earliest' ? (today >= limit ? limit : undefined) : start.metOn;
  return {
    key: instance === undefined ? `${step}/${clock}` : `${step}/${clock}#${instance}`,
    step,
    clock,
    ...(instance !== undefined && { instance }),
    kind: rule.kind,
    owner: rule.owner,
    from,
    due,
    limit,
    ...(rule.kind === 'earliest' && { earliest: limit }),
    status: statusOf(rule.kind, limit, met, today),
    ...(met !== undefined && { metOn: met }),
    daysLeft: daysLeft(due, limit, met ?? today, rule.unit, calendar),
    daysUnit: rule.unit === 'working-days' ? 'working-days' : 'days',
    provisional: isProvisional(rule.unit, from, limit, calendar),
    extended: extension !== undefined,
    readings: rule.kind === 'due' ? readingsOf(rule, from, question, calendar) : [],
    rungs: rungsOf(rule.rungs, from, due, calendar),
    basis: rule.basis,
    confidence: confidenceOf(procedure, rule, [amountName, extension]),
  };
}

function statusOf(
  kind: Dated['kind'],
  limit: string,
  met: string | undefined,
  today: string,
): Obligation['status'] {
  if (met !== undefined) return met <= limit || kind === 'earliest' ? 'met' : 'met-late';
  if (today <= limit || kind === 'earliest') return 'open';
  return kind === 'expiry' ? 'expired' : 'overdue';
}

/** Between the last working day and a limit on a day off nothing is late yet: 0. */
function daysLeft(due: string, limit: string, day: string, unit: Unit, calendar: WorkingCalendar): number {
  if (day > due && day <= limit) return 0;
  return unit === 'working-days' ? calendar.workingDaysBetween(day, due) : daysBetween(day, due);
}

/** Months count no days off: there only the year in which the last working day is sought matters. */
function isProvisional(unit: Unit, from: string, limit: string, calendar: WorkingCalendar): boolean {
  const first = unit === 'working-days' ? yearOf(from) : yearOf(limit);
  for (let year = first; year <= yearOf(limit); year += 1) if (calendar.isProvisional(year)) return true;
  return false;
}

function readingsOf(
  rule: Extract<Dated, { kind: 'due' }>,
  from: string,
  question: Question,
  calendar: WorkingCalendar,
): Obligation['readings'] {
  return (rule.readings ?? []).flatMap((reading) => {
    const start = reading.from ? anchorDay(reading.from as Anchor, question) : from;
    if (start === undefined) return [];
    const amountName = reading.within ?? rule.within;
    const limit = plus(start, amountOf(question.procedure, amountName), rule.unit, calendar);
    const confidence = confidenceOf(question.procedure, reading, [amountName]);
    return [{ due: calendar.onOrBefore(limit), from: start, basis: reading.basis, confidence }];
  });
}

function plus(day: string, amount: number, unit: Unit, calendar: WorkingCalendar): string {
  if (unit === 'months') return addMonths(day, amount);
  if (unit === 'days') return addDays(day, amount);
  return calendar.addWorkingDays(day, amount);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
