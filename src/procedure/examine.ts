/** The whole answer about a case on a day: every status, digest, checklist and explanation reads this report. */
import type { WorkingCalendar } from './calendar.ts';
import type { CaseFile } from './case-file.ts';
import { isMet, obligationsOf } from './clocks.ts';
import { endStates, isOpen, outlivesCase } from './closing.ts';
import { situationsOf } from './conditions.ts';
import { dossierOf } from './dossier.ts';
import { eligibilityOf } from './eligibility.ts';
import { historyOf } from './history.ts';
import { introducersFor } from './introducers.ts';
import { currentMentors, type Journey, type Question, stateOf } from './journey.ts';
import { withParameters } from './layers.ts';
import { procedureInForce } from './procedure-in-force.ts';
import { type CaseReport, caseStates, type Obligation, type VerificationState } from './report.ts';
import type { Phase, Procedure } from './schema.ts';
import { phaseReached, type Steps, stepsOf } from './steps.ts';
import { warningsOf } from './warnings.ts';

/**
 * Pure and total: any case file of the right shape gives a report; what does not fit is in `warnings`. `procedure` is
 * the one in force for the case (`procedureInForce`); the organisation's own limits in the file are applied to it.
 * Events dated after `today` are not counted yet.
 */
export function examine(
  procedure: Procedure,
  file: CaseFile,
  calendar: WorkingCalendar,
  today: string,
): CaseReport {
  const own = procedureInForce(file, today).parameters;
  const history = historyOf(withParameters(procedure, own), file);
  const now = history.on(today);
  const { journey } = now;
  const state = stateOf(journey);
  const open = isOpen(now);
  const found = stepsOf(history, today, open);
  const obligations = obligationsOf(now, calendar).filter(
    (one) => open || isMet(one) || outlivesCase(one.step, now),
  );
  const considered = consideredOn(journey);
  const then = considered === undefined ? now : history.on(considered);
  return {
    version: procedure.version,
    overlay: procedure.overlay,
    on: today,
    state,
    open,
    phase: phaseOf(now, found),
    since: journey.states.at(-1)?.on ?? null,
    steps: found.steps,
    frontier: found.frontier,
    obligations,
    papers: dossierOf(history, today),
    verifications: verificationsOf(journey, obligations),
    eligibility: eligibilityOf(then),
    introducers: introducersFor(then),
    situations: situationsOf(now),
    mentors: journey.mentors,
    mentor: currentMentors(journey).at(-1)?.mentor ?? null,
    assessments: journey.assessments,
    reviews: journey.reviews,
    warnings: warningsOf(file, history, now, { ...found, obligations }, calendar),
  };
}

/** Who may be admitted, and introduced by whom, is judged by the day the branch considered. */
function consideredOn(journey: Journey): string | undefined {
  return journey.states.find(
    (one) => caseStates.indexOf(one.state) >= caseStates.indexOf('proposed') && !endStates.has(one.state),
  )?.on;
}

function phaseOf(now: Question, found: Steps): Phase {
  return phaseReached(
    now,
    found.frontier.filter((id) => !found.passedOver.includes(id)),
  );
}

function verificationsOf(journey: Journey, obligations: readonly Obligation[]): VerificationState[] {
  return [...journey.verifications.values()].map(({ byLetter: _, ...state }) => {
    const due = obligations.find((one) => one.instance === state.id && one.key.endsWith(`#${state.id}`))?.due;
    return due === undefined ? state : { ...state, replyDue: due };
  });
}
