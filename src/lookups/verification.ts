/** Verification letters: what must be done before one is sent, which are out, and when an answer is due. Never findings. */
import type { LookupResult } from '../conversation/machine-types.ts';
import { caseEvent } from '../procedure/index.ts';
import type { VerificationState } from '../procedure/report.ts';
import { type Text, verbatim } from '../words/text.ts';
import { basisText } from './basis-text.ts';
import { caseChoices } from './case-choices.ts';
import { type CaseView, checkOfCase, imagined, ofCase, refusedBy, stop } from './case-view.ts';
import { answered, type Lookup } from './context.ts';
import { stepTitle } from './procedure-words.ts';

/** The step of the procedure that verification letters belong to. */
const verificationStep = (view: CaseView) =>
  view.report.steps.find((step) => step.recordKind === 'verification');

const lettersWaiting = (view: CaseView): VerificationState[] =>
  view.report.verifications.filter((letter) => letter.repliedOn === undefined || letter.result === 'unclear');

export const casesToVerify = caseChoices({
  actions: ['case.record'],
  phases: ['source', 'file', 'admission', 'moves'],
  first: (view) => view.report.frontier.includes(verificationStep(view)?.id ?? ''),
  none: { key: 'lookups.none.open' },
});

export const verificationAdvice: Lookup = ofCase('case.record', (view): LookupResult => {
  const step = verificationStep(view);
  if (!step) return stop({ key: 'lookups.step.notHere', params: { name: view.name } });
  const early = step.waitsFor.map((id) => stepTitle(view.procedure, id));
  return {
    lines: [
      { key: 'lookups.verification.about', params: { name: view.name } },
      ...(early.length > 0 ? [{ key: 'lookups.verification.early', params: { steps: early } }] : []),
      ...view.report.verifications.map((letter) => letterLine(letter)),
      { key: 'lookups.verification.whoMayNot' },
      basisText(view.procedure, step.basis, step.confidence),
    ],
  };
});

export const verificationDay: Lookup = checkOfCase('case.record', (view, asked) => {
  const event = caseEvent.safeParse({
    id: imagined,
    on: answered(asked, 'on'),
    type: 'verification-sent',
    verification: imagined,
    subject: answered(asked, 'subject'),
    place: answered(asked, 'place'),
    scope: answered(asked, 'scope'),
  });
  return event.success ? refusedBy(view, asked, event.data) : null;
});

/** From when the place has how long to answer. */
export const verificationOutlook: Lookup = ofCase('case.record', (view, asked): LookupResult => {
  const step = verificationStep(view);
  const scope = answered(asked, 'scope');
  const clocks = Object.values((step && view.procedure.steps[step.id]?.clocks) ?? {});
  const clock = clocks.find((one) => one.kind === 'due' && one.each === `verification-${scope}`);
  if (clock?.kind !== 'due') return {};
  const days = view.procedure.parameters[clock.within]?.value ?? 0;
  return {
    lines: [
      { key: 'lookups.verification.answerBy', params: { days } },
      basisText(view.procedure, clock.basis, clock.confidence),
    ],
  };
});

export const casesVerifying = caseChoices({
  actions: ['case.record'],
  wanted: (view) => lettersWaiting(view).length > 0,
  beside: (view) => ({ key: 'lookups.verification.out', params: { count: lettersWaiting(view).length } }),
  none: { key: 'lookups.none.letters' },
});

export const lettersOut: Lookup = ofCase('case.record', (view) => {
  const letters = lettersWaiting(view);
  if (letters.length === 0) return stop({ key: 'lookups.none.lettersHere', params: { name: view.name } });
  const options = letters.map((letter) => ({ value: letter.id, label: letterName(letter) }));
  const [only] = options;
  return options.length === 1 && only ? { options, only: only.value } : { options };
});

export const letterChosen: Lookup = ofCase('case.record', (view, asked): LookupResult => {
  const letter = view.report.verifications.find((one) => one.id === answered(asked, 'verification'));
  return letter
    ? { lines: [letterLine(letter)] }
    : stop({ key: 'lookups.none.lettersHere', params: { name: view.name } });
});

/** That it arrived is asked once; the answer either suffices or leaves something unclear. */
export const letterOutcomes: Lookup = ofCase('case.record', (view, asked): LookupResult => {
  const letter = view.report.verifications.find((one) => one.id === answered(asked, 'verification'));
  const outcomes =
    letter?.deliveredOn === undefined ? ['delivered', 'sufficient', 'unclear'] : ['sufficient', 'unclear'];
  return {
    options: outcomes.map((value) => ({ value, label: { key: `lookups.verification.outcomes.${value}` } })),
  };
});

export const letterDay: Lookup = checkOfCase('case.record', (view, asked) => {
  const what = answered(asked, 'what');
  const base = { id: imagined, on: answered(asked, 'on'), verification: answered(asked, 'verification') };
  const event = caseEvent.safeParse(
    what === 'delivered'
      ? { ...base, type: 'verification-delivered' }
      : { ...base, type: 'verification-replied', result: what },
  );
  return event.success ? refusedBy(view, asked, event.data) : null;
});

/** "Cha · Đảng uỷ phường X" */
const letterName = (letter: VerificationState): Text => ({
  key: 'lookups.verification.letter',
  params: {
    subject: { key: `conversations.send-verification.subject.options.${letter.subject}` },
    place: verbatim(letter.place),
    date: { date: letter.sentOn },
  },
});

export function letterLine(letter: VerificationState): Text {
  const name = letterName(letter);
  if (letter.repliedOn !== undefined) {
    const key = letter.result === 'unclear' ? 'unclear' : 'answered';
    return {
      key: `lookups.verification.state.${key}`,
      params: { letter: name, date: { date: letter.repliedOn } },
    };
  }
  if (letter.replyDue !== undefined) {
    return {
      key: 'lookups.verification.state.due',
      params: { letter: name, date: { date: letter.replyDue } },
    };
  }
  return { key: 'lookups.verification.state.sent', params: { letter: name } };
}
