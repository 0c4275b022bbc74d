/** A stored case examined today, and its place on the tree. */

import { latest } from '../procedure/dates.ts';
import {
  type CaseReport,
  type Catalog,
  examine,
  type Procedure,
  procedureInForce,
  resolveProcedure,
  type WorkingCalendar,
} from '../procedure/index.ts';
import type { StoredCase } from '../store/cases.ts';
import type { CasePlace } from './owners.ts';

export interface ExaminedCase extends CasePlace {
  caseId: number;
  candidateName: string;
  cellName: string;
  eventCount: number;
  /** Day of the last thing recorded. */
  lastMoved: string | null;
  procedure: Procedure;
  report: CaseReport;
}

/** Examines many cases of one day; a procedure that several of them share is put together once. */
export function examiner(given: {
  catalog: Catalog;
  calendar: WorkingCalendar;
  today: string;
}): (stored: StoredCase) => ExaminedCase {
  const procedures = new Map<string, Procedure>();
  const procedureOf = (stored: StoredCase): Procedure => {
    const wanted = procedureInForce(stored.file);
    const name = JSON.stringify(wanted);
    const procedure = procedures.get(name) ?? resolveProcedure(given.catalog, wanted);
    procedures.set(name, procedure);
    return procedure;
  };
  return (stored) => {
    const procedure = procedureOf(stored);
    const { approval, decidingBody } = stored.file.organization;
    return {
      caseId: stored.id,
      candidateId: stored.personId,
      candidateName: stored.personName,
      mentorId: stored.mentorId,
      cellId: stored.cellId,
      cellName: stored.cellName,
      path: stored.path,
      eventCount: stored.row.eventCount,
      lastMoved: latest(stored.file.events.map((event) => event.on)) ?? null,
      decidedAt:
        approval === 'one-hop' || decidingBody === 'authorised-grassroots'
          ? 'grassrootsCommittee'
          : 'province',
      procedure,
      report: examine(procedure, stored.file, given.calendar, given.today),
    };
  };
}
