/** Members and candidates whom the reader may invite. Access decides; this only gathers who there is to decide about. */
import { can } from '../people/access.ts';
import { visibleCases } from '../store/cases.ts';
import { organizationsFor } from '../store/organizations.ts';
import { getPeople, membersOf, type Person, personResource } from '../store/people.ts';
import type { Asked } from './context.ts';

export async function peopleInReach(asked: Asked): Promise<Person[]> {
  const nodes = await organizationsFor(asked.q, asked.actor, 'organization.view');
  const members = await membersOf(
    asked.q,
    nodes.map((node) => node.id),
  );
  const cases = await visibleCases(asked.q, asked.actor, { open: true });
  const ids = [...new Set([...members.map((one) => one.id), ...cases.map((one) => one.personId)])];
  const people = await getPeople(
    asked.q,
    ids.filter((id) => id !== asked.actor.personId),
  );
  const allowed: Person[] = [];
  for (const person of people.values()) {
    if (can(asked.actor, 'person.invite', await personResource(asked.q, person.id))) allowed.push(person);
  }
  return allowed.sort((a, b) => a.fullName.localeCompare(b.fullName, 'vi'));
}
