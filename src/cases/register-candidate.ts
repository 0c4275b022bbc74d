/** A cell puts a new person on its books: a person, a case under the rules of the cell, and the day of introduction. */

import { basisText } from '../lookups/basis-text.ts';
import { eligibilityWords } from '../lookups/procedure-words.ts';
import { findingLines } from '../lookups/registration.ts';
import { newestVersion } from '../lookups/versions.ts';
import { can } from '../people/access.ts';
import {
  type CaseFile,
  checkEligibility,
  type EligibilityFinding,
  mayRecord,
  type PersonFacts,
  type Procedure,
  personFacts,
  resolveProcedure,
} from '../procedure/index.ts';
import { partsOf } from '../procedure/parameters.ts';
import {
  appendEvents,
  caseOfKey,
  casesOfCandidate,
  insertCase,
  loadCase,
  loadCases,
  openCaseOfPerson,
  projectionOf,
  type StoredCase,
  saveProjection,
} from '../store/cases.ts';
import type { Tx } from '../store/database.ts';
import { type EffectiveOrganization, effectiveOrganization } from '../store/organizations.ts';
import { insertPerson, namesakesInCell } from '../store/people.ts';
import { type Text, verbatim } from '../words/text.ts';
import type { CommandAnswers, CommandResult } from './commands.ts';
import type { CommandContext } from './context.ts';
import { examined } from './open-case.ts';
import { type Refused, refuse, refusedByRule } from './refuse.ts';
import { whatComesNext } from './what-comes-next.ts';

type Answers = CommandAnswers<'register-candidate'>;

export async function registerCandidate(
  tx: Tx,
  ctx: CommandContext,
  answers: Answers,
): Promise<CommandResult> {
  const before = await caseOfKey(tx, ctx.key);
  if (before !== null) return tell(tx, ctx, before);

  const cell = await effectiveOrganization(tx, answers.cell);
  const resource = cell && { kind: 'organization' as const, organizationId: cell.id, path: cell.path };
  if (!cell || !resource || cell.level !== 'cell' || !can(ctx.actor, 'case.register', resource)) {
    return refuse('access.no-such-cell', {}, 'cell');
  }
  const facts = readFacts(ctx, answers);
  if ('ok' in facts) return facts;
  const known = await sameInCell(tx, answers);
  if (known.open) return refuse('register.known', { name: verbatim(known.open.personName) }, 'fullName');

  const file: CaseFile = { ...startOf(ctx, cell), person: facts, events: [] };
  const procedure = procedureOf(ctx, file);
  const barred = barredBy(ctx, procedure, file);
  if (barred) return barred;
  const introduced = {
    id: 'e1',
    type: 'step-recorded' as const,
    step: 'introduced',
    on: answers.introducedOn,
  };
  const [refusal] = mayRecord(procedure, file, introduced, ctx.calendar, ctx.today);
  if (refusal) return refusedByRule(procedure, refusal, { on: 'introducedOn', step: 'introducedOn' });

  const personId = known.personId ?? (await insertPerson(tx, { fullName: answers.fullName }));
  const caseId = await insertCase(tx, {
    personId,
    cellId: cell.id,
    procedureVersion: file.procedure,
    overlay: file.overlay,
    person: facts,
    now: ctx.now,
  });
  await appendEvents(tx, caseId, [introduced], {
    key: ctx.key,
    recordedBy: ctx.actor.personId,
    recordedAt: ctx.now,
  });
  const { report } = examined(ctx, { ...file, events: [introduced] });
  await saveProjection(tx, caseId, projectionOf(report));
  return tell(tx, ctx, caseId);
}

function readFacts(ctx: CommandContext, answers: Answers): PersonFacts | Refused {
  const name = answers.fullName.trim();
  if (name.length < 2 || name.length > 100 || !/\p{L}/u.test(name))
    return refuse('register.name', {}, 'fullName');
  if (answers.birthDate > ctx.today) return refuse('register.born-in-future', {}, 'birthDate');
  if (answers.introducedOn < answers.birthDate)
    return refuse('register.introduced-before-birth', {}, 'introducedOn');
  const read = personFacts.safeParse({
    birthDate: answers.birthDate,
    sex: answers.sex,
    education: answers.education,
    group: answers.group,
    youthUnionMember: answers.youthUnion === 'yes',
    tradeUnionMember: answers.tradeUnion === 'yes',
    difficultArea: answers.difficultArea === 'yes',
    special: answers.special,
  });
  if (read.success) return read.data;
  const field = String(read.error.issues[0]?.path[0] ?? '');
  return refuse(
    'register.facts',
    {},
    ['education', 'group', 'special'].includes(field) ? field : 'birthDate',
  );
}

/** The person may stand in this cell already: with an open case, or with one that ended, whose person is taken up again. */
async function sameInCell(tx: Tx, answers: Answers): Promise<{ open?: StoredCase; personId?: number }> {
  let found: { personId?: number } = {};
  for (const person of await namesakesInCell(tx, answers.cell, answers.fullName)) {
    const caseId = await openCaseOfPerson(tx, person.id);
    const [open] = caseId === null ? [] : await loadCases(tx, [caseId]);
    if (open?.file.person.birthDate === answers.birthDate) return { open };
    if (!open && (await bornOn(tx, person.id, answers.birthDate))) found = { personId: person.id };
  }
  return found;
}

/** Whether an earlier case of this person in the product names this day of birth. */
async function bornOn(tx: Tx, personId: number, birthDate: string): Promise<boolean> {
  const cases = await loadCases(tx, await casesOfCandidate(tx, personId));
  return cases.some((one) => one.file.person.birthDate === birthDate);
}

const startOf = (ctx: CommandContext, cell: EffectiveOrganization): Omit<CaseFile, 'person' | 'events'> => ({
  procedure: cell.startsUnder.procedureVersion ?? newestVersion(ctx.catalog, ctx.today),
  overlay: cell.startsUnder.overlay,
  organization: cell.effective,
});

const procedureOf = (ctx: CommandContext, file: CaseFile): Procedure =>
  resolveProcedure(ctx.catalog, {
    version: file.procedure,
    overlay: file.overlay,
    parameters: file.organization.parameters,
  });

const findingsOf = (ctx: CommandContext, procedure: Procedure, file: CaseFile): EligibilityFinding[] =>
  checkEligibility(procedure, file.person, file.organization, ctx.today);

function barredBy(ctx: CommandContext, procedure: Procedure, file: CaseFile): Refused | null {
  const bar = findingsOf(ctx, procedure, file).find((finding) => !finding.holds && finding.outcome === 'bar');
  if (!bar) return null;
  const params = {
    finding: eligibilityWords(procedure, bar),
    basis: basisText(procedure, bar.basis, bar.confidence),
  };
  return refuse('register.barred', params, questionOf(procedure, bar.id));
}

/** The question whose answer the rule speaks of, so that a slip can be mended; none where there is no such question. */
function questionOf(procedure: Procedure, finding: string): string | undefined {
  const { must, when } = procedure.eligibility[finding] ?? {};
  const parts = [must, when].flatMap((condition) => (condition ? [...partsOf(condition)] : []));
  if (parts.some((part) => 'age' in part)) return 'birthDate';
  const facts = parts.flatMap((part) => ('fact' in part ? [part.fact] : []));
  return ['education', 'special', 'group'].find((question) => facts.includes(`person.${question}`));
}

async function tell(tx: Tx, ctx: CommandContext, caseId: number): Promise<CommandResult> {
  const stored = await loadCase(tx, caseId);
  if (!stored) throw new Error(`case ${caseId} was registered and is not there`);
  // As it stood when it was registered, whatever has been recorded since.
  const file = { ...stored.file, events: stored.file.events.slice(0, 1) };
  const { procedure, report } = examined(ctx, file);
  const [introduced] = file.events;
  const findings = findingsOf(ctx, procedure, file).filter(
    (finding) => !finding.holds || finding.outcome !== 'ok',
  );
  const lines: Text[] = [
    {
      key: 'cases.registered.done',
      params: {
        name: verbatim(stored.personName),
        cell: verbatim(stored.cellName),
        on: { date: introduced?.on ?? ctx.today },
      },
    },
    ...findings.flatMap((finding) => findingLines(procedure, finding)),
  ];
  const next = whatComesNext(ctx, stored, procedure, report, null);
  return { ok: true, lines: [...lines, ...next.lines], offers: next.offers };
}
