/** The hats an actor wears: what a person of the database may open. */

import { cadreRoles } from './access.ts';
import type { Actor, Hat } from './roles.ts';

export { actorOf as loadActor } from '../store/actors.ts';

/** The hats that open conversations; none for somebody who only is a member. */
export function hats(actor: Actor): Hat[] {
  const worn: Hat[] = [];
  if (actor.roles.some((held) => cadreRoles.includes(held.role))) worn.push('cadre');
  if (actor.roles.some((held) => held.role === 'committeeOfficer')) worn.push('committeeOfficer');
  if (actor.mentorOf.length > 0) worn.push('mentor');
  if (actor.candidateOf.length > 0) worn.push('candidate');
  return worn;
}
