/**
 * Who, by name, owes what a rule lays on a body ("the cell", "the grassroots committee"). Pure: roles on the tree in,
 * people out. Reminders and "việc của tôi" ask the same question here.
 */
import type { TreeRole } from '../people/roles.ts';
import type { Actor } from '../procedure/schema.ts';

/** Who holds which role, and the nodes of the tree; rows of the two tables as they are. */
export interface Roster {
  roles: readonly { personId: number; role: TreeRole; organizationId: number }[];
  organizations: readonly OrganizationNode[];
}

export interface OrganizationNode {
  id: number;
  /** "/1/3/7/": ids from the root to the node. */
  path: string;
  level: 'province' | 'grassrootsCommittee' | 'subCommittee' | 'cell';
  name: string;
}

/** Where a case stands on the tree, and whose it is. */
export interface CasePlace {
  candidateId: number;
  mentorId: number | null;
  cellId: number;
  /** Path of the cell. */
  path: string;
  /** The level that signs the decision: the committee above the grassroots one, unless that one is authorised. */
  decidedAt: 'grassrootsCommittee' | 'province';
}

/**
 * The people who owe it; empty when the cell has neither secretary nor committee. A body without an officer, and the
 * bodies outside the Party's tree (youth union, class, residence), are followed up by the cell's secretary.
 */
export function ownersOf(owner: Actor, place: CasePlace, roster: Roster): number[] {
  switch (owner) {
    case 'candidate':
      return [place.candidateId];
    case 'mentor':
      return place.mentorId === null ? cellLead(place.cellId, roster) : [place.mentorId];
    case 'subCommittee':
      return officersAt('subCommittee', place, roster);
    case 'grassrootsCommittee':
      return officersAt('grassrootsCommittee', place, roster);
    case 'decidingBody':
      return officersAt(place.decidedAt, place, roster);
    default:
      return cellLead(place.cellId, roster);
  }
}

/** The secretary; without one, the members of the cell's committee. */
export function cellLead(cellId: number, roster: Roster): number[] {
  const secretaries = holders('cellSecretary', cellId, roster);
  return [...(secretaries.length > 0 ? secretaries : holders('cellCommitteeMember', cellId, roster))];
}

/** The officers of one node. */
export const officersOf = (organizationId: number, roster: Roster): number[] => [
  ...holders('committeeOfficer', organizationId, roster),
];

function officersAt(level: OrganizationNode['level'], place: CasePlace, roster: Roster): number[] {
  const node = nodesOn(place.path, roster).find((o) => o.level === level);
  const officers = node ? officersOf(node.id, roster) : [];
  return officers.length > 0 ? officers : cellLead(place.cellId, roster);
}

/** Nodes of a path from the root down, as far as the roster has them. */
export function nodesOn(path: string, roster: Roster): OrganizationNode[] {
  const { nodes } = indexOf(roster);
  return path.split('/').flatMap((id) => (id === '' ? [] : (nodes.get(Number(id)) ?? [])));
}

/** People who hold that role on that very node, ascending. */
export const holders = (role: TreeRole, organizationId: number, roster: Roster): readonly number[] =>
  indexOf(roster).people.get(`${role}:${organizationId}`) ?? [];

interface Index {
  nodes: Map<number, OrganizationNode>;
  /** By "role:node". */
  people: Map<string, number[]>;
}

/** A plan asks the same roster thousands of times. */
const indexes = new WeakMap<Roster, Index>();

function indexOf(roster: Roster): Index {
  const known = indexes.get(roster);
  if (known) return known;
  const people = new Map<string, number[]>();
  for (const { personId, role, organizationId } of roster.roles) {
    const name = `${role}:${organizationId}`;
    people.set(
      name,
      [...new Set([...(people.get(name) ?? []), personId])].sort((a, b) => a - b),
    );
  }
  const index = { nodes: new Map(roster.organizations.map((node) => [node.id, node])), people };
  indexes.set(roster, index);
  return index;
}
