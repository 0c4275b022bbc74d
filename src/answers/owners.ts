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
  return secretaries.length > 0 ? secretaries : holders('cellCommitteeMember', cellId, roster);
}

/** The officers of one node. */
export const officersOf = (organizationId: number, roster: Roster): number[] =>
  holders('committeeOfficer', organizationId, roster);

function officersAt(level: OrganizationNode['level'], place: CasePlace, roster: Roster): number[] {
  const node = roster.organizations.find((o) => o.level === level && place.path.startsWith(o.path));
  const officers = node ? officersOf(node.id, roster) : [];
  return officers.length > 0 ? officers : cellLead(place.cellId, roster);
}

function holders(role: TreeRole, organizationId: number, roster: Roster): number[] {
  const found = roster.roles.filter((r) => r.role === role && r.organizationId === organizationId);
  return [...new Set(found.map((r) => r.personId))].sort((a, b) => a - b);
}
