/** A duty of the body itself is done for a period. The first record of a period stands. */
import { bodyFor, rightForDuties } from '../lookups/bodies.ts';
import { dutyTitle, openDuties, periodText, procedureOf } from '../lookups/duty.ts';
import type { Tx } from '../store/database.ts';
import { dutiesDone, recordDuty } from '../store/organization-duties.ts';
import { verbatim } from '../words/text.ts';
import type { CommandAnswers, CommandResult } from './commands.ts';
import type { CommandContext } from './context.ts';
import { refuse } from './refuse.ts';

export async function dutyDone(
  tx: Tx,
  ctx: CommandContext,
  { organization, duty, period, on }: CommandAnswers<'duty-done'>,
): Promise<CommandResult> {
  const body = await bodyFor(tx, ctx.actor, organization, rightForDuties);
  const procedure = body && procedureOf(ctx, body);
  if (!body || !procedure) return refuse('access.no-such-body', {}, 'organization');
  if (on > ctx.today) return refuse('duty.future', { today: { date: ctx.today } }, 'on');

  const earlier = (await dutiesDone(tx, [body.id], duty)).find((one) => one.period === period);
  if (!earlier) {
    const open = (await openDuties({ ...ctx, q: tx }, body)).find((one) => one.id === duty);
    if (!open) return refuse('duty.unknown', {}, 'duty');
    if (!open.periods.some((one) => one.period === period)) return refuse('duty.period', {}, 'period');
    await recordDuty(tx, {
      organizationId: body.id,
      duty,
      period,
      doneOn: on,
      recordedBy: ctx.actor.personId,
    });
  }
  const same = !earlier || (earlier.doneOn === on && earlier.recordedBy === ctx.actor.personId);
  const params = {
    organization: verbatim(body.name),
    what: dutyTitle(procedure, duty),
    period: periodText(period),
    on: { date: earlier?.doneOn ?? on },
  };
  return {
    ok: true,
    lines: [{ key: same ? 'cases.duty.done' : 'cases.duty.already', params }],
    offers: [],
  };
}
