/** Turns a person of the database into the actor that access is decided on. */

import { casesOfCandidate, openCasesOfMentor } from '../store/cases.ts';
import type { Queryable } from '../store/database.ts';
import { getPerson, rolesOf } from '../store/people.ts';
import { cadreRoles } from './access.ts';
import type { Actor, Hat } from './roles.ts';

/** Null when there is no such person. */
export async function loadActor(q: Queryable, personId: number): Promise<Actor | null> {
  const person = await getPerson(q, personId);
  if (!person) return null;
  return {
    personId,
    name: person.fullName,
    language: person.language,
    roles: await rolesOf(q, personId),
    mentorOf: await openCasesOfMentor(q, personId),
    candidateOf: await casesOfCandidate(q, personId),
  };
}

/** The hats that open conversations; none for somebody who only is a member. */
export function hats(actor: Actor): Hat[] {
  const worn: Hat[] = [];
  if (actor.roles.some((held) => cadreRoles.includes(held.role))) worn.push('cadre');
  if (actor.roles.some((held) => held.role === 'committeeOfficer')) worn.push('committeeOfficer');
  if (actor.mentorOf.length > 0) worn.push('mentor');
  if (actor.candidateOf.length > 0) worn.push('candidate');
  return worn;
}
