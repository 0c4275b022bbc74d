/** Whether somebody may be assigned as mentor, or stop being one. */
import { isApplicable, predecessorsOf, waitsFor } from './applicable.ts';
import type { EventOf } from './fold.ts';
import { currentMentors } from './journey.ts';
import { type Attempt, refuse } from './refuse.ts';
import type { Refusal } from './report.ts';
import { roadmapOf } from './roadmap.ts';

export function checkMentor(event: EventOf<'mentor-assigned'>, { file, now }: Attempt): Refusal[] {
  const { mentor, on, togetherSince } = event;
  const steps = roadmapOf(now.procedure).mentorSteps.filter((step) => isApplicable(step, now));
  const open = steps.filter((step) => !now.journey.done.has(step) && waitsFor(step, now).length === 0);
  const first = open[0] ?? steps[0];
  const basis = (first !== undefined && now.procedure.steps[first]?.basis) || [];
  const refusals: Refusal[] = [];
  if (!event.officialMember) refusals.push(refuse('mentor-not-official', { mentor }, 'mentor', basis));
  if (file.name !== undefined && sameName(file.name, mentor)) {
    refusals.push(refuse('mentor-is-candidate', { mentor }, 'mentor', basis));
  }
  if (togetherSince !== undefined && togetherSince > on) {
    refusals.push(refuse('together-after-start', { start: togetherSince, date: on }, 'togetherSince', basis));
  }
  const present = currentMentors(now.journey).find((one) => one.mentor === mentor);
  if (present && open.length === 0) {
    refusals.push(refuse('mentor-already-assigned', { mentor, date: present.since }, 'mentor', basis));
  }
  if (first === undefined) return refusals;
  const started = steps.some((step) => now.journey.done.has(step));
  if (open.length === 0 && !started) {
    refusals.push(refuse('step-not-open', { step: first, waitsFor: waitsFor(first, now) }, undefined, basis));
  }
  for (const before of open.length > 0 ? predecessorsOf(first, now) : []) {
    const beforeDate = now.journey.done.get(before)?.firstOn;
    if (beforeDate === undefined || on >= beforeDate) continue;
    const params = { step: first, date: on, before, beforeDate };
    refusals.push(refuse('date-before-dependency', params, 'on', basis));
  }
  return refusals;
}

export function checkMentorEnd(event: EventOf<'mentor-ended'>, { now }: Attempt): Refusal[] {
  const { mentor } = event;
  const present = currentMentors(now.journey).find((one) => one.mentor === mentor);
  return present ? [] : [refuse('mentor-not-current', { mentor }, 'mentor')];
}

const folded = (name: string): string => name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
const sameName = (a: string, b: string): boolean => folded(a) === folded(b);
