/**
 * Who may do what. Decided here and nowhere else: `can` for one thing, `scopeFor` for all things of a kind, both from the
 * same table; `src/store/scope.ts` puts a scope into SQL. Pure.
 */
import { type Action, type Actor, actions, type Resource, type TreeRole } from './roles.ts';

/** In what capacity somebody acts. Official and probationary members have none by that alone. */
type Capacity = 'cadre' | 'secretary' | 'committeeOfficer' | 'mentor' | 'candidate';

/** For the secretary alone to decide. */
const secretaryOnly: readonly Action[] = ['organization.choose-ladder'];

const allowed: Record<Capacity, readonly Action[]> = {
  /** Secretary and committee members, for their own cell. */
  cadre: actions.filter((action) => !secretaryOnly.includes(action)),
  secretary: secretaryOnly,
  /** For its subtree: sees everything, records what committees decide, never what cells do. */
  committeeOfficer: [
    'case.view',
    'case.view-inside',
    'case.record-committee',
    'organization.view',
    'organization.report',
    'organization.record-committee',
    'organization.choose-ladder',
    'person.invite',
  ],
  /** For the candidates they help now. */
  mentor: ['case.view', 'case.view-inside', 'case.assess'],
  /** For their own case. */
  candidate: ['case.view'],
};

const subject: Record<Action, Resource['kind']> = {
  'case.view': 'case',
  'case.view-inside': 'case',
  'case.register': 'organization',
  'case.record': 'case',
  'case.record-committee': 'case',
  'case.assign-mentor': 'case',
  'case.assess': 'case',
  'case.correct': 'case',
  'case.close': 'case',
  'organization.view': 'organization',
  'organization.report': 'organization',
  'organization.record': 'organization',
  'organization.record-committee': 'organization',
  'organization.choose-ladder': 'organization',
  'person.invite': 'person',
};

/** Everything an actor may do one action on, as data. */
export interface Scope {
  /** Cells (organisation ids): exactly these. */
  cells: number[];
  /** Paths of nodes: they and all below. */
  subtrees: string[];
  /** Single cases. */
  cases: number[];
  /** Cases left out whatever else holds: nobody acts on their own admission or sees inside it. */
  except: number[];
}

export const cadreRoles: readonly TreeRole[] = ['cellSecretary', 'cellCommitteeMember'];

/** A person without a place in the tree (`path: null`) is nobody's to act on. */
export function can(actor: Actor, action: Action, resource: Resource): boolean {
  if (subject[action] !== resource.kind) return false;
  const scope = scopeFor(actor, action);
  if (resource.kind === 'case') {
    if (scope.except.includes(resource.caseId)) return false;
    return scope.cases.includes(resource.caseId) || reaches(scope, resource.cellId, resource.path);
  }
  if (resource.kind === 'organization') return reaches(scope, resource.organizationId, resource.path);
  return resource.path !== null && reaches(scope, nodeOf(resource.path), resource.path);
}

export function scopeFor(actor: Actor, action: Action): Scope {
  const may = (capacity: Capacity): boolean => allowed[capacity].includes(action);
  return {
    cells: actor.roles.filter((held) => inCell(held.role, may)).map((held) => held.organizationId),
    subtrees: may('committeeOfficer')
      ? actor.roles.filter((held) => held.role === 'committeeOfficer').map((held) => held.path)
      : [],
    cases: [...(may('mentor') ? actor.mentorOf : []), ...(may('candidate') ? actor.candidateOf : [])],
    except: may('candidate') ? [] : actor.candidateOf,
  };
}

const inCell = (role: TreeRole, may: (capacity: Capacity) => boolean): boolean =>
  (may('cadre') && cadreRoles.includes(role)) || (may('secretary') && role === 'cellSecretary');

const reaches = (scope: Scope, node: number, path: string): boolean =>
  scope.cells.includes(node) || scope.subtrees.some((root) => path.startsWith(root));

/** "/1/4/9/" -> 9. */
const nodeOf = (path: string): number => Number(path.split('/').at(-2));
