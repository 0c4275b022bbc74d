/**
 * Whether an event may be added to a case. Only what a verified rule forbids, or what cannot be, is refused; everything
 * else is recorded and, where it does not fit, warned of in the report.
 */

import { waitsFor } from './applicable.ts';
import type { WorkingCalendar } from './calendar.ts';
import type { CaseEvent, CaseFile, PlainEvent } from './case-file.ts';
import { isOpen, outlivesCase } from './closing.ts';
import { type History, historyOf } from './history.ts';
import { stateOf } from './journey.ts';
import { withParameters } from './layers.ts';
import { checkMentor, checkMentorEnd } from './may-assign.ts';
import { checkPaper, checkStep } from './may-do-step.ts';
import { checkExtension } from './may-extend.ts';
import { procedureInForce } from './procedure-in-force.ts';
import { type Attempt, refuse } from './refuse.ts';
import type { Refusal } from './report.ts';
import { roadmapOf } from './roadmap.ts';
import type { Procedure } from './schema.ts';

/** Empty when the event may be recorded. Each refusal names its rule, and the field to ask again. */
export function mayRecord(
  procedure: Procedure,
  file: CaseFile,
  event: CaseEvent,
  calendar: WorkingCalendar,
  today: string,
): Refusal[] {
  const history = historyOf(withParameters(procedure, procedureInForce(file).parameters), file);
  const refusals = [...checkDates(event, today), ...checkId(event, file)];
  if (event.type === 'corrected') {
    return [...refusals, ...checkCorrection(procedure, file, event, history, calendar, today)];
  }
  const attempt: Attempt = {
    file,
    now: { procedure: history.procedure, journey: history.at('9999-12-31'), on: event.on },
    asOf: history.on(event.on),
    calendar,
  };
  if (!isOpen(attempt.now) && !mayFollowTheEnd(event, attempt)) {
    return [...refusals, refuse('case-closed', { state: stateOf(attempt.now.journey) })];
  }
  return [...refusals, ...checkKind(event, attempt, today)];
}

const mayFollowTheEnd = (event: PlainEvent, { now }: Attempt): boolean =>
  (event.type === 'step-recorded' || event.type === 'decision-received') && outlivesCase(event.step, now);

function checkKind(event: PlainEvent, attempt: Attempt, today: string): Refusal[] {
  const { journey } = attempt.now;
  switch (event.type) {
    case 'step-recorded':
      return checkStep(event, attempt);
    case 'decision-received': {
      const { step } = event;
      if (!attempt.now.procedure.steps[step]) return [refuse('unknown-step', { step }, 'step')];
      const done = journey.done.get(step);
      if (!done) return [refuse('decision-not-recorded', { step }, 'step')];
      if (done.receivedOn !== undefined) {
        return [refuse('decision-already-received', { step, date: done.receivedOn }, 'step')];
      }
      return checkReceipt(done.issuedOn ?? done.on, event.on, 'on');
    }
    case 'paper-received':
    case 'paper-returned':
      return checkPaper(event, attempt);
    case 'mentor-assigned':
      return checkMentor(event, attempt);
    case 'mentor-ended':
      return checkMentorEnd(event, attempt);
    case 'verification-sent':
      return checkLetter(event, attempt);
    case 'verification-delivered':
    case 'verification-replied': {
      const { verification } = event;
      const letter = journey.verifications.get(verification);
      if (!letter) return [refuse('unknown-verification', { verification }, 'verification')];
      if (letter.repliedOn !== undefined && event.type === 'verification-replied') {
        return [
          refuse('verification-already-replied', { verification, date: letter.repliedOn }, 'verification'),
        ];
      }
      if (event.on >= letter.sentOn) return [];
      const [step = ''] = roadmapOf(attempt.now.procedure).verificationSteps;
      const params = { step, date: event.on, before: step, beforeDate: letter.sentOn };
      return [refuse('date-before-dependency', params, 'on')];
    }
    case 'assessment-recorded': {
      const { period, by } = event;
      if (period > today.slice(0, 7)) return [refuse('future-period', { period }, 'period')];
      const again = journey.assessments.some((one) => one.period === period && one.by === by);
      return again ? [refuse('assessment-exists', { period, by }, 'period')] : [];
    }
    case 'review-recorded':
      return event.period > today.slice(0, 7)
        ? [refuse('future-period', { period: event.period }, 'period')]
        : [];
    case 'extension-granted':
      return checkExtension(event, attempt);
    case 'candidate-moved':
    case 'facts-changed':
    case 'procedure-changed':
    case 'closed':
      return [];
  }
}

function checkDates(event: CaseEvent, today: string): Refusal[] {
  const fields: Record<string, unknown> = event;
  const refusals: Refusal[] = [];
  for (const field of ['on', 'issuedOn', 'receivedOn', 'togetherSince']) {
    const date = fields[field];
    if (typeof date === 'string' && date > today) {
      refusals.push(refuse('future-date', { field, date, today }, field));
    }
  }
  if (event.type === 'step-recorded' && event.receivedOn !== undefined) {
    refusals.push(...checkReceipt(event.issuedOn ?? event.on, event.receivedOn, 'receivedOn'));
  }
  return refusals;
}

const checkReceipt = (issuedOn: string, receivedOn: string, field: string): Refusal[] =>
  receivedOn < issuedOn ? [refuse('received-before-issued', { issuedOn, receivedOn }, field)] : [];

const checkId = (event: CaseEvent, file: CaseFile): Refusal[] =>
  file.events.some((one) => one.id === event.id) ? [refuse('event-exists', { event: event.id }, 'id')] : [];

/** No letter goes out before the step of verification has its turn: the pages are sealed first. */
function checkLetter(event: Extract<PlainEvent, { type: 'verification-sent' }>, attempt: Attempt): Refusal[] {
  const { verification } = event;
  if (attempt.now.journey.verifications.has(verification)) {
    return [refuse('verification-exists', { verification }, 'verification')];
  }
  for (const step of roadmapOf(attempt.now.procedure).verificationSteps) {
    if (attempt.now.journey.done.has(step)) continue;
    const waits = waitsFor(step, attempt.now);
    const basis = attempt.now.procedure.steps[step]?.basis ?? [];
    if (waits.length > 0) return [refuse('step-not-open', { step, waitsFor: waits }, undefined, basis)];
  }
  return [];
}

/** The replacement must itself be recordable in the history without the event that it replaces. */
function checkCorrection(
  procedure: Procedure,
  file: CaseFile,
  event: Extract<CaseEvent, { type: 'corrected' }>,
  history: History,
  calendar: WorkingCalendar,
  today: string,
): Refusal[] {
  const { target } = event;
  const wrong = file.events.find((one) => one.id === target);
  if (!wrong) return [refuse('target-unknown', { target }, 'target')];
  // One that was taken out is gone; one that was changed may be changed again, and the later correction counts.
  if (history.corrected.has(target) && !history.events.some((one) => one.id === target))
    return [refuse('target-already-corrected', { target }, 'target')];
  if (!event.with) return [];
  if (wrong.type !== 'corrected' && wrong.type !== event.with.type) {
    const params = { target, type: wrong.type, given: event.with.type };
    return [refuse('correction-of-other-kind', params, 'with')];
  }
  const first = wrong.type === 'corrected' ? wrong.target : target;
  const rest = file.events.filter(
    (one) => one.id !== first && !(one.type === 'corrected' && one.target === first),
  );
  return mayRecord(procedure, { ...file, events: rest }, event.with, calendar, today).filter(
    (refusal) => refusal.code !== 'case-closed' && refusal.code !== 'event-exists',
  );
}
