/** The road ends before its end. Everything recorded stays. */
import type { CaseCommand } from './case-command.ts';
import { refusedOffTheList } from './on-the-list.ts';

export const closeCase: CaseCommand<'close-case'> = {
  needs: () => ['case.close'],
  plan(_tx, _ctx, { procedure, report }, { on, reason }) {
    // Somebody only introduced is not on the list yet and may be dropped as well.
    const listed = reason === 'removed-from-list' && report.open && report.state !== 'introduced';
    const refused = listed ? refusedOffTheList(procedure, report, 'reason') : null;
    return refused ?? [{ type: 'closed', on, reason }];
  },

  tell: ({ name, events: [event] }) =>
    event?.type === 'closed'
      ? [
          { key: 'cases.closed.done', params: { name, on: { date: event.on } } },
          { key: `cases.closed.${event.reason}`, params: { name } },
        ]
      : [],
};
