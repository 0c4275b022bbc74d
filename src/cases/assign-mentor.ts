/** An official member is assigned to help, for the first time or in place of another, who is released first. */
import type { TreeRole } from '../people/roles.ts';
import type { Tx } from '../store/database.ts';
import { getOrganization } from '../store/organizations.ts';
import { rolesOf } from '../store/people.ts';
import type { Text } from '../words/text.ts';
import type { CaseCommand, Draft, Opened, Recorded } from './case-command.ts';
import { type Refused, refuse, withBasis } from './refuse.ts';

/** Who runs a cell is an official member of it. */
const official: readonly TreeRole[] = ['officialMember', 'cellSecretary', 'cellCommitteeMember'];

export const assignMentor: CaseCommand<'assign-mentor'> = {
  needs: () => ['case.assign-mentor'],

  async plan(tx, _ctx, opened, answers) {
    const { stored, report } = opened;
    const mentor = String(answers.mentor);
    if (answers.mentor === stored.personId) return byRule(opened, 'mentor.is-candidate');
    const official = await officialNear(tx, opened, answers.mentor);
    if (!official) return byRule(opened, 'mentor.not-official-here');
    const assigned: Draft = {
      type: 'mentor-assigned',
      on: answers.on,
      mentor,
      officialMember: true,
      ...(answers.togetherSince === undefined ? {} : { togetherSince: answers.togetherSince }),
    };
    const present = report.mentor;
    // After the ceremony the same member may be assigned anew, to help the probationer.
    if (present === null || present === mentor) return [assigned];
    if (answers.reason === undefined) return refuse('mentor.reason-missing', {}, 'reason');
    return [{ type: 'mentor-ended', on: answers.on, mentor: present, reason: answers.reason }, assigned];
  },

  tell(recorded) {
    const assigned = recorded.events.find((event) => event.type === 'mentor-assigned');
    const ended = recorded.events.find((event) => event.type === 'mentor-ended');
    if (assigned?.type !== 'mentor-assigned') return [];
    const params: Text['params'] = {
      name: recorded.name,
      mentor: recorded.people(assigned.mentor),
      on: { date: assigned.on },
    };
    if (ended?.type !== 'mentor-ended') return [{ key: 'cases.mentor.assigned', params }];
    return [
      {
        key: 'cases.mentor.replaced',
        params: {
          ...params,
          former: recorded.people(ended.mentor),
          reason: { key: `cases.mentor.because.${ended.reason}` },
        },
      },
      ...handOver(recorded),
    ];
  },
};

/** A probationer's former mentor owes an assessment; the introduction of a candidate is signed anew. */
function handOver({ after }: Recorded): Text[] {
  const introduction = after.papers.find((paper) => paper.id === 'introduction');
  if (after.phase === 'probation') return [{ key: 'cases.mentor.formerAssesses' }];
  return introduction && introduction.on !== undefined && introduction.status !== 'received'
    ? [{ key: 'cases.mentor.introduceAnew' }]
    : [];
}

/** Who may be assigned stands with the gate that asks for a mentor. */
function byRule({ procedure }: Opened, key: string): Refused {
  const gates = Object.values(procedure.steps).flatMap((step) => Object.values(step.gates));
  const basis = gates.find((gate) => gate.kind === 'mentor')?.basis ?? [];
  return withBasis(refuse(key, {}, 'mentor'), procedure, basis);
}

/** Official in the cell itself or elsewhere under the same grassroots committee. */
async function officialNear(tx: Tx, { stored }: Opened, personId: number): Promise<boolean> {
  const unit = await unitOf(tx, stored.path);
  const held = await rolesOf(tx, personId);
  return held.some((one) => official.includes(one.role) && one.path.startsWith(unit));
}

/** Path of the grassroots committee above the cell; the cell's own where there is none. */
async function unitOf(tx: Tx, cellPath: string): Promise<string> {
  for (const id of cellPath.split('/').filter(Boolean).map(Number)) {
    const node = await getOrganization(tx, id);
    if (node?.level === 'grassrootsCommittee') return node.path;
  }
  return cellPath;
}
