/** Carries out a command of a conversation inside the caller's transaction. The only door into this room. */
import { can } from '../people/access.ts';
import type { CaseEvent } from '../procedure/index.ts';
import { mayRecord } from '../procedure/index.ts';
import { appendEvents, caseResource, eventIds, projectionOf, saveProjection } from '../store/cases.ts';
import type { Tx } from '../store/database.ts';
import { eventsOfKey } from '../store/events-of-key.ts';
import type { CaseCommand, OnCase, Opened } from './case-command.ts';
import { type CommandAnswers, type CommandName, type CommandResult, commands } from './commands.ts';
import type { CommandContext } from './context.ts';
import { followRoles } from './follow-roles.ts';
import { examined, openCase } from './open-case.ts';
import { type Refused, refuse, refusedByRule } from './refuse.ts';
import { caseCommands, otherCommands } from './registry.ts';
import { tellRecorded } from './tell-recorded.ts';

export type { CommandContext } from './context.ts';

/** Refusals come back as `ok: false`; it throws only when the program or the database is at fault. */
export async function runCommand(
  tx: Tx,
  ctx: CommandContext,
  name: CommandName,
  answers: Record<string, unknown>,
): Promise<CommandResult> {
  const read = commands[name].safeParse(answers);
  if (!read.success) {
    const question = read.error.issues[0]?.path[0];
    return refuse('input.unreadable', {}, question === undefined ? undefined : String(question));
  }
  return isOnCase(name)
    ? runOnCase(tx, ctx, caseCommands[name] as CaseCommand<OnCase>, read.data as CommandAnswers<OnCase>)
    : otherCommands[name](tx, ctx, read.data as never);
}

const isOnCase = (name: CommandName): name is OnCase => name in caseCommands;

async function runOnCase<N extends OnCase>(
  tx: Tx,
  ctx: CommandContext,
  command: CaseCommand<N>,
  answers: CommandAnswers<N>,
): Promise<CommandResult> {
  const opened = await openCase(tx, ctx, answers.case);
  if (!opened) return refuse('access.no-such-case', {}, 'case');
  const resource = caseResource(opened.stored);
  if (!command.needs(answers, opened).some((action) => can(ctx.actor, action, resource))) {
    return refuse('access.not-yours', {}, 'case');
  }
  const earlier = await eventsOfKey(tx, opened.stored.id, ctx.key);
  if (earlier.length > 0) return tellRecorded(tx, ctx, command, opened.stored, earlier);

  const planned = await command.plan(tx, ctx, opened, answers);
  if (!Array.isArray(planned)) return planned;
  const ids = eventIds(opened.stored.file.events.length, planned.length);
  const events = planned.map((draft, at) => ({ ...draft, id: ids[at] }) as CaseEvent);
  const refused = refusedInTurn(ctx, opened, events, { ...command.questions });
  if (refused) return refused;

  await appendEvents(tx, opened.stored.id, events, {
    key: ctx.key,
    recordedBy: ctx.actor.personId,
    recordedAt: ctx.now,
  });
  const file = { ...opened.stored.file, events: [...opened.stored.file.events, ...events] };
  const { procedure, report } = examined(ctx, file);
  await saveProjection(tx, opened.stored.id, projectionOf(report));
  await followRoles(tx, opened.stored, procedure, opened.report, report);
  return tellRecorded(tx, ctx, command, { ...opened.stored, file }, ids);
}

/** Each event is judged on the history with those before it. */
function refusedInTurn(
  ctx: CommandContext,
  { stored, procedure }: Opened,
  events: readonly CaseEvent[],
  questions: Record<string, string>,
): Refused | null {
  let file = stored.file;
  for (const event of events) {
    const [refusal] = mayRecord(procedure, file, event, ctx.calendar, ctx.today);
    if (refusal) return refusedByRule(procedure, refusal, questions);
    file = { ...file, events: [...file.events, event] };
  }
  return null;
}
