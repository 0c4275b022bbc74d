/** "Đã nhận": the words of one digest were read. Reminders of them rest until the next mark; the limits run on. */
import { limitTitle } from '../lookups/limit-line.ts';
import { can } from '../people/access.ts';
import type { CaseReport, Obligation, Procedure } from '../procedure/index.ts';
import { caseResource, loadCases, type StoredCase } from '../store/cases.ts';
import type { Tx } from '../store/database.ts';
import { type Heard, heardIn } from '../store/heard.ts';
import { acknowledge as markAcknowledged } from '../store/notices.ts';
import { type Text, verbatim } from '../words/text.ts';
import type { CommandAnswers, CommandResult } from './commands.ts';
import type { CommandContext } from './context.ts';
import { examined } from './open-case.ts';

export async function acknowledge(
  tx: Tx,
  ctx: CommandContext,
  { digest }: CommandAnswers<'acknowledge'>,
): Promise<CommandResult> {
  const heard = await heardIn(tx, ctx.actor.personId, digest);
  if (heard.length === 0) return tell({ key: 'cases.acknowledged.nothing' });
  const fresh = await markAcknowledged(tx, ctx.actor.personId, digest, ctx.now);
  const nearest = await nearestLimit(tx, ctx, heard);
  return tell(
    { key: fresh > 0 ? 'cases.acknowledged.done' : 'cases.acknowledged.before' },
    ...(nearest ? [nearest] : []),
  );
}

const tell = (...lines: Text[]): CommandResult => ({ ok: true, lines, offers: [] });

interface Running {
  stored: StoredCase;
  procedure: Procedure;
  report: CaseReport;
  limit: Obligation;
}

/** Of what the digest spoke of and is still to be done, what is due first; null when all of it is done. */
async function nearestLimit(tx: Tx, ctx: CommandContext, heard: readonly Heard[]): Promise<Text | null> {
  const ids = [...new Set(heard.flatMap((one) => one.caseId ?? []))];
  const running = (await loadCases(tx, ids)).flatMap((stored): Running[] => {
    // Whoever has since left the cell is told nothing new of its people.
    if (!can(ctx.actor, 'case.view', caseResource(stored))) return [];
    const own = ctx.actor.candidateOf.includes(stored.id);
    const subjects = new Set(heard.flatMap((one) => (one.caseId === stored.id ? one.subject : [])));
    const { procedure, report } = examined(ctx, stored.file);
    return report.obligations
      .filter((limit) => subjects.has(limit.key) && asksFor(limit) && (!own || limit.owner === 'candidate'))
      .map((limit) => ({ stored, procedure, report, limit }));
  });
  const [first] = running.sort((a, b) => (a.limit.due < b.limit.due ? -1 : 1));
  return first ? nearestLine(ctx, first) : null;
}

const asksFor = ({ kind, status }: Obligation): boolean =>
  kind !== 'earliest' && (status === 'open' || status === 'overdue');

function nearestLine(ctx: CommandContext, { stored, procedure, report, limit }: Running): Text {
  const whose = ctx.actor.candidateOf.includes(stored.id) ? 'own' : 'of';
  return {
    key: `cases.acknowledged.${limit.limit < ctx.today ? 'late' : 'nearest'}.${whose}`,
    params: {
      what: limitTitle(procedure, report, limit),
      name: verbatim(stored.personName),
      date: { date: limit.due },
    },
  };
}
