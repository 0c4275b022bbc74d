/** Duties that come back every period while a case is in certain states. */
import type { WorkingCalendar } from './calendar.ts';
import { addDays, addMonths, daysBetween, latest, monthOf, yearOf } from './dates.ts';
import { type Question, stateOn } from './journey.ts';
import type { Obligation } from './report.ts';
import { rungsOf } from './rungs.ts';
import type { Clock } from './schema.ts';

type Recurring = Extract<Clock, { kind: 'recurring' }>;

/** How many past periods are still worth naming when they were missed. */
const periodsRemembered = 3;
const monthsIn: Record<Recurring['every'], number> = { month: 1, quarter: 3, 'half-year': 6, year: 12 };

interface Period {
  /** The month for monthly duties ("2026-03"), otherwise the first month of the period. */
  name: string;
  first: string;
  last: string;
}

/** The present period, and each of the last three that was missed. */
export function recurringOf(
  step: string,
  clock: string,
  rule: Recurring,
  question: Question,
  calendar: WorkingCalendar,
): Obligation[] {
  const { journey, on: today } = question;
  const obligations: Obligation[] = [];
  for (let back = periodsRemembered; back >= 0; back -= 1) {
    const period = periodOf(today, monthsIn[rule.every], back);
    // Owed by whoever is in the state when the period closes (or now), so a case that came late in it still owes it.
    const asked = back === 0 ? today : period.last;
    const state = stateOn(journey, asked);
    if (state === undefined || !rule.during.includes(state)) continue;
    if (rule.owner === 'mentor' && !hadMentor(question, asked)) continue;
    const met = metOn(rule, period, question);
    if (back > 0 && met !== undefined) continue;
    const due = calendar.onOrBefore(period.last);
    const began = journey.states.find((one) => rule.during.includes(one.state))?.on;
    const from = latest([began, period.first]) ?? period.first;
    obligations.push({
      key: `${step}/${clock}#${period.name}`,
      step,
      clock,
      instance: period.name,
      kind: 'recurring',
      owner: rule.owner,
      from,
      due,
      limit: period.last,
      status: met !== undefined ? 'met' : today > period.last ? 'overdue' : 'open',
      ...(met !== undefined && { metOn: met }),
      daysLeft: today > due && today <= period.last ? 0 : daysBetween(met ?? today, due),
      daysUnit: 'days',
      provisional: calendar.isProvisional(yearOf(period.last)),
      extended: false,
      readings: [],
      rungs: rungsOf(rule.rungs, from, due, calendar),
      basis: rule.basis,
      confidence: rule.confidence,
    });
  }
  return obligations;
}

function periodOf(day: string, months: number, back: number): Period {
  const start = monthOf(day) - ((monthOf(day) - 1) % months);
  const present = `${day.slice(0, 4)}-${String(start).padStart(2, '0')}-01`;
  const first = addMonths(present, -back * months);
  return { name: first.slice(0, 7), first, last: addDays(addMonths(first, months), -1) };
}

/** An event that names its period counts for that period, whenever it was recorded; others by their day. */
function metOn(rule: Recurring, period: Period, question: Question): string | undefined {
  for (const event of question.journey.happened.get(rule.metBy) ?? []) {
    const day = 'period' in event ? `${event.period}-01` : event.on;
    if (day >= period.first && day <= period.last) return event.on;
  }
  return undefined;
}

function hadMentor(question: Question, day: string): boolean {
  return question.journey.mentors.some(
    (mentor) => mentor.since <= day && (mentor.until === undefined || mentor.until > day),
  );
}
