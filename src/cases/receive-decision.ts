/** A decision that was signed earlier has reached the cell. */
import { rightsForStep } from '../lookups/rights-for-step.ts';
import type { CaseCommand } from './case-command.ts';

export const receiveDecision: CaseCommand<'receive-decision'> = {
  needs: (answers, { procedure }) => rightsForStep(procedure, answers.step),
  plan: (_tx, _ctx, _opened, answers) => [{ type: 'decision-received', step: answers.step, on: answers.on }],
  tell: ({ name, events: [event] }) =>
    event?.type === 'decision-received'
      ? [
          {
            key: 'cases.done.received',
            params: { name, on: { date: event.on } },
          },
        ]
      : [],
};
