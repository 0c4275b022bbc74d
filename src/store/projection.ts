/** What lists need of a case without examining it: columns computed from the report, in the transaction of the events. Pure. */
import { addDays } from '../procedure/dates.ts';
import type { CaseReport, CaseState, Obligation } from '../procedure/report.ts';
import type { Phase } from '../procedure/schema.ts';

export interface Projection {
  state: CaseState;
  phase: Phase;
  open: boolean;
  currentStep: string | null;
  /** Person id; null when there is none or the case came from outside the people table. */
  mentorId: number | null;
  /** The first day, from the report's on, when there is something to say of the case: something is late, due, may begin. */
  nextAttention: string | null;
  /** The earliest day by which somebody must act; in the past when it is late. It stays true as days go by. */
  nextDue: string | null;
}

export function projectionOf(report: CaseReport): Projection {
  const running = report.open ? report.obligations.filter(isRunning) : [];
  const returning = report.open ? report.obligations.filter(isDoneForNow) : [];
  return {
    state: report.state,
    phase: report.phase,
    open: report.open,
    currentStep: report.frontier[0] ?? null,
    mentorId: report.mentor !== null && /^[1-9][0-9]*$/.test(report.mentor) ? Number(report.mentor) : null,
    nextAttention: earliest([
      ...running.flatMap((one) => daysOf(one, report.on)),
      ...returning.map((one) => addDays(one.limit, 1)),
    ]),
    nextDue: earliest(running.filter(mustAct).map((one) => one.due)),
  };
}

const isRunning = (one: Obligation): boolean => one.status === 'open' || one.status === 'overdue';

/** A duty done for this period comes back with the next one. */
const isDoneForNow = (one: Obligation): boolean => one.kind === 'recurring' && !isRunning(one);

/** An expiry takes force from a paper and an earliest day only waits: neither makes anybody late. */
const mustAct = (one: Obligation): boolean => one.kind === 'due' || one.kind === 'recurring';

function daysOf(one: Obligation, today: string): string[] {
  if (one.status === 'overdue') return [today];
  return [...one.rungs, one.due, ...(one.earliest === undefined ? [] : [one.earliest])].filter(
    (day) => day >= today,
  );
}

const earliest = (days: readonly string[]): string | null =>
  days.reduce<string | null>((first, day) => (first === null || day < first ? day : first), null);
