/** Turns the sample's cases into case files dated relative to a day. Pure. */
import { Temporal } from 'temporal-polyfill';
import {
  type CaseFile,
  caseFile,
  type OrganizationSettings,
  type PersonFacts,
} from '../../src/procedure/case-file.ts';
import { type Catalog, versionInForce, type WorkingCalendar } from '../../src/procedure/index.ts';
import { history, relativeTo } from './history.ts';
import type { MemberKey } from './members.ts';
import { ordinaryCases } from './ordinary-cases.ts';
import { type CellKey, organizations, type SampleOrganization } from './organizations.ts';
import type { Road } from './road.ts';
import type { SampleCase } from './sample-case.ts';
import { specialCases } from './special-cases.ts';

export interface DatedCase {
  sample: SampleCase;
  file: CaseFile;
}

export interface Given {
  today: string;
  catalog: Catalog;
  calendar: WorkingCalendar;
}

export const allCases: readonly SampleCase[] = [...ordinaryCases, ...specialCases];

/** `who`: how events name a member (the id of the people table, as text). */
export function casesOfToday(given: Given, who: (key: MemberKey) => string): DatedCase[] {
  const at = relativeTo(given.today, given.calendar);
  return allCases.map((sample) => {
    const rules = rulesOf(sample.cell);
    const settings = settingsOf(sample.cell);
    const events = history(
      {
        ...sample.past,
        mentor: who(sample.mentor),
        road: roadOf(sample, settings, rules.overlay, who),
        ...(sample.beside === undefined
          ? {}
          : { beside: (days) => sample.beside?.(days, { ...at, who }) ?? [] }),
      },
      at,
    );
    const file = caseFile.parse({
      name: sample.name,
      procedure: versionAt(given.catalog, rules.version, events[0]?.on ?? given.today),
      overlay: rules.overlay,
      organization: settings,
      person: personOf(sample, given.today),
      events,
    });
    return { sample, file };
  });
}

function personOf(
  sample: SampleCase,
  today: string,
): Omit<Partial<PersonFacts>, 'birthDate'> & { birthDate: string } {
  const now = Temporal.PlainDate.from(today);
  const [years, days] = sample.age;
  return {
    ...sample.person,
    birthDate: now.subtract({ years, days }).toString(),
    ...(sample.leftPartyMonthsAgo === undefined
      ? {}
      : {
          formerMember: {
            leftOn: now.subtract({ months: sample.leftPartyMonthsAgo }).toString(),
            reason: 'family-hardship',
            readmittedBefore: false,
          },
        }),
  };
}

function roadOf(
  sample: SampleCase,
  settings: Partial<OrganizationSettings>,
  overlay: string | null,
  who: (key: MemberKey) => string,
): Road {
  const { secondIntroducer, ...road } = sample.road ?? {};
  return {
    hops: settings.approval === 'two-hop' ? 'two' : 'one',
    subCommittee: settings.subCommittee ?? false,
    haNoi: overlay === 'ha-noi',
    introducedBy: settings.youthUnion === false ? 'trade-union' : 'youth-union',
    cellMembers: settings.officialMembers ?? 3,
    ...road,
    ...(secondIntroducer === undefined ? {} : { secondIntroducer: who(secondIntroducer) }),
  };
}

/** From the province down to the cell. */
function lineOf(cell: CellKey): SampleOrganization[] {
  const line: SampleOrganization[] = [];
  let key: string | null = cell;
  while (key !== null) {
    const node: SampleOrganization | undefined = organizations.find((one) => one.key === key);
    if (!node) throw new Error(`no organisation ${key}`);
    line.unshift(node);
    key = node.parent;
  }
  return line;
}

const settingsOf = (cell: CellKey): Partial<OrganizationSettings> =>
  Object.assign({}, ...lineOf(cell).map((node) => node.settings));

function rulesOf(cell: CellKey): { version: string; overlay: string | null } {
  const line = lineOf(cell);
  const version = line.findLast((node) => node.procedureVersion !== undefined)?.procedureVersion;
  if (version === undefined) throw new Error(`no rules for ${cell}`);
  return { version, overlay: line.findLast((node) => node.overlay !== undefined)?.overlay ?? null };
}

/** A case keeps the version it began under: the cell's of today, or an earlier one if that was not yet in force. */
function versionAt(catalog: Catalog, ofCell: string, began: string): string {
  const effective = catalog.versions.find((one) => one.id === ofCell)?.effective ?? '';
  return effective <= began ? ofCell : versionInForce(catalog, began);
}
