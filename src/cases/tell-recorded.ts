/** The answer to a recorded command, told from the history alone: a repeated command is answered in the same words. */
import type { CaseEvent } from '../procedure/index.ts';
import type { StoredCase } from '../store/cases.ts';
import type { Tx } from '../store/database.ts';
import { getPeople } from '../store/people.ts';
import { type Text, verbatim } from '../words/text.ts';
import type { CaseCommand, OnCase, Recorded } from './case-command.ts';
import type { CommandResult } from './commands.ts';
import type { CommandContext } from './context.ts';
import { examined } from './open-case.ts';
import { whatComesNext } from './what-comes-next.ts';

/** `ids`: the events the command recorded, in order; `stored` has them. */
export async function tellRecorded<N extends OnCase>(
  tx: Tx,
  ctx: CommandContext,
  command: CaseCommand<N>,
  stored: StoredCase,
  ids: readonly string[],
): Promise<CommandResult> {
  const all = stored.file.events;
  const first = all.findIndex((event) => event.id === ids[0]);
  const until = first + ids.length;
  const events = all.slice(first, until);
  const before = examined(ctx, { ...stored.file, events: all.slice(0, first) });
  const after = examined(ctx, { ...stored.file, events: all.slice(0, until) });
  const recorded: Recorded = {
    name: verbatim(stored.personName),
    procedure: after.procedure,
    before: before.report,
    after: after.report,
    events,
    people: await namesOf(tx, events),
  };
  const next = command.endsHere
    ? { lines: [], offers: [] }
    : whatComesNext(ctx, stored, after.procedure, after.report, before.report);
  return {
    ok: true,
    lines: [...command.tell(recorded), ...turns(recorded), ...next.lines],
    offers: next.offers,
  };
}

/** The case has come to another state: said in a sentence of its own. */
function turns({ name, before, after, events }: Recorded): Text[] {
  const closed = events.some((event) => event.type === 'closed');
  // What somebody closed has been told of by that; what came to its end by itself has not.
  if (before.open && !after.open)
    return closed ? [] : [{ key: `cases.ended.${after.state}`, params: { name } }];
  if (before.state === after.state || !after.open) return [];
  return [{ key: `cases.states.${after.state}`, params: { name } }];
}

async function namesOf(tx: Tx, events: readonly CaseEvent[]): Promise<(ref: string) => Text> {
  const refs = events.flatMap((event) => ('mentor' in event ? [Number(event.mentor)] : []));
  const people = await getPeople(tx, refs.filter(Number.isInteger));
  return (ref) => verbatim(people.get(Number(ref))?.fullName ?? ref);
}
