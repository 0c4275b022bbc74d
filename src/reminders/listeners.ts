/** Who, by name, the ladder means: people of the cell, officers above it, and who stands in for somebody without a chat. */
import {
  type CasePlace,
  cellLead,
  holders,
  nodesOn,
  type OrganizationNode,
  officersOf,
  ownersOf,
  type Roster,
} from '../answers/owners.ts';
import type { AgendaEntry } from './agenda.ts';
import { owedAbove, type Tell } from './ladder.ts';

/**
 * Empty when nobody holds it. Of a case that is their own nobody hears but of what they owe, or prepare, as its candidate.
 */
export function listenersOf(
  tell: Tell,
  entry: Pick<AgendaEntry, 'owner'>,
  place: CasePlace,
  roster: Roster,
): number[] {
  const asCandidate = tell === 'candidate' || (tell === 'owner' && entry.owner === 'candidate');
  return found(tell, entry, place, roster).filter((id) => asCandidate || id !== place.candidateId);
}

function found(
  tell: Tell,
  entry: Pick<AgendaEntry, 'owner'>,
  place: CasePlace,
  roster: Roster,
): readonly number[] {
  switch (tell) {
    case 'owner':
      return ownersOf(entry.owner, place, roster);
    case 'mentor':
      return place.mentorId === null ? [] : [place.mentorId];
    case 'candidate':
      return [place.candidateId];
    case 'cellCommittee':
      return holders('cellCommitteeMember', place.cellId, roster);
    case 'cellSecretary':
      return cellLead(place.cellId, roster);
    case 'committee':
      return nearestOfficers(bodiesAbove(owingNode(entry, place, roster), place, roster), roster);
  }
}

/**
 * Who is told in the place of somebody that no messenger reaches. For an officer: the others of that body, then the bodies
 * above it. For anybody else: the secretary, then the cell's committee, then the bodies above. Empty when none is reached.
 */
export function standInsFor(
  personId: number,
  place: CasePlace,
  roster: Roster,
  reachable: (personId: number) => boolean,
): number[] {
  const office = officeOf(personId, place, roster);
  const nearest = office
    ? [officersOf(office.id, roster)]
    : [holders('cellSecretary', place.cellId, roster), holders('cellCommitteeMember', place.cellId, roster)];
  const above = bodiesAbove(office, place, roster).map((body) => officersOf(body.id, roster));
  const free = (one: number): boolean => one !== personId && one !== place.candidateId && reachable(one);
  return [...nearest, ...above].map((people) => people.filter(free)).find((p) => p.length > 0) ?? [];
}

/** The body whose officer somebody is to this case; undefined for people of the cell. */
function officeOf(personId: number, place: CasePlace, roster: Roster): OrganizationNode | undefined {
  const ofCell = [place.candidateId, place.mentorId, ...cellLead(place.cellId, roster)];
  if (ofCell.includes(personId) || holders('cellCommitteeMember', place.cellId, roster).includes(personId))
    return undefined;
  return nodesOn(place.path, roster).find((node) => officersOf(node.id, roster).includes(personId));
}

/** The body above the cell that owes it; undefined when the cell or its people do. */
function owingNode(
  entry: Pick<AgendaEntry, 'owner'>,
  place: CasePlace,
  roster: Roster,
): OrganizationNode | undefined {
  if (!owedAbove(entry)) return undefined;
  const level = entry.owner === 'decidingBody' ? place.decidedAt : entry.owner;
  return nodesOn(place.path, roster).find((node) => node.level === level);
}

/** Bodies above the cell, or above one of them, the nearest first. */
function bodiesAbove(
  below: OrganizationNode | undefined,
  place: CasePlace,
  roster: Roster,
): OrganizationNode[] {
  return nodesOn(place.path, roster)
    .filter((node) => node.id !== place.cellId)
    .filter((node) => below === undefined || (node.id !== below.id && below.path.startsWith(node.path)))
    .reverse();
}

const nearestOfficers = (bodies: readonly OrganizationNode[], roster: Roster): number[] =>
  bodies.map((body) => officersOf(body.id, roster)).find((officers) => officers.length > 0) ?? [];
