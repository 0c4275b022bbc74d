/** What was recorded, in words, for the one who set it down wrongly; and what setting it right changes. */
import type { LookupResult } from '../conversation/machine-types.ts';
import type { CaseEvent, PlainEvent } from '../procedure/case-file.ts';
import { effectiveEvents } from '../procedure/effective-events.ts';
import { caseEvent } from '../procedure/index.ts';
import { type Text, verbatim } from '../words/text.ts';
import { caseChoices } from './case-choices.ts';
import { type CaseView, checkOfCase, imagined, ofCase, refusedBy, stop, withEvents } from './case-view.ts';
import { type Asked, answered, type Lookup } from './context.ts';
import { difference } from './difference.ts';
import { nameOf } from './mentor.ts';
import { monthOf, monthWords } from './periods.ts';
import { procedureText, stepTitle } from './procedure-words.ts';

export const casesToCorrect = caseChoices({
  actions: ['case.correct'],
  wanted: (view) => standing(view).length > 0,
  none: { key: 'lookups.none.open' },
});

/** Events as they stand after earlier corrections, the latest recorded first. */
const standing = (view: CaseView): PlainEvent[] => effectiveEvents(view.stored.file.events).events.reverse();

const target = (view: CaseView, asked: Asked): PlainEvent | undefined =>
  standing(view).find((event) => event.id === answered(asked, 'event'));

export const recordedEvents: Lookup = ofCase('case.correct', async (view, asked): Promise<LookupResult> => {
  const events = standing(view);
  if (events.length === 0) return stop({ key: 'lookups.none.events', params: { name: view.name } });
  const options = await Promise.all(
    events.map(async (event) => ({ value: event.id, label: await eventLabel(view, asked, event) })),
  );
  return { options };
});

export const eventChosen: Lookup = ofCase('case.correct', async (view, asked): Promise<LookupResult> => {
  const event = target(view, asked);
  if (!event) return stop({ key: 'lookups.none.events', params: { name: view.name } });
  return { lines: [await eventLabel(view, asked, event), { key: 'lookups.correction.kept' }] };
});

export const correctedDay: Lookup = checkOfCase('case.correct', (view, asked) => {
  const event = correction(view, asked);
  if (event?.type === 'corrected' && event.with && event.with.on === target(view, asked)?.on) {
    return { key: 'lookups.correction.sameDay', params: { date: { date: event.with.on } } };
  }
  return event ? refusedBy(view, asked, event) : null;
});

/** Taking out is judged at once; a new day when it is given. */
export const correctionChosen: Lookup = checkOfCase('case.correct', (view, asked) => {
  const event = answered(asked, 'change') === 'remove' ? correction(view, asked) : null;
  return event ? refusedBy(view, asked, event) : null;
});

export const correctionOutlook: Lookup = ofCase('case.correct', (view, asked): LookupResult => {
  const event = correction(view, asked);
  if (!event) return {};
  const after = withEvents(view, asked, [event]);
  return {
    lines: [
      { key: 'lookups.correction.then' },
      ...difference(view, { procedure: view.procedure, report: after }),
    ],
  };
});

function correction(view: CaseView, asked: Asked): CaseEvent | null {
  const event = target(view, asked);
  const change = answered(asked, 'change');
  const on = answered(asked, 'on');
  if (!event || change === null || (change === 'date' && on === null)) return null;
  const set = { id: imagined, on: asked.today, type: 'corrected', target: event.id };
  return (
    caseEvent.safeParse(change === 'remove' ? set : { ...set, with: redated(event, on ?? event.on) }).data ??
    null
  );
}

/** The same fact on another day; days and months inside it that repeat its day follow it. */
function redated(event: PlainEvent, on: string): PlainEvent {
  if (event.type === 'step-recorded' && event.issuedOn !== undefined) return { ...event, on, issuedOn: on };
  if (event.type === 'review-recorded') return { ...event, on, period: monthOf(on) };
  return { ...event, on };
}

/** "5/3/2026: Chi bộ xét …, tán thành 14" */
export async function eventLabel(view: CaseView, asked: Asked, event: PlainEvent): Promise<Text> {
  return {
    key: 'lookups.event.dated',
    params: { date: { date: event.on }, what: await eventWords(view, asked, event) },
  };
}

async function eventWords(view: CaseView, asked: Asked, event: PlainEvent): Promise<Text> {
  const { procedure } = view;
  const key = `lookups.event.${event.type}`;
  switch (event.type) {
    case 'step-recorded': {
      const step = stepTitle(procedure, event.step);
      if (!event.vote) return step;
      return {
        key: 'lookups.event.vote',
        params: { step, inFavour: event.vote.inFavour, members: event.vote.members },
      };
    }
    case 'decision-received':
    case 'extension-granted':
      return { key, params: { step: stepTitle(procedure, event.step) } };
    case 'paper-received':
    case 'paper-returned':
      return { key, params: { paper: procedureText(procedure, 'papers', event.paper) } };
    case 'mentor-assigned':
    case 'mentor-ended':
      return { key, params: { mentor: await nameOf(asked, event.mentor) } };
    case 'verification-sent':
      return { key, params: { letter: letter(view, event.verification), place: verbatim(event.place) } };
    case 'verification-delivered':
    case 'verification-replied':
      return { key, params: { letter: letter(view, event.verification) } };
    case 'assessment-recorded':
      return { key, params: { month: monthWords(event.period) } };
    case 'review-recorded': {
      const outcome: Text = { key: `conversations.review.outcome.options.${event.outcome}` };
      return { key, params: { month: monthWords(event.period), outcome } };
    }
    case 'candidate-moved':
      return { key, params: { kind: { key: `conversations.move-candidate.kind.options.${event.kind}` } } };
    case 'procedure-changed':
    case 'facts-changed':
      return { key };
    case 'closed':
      return { key, params: { reason: { key: `conversations.close-case.reason.options.${event.reason}` } } };
  }
}

function letter(view: CaseView, id: string): Text {
  const subject = view.report.verifications.find((one) => one.id === id)?.subject ?? 'candidate';
  return { key: `conversations.send-verification.subject.options.${subject}` };
}
