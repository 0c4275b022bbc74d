/** The deciding body allows more time in a special case: the one limit of the step that can be extended. */
import { limitLine } from '../lookups/limit-line.ts';
import { stepTitle } from '../lookups/procedure-words.ts';
import { rightsForStep } from '../lookups/rights-for-step.ts';
import type { CaseCommand } from './case-command.ts';
import { refuse, withBasis } from './refuse.ts';

export const extendLimit: CaseCommand<'extend-limit'> = {
  needs: (answers, { procedure }) => rightsForStep(procedure, answers.step),

  plan(_tx, _ctx, { procedure, report }, answers) {
    const step = procedure.steps[answers.step];
    if (!step) return refuse('step.unknown', {}, 'step');
    const extendable = Object.entries(step.clocks)
      .filter(([, clock]) => clock.kind === 'due' && clock.extension !== undefined)
      .map(([name]) => name);
    const running = extendable.find((name) =>
      report.obligations.some((one) => one.step === answers.step && one.clock === name),
    );
    const clock = running ?? extendable[0];
    if (!clock) {
      const why = refuse('limit.not-extendable', { step: stepTitle(procedure, answers.step) }, 'step');
      return withBasis(why, procedure, step.basis);
    }
    return [{ type: 'extension-granted', on: answers.on, step: answers.step, clock }];
  },

  endsHere: true,

  questions: { clock: 'step' },

  tell({ name, procedure, after, events: [event] }) {
    if (event?.type !== 'extension-granted') return [];
    const limit = after.obligations.find((one) => one.step === event.step && one.clock === event.clock);
    return [
      {
        key: 'cases.extended.done',
        params: { name, step: stepTitle(procedure, event.step), on: { date: event.on } },
      },
      ...(limit ? [{ key: 'cases.next.limit', params: { limit: limitLine(procedure, after, limit) } }] : []),
    ];
  },
};
