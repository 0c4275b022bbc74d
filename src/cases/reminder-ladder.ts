/** Which ladder the reminders of a body, and of everything below it, follow. */
import { bodyFor } from '../lookups/bodies.ts';
import { asAbove, followed, ladderTitle, rightForLadder } from '../lookups/ladder.ts';
import type { Tx } from '../store/database.ts';
import { effectiveOrganization, setLadder } from '../store/organizations.ts';
import { verbatim } from '../words/text.ts';
import type { CommandAnswers, CommandResult } from './commands.ts';
import type { CommandContext } from './context.ts';
import { refuse } from './refuse.ts';

export async function reminderLadder(
  tx: Tx,
  ctx: CommandContext,
  { organization, ladder }: CommandAnswers<'reminder-ladder'>,
): Promise<CommandResult> {
  const body = await bodyFor(tx, ctx.actor, organization, rightForLadder);
  if (!body) return refuse('access.no-such-body', {}, 'organization');
  const own = ladder === asAbove ? null : ladder;
  if (own !== null && !ctx.reminders.ladders.some((one) => one.id === own))
    return refuse('ladder.unknown', {}, 'ladder');
  if (body.ladder !== own) await setLadder(tx, body.id, own);
  const after = (await effectiveOrganization(tx, body.id)) ?? body;
  const params = {
    organization: verbatim(body.name),
    ladder: ladderTitle(followed(ctx.reminders, after).id),
  };
  return {
    ok: true,
    lines: [
      { key: own === null ? 'cases.ladder.asAbove' : 'cases.ladder.own', params },
      { key: body.level === 'cell' ? 'cases.ladder.here' : 'cases.ladder.below' },
    ],
    offers: [],
  };
}
