/** The place a candidate holds in the cell follows from the road: probationary after the ceremony, official once recognised. */
import type { TreeRole } from '../people/roles.ts';
import type { CaseReport, CaseState, Procedure } from '../procedure/index.ts';
import type { StoredCase } from '../store/cases.ts';
import type { Tx } from '../store/database.ts';
import { grantRole, revokeRole } from '../store/people.ts';

/** Also takes back a role that a correction makes untrue. */
export async function followRoles(
  tx: Tx,
  stored: StoredCase,
  procedure: Procedure,
  before: CaseReport | null,
  after: CaseReport,
): Promise<void> {
  const held = before ? roleOf(procedure, before) : null;
  const due = roleOf(procedure, after);
  if (held === due) return;
  if (held) await revokeRole(tx, stored.personId, stored.cellId, held);
  if (due) await grantRole(tx, stored.personId, stored.cellId, due);
}

function roleOf(procedure: Procedure, report: CaseReport): TreeRole | null {
  if (reached(procedure, report, 'recognized')) return 'officialMember';
  if (report.open && reached(procedure, report, 'probation')) return 'probationaryMember';
  return null;
}

/** A decision that was not to agree is recorded, but leads nowhere. */
const reached = (procedure: Procedure, report: CaseReport, state: CaseState): boolean =>
  report.steps.some(
    (step) =>
      step.status === 'done' && step.outcome !== 'not-agreed' && procedure.steps[step.id]?.leadsTo === state,
  );
