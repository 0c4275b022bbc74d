/** Duties of a body itself: which of them are not yet recorded, and for which period. */
import type { LookupResult } from '../conversation/machine-types.ts';
import { type DutyPeriod, dutyPeriod, dutyPeriodBefore, levelOfDuty } from '../procedure/duty-periods.ts';
import { versionInForce } from '../procedure/index.ts';
import type { Procedure } from '../procedure/schema.ts';
import { dutiesDone } from '../store/organization-duties.ts';
import type { EffectiveOrganization } from '../store/organizations.ts';
import { type Text, verbatim } from '../words/text.ts';
import { basisText } from './basis-text.ts';
import { bodyFor, bodyOptions, ownBodies, rightForDuties } from './bodies.ts';
import { stop } from './case-view.ts';
import { type Asked, answered, type Lookup, numbered } from './context.ts';
import { procedureText } from './procedure-words.ts';

export interface OpenDuty {
  id: string;
  rule: Procedure['duties'][string];
  procedure: Procedure;
  /** Not recorded yet: the present one, then the last one that is over. Never empty. */
  periods: DutyPeriod[];
}

/** Duties of the body that can be recorded as done on this day. */
export async function openDuties(
  asked: Pick<Asked, 'q' | 'today' | 'catalog'>,
  body: EffectiveOrganization,
): Promise<OpenDuty[]> {
  const procedure = procedureOf(asked, body);
  if (!procedure) return [];
  const done = new Set((await dutiesDone(asked.q, [body.id])).map((one) => `${one.duty}#${one.period}`));
  return dutiesOf(procedure, body).flatMap(([id, rule]) => {
    const periods = [dutyPeriod(rule, asked.today), dutyPeriodBefore(rule, asked.today)]
      .filter((one) => one !== null)
      .filter(({ period }) => !done.has(`${id}#${period}`));
    return periods.length > 0 ? [{ id, rule, procedure, periods }] : [];
  });
}

/** What the body works under; a body that names no version works under the one in force. */
export function procedureOf(
  { catalog, today }: Pick<Asked, 'catalog' | 'today'>,
  { startsUnder }: EffectiveOrganization,
): Procedure | null {
  const version = startsUnder.procedureVersion ?? versionInForce(catalog, today);
  const found = [...catalog.procedures.values()].find(
    (one) => one.version === version && one.overlay === startsUnder.overlay,
  );
  return found ?? null;
}

const dutiesOf = (procedure: Procedure, body: EffectiveOrganization) =>
  Object.entries(procedure.duties).filter(
    ([, rule]) => rule.scope === 'organization' && levelOfDuty(rule.owner) === body.level,
  );

export const bodiesWithDuties: Lookup = async (asked): Promise<LookupResult> => {
  const bodies = (await ownBodies(asked.q, asked.actor, rightForDuties)).filter((body) => {
    const procedure = procedureOf(asked, body);
    return procedure !== null && dutiesOf(procedure, body).length > 0;
  });
  return bodies.length === 0 ? stop({ key: 'lookups.none.duty' }) : bodyOptions(bodies);
};

export const dutiesToRecord: Lookup = async (asked): Promise<LookupResult> => {
  const body = await bodyFor(asked.q, asked.actor, numbered(asked, 'organization'), rightForDuties);
  if (!body) return stop({ key: 'lookups.none.duty' });
  const duties = await openDuties(asked, body);
  if (duties.length === 0)
    return stop({ key: 'lookups.none.dutyOpen', params: { organization: verbatim(body.name) } });
  const options = duties.map(({ id, procedure }) => ({ value: id, label: dutyTitle(procedure, id) }));
  const [only] = options;
  return options.length === 1 && only ? { options, only: only.value } : { options };
};

export const dutyPeriods: Lookup = async (asked): Promise<LookupResult> => {
  const duty = await chosenDuty(asked);
  if (!duty) return stop({ key: 'lookups.none.dutyDone' });
  const options = duty.periods.map(({ period }) => ({ value: period, label: periodText(period) }));
  const [only] = options;
  return options.length === 1 && only ? { options, only: only.value } : { options };
};

/** What is about to be recorded, with its source. A button may bring a period that was recorded meanwhile. */
export const dutyRule: Lookup = async (asked): Promise<LookupResult> => {
  const duty = await chosenDuty(asked);
  const period = duty?.periods.find((one) => one.period === answered(asked, 'period'));
  if (!duty || !period) return stop({ key: 'lookups.none.dutyDone' });
  const params = { what: dutyTitle(duty.procedure, duty.id), period: periodText(period.period) };
  return {
    lines: [
      { key: 'lookups.duty.about', params },
      basisText(duty.procedure, duty.rule.basis, duty.rule.confidence),
    ],
  };
};

async function chosenDuty(asked: Asked): Promise<OpenDuty | null> {
  const body = await bodyFor(asked.q, asked.actor, numbered(asked, 'organization'), rightForDuties);
  if (!body) return null;
  return (await openDuties(asked, body)).find((one) => one.id === answered(asked, 'duty')) ?? null;
}

export const dutyTitle = (procedure: Procedure, id: string): Text => procedureText(procedure, 'duties', id);

/** Parts of a year that have names of their own. */
const parts = ['Q1', 'Q2', 'Q3', 'Q4', 'H1', 'H2'];

/** "2026-Q2" in words. */
export function periodText(period: string): Text {
  const [year = '', part = ''] = period.split('-');
  if (parts.includes(part)) return { key: `lookups.duty.period.${part}`, params: { year } };
  return part === ''
    ? { key: 'lookups.duty.period.year', params: { year } }
    : { key: 'lookups.duty.period.month', params: { year, month: Number(part) } };
}
