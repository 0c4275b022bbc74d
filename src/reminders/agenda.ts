/**
 * What of a case is worth speaking of, computed once from the examined case and kept beside it: the daily plan reads this
 * and examines nothing. It holds until something is recorded or the day `until` comes.
 */
import { doorFor, statusDoor } from '../answers/doors.ts';
import type { ExaminedCase } from '../answers/examined.ts';
import { limitName } from '../answers/limit-words.ts';
import type { Doors } from '../answers/menu-data.ts';
import type { CasePlace } from '../answers/owners.ts';
import { together } from '../answers/together.ts';
import { isUnmet } from '../answers/tone.ts';
import { parameterValues } from '../lookups/parameter-values.ts';
import type { Hat } from '../people/roles.ts';
import { addDays, addMonths, earliest, latest } from '../procedure/dates.ts';
import type { WorkingCalendar } from '../procedure/index.ts';
import type { Obligation } from '../procedure/report.ts';
import { rungsOf } from '../procedure/rungs.ts';
import type { Actor, Clock, Procedure } from '../procedure/schema.ts';
import type { Text, TextValue } from '../words/text.ts';
import { isAgenda } from './agenda-shape.ts';

/** One limit that asks for something, whatever the day; how it stands on one is `toneOf`. */
export interface AgendaEntry {
  /** Obligation key: "step/clock" or "step/clock#instance". */
  key: string;
  kind: 'due' | 'expiry' | 'earliest' | 'recurring';
  owner: Actor;
  step: string;
  clock: string;
  /** The working day by which to act. */
  due: string;
  /** The limit exactly as counted. */
  limit: string;
  /** Not before this day. */
  earliest?: string;
  /** What the days left are counted in. */
  unit: Obligation['daysUnit'];
  /** The rule's own days (working days), ascending. */
  rungs: string[];
  what: Text;
  /** The conversation that answers it, for each hat; a hat that is absent is led to the case itself. */
  doors: Partial<Record<Hat, string>>;
  /** Earlier missed periods of the same recurring duty. */
  missed: number;
  /** The rule knows an extension that is not used yet. */
  extensible: boolean;
}

export interface Agenda {
  decidedAt: CasePlace['decidedAt'];
  entries: AgendaEntry[];
}

/** How many days of a new period the openings of cases are spread over, lest all be examined on its first day. */
const spreadDays = 10;
/** However little a case seems to change by itself, it is examined anew after so many days. */
const trustDays = 92;
const hats: readonly Hat[] = ['cadre', 'mentor', 'candidate', 'committeeOfficer'];

/**
 * The agenda of a case as examined on its day, and the first day on which it may no longer hold though nothing was
 * recorded: a new period of a recurring duty opens. Until then only `missed` may lag behind. A case that is over has
 * nothing on its agenda.
 */
export function agendaOf(
  one: ExaminedCase,
  doors: Doors,
  calendar: WorkingCalendar,
): { agenda: Agenda; until: string } {
  const { report, decidedAt } = one;
  const today = report.on;
  const unmet = report.open ? report.obligations.filter((o) => isUnmet(o, report)) : [];
  const all = report.open ? seriesOf(one, calendar) : [];
  const entries = [
    ...unmet.filter((o) => o.kind !== 'recurring').map((o) => entryOf(one, o, 0, doors)),
    ...all.flatMap((series) => series.shown.map((o) => entryOf(one, o, missedBefore(o, unmet), doors))),
  ].sort((a, b) => compare(a.due, b.due) || compare(a.key, b.key));
  // What is dated ahead begins to count on its day.
  const ahead = one.lastMoved !== null && one.lastMoved > today ? [addDays(today, 1)] : [];
  const until = earliest([...all.map((series) => series.opens), ...ahead, addDays(today, trustDays)]);
  return { agenda: { decidedAt, entries }, until: until ?? addDays(today, 1) };
}

/** The agenda kept in a row; null when there is none or it is of another shape: the case is then examined. */
export function readAgenda(stored: unknown): Agenda | null {
  return isAgenda(stored) ? stored : null;
}

interface Series {
  /** The period that is open and the one missed last before it, as far as they are not met. */
  shown: Obligation[];
  /** The day on which the next period opens. */
  opens: string;
}

/** Recurring duties, each with its periods. A period opens some days after it begins, by the number of the case. */
function seriesOf(one: ExaminedCase, calendar: WorkingCalendar): Series[] {
  const recurring = one.report.obligations.filter((o) => o.kind === 'recurring');
  return together(recurring, seriesName).flatMap((periods): Series[] => {
    const [some] = periods;
    const rule = one.procedure.steps[some.step]?.clocks[some.clock];
    if (rule?.kind !== 'recurring') return [];
    const months = monthsIn[rule.every];
    const opening = (first: string): string => openingOf(first, months, rule, one.caseId, calendar);
    const present = periodAt(`${some.instance}-01`, months, one.report.on);
    const isOpen = opening(present) <= one.report.on;
    const newest = isOpen ? present : addMonths(present, -months);
    const unmet = (back: number): Obligation | undefined =>
      periods.find((o) => `${o.instance}-01` === addMonths(newest, -back * months) && isUnmet(o, one.report));
    // One further back is only counted: the beginning of a period makes the procedure forget it.
    const shown = [unmet(0), unmet(1) ?? unmet(2)].filter((o) => o !== undefined);
    return [{ shown, opens: opening(isOpen ? addMonths(present, months) : present) }];
  });
}

const seriesName = (o: Pick<Obligation, 'step' | 'clock'>): string => `${o.step}/${o.clock}`;

const monthsIn = { month: 1, quarter: 3, 'half-year': 6, year: 12 } as const;

/** The first day of the period in which `day` lies, given that of an earlier one. */
function periodAt(first: string, months: number, day: string): string {
  const next = addMonths(first, months);
  return next <= day ? periodAt(next, months, day) : first;
}

/** Not later than its first day to speak of it. */
function openingOf(
  first: string,
  months: number,
  rule: Extract<Clock, { kind: 'recurring' }>,
  caseId: number,
  calendar: WorkingCalendar,
): string {
  const due = calendar.onOrBefore(addDays(addMonths(first, months), -1));
  const [rung = due] = rungsOf(rule.rungs, first, due, calendar);
  const spread = addDays(first, caseId % spreadDays);
  return latest([first, earliest([spread, rung])]) ?? first;
}

/** Unmet periods of the same duty before this one. */
const missedBefore = (o: Obligation, unmet: readonly Obligation[]): number =>
  unmet.filter((other) => seriesName(other) === seriesName(o) && other.limit < o.limit).length;

function entryOf(one: ExaminedCase, o: Obligation, missed: number, doors: Doors): AgendaEntry {
  const rule = one.procedure.steps[o.step]?.clocks[o.clock];
  return {
    key: o.key,
    kind: o.kind,
    owner: o.owner,
    step: o.step,
    clock: o.clock,
    due: o.due,
    limit: o.limit,
    ...(o.earliest !== undefined && { earliest: o.earliest }),
    unit: o.daysUnit,
    rungs: o.rungs,
    what: withoutParameters(limitName(one.procedure, one.report, o), one.procedure),
    doors: doorsOf(one, o, doors),
    missed,
    extensible: rule?.kind === 'due' && rule.extension !== undefined && !o.extended,
  };
}

function doorsOf(one: ExaminedCase, o: Obligation, doors: Doors): AgendaEntry['doors'] {
  const own = hats.map((hat): [Hat, string] => [hat, doorFor(doors, one.caseId, o, one.report, hat)]);
  return Object.fromEntries(own.filter(([, door]) => door !== statusDoor(one.caseId)));
}

/** The name of a limit states no number of the rules: carrying all of them would make every row ten times as long. */
function withoutParameters(text: Text, procedure: Procedure): Text {
  const numbers = parameterValues(procedure);
  const params = Object.entries(text.params ?? {})
    .filter(([name]) => !(name in numbers))
    .map(([name, value]): [string, TextValue] => [
      name,
      typeof value === 'object' && 'key' in value ? withoutParameters(value, procedure) : value,
    ]);
  return params.length === 0 ? { key: text.key } : { key: text.key, params: Object.fromEntries(params) };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
