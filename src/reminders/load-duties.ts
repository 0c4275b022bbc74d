/** Bodies of the tree in batches, with those who act there and above, and the duties that each should hear of now. */
import type { OrganizationNode, Roster } from '../answers/owners.ts';
import { type Catalog, type Procedure, versionInForce, type WorkingCalendar } from '../procedure/index.ts';
import type { Queryable } from '../store/database.ts';
import { dutiesDone } from '../store/organization-duties.ts';
import {
  type EffectiveOrganization,
  effectiveOrganizations,
  organizationsAfter,
} from '../store/organizations.ts';
import { idsOn, nodesWithPeople } from '../store/planning.ts';
import { type DutyDue, dutiesDue, hasDutyToday } from './duties.ts';
import type { ReminderSettings } from './settings.ts';

export interface DutyRules {
  catalog: Catalog;
  calendar: WorkingCalendar;
  settings: ReminderSettings;
}

export interface SomeBodies {
  bodies: OrganizationNode[];
  roster: Roster;
  reachable: (personId: number) => boolean;
  /** Of these bodies, what is to be spoken of by today; what is done is left out. */
  duties: DutyDue[];
}

/** Bodies in memory at a time. */
const batch = 300;

/** The whole tree, by id. */
export async function* bodiesOf(q: Queryable, rules: DutyRules, today: string): AsyncGenerator<SomeBodies> {
  const at = { today, calendar: rules.calendar, settings: rules.settings };
  const speaking = [...rules.catalog.procedures.values()].filter(({ duties }) => hasDutyToday(duties, at));
  for (let after = 0; ; ) {
    const bodies = await organizationsAfter(q, after, batch);
    const nodes = [
      ...(await nodesWithPeople(q, [...new Set(bodies.flatMap((one) => idsOn(one.path)))])).values(),
    ];
    const roster: Roster = {
      organizations: nodes,
      roles: nodes.flatMap(({ id, roles }) =>
        roles.map(({ personId, role }) => ({ personId, role, organizationId: id })),
      ),
    };
    const reached = new Set(
      nodes.flatMap(({ roles }) => roles.flatMap((one) => (one.reachable ? [one.personId] : []))),
    );
    const duties = speaking.length === 0 ? [] : await dutiesOf(q, bodies, speaking, rules, at, roster);
    yield { bodies, roster, reachable: (personId) => reached.has(personId), duties };
    if (bodies.length < batch) return;
    after = bodies.at(-1)?.id ?? after;
  }
}

async function dutiesOf(
  q: Queryable,
  bodies: readonly OrganizationNode[],
  speaking: readonly Procedure[],
  { catalog }: DutyRules,
  at: { today: string; calendar: WorkingCalendar; settings: ReminderSettings },
  roster: Roster,
): Promise<DutyDue[]> {
  const effective = await effectiveOrganizations(
    q,
    bodies.map((one) => one.path),
  );
  const done = await dutiesDone(
    q,
    bodies.map((one) => one.id),
  );
  const marks = new Set(done.map((one) => `${one.organizationId}:${one.duty}:${one.period}`));
  return speaking.flatMap((procedure) =>
    dutiesDue(
      procedure.duties,
      [...effective.values()].filter((one) => worksUnder(one, procedure, catalog, at.today)),
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
