/** Mentors in the fold: who helps the candidate since when, who took over from whom, and the steps that this does. */
import { predecessorsOf } from './applicable.ts';
import { applies } from './conditions.ts';
import { latest } from './dates.ts';
import { type EventOf, type Fold, finish, questionOn, warn } from './fold.ts';
import { introducerLine } from './introducers.ts';
import { currentMentors, stateOf } from './journey.ts';
import { caseStates, type MentorState } from './report.ts';
import { roadmapOf } from './roadmap.ts';
import type { Step } from './schema.ts';

type Ended = NonNullable<MentorState['endedBecause']>;

export function assignMentor(fold: Fold, event: EventOf<'mentor-assigned'>): void {
  const { journey, turn } = fold;
  const { mentor, on, togetherSince } = event;
  if (!event.officialMember) {
    warn(fold, 'mentor-not-official', { mentor, date: { date: on } });
    return;
  }
  journey.assignments.push({ mentor, on, turn });

  const same = currentMentors(journey).find((one) => one.mentor === mentor);
  const others = currentMentors(journey).filter((one) => one !== same);
  for (const one of others.slice(0, Math.max(0, others.length + 1 - places(fold, on)))) {
    leave(fold, one, on, 'replaced');
  }
  if (same) journey.mentors.splice(journey.mentors.indexOf(same), 1);
  // The one assigned last stands last.
  journey.mentors.push({
    ...(same ?? { mentor, since: on, replacement: takesOver(fold) }),
    ...(togetherSince !== undefined && { togetherSince }),
  });
}

export function endMentor(fold: Fold, event: EventOf<'mentor-ended'>): void {
  const mentor = currentMentors(fold.journey).find((one) => one.mentor === event.mentor);
  if (!mentor) {
    warn(fold, 'unknown-name', { name: event.mentor });
    return;
  }
  leave(fold, mentor, event.on, event.reason);
}

/** At the new place another member is assigned; a temporary stay leaves the mentor where they are. */
export function leaveMentorsBehind(fold: Fold, event: EventOf<'candidate-moved'>): void {
  if (event.kind !== 'official') return;
  for (const mentor of currentMentors(fold.journey)) {
    leave(fold, mentor, event.on, 'moved');
  }
}

/** A step recorded by a mentor is done by an assignment on or after the last of the steps before it. */
export function settleMentors(fold: Fold): void {
  const { journey, procedure } = fold;
  const newest = journey.assignments.at(-1);
  if (!newest) return;
  const question = questionOn(fold, newest.on);
  for (const id of roadmapOf(procedure).mentorSteps) {
    const step = procedure.steps[id] as Step;
    if (journey.done.has(id) || !applies(step.when, question)) continue;
    const before = predecessorsOf(id, question).map((one) => journey.done.get(one)?.on);
    if (before.includes(undefined)) continue;
    const opened = latest(before) ?? '';
    const begun = begunBy(fold, id);
    const assignment = journey.assignments.find((one) => one.on >= opened && one.turn > begun);
    if (assignment) finish(fold, id, step, assignment.on, 'mentor');
  }
}

function leave(fold: Fold, mentor: MentorState, until: string, endedBecause: Ended): void {
  const { mentors } = fold.journey;
  mentors[mentors.indexOf(mentor)] = { ...mentor, until, endedBecause };
}

/** As many at a time as must introduce; one during probation. */
function places(fold: Fold, on: string): number {
  if (caseStates.indexOf(stateOf(fold.journey)) >= caseStates.indexOf('probation')) return 1;
  return introducerLine(questionOn(fold, on))?.[1].officialMembers ?? 1;
}

/** Somebody left whose place nobody has taken yet, or the candidate came from another place. */
function takesOver(fold: Fold): boolean {
  const { mentors, happened } = fold.journey;
  if (happened.get('candidate-moved')?.some((move) => 'kind' in move && move.kind === 'official'))
    return true;
  const left = mentors.filter((one) => one.until !== undefined).length;
  const taken = mentors.filter((one) => one.replacement).length;
  return left > taken;
}

/** The turn at which the situation began that the step answers. */
function begunBy(fold: Fold, step: string): number {
  const { ofSituation } = roadmapOf(fold.procedure);
  let begun = 0;
  for (const [id, { turn }] of fold.journey.situations) {
    if (ofSituation.get(id)?.includes(step)) begun = Math.max(begun, turn);
  }
  return begun;
}
