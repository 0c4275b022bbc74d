/** A person's own language and the hour of their morning message. */

import type { Tx } from '../store/database.ts';
import { changePerson } from '../store/people.ts';
import type { Text } from '../words/text.ts';
import type { CommandAnswers, CommandResult } from './commands.ts';
import type { CommandContext } from './context.ts';

export async function settings(
  tx: Tx,
  ctx: CommandContext,
  answers: CommandAnswers<'settings'>,
): Promise<CommandResult> {
  const { language, digestHour } = answers;
  await changePerson(tx, ctx.actor.personId, {
    ...(language === undefined ? {} : { language }),
    ...(digestHour === undefined ? {} : { digestHour }),
  });
  const lines: Text[] = [];
  if (language !== undefined) lines.push({ key: `cases.settings.${language}` });
  if (digestHour !== undefined) lines.push({ key: 'cases.settings.hour', params: { hour: digestHour } });
  return { ok: true, lines: lines.length > 0 ? lines : [{ key: 'cases.settings.unchanged' }], offers: [] };
}
