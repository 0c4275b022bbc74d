/**
 * Sets an earlier entry right: another day, or that it never happened. The wrong entry stays in the log. Refused when what
 * was recorded after it could then not have happened.
 */
import { procedureText, stepTitle } from '../lookups/procedure-words.ts';
import { effectiveEvents } from '../procedure/effective-events.ts';
import {
  type CaseEvent,
  type CaseReport,
  mayRecord,
  type PlainEvent,
  type Procedure,
} from '../procedure/index.ts';
import type { Text } from '../words/text.ts';
import type { CaseCommand, Draft, Opened } from './case-command.ts';
import type { CommandContext } from './context.ts';
import { examined } from './open-case.ts';
import { type Refused, refuse, refusedByRule } from './refuse.ts';

export const correctEvent: CaseCommand<'correct-event'> = {
  needs: () => ['case.correct'],

  plan(_tx, ctx, opened, answers) {
    // As it stands after earlier corrections: what was taken out is no longer there to be set right.
    const target = effectiveEvents(opened.stored.file.events).events.find(
      (event) => event.id === answers.event,
    );
    if (!target) return refuse('correct.unknown', {}, 'event');
    if (answers.change === 'remove') return unlessImpossible(ctx, opened, removal(ctx, target), 'change');
    if (answers.on === undefined) return refuse('correct.day-missing', {}, 'on');
    if (answers.on === target.on) return refuse('correct.same-day', { on: { date: target.on } }, 'on');
    const draft: Draft = { ...removal(ctx, target), with: onAnotherDay(target, answers.on) };
    return unlessImpossible(ctx, opened, draft, 'on');
  },

  questions: { target: 'event', with: 'on' },

  tell({ name, procedure, events: [event] }) {
    if (event?.type !== 'corrected') return [];
    if (event.with === undefined) return [{ key: 'cases.corrected.removed', params: { name } }];
    const what = named(procedure, event.with);
    return [{ key: 'cases.corrected.date', params: { name, what, on: { date: event.with.on } } }];
  },
};

type Correction = Extract<Draft, { type: 'corrected' }>;

const removal = (ctx: CommandContext, target: PlainEvent): Correction => ({
  type: 'corrected',
  on: ctx.today,
  target: target.id,
});

/** Days and months inside the event that repeat its day follow it. */
function onAnotherDay(target: PlainEvent, on: string): PlainEvent {
  if (target.type === 'step-recorded' && target.issuedOn !== undefined)
    return { ...target, on, issuedOn: on };
  if (target.type === 'review-recorded') return { ...target, on, period: on.slice(0, 7) };
  return { ...target, on };
}

function unlessImpossible(
  ctx: CommandContext,
  opened: Opened,
  draft: Correction,
  question: string,
): Draft[] | Refused {
  const { stored, procedure, report } = opened;
  const event: CaseEvent = { ...draft, id: 'correction' };
  const [refusal] = mayRecord(procedure, stored.file, event, ctx.calendar, ctx.today);
  if (refusal) return refusedByRule(procedure, refusal, { target: 'event', with: 'on', on: question });
  const after = examined(ctx, { ...stored.file, events: [...stored.file.events, event] }).report;
  const fault = newFault(procedure, report, after);
  return fault ? refuse('correct.impossible', { fault }, question) : [draft];
}

const contradictions = ['out-of-order', 'passed-over', 'done-too-early', 'impossible-vote', 'unknown-name'];

/** What the corrected history would say that cannot be, and the present one does not. */
function newFault(procedure: Procedure, before: CaseReport, after: CaseReport): Text | null {
  const known = new Set(before.warnings.map((warning) => JSON.stringify([warning.key, warning.params])));
  const fresh = after.warnings.find(
    (warning) =>
      contradictions.some((code) => warning.key.endsWith(`.${code}`)) &&
      !known.has(JSON.stringify([warning.key, warning.params])),
  );
  if (fresh) return warningText(procedure, fresh);
  const broken = after.steps.find(
    (step) => step.irregular && !before.steps.some((one) => one.id === step.id && one.irregular),
  );
  return broken
    ? { key: 'errors.correct.breaks-step', params: { step: stepTitle(procedure, broken.id) } }
    : null;
}

function warningText(procedure: Procedure, warning: CaseReport['warnings'][number]): Text {
  const params: NonNullable<Text['params']> = {};
  for (const [name, value] of Object.entries(warning.params ?? {})) {
    params[name] = typeof value === 'string' && procedure.steps[value] ? stepTitle(procedure, value) : value;
  }
  return { key: warning.key, params };
}

/** What an event recorded, in a few words. */
function named(procedure: Procedure, event: PlainEvent): Text {
  if (event.type === 'step-recorded' || event.type === 'decision-received')
    return stepTitle(procedure, event.step);
  if (event.type === 'paper-received' || event.type === 'paper-returned') {
    return procedureText(procedure, 'papers', event.paper);
  }
  return { key: `cases.events.${event.type}` };
}
