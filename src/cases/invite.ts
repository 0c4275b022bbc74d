/** A one-time code by which a person links their own chat. It is shown here once and kept nowhere. */
import { can } from '../people/access.ts';
import { createInvitation } from '../people/link.ts';
import type { Tx } from '../store/database.ts';
import { getPerson, personResource } from '../store/people.ts';
import { verbatim } from '../words/text.ts';
import type { CommandAnswers, CommandResult } from './commands.ts';
import type { CommandContext } from './context.ts';
import { refuse } from './refuse.ts';

export async function invite(
  tx: Tx,
  ctx: CommandContext,
  { person }: CommandAnswers<'invite'>,
): Promise<CommandResult> {
  const found = await getPerson(tx, person);
  if (!found || !can(ctx.actor, 'person.invite', await personResource(tx, person))) {
    return refuse('access.no-such-person', {}, 'person');
  }
  const { code, expiresAt } = await createInvitation(tx, {
    personId: person,
    by: ctx.actor.personId,
    now: ctx.now,
  });
  const name = verbatim(found.fullName);
  return {
    ok: true,
    lines: [
      { key: 'cases.invitation.code', params: { name, code } },
      { key: 'cases.invitation.how', params: { until: { date: dayInVietnam(expiresAt) } } },
    ],
    offers: [],
  };
}

/** The calendar day of an instant where the readers live. */
function dayInVietnam(instant: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(Date.parse(instant));
}
