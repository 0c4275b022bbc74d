/** Reads who holds which role on the given nodes and all above them. */
import type { TreeRole } from '../people/roles.ts';
import type { Queryable } from '../store/database.ts';
import { effectiveOrganizations } from '../store/organizations.ts';
import { membersOf } from '../store/people.ts';
import type { OrganizationNode, Roster } from './owners.ts';

const acting: readonly TreeRole[] = ['cellSecretary', 'cellCommitteeMember', 'committeeOfficer'];

/** `paths` are paths of nodes ("/1/3/7/"); two queries whatever their number. */
export async function loadRoster(q: Queryable, paths: readonly string[]): Promise<Roster> {
  const lines = [...new Set(paths.flatMap(pathsAbove))];
  const organizations: OrganizationNode[] = [...(await effectiveOrganizations(q, lines)).values()];
  const members = await membersOf(
    q,
    organizations.map((one) => one.id),
    acting,
  );
  return {
    roles: members.map((m) => ({ personId: m.id, role: m.role, organizationId: m.organizationId })),
    organizations,
  };
}

/** "/1/3/7/" -> "/1/", "/1/3/", "/1/3/7/". */
function pathsAbove(path: string): string[] {
  const ids = path.split('/').filter(Boolean);
  return ids.map((_, at) => `/${ids.slice(0, at + 1).join('/')}/`);
}
