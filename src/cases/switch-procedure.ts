/** Moves one running case to another version of the rules. The conversation has shown what changes before. */
import { procedureName } from '../lookups/versions.ts';
import type { CaseCommand } from './case-command.ts';
import { refuse } from './refuse.ts';

export const switchProcedure: CaseCommand<'switch-procedure'> = {
  needs: () => ['case.correct'],

  plan(_tx, ctx, { procedure }, answers) {
    const target = ctx.catalog.procedures.get(answers.procedure);
    if (!target) return refuse('procedure.unknown', {}, 'procedure');
    if (target.version === procedure.version && target.overlay === procedure.overlay) {
      return refuse('procedure.same', {}, 'procedure');
    }
    return [{ type: 'procedure-changed', on: ctx.today, procedure: target.version, overlay: target.overlay }];
  },

  tell: ({ name, procedure, events: [event] }) =>
    event?.type === 'procedure-changed'
      ? [{ key: 'cases.procedure.switched', params: { name, procedure: procedureName(procedure) } }]
      : [],
};
