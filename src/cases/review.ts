/** The cell's monthly look at one person: keep on the list, propose the next step, or take off the list. */
import type { CaseCommand, Draft } from './case-command.ts';
import { refusedOffTheList } from './on-the-list.ts';

export const review: CaseCommand<'review'> = {
  needs: (answers) => (answers.outcome === 'remove' ? ['case.close'] : ['case.record']),

  plan(_tx, _ctx, { procedure, report }, { on, outcome }) {
    const refused = report.open ? refusedOffTheList(procedure, report, 'case') : null;
    if (refused) return refused;
    const reviewed: Draft = { type: 'review-recorded', on, period: on.slice(0, 7), outcome };
    return outcome === 'remove'
      ? [reviewed, { type: 'closed', on, reason: 'removed-from-list' }]
      : [reviewed];
  },

  questions: { period: 'on' },

  tell({ name, events: [event] }) {
    if (event?.type !== 'review-recorded') return [];
    const [year, month] = event.period.split('-').map(Number);
    const params = { name, month: month ?? 0, year: year ?? 0, on: { date: event.on } };
    return [
      { key: 'cases.review.done', params },
      { key: `cases.review.${event.outcome}`, params },
    ];
  },
};
