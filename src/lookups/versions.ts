/** Which rules: those a reader lives under, the name they go by, and what moving a case to others would change. */
import type { LookupResult } from '../conversation/machine-types.ts';
import type { CaseEvent } from '../procedure/case-file.ts';
import {
  type Catalog,
  examine,
  type Procedure,
  procedureInForce,
  resolveProcedure,
  versionInForce,
} from '../procedure/index.ts';
import { loadCase } from '../store/cases.ts';
import { effectiveOrganization } from '../store/organizations.ts';
import type { Text } from '../words/text.ts';
import { caseChoices } from './case-choices.ts';
import { type CaseView, imagined, ofCase, stop } from './case-view.ts';
import { type Asked, answered, type Lookup } from './context.ts';
import { difference } from './difference.ts';

/** What a case starts under where nobody has said otherwise. */
export const newestVersion = (catalog: Catalog, today: string): string => versionInForce(catalog, today);

/** The version, and the province's guidance laid over it. */
export function procedureName(procedure: Pick<Procedure, 'version' | 'overlay'>): Text {
  const version: Text = { key: `procedure.versions.${procedure.version}` };
  if (procedure.overlay === null) return version;
  const overlay: Text = { key: `procedure.versions.${procedure.overlay}` };
  return { key: 'lookups.procedure.withOverlay', params: { version, overlay } };
}

/** The reader's own organisation says; else the case they are part of; else the newest. */
export async function procedureOfReader(asked: Asked): Promise<Procedure> {
  const [role] = asked.actor.roles;
  const organization = role ? await effectiveOrganization(asked.q, role.organizationId) : null;
  if (organization) {
    return resolveProcedure(asked.catalog, {
      version: organization.startsUnder.procedureVersion ?? newestVersion(asked.catalog, asked.today),
      overlay: organization.startsUnder.overlay,
      parameters: organization.effective.parameters,
    });
  }
  const [caseId] = [...asked.actor.candidateOf, ...asked.actor.mentorOf];
  const stored = caseId === undefined ? null : await loadCase(asked.q, caseId);
  if (stored) return resolveProcedure(asked.catalog, procedureInForce(stored.file));
  return resolveProcedure(asked.catalog, {
    version: newestVersion(asked.catalog, asked.today),
    overlay: null,
  });
}

export const casesToSwitch = caseChoices({
  actions: ['case.correct'],
  wanted: (view, asked) => others(view, asked).length > 0,
  none: { key: 'lookups.none.switch' },
});

export const otherProcedures: Lookup = ofCase('case.correct', (view, asked): LookupResult => {
  const found = others(view, asked);
  if (found.length === 0) return stop({ key: 'lookups.none.switchHere', params: { name: view.name } });
  const options = found.map((one) => ({ value: keyOf(one), label: procedureName(one) }));
  const [only] = options;
  return options.length === 1 && only ? { options, only: only.value } : { options };
});

export const procedureNow: Lookup = ofCase(
  'case.correct',
  (view): LookupResult => ({
    lines: [
      { key: 'lookups.procedure.now', params: { name: view.name, procedure: procedureName(view.procedure) } },
    ],
  }),
);

/** What changes for this person, line by line. */
export const switchPreview: Lookup = ofCase('case.correct', (view, asked): LookupResult => {
  const wanted = others(view, asked).find((one) => keyOf(one) === answered(asked, 'procedure'));
  if (!wanted) return stop({ key: 'lookups.none.switchHere', params: { name: view.name } });
  const event: CaseEvent = {
    id: imagined,
    on: asked.today,
    type: 'procedure-changed',
    procedure: wanted.version,
    overlay: wanted.overlay,
  };
  const file = { ...view.stored.file, events: [...view.stored.file.events, event] };
  const procedure = resolveProcedure(asked.catalog, procedureInForce(file));
  const report = examine(procedure, file, asked.calendar, asked.today);
  return {
    lines: [
      { key: 'lookups.procedure.preview', params: { name: view.name, procedure: procedureName(procedure) } },
      ...difference(view, { procedure, report }),
      ...unread(procedure),
    ],
  };
});

/** Rules that nobody has held against their own text yet are no small matter when moving to them. */
function unread(procedure: Procedure): Text[] {
  const steps = Object.values(procedure.steps);
  const count = steps.filter(
    (step) => step.confidence === 'secondary' || step.confidence === 'unverified',
  ).length;
  return count > 0 ? [{ key: 'lookups.procedure.unread', params: { count } }] : [];
}

interface Named {
  version: string;
  overlay: string | null;
}

/** The other versions, newest first, each with the same province's guidance where it may be laid over it. */
function others(view: CaseView, asked: Asked): Named[] {
  const { version, overlay } = view.procedure;
  return asked.catalog.versions
    .filter((one) => one.id !== version)
    .map((one): Named => {
      const laid = asked.catalog.overlays.some(
        (known) => known.id === overlay && known.over.includes(one.id),
      );
      return { version: one.id, overlay: laid ? overlay : null };
    })
    .reverse();
}

const keyOf = ({ version, overlay }: Named): string => (overlay === null ? version : `${version}+${overlay}`);
