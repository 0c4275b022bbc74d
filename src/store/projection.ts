/** What lists need of a case without examining it: columns computed from the report, in the transaction of the events. Pure. */
import type { CaseReport, CaseState, Obligation } from '../procedure/report.ts';
import type { Phase } from '../procedure/schema.ts';

export interface Projection {
  state: CaseState;
  phase: Phase;
  open: boolean;
  currentStep: string | null;
  /** Person id; null when there is none or the case came from outside the people table. */
  mentorId: number | null;
  /** The day of the report: something was recorded, and the next plan of reminders looks at it. Null for a closed case. */
  nextAttention: string | null;
  /** The earliest limit by which somebody must act; in the past when it is late. It stays true as days go by. */
  nextDue: string | null;
}

export function projectionOf(report: CaseReport): Projection {
  const running = report.open ? report.obligations.filter(isRunning) : [];
  return {
    state: report.state,
    phase: report.phase,
    open: report.open,
    currentStep: report.frontier[0] ?? null,
    mentorId: report.mentor !== null && /^[1-9][0-9]*$/.test(report.mentor) ? Number(report.mentor) : null,
    nextAttention: report.open ? report.on : null,
    nextDue: earliest(running.filter(mustAct).map((one) => one.limit)),
  };
}

const isRunning = (one: Obligation): boolean => one.status === 'open' || one.status === 'overdue';

/** An expiry takes force from a paper and an earliest day only waits: neither makes anybody late. */
const mustAct = (one: Obligation): boolean => one.kind === 'due' || one.kind === 'recurring';

const earliest = (days: readonly string[]): string | null =>
  days.reduce<string | null>((first, day) => (first === null || day < first ? day : first), null);
