/** Registering a person: in which cell, whether they are known already, and how they stand to the requirements. */
import type { LookupResult } from '../conversation/machine-types.ts';
import { education, type PersonFacts, personFacts, specialMatter } from '../procedure/case-file.ts';
import { fullYears } from '../procedure/dates.ts';
import { checkEligibility, type Procedure, resolveProcedure } from '../procedure/index.ts';
import type { EligibilityFinding } from '../procedure/report.ts';
import { findCasesByName, loadCases } from '../store/cases.ts';
import {
  type EffectiveOrganization,
  effectiveOrganization,
  organizationsFor,
} from '../store/organizations.ts';
import { namesakesInCell } from '../store/people.ts';
import { type Text, verbatim } from '../words/text.ts';
import { basisText } from './basis-text.ts';
import { stop } from './case-view.ts';
import { type Asked, answered, type Lookup, numbered } from './context.ts';
import { eligibilityWords, paperName } from './procedure-words.ts';
import { newestVersion } from './versions.ts';

export const cellsToRegister: Lookup = async (asked) => {
  const cells = await organizationsFor(asked.q, asked.actor, 'case.register', 'cell');
  if (cells.length === 0) return stop({ key: 'lookups.none.cell' });
  const options = cells.map((cell) => ({ value: String(cell.id), label: verbatim(cell.name) }));
  const [only] = options;
  return options.length === 1 && only ? { options, only: only.value } : { options };
};

/** The same name may be somebody else: it is pointed out, not refused. */
export const nameKnown: Lookup = async (asked) => {
  const fullName = answered(asked, 'fullName');
  const cell = numbered(asked, 'cell');
  if (fullName === null || cell === null) return {};
  const same = await namesakesInCell(asked.q, cell, fullName);
  const [first] = same;
  if (!first) return {};
  return { lines: [{ key: 'lookups.register.namesake', params: { name: verbatim(first.fullName) } }] };
};

/** The same name and the same day of birth is the same person: the case that exists is the one to work with. */
export const candidateKnown: Lookup = async (asked) => {
  const fullName = answered(asked, 'fullName');
  const birthDate = answered(asked, 'birthDate');
  if (fullName === null || birthDate === null) return {};
  const rows = await findCasesByName(asked.q, asked.actor, fullName, {
    open: true,
    action: 'case.view-inside',
  });
  const found = await loadCases(
    asked.q,
    rows.map((row) => row.id),
  );
  const same = found.find((one) => one.file.person.birthDate === birthDate);
  if (!same) return {};
  return {
    refuse: {
      key: 'lookups.register.known',
      params: { name: verbatim(same.personName), cell: verbatim(same.cellName) },
    },
  };
};

export const candidateAge: Lookup = async (asked) => {
  const birthDate = answered(asked, 'birthDate');
  const procedure = await procedureOfCell(asked);
  if (birthDate === null || !procedure) return { values: { youth: true } };
  // A cadre of the Youth Union may be older: asked up to that age.
  const limit = procedure.parameters.youth_cadre_age_max?.value ?? procedure.parameters.youth_age_max?.value;
  return { values: { youth: limit === undefined || fullYears(birthDate, asked.today) <= limit } };
};

/** Each requirement that is not met, and each that calls for something more, with its basis; the rest in one line. */
export const eligibilityFindings: Lookup = async (asked): Promise<LookupResult> => {
  const cell = await cellOf(asked);
  const procedure = await procedureOfCell(asked);
  const person = factsFromAnswers(asked);
  if (!cell || !procedure || !person) return {};
  const findings = checkEligibility(procedure, person, cell.effective, asked.today);
  const open = findings.filter((finding) => !finding.holds || finding.outcome !== 'ok');
  const met = findings.length - open.length;
  const barred = open.some((finding) => finding.outcome === 'bar' && !finding.holds);
  const lines: Text[] = [
    { key: 'lookups.eligibility.head' },
    ...(met > 0 ? [{ key: 'lookups.eligibility.met', params: { met } }] : []),
    ...open.flatMap((finding) => findingLines(procedure, finding)),
    { key: barred ? 'lookups.eligibility.bars' : 'lookups.eligibility.people' },
  ];
  return barred ? { lines, stop: true } : { lines };
};

export function findingLines(procedure: Procedure, finding: EligibilityFinding): Text[] {
  const mark = finding.outcome === 'bar' ? 'bar' : finding.outcome === 'inform' ? 'inform' : 'mind';
  return [
    { key: `lookups.eligibility.${mark}`, params: { finding: eligibilityWords(procedure, finding) } },
    ...(finding.paper === undefined
      ? []
      : [{ key: 'lookups.eligibility.paper', params: { paper: paperName(procedure, finding.paper) } }]),
    { key: 'lookups.indent', params: { line: basisText(procedure, finding.basis, finding.confidence) } },
  ];
}

/** The coded facts that the answers give so far; null until the date of birth is there. */
export function factsFromAnswers(asked: Asked): PersonFacts | null {
  const yes = (name: string): boolean => answered(asked, name) === 'yes';
  const special = asked.answers.special;
  const read = personFacts.safeParse({
    birthDate: answered(asked, 'birthDate'),
    sex: answered(asked, 'sex') ?? undefined,
    education: education.safeParse(answered(asked, 'education')).data,
    group: answered(asked, 'group') ?? undefined,
    youthUnionMember: yes('youthUnion'),
    tradeUnionMember: yes('tradeUnion'),
    difficultArea: yes('difficultArea'),
    special: (Array.isArray(special) ? special : []).filter((one) => specialMatter.safeParse(one).success),
  });
  return read.success ? read.data : null;
}

async function cellOf(asked: Asked): Promise<EffectiveOrganization | null> {
  const id = numbered(asked, 'cell');
  return id === null ? null : effectiveOrganization(asked.q, id);
}

async function procedureOfCell(asked: Asked): Promise<Procedure | null> {
  const cell = await cellOf(asked);
  if (!cell) return null;
  return resolveProcedure(asked.catalog, {
    version: cell.startsUnder.procedureVersion ?? newestVersion(asked.catalog, asked.today),
    overlay: cell.startsUnder.overlay,
    parameters: cell.effective.parameters,
  });
}
