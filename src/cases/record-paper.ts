/** A paper came in, or went back with a reason. That it exists is kept, never what it says. */
import { paperName } from '../lookups/procedure-words.ts';
import { returnReason } from '../procedure/index.ts';
import type { CaseCommand } from './case-command.ts';
import { refuse } from './refuse.ts';

export const recordPaper: CaseCommand<'record-paper'> = {
  needs: () => ['case.record'],

  plan(_tx, _ctx, { procedure, report }, answers) {
    const { paper, on } = answers;
    if (answers.state === 'received') {
      const each = procedure.papers[paper]?.perIntroducer ?? false;
      const by = answers.by === undefined ? (each ? report.mentor : null) : String(answers.by);
      return [{ type: 'paper-received', paper, on, ...(by === null ? {} : { by }) }];
    }
    const reason = returnReason.options.find((known) => known === answers.reason);
    if (!reason) return refuse('paper.returned-without-reason', {}, 'reason');
    return [{ type: 'paper-returned', paper, on, reason }];
  },

  tell({ name, procedure, events: [event] }) {
    if (event?.type === 'paper-received') {
      const params = { name, papers: [paperName(procedure, event.paper)], on: { date: event.on } };
      return [{ key: 'cases.done.papers', params }];
    }
    if (event?.type !== 'paper-returned') return [];
    return [
      {
        key: 'cases.done.returned',
        params: {
          name,
          paper: paperName(procedure, event.paper),
          on: { date: event.on },
          reason: { key: `cases.returned.${event.reason}` },
        },
      },
    ];
  },
};
