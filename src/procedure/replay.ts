/**
 * The fold: what a case has been through, from its events alone. Pure and total: an event that makes no sense leaves a
 * warning, never an exception, so that a case recorded under another version can always be read.
 */
import type { CaseFile, PlainEvent, VoteCount } from './case-file.ts';
import { type EventOf, enter, type Fold, finish, questionOn, warn } from './fold.ts';
import { assignMentor, endMentor, leaveMentorsBehind, settleMentors } from './fold-mentors.ts';
import { receiveAll, receivePaper, returnPaper, settlePapers } from './fold-papers.ts';
import { emptyJourney, stateOf } from './journey.ts';
import type { CaseState } from './report.ts';
import { roadmapOf } from './roadmap.ts';
import type { Procedure } from './schema.ts';
import { checkVote, impossibleVote, tally, voteRuleFor } from './votes.ts';

export function startFold(procedure: Procedure, file: Pick<CaseFile, 'person' | 'organization'>): Fold {
  return { procedure, journey: emptyJourney(file.person, file.organization), turn: 0 };
}

/** Goes on with effective events in order of days, from where the fold stands, up to the end of that day. */
export function foldThrough(fold: Fold, events: readonly PlainEvent[], through: string): void {
  for (let event = events[fold.turn]; event !== undefined && event.on <= through; event = events[fold.turn]) {
    fold.turn += 1;
    note(fold, event);
    begin(fold, event);
    take(fold, event);
    if (!isMonthly(fold, event)) settleMentors(fold);
  }
}

/** What a mentor or the cell writes every month, most of a long case: no step waits for it. */
const isMonthly = ({ procedure }: Fold, { type }: PlainEvent): boolean =>
  (type === 'assessment-recorded' || type === 'review-recorded') &&
  !roadmapOf(procedure).beginnings.has(type);

function note(fold: Fold, event: PlainEvent): void {
  const { happened } = fold.journey;
  happened.set(event.type, [...(happened.get(event.type) ?? []), event]);
}

/** Situations are decided by the state of the case at the moment of the event; their steps are then to be done (anew). */
function begin(fold: Fold, event: PlainEvent): void {
  const { procedure, journey, turn } = fold;
  const state = stateOf(journey);
  for (const [id, begins] of roadmapOf(procedure).beginnings.get(event.type) ?? []) {
    if (begins.states && !begins.states.includes(state)) continue;
    const fields: Record<string, unknown> = { ...event };
    if (!Object.entries(begins.where ?? {}).every(([name, value]) => fields[name] === value)) continue;
    journey.situations.set(id, { on: event.on, turn });
    for (const step of roadmapOf(procedure).ofSituation.get(id) ?? []) {
      if (procedure.steps[step]?.phase === 'moves') journey.done.delete(step);
    }
  }
}

function take(fold: Fold, event: PlainEvent): void {
  const { journey } = fold;
  switch (event.type) {
    case 'step-recorded':
      recordStep(fold, event);
      return;
    case 'decision-received': {
      const done = journey.done.get(event.step);
      if (done) journey.done.set(event.step, { ...done, receivedOn: event.on });
      else warn(fold, 'unknown-name', { name: event.step });
      return;
    }
    case 'paper-received':
      receivePaper(fold, event);
      return;
    case 'paper-returned':
      returnPaper(fold, event);
      return;
    case 'mentor-assigned':
      assignMentor(fold, event);
      return;
    case 'mentor-ended':
      endMentor(fold, event);
      return;
    case 'candidate-moved':
      leaveMentorsBehind(fold, event);
      return;
    case 'verification-sent': {
      const { verification, subject, place, scope, byLetter, on } = event;
      journey.verifications.set(verification, {
        id: verification,
        subject,
        place,
        scope,
        byLetter,
        sentOn: on,
      });
      return;
    }
    case 'verification-delivered':
    case 'verification-replied': {
      const verification = journey.verifications.get(event.verification);
      if (!verification) {
        warn(fold, 'unknown-name', { name: event.verification });
        return;
      }
      const news =
        event.type === 'verification-delivered'
          ? { deliveredOn: event.on }
          : { repliedOn: event.on, result: event.result };
      journey.verifications.set(event.verification, { ...verification, ...news });
      return;
    }
    case 'assessment-recorded': {
      const { period, on, by, ratings, remark } = event;
      journey.assessments.push({ period, on, by, ratings, ...(remark !== undefined && { remark }) });
      return;
    }
    case 'review-recorded':
      journey.reviews.push({ period: event.period, on: event.on, outcome: event.outcome });
      return;
    case 'extension-granted': {
      const key = `${event.step}/${event.clock}`;
      if (fold.procedure.steps[event.step]?.clocks[event.clock]) journey.extensions.set(key, event.on);
      else warn(fold, 'unknown-name', { name: key });
      return;
    }
    case 'facts-changed':
      journey.person = { ...journey.person, ...withoutGaps(event.person) };
      journey.organization = { ...journey.organization, ...withoutGaps(event.organization) };
      settlePapers(fold, roadmapOf(fold.procedure).paperSteps, event.on);
      return;
    case 'procedure-changed':
      // Which version applies is settled before the fold, by `procedureInForce`.
      return;
    case 'closed':
      journey.closedOn = event.on;
      enter(fold, closedStates[event.reason], event.on);
      return;
  }
}

function recordStep(fold: Fold, event: EventOf<'step-recorded'>): void {
  const step = fold.procedure.steps[event.step];
  if (!step) {
    warn(fold, 'unknown-name', { name: event.step });
    return;
  }
  const { record } = step;
  if (record.kind === 'mentor') {
    warn(fold, 'wrong-record', { step: event.step });
    return;
  }
  if (record.kind === 'vote' && !event.vote) {
    warn(fold, 'impossible-vote', { step: event.step, date: { date: event.on } });
    return;
  }
  const rule = record.kind === 'vote' || record.kind === 'decision' ? record.vote : undefined;
  if (rule !== undefined && event.vote && !countVote(fold, event, rule, event.vote)) {
    // Voted again and lost: the last vote counts.
    fold.journey.done.delete(event.step);
    return;
  }
  if (event.outcome === 'not-agreed') {
    fold.journey.done.delete(event.step);
    fold.journey.refusals.set(event.step, event.on);
    warn(fold, 'not-agreed', { step: event.step, date: { date: event.on } });
    return;
  }
  if (record.kind === 'papers') receiveAll(fold, record.papers, event.on);
  finish(fold, event.step, step, event.on, 'event', event);
}

/** Whether the vote passes; a vote that does not is kept and counted. */
function countVote(fold: Fold, event: EventOf<'step-recorded'>, rule: string, count: VoteCount): boolean {
  const ruleId = voteRuleFor(rule, questionOn(fold, event.on));
  const impossible = checkVote(fold.procedure, ruleId, count).length > 0;
  if (impossible) warn(fold, 'impossible-vote', { step: event.step, date: { date: event.on } });
  const result = (impossible ? impossibleVote : tally)(fold.procedure, ruleId, count);
  const before = fold.journey.votes.get(event.step) ?? [];
  fold.journey.votes.set(event.step, [...before, { on: event.on, result }]);
  return result.passes;
}

const closedStates: Record<EventOf<'closed'>['reason'], CaseState> = {
  withdrew: 'withdrew',
  'removed-from-list': 'removed',
  'moved-away': 'moved-away',
  deceased: 'deceased',
  'not-admitted': 'not-admitted',
  other: 'closed',
};

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function withoutGaps<T extends object>(changes: T | undefined): Given<T> {
  return Object.fromEntries(
    Object.entries(changes ?? {}).filter(([, value]) => value !== undefined),
  ) as Given<T>;
}
