/** How a limit stands on a day: late, due, coming, possible, running out. Every list and digest orders by it. */
import type { CaseReport, Obligation } from '../procedure/report.ts';

/** How an obligation stands on a day, hardest first. */
export const tones = ['late', 'expired', 'today', 'soon', 'possible', 'expiring', 'upcoming'] as const;
export type Tone = (typeof tones)[number];

/**
 * Whether it still asks for something. A day from which something may be done is over by itself, and yet worth a word
 * until that step is taken.
 */
export function isUnmet(o: Obligation, report: Pick<CaseReport, 'steps' | 'open'>): boolean {
  if (o.kind !== 'earliest') return o.status === 'open' || o.status === 'overdue' || o.status === 'expired';
  return report.open && report.steps.some((step) => step.id === o.step && step.status !== 'done');
}

/** As much of a limit as says how it stands. */
type Dated = Pick<Obligation, 'kind' | 'due' | 'limit' | 'status' | 'earliest'>;

/** Between the last working day and a limit on a day off nothing is late yet. */
export function toneOf(o: Dated, today: string): Tone {
  if (o.kind === 'earliest') return today >= (o.earliest ?? o.due) ? 'possible' : 'upcoming';
  const over = o.status === 'overdue' || o.status === 'expired' || today > o.limit;
  if (o.kind === 'expiry') return over ? 'expired' : today >= o.due ? 'today' : 'expiring';
  return over ? 'late' : today >= o.due ? 'today' : 'soon';
}

/** The day that matters to whoever owes it: by when, or from when. */
export const turningDay = (o: Pick<Obligation, 'kind' | 'due' | 'earliest'>): string =>
  o.kind === 'earliest' ? (o.earliest ?? o.due) : o.due;

/** The day to tell: of what has lost its force, the last day it had it, even if that was a day off. */
export const toldDay = (o: Dated): string => (o.status === 'expired' ? o.limit : turningDay(o));

/** Somebody has let a limit pass. What merely lost its force makes nobody late. */
export const isLate = (o: Obligation, report: CaseReport): boolean =>
  isUnmet(o, report) && toneOf(o, report.on) === 'late';
