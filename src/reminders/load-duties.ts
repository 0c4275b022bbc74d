/** Duties of the bodies of the tree that are worth speaking of today, with those already done left out. */

import { loadRoster } from '../answers/roster.ts';
import { type Catalog, type Procedure, versionInForce, type WorkingCalendar } from '../procedure/index.ts';
import type { Queryable } from '../store/database.ts';
import { dutiesDone } from '../store/organization-duties.ts';
import { type EffectiveOrganization, effectiveOrganizations, subtree } from '../store/organizations.ts';
import { type DutyDue, dutiesDue, hasDutyToday } from './duties.ts';
import type { ReminderSettings } from './settings.ts';

export async function loadDuties(
  q: Queryable,
  given: { catalog: Catalog; calendar: WorkingCalendar; settings: ReminderSettings },
  today: string,
): Promise<DutyDue[]> {
  const at = { today, calendar: given.calendar, settings: given.settings };
  // On most mornings no duty of any procedure has its day, and the tree need not be read.
  const speaking = [...given.catalog.procedures.values()].filter(({ duties }) => hasDutyToday(duties, at));
  if (speaking.length === 0) return [];
  const nodes = await subtree(q, '/');
  const paths = nodes.map((node) => node.path);
  const organizations = [...(await effectiveOrganizations(q, paths)).values()];
  const roster = await loadRoster(q, paths);
  const done = await dutiesDone(
    q,
    nodes.map((node) => node.id),
  );
  const marks = new Set(done.map((one) => `${one.organizationId}:${one.duty}:${one.period}`));
  return speaking.flatMap((procedure) =>
    dutiesDue(
      procedure.duties,
      organizations.filter((one) => worksUnder(one, procedure, given.catalog, today)),
      roster,
      at,
      (organizationId, duty, period) => marks.has(`${organizationId}:${duty}:${period}`),
    ),
  );
}

/** A body that names no version works under the one in force. */
function worksUnder(
  one: EffectiveOrganization,
  procedure: Procedure,
  catalog: Catalog,
  today: string,
): boolean {
  const version = one.startsUnder.procedureVersion ?? versionInForce(catalog, today);
  return procedure.version === version && procedure.overlay === one.startsUnder.overlay;
}
