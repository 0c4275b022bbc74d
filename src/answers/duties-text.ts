/** What is owed in a case, as lines: which limits are worth showing on a day, and how each reads. */
import type { CaseReport, Obligation } from '../procedure/report.ts';
import type { Text } from '../words/text.ts';
import type { CaseView } from './case-view.ts';
import { limitName, spanText } from './limit-words.ts';
import { isUnmet, toldDay, toneOf } from './tone.ts';

export interface ShownObligation {
  obligation: Obligation;
  /** Others of the same recurring duty that are late as well. */
  missed: number;
}

/**
 * Limits that ask for something, soonest first. Something that only runs out is shown from its first reminder on; of a
 * recurring duty the oldest unmet one is shown, with the number of those missed after it.
 */
export function shownObligations(report: CaseReport): ShownObligation[] {
  const shown = new Map<string, ShownObligation>();
  const soonestFirst = report.obligations
    .filter((o) => isUnmet(o, report) && isNear(o, report.on))
    .sort((a, b) => a.due.localeCompare(b.due));
  for (const obligation of soonestFirst) {
    const name = obligation.kind === 'recurring' ? `${obligation.step}/${obligation.clock}` : obligation.key;
    const before = shown.get(name);
    if (before === undefined) shown.set(name, { obligation, missed: 0 });
    else if (obligation.due < report.on) before.missed += 1;
  }
  const list = [...shown.values()];
  // That something may begin need not be said beside the limit by which it must be done.
  return list.filter(
    ({ obligation: o }) =>
      toneOf(o, report.on) !== 'possible' ||
      !list.some((other) => other.obligation.step === o.step && other.obligation.kind === 'due'),
  );
}

function isNear(o: Obligation, today: string): boolean {
  if (o.kind === 'expiry')
    return o.status === 'expired' || o.due <= today || o.rungs.some((rung) => rung <= today);
  return o.kind !== 'recurring' || o.from <= today;
}

/** One line: what, who, by when, how far off. */
export function obligationLine(view: CaseView, { obligation, missed }: ShownObligation): Text {
  const line: Text = {
    key: `status.due.${toneOf(obligation, view.report.on)}`,
    params: {
      what: limitName(view.procedure, view.report, obligation),
      who: ownerText(view, obligation),
      due: { date: toldDay(obligation) },
      left: spanText(obligation),
    },
  };
  const whole: Text = missed > 0 ? { key: 'status.due.and-missed', params: { line, count: missed } } : line;
  return obligation.provisional ? { key: 'status.due.provisional', params: { line: whole } } : whole;
}

function ownerText(view: CaseView, obligation: Obligation): Text {
  if (obligation.owner === 'mentor' && view.mentorName !== null) {
    return { key: 'status.mentor-named', params: { name: view.mentorName } };
  }
  return { key: `lookups.actor.${obligation.owner}` };
}
