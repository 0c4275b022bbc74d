/** A step is recorded by its day, by the papers it consists of, or by a decision. Votes have their own use case. */
import { stepTitle } from '../lookups/procedure-words.ts';
import { rightsForStep } from '../lookups/rights-for-step.ts';
import type { Text } from '../words/text.ts';
import type { CaseCommand } from './case-command.ts';
import { refuse } from './refuse.ts';

export const recordStep: CaseCommand<'record-step'> = {
  needs: (answers, { procedure }) => rightsForStep(procedure, answers.step),

  plan(_tx, _ctx, { procedure }, answers) {
    const step = procedure.steps[answers.step];
    if (!step) return refuse('step.unknown', {}, 'step');
    const { record } = step;
    switch (record.kind) {
      case 'decision':
        return [
          {
            type: 'step-recorded',
            step: answers.step,
            on: answers.on,
            issuedOn: answers.on,
            outcome: answers.outcome ?? 'agreed',
            ...(answers.receivedOn === undefined ? {} : { receivedOn: answers.receivedOn }),
          },
        ];
      case 'mentor':
        return refuse('step.is-mentor', { step: stepTitle(procedure, answers.step) }, 'step');
      case 'vote':
        return refuse('step.is-vote', { step: stepTitle(procedure, answers.step) }, 'step');
      default:
        // A step of papers recorded as a whole: all that this case needs came in that day.
        return [{ type: 'step-recorded', step: answers.step, on: answers.on }];
    }
  },

  questions: { issuedOn: 'on' },

  tell(recorded) {
    const [event] = recorded.events;
    if (event?.type !== 'step-recorded') return [];
    const step = stepTitle(recorded.procedure, event.step);
    const params: Text['params'] = { name: recorded.name, step, on: { date: event.on } };
    if (event.outcome === undefined) return [{ key: 'cases.done.step', params }];
    if (event.outcome === 'not-agreed') return [{ key: 'cases.done.notAgreed', params }];
    if (event.receivedOn === undefined) return [{ key: 'cases.done.decision', params }];
    return [
      { key: 'cases.done.decisionReceived', params: { ...params, received: { date: event.receivedOn } } },
    ];
  },
};
