/** Assigning who helps: who helps now, who may, and when the months together will be enough to introduce. */
import type { LookupResult } from '../conversation/machine-types.ts';
import type { CaseEvent } from '../procedure/case-file.ts';
import { addMonths } from '../procedure/dates.ts';
import type { Basis, Confidence } from '../procedure/schema.ts';
import { getPeople, type Member, membersOf } from '../store/people.ts';
import { type Text, verbatim } from '../words/text.ts';
import { basisText } from './basis-text.ts';
import { caseChoices } from './case-choices.ts';
import { type CaseView, checkOfCase, imagined, ofCase, refusedBy, stop } from './case-view.ts';
import { type Asked, answered, type Lookup, numbered } from './context.ts';

/** The gate of the introduction paper that asks for months together. */
const monthsGate = { step: 'introduced-by-members', gate: 'mentor-months' };

export const casesForMentor = caseChoices({
  actions: ['case.assign-mentor'],
  first: (view) => view.report.mentor === null,
  beside: (view) => (view.report.mentor === null ? { key: 'lookups.mentor.none' } : null),
  none: { key: 'lookups.none.open' },
});

export const mentorNow: Lookup = ofCase('case.assign-mentor', async (view, asked): Promise<LookupResult> => {
  const current = view.report.mentors.find(
    (one) => one.mentor === view.report.mentor && one.until === undefined,
  );
  const chosen = answered(asked, 'mentor');
  const replaces = current !== undefined && chosen !== null && chosen !== current.mentor;
  const values = { replaces, monthsAsked: monthsAsked(view) };
  if (!current) return { values };
  const name = await nameOf(asked, current.mentor);
  return {
    values,
    lines: [
      {
        key: 'lookups.mentor.now',
        params: { name: view.name, mentor: name, since: { date: current.since } },
      },
    ],
  };
});

export const mentorRule: Lookup = ofCase(
  'case.assign-mentor',
  (): LookupResult => ({
    lines: [{ key: 'lookups.mentor.rule' }],
  }),
);

/** Official members of the cell who do not help already; any other member, when typed, is answered with the reason. */
export const mentorChoices: Lookup = ofCase(
  'case.assign-mentor',
  async (view, asked): Promise<LookupResult> => {
    const members = await cellMembers(view, asked);
    const fit = members.filter(
      (one) => one.official && one.id !== view.stored.personId && !helpsAlready(view, one.id),
    );
    if (fit.length === 0) return stop({ key: 'lookups.mentor.nobody' });
    const others = members.filter((one) => !fit.includes(one));
    const candidate = { id: view.stored.personId, fullName: view.stored.personName };
    const unfit = others.some((one) => one.id === candidate.id) ? others : [...others, candidate];
    const option = (one: Pick<Member, 'id' | 'fullName'>) => ({
      value: String(one.id),
      label: verbatim(one.fullName),
    });
    return {
      options: [...fit.map(option), ...unfit.map((one) => ({ ...option(one), unlisted: true as const }))],
    };
  },
);

export const mentorFits: Lookup = checkOfCase(
  'case.assign-mentor',
  async (view, asked): Promise<Text | null> => {
    const chosen = numbered(asked, 'mentor');
    if (chosen === null) return null;
    const member = (await cellMembers(view, asked)).find((one) => one.id === chosen);
    const params = { name: member ? verbatim(member.fullName) : view.name };
    if (chosen === view.stored.personId) return withRule(view, { key: 'lookups.mentor.isCandidate', params });
    if (member && !member.official) return withRule(view, { key: 'lookups.mentor.notOfficial', params });
    return helpsAlready(view, chosen) ? { key: 'lookups.mentor.already', params } : null;
  },
);

/** Unless it is time to assign a helper again: at the ceremony the same member may go on. */
function helpsAlready(view: CaseView, person: number): boolean {
  const due = view.report.steps.some(
    (step) => step.recordKind === 'mentor' && view.report.frontier.includes(step.id),
  );
  return String(person) === view.report.mentor && !due;
}

export const mentorDay: Lookup = checkOfCase('case.assign-mentor', (view, asked) => {
  const events = assignment(asked);
  return events ? refusedBy(view, asked, events) : null;
});

export const togetherRule: Lookup = ofCase('case.assign-mentor', (view): LookupResult => {
  const rule = monthsRule(view);
  if (!rule) return {};
  const { months, basis, confidence } = rule;
  return {
    lines: [
      { key: 'lookups.mentor.months', params: { months } },
      basisText(view.procedure, basis, confidence),
    ],
  };
});

/** Whether the months are enough already, or from which day; or that they are not asked. */
export const mentorOutlook: Lookup = ofCase('case.assign-mentor', (view, asked): LookupResult => {
  const rule = monthsRule(view);
  const since = answered(asked, 'togetherSince');
  if (!rule) return {};
  if (!introduces(view)) return {};
  if (!monthsAsked(view)) return { lines: [{ key: 'lookups.mentor.waived' }] };
  if (since === null) return { lines: [{ key: 'lookups.mentor.togetherUnknown' }] };
  const { months } = rule;
  const enough = addMonths(since, months);
  return {
    lines: [
      enough <= asked.today
        ? { key: 'lookups.mentor.enough', params: { months } }
        : { key: 'lookups.mentor.notYet', params: { months, date: { date: enough } } },
    ],
  };
});

/** How long the introducer and the candidate must have been together, by the rules of this case. */
function monthsRule(view: CaseView): { months: number; basis: Basis[]; confidence: Confidence } | null {
  const gate = view.procedure.steps[monthsGate.step]?.gates[monthsGate.gate];
  const months = gate?.kind === 'elapsed' ? view.procedure.parameters[gate.months]?.value : undefined;
  return gate && months !== undefined ? { months, basis: gate.basis, confidence: gate.confidence } : null;
}

/** Before the admission the one who helps will also introduce; in the probation not any more. */
const introduces = (view: CaseView): boolean => ['source', 'file', 'admission'].includes(view.report.phase);

/** The first mentor is asked for the months; one who takes over, or helps after a move, is not. */
function monthsAsked(view: CaseView): boolean {
  const waived = view.report.situations.some((one) =>
    ['moved-while-helped', 'temporary-elsewhere'].includes(one),
  );
  return introduces(view) && view.report.mentors.length === 0 && !waived;
}

function assignment(asked: Asked): CaseEvent | null {
  const mentor = answered(asked, 'mentor');
  const on = answered(asked, 'on');
  if (mentor === null || on === null) return null;
  const togetherSince = answered(asked, 'togetherSince');
  return {
    id: imagined,
    on,
    type: 'mentor-assigned',
    mentor,
    officialMember: true,
    ...(togetherSince === null ? {} : { togetherSince }),
  };
}

function withRule(view: CaseView, why: Text): Text {
  const gate = view.procedure.steps[monthsGate.step]?.gates['has-mentor'];
  return gate
    ? { key: 'lookups.refused', params: { why, basis: basisText(view.procedure, gate.basis) } }
    : why;
}

interface CellMember {
  id: number;
  fullName: string;
  official: boolean;
}

/** Each person once: a secretary is an official member by that office. */
export async function cellMembers(view: CaseView, asked: Asked): Promise<CellMember[]> {
  const held = await membersOf(asked.q, [view.stored.cellId]);
  const members = new Map<number, CellMember>();
  for (const one of held) {
    const official = isOfficial(one) || (members.get(one.id)?.official ?? false);
    members.set(one.id, { id: one.id, fullName: one.fullName, official });
  }
  return [...members.values()];
}

const isOfficial = (member: Member): boolean =>
  member.role !== 'probationaryMember' && member.role !== 'committeeOfficer';

/** The name of a person that an event refers to by id; labels of other origin stand as they are. */
export async function nameOf(asked: Asked, person: string): Promise<Text> {
  if (!/^[1-9]\d*$/.test(person)) return verbatim(person);
  const found = await getPeople(asked.q, [Number(person)]);
  return verbatim(found.get(Number(person))?.fullName ?? person);
}
