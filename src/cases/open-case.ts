/** A case as a command finds it: locked, visible to the actor, and examined as it stands. */
import { can } from '../people/access.ts';
import {
  type CaseFile,
  type CaseReport,
  examine,
  type Procedure,
  procedureInForce,
  resolveProcedure,
} from '../procedure/index.ts';
import { caseResource, loadCase, loadCaseForUpdate } from '../store/cases.ts';
import type { Tx } from '../store/database.ts';
import type { Opened } from './case-command.ts';
import type { CommandContext } from './context.ts';

/** Null when there is no such case or the actor may not see into it: the two are not told apart. */
export async function openCase(tx: Tx, ctx: CommandContext, caseId: number): Promise<Opened | null> {
  const seen = await loadCase(tx, caseId);
  if (!seen || !can(ctx.actor, 'case.view-inside', caseResource(seen))) return null;
  // Locked only now: nobody holds up a case that is not theirs.
  const stored = await loadCaseForUpdate(tx, caseId);
  if (!stored) return null;
  return { stored, ...examined(ctx, stored.file) };
}

/** The report under the rules that the case is under by then: an event may have changed them. */
export function examined(ctx: CommandContext, file: CaseFile): { procedure: Procedure; report: CaseReport } {
  const procedure = resolveProcedure(ctx.catalog, procedureInForce(file));
  return { procedure, report: examine(procedure, file, ctx.calendar, ctx.today) };
}
