/** The person moves. Which road the move opens depends on where the case stands: the rules say, not this file. */
import { procedureText } from '../lookups/procedure-words.ts';
import type { CaseCommand } from './case-command.ts';

export const moveCandidate: CaseCommand<'move-candidate'> = {
  needs: () => ['case.record', 'case.record-committee'],

  plan: (_tx, _ctx, _opened, { on, kind, sameDecidingBody }) => [
    { type: 'candidate-moved', on, kind, sameDecidingBody: sameDecidingBody === 'yes' },
  ],

  questions: { sameDecidingBody: 'sameDecidingBody' },

  tell({ name, procedure, before, after, events: [event] }) {
    if (event?.type !== 'candidate-moved') return [];
    const begun = after.situations.filter((situation) => !before.situations.includes(situation));
    return [
      {
        key: 'cases.moved.done',
        params: { name, on: { date: event.on }, kind: { key: `cases.moved.${event.kind}` } },
      },
      ...begun.map((situation) => ({
        key: 'cases.moved.situation',
        params: { situation: procedureText(procedure, 'situations', situation) },
      })),
    ];
  },
};
