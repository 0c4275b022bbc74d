import { describe, expect, it } from 'vitest';
import { type CasePlace, ownersOf, type Roster } from '../../src/answers/owners.ts';
import {
  candidate,
  cell,
  deputy,
  mentor,
  provinceOfficer,
  roster,
  secretary,
  wardOfficer,
} from '../reminders/given.ts';

const place: CasePlace = {
  candidateId: candidate,
  mentorId: mentor,
  cellId: cell,
  path: '/1/2/3/',
  decidedAt: 'province',
};
const without = (...gone: number[]): Roster => ({
  ...roster,
  roles: roster.roles.filter((role) => !gone.includes(role.personId)),
});

describe('who owes what a rule lays on a body', () => {
  it.each([
    ['candidate', [candidate]],
    ['mentor', [mentor]],
    ['cellSecretary', [secretary]],
    ['cellCommittee', [secretary]],
    ['cell', [secretary]],
    ['grassrootsCommittee', [wardOfficer]],
    ['decidingBody', [provinceOfficer]],
    ['youthUnion', [secretary]],
    ['tradeUnion', [secretary]],
    ['residenceCell', [secretary]],
    ['politicalCentre', [secretary]],
  ] as const)('%s', (owner, people) => {
    expect(ownersOf(owner, place, roster)).toEqual(people);
  });

  it('is the grassroots committee where it decides itself', () => {
    expect(ownersOf('decidingBody', { ...place, decidedAt: 'grassrootsCommittee' }, roster)).toEqual([
      wardOfficer,
    ]);
  });

  it('falls to the secretary without a mentor, and for a body that is not there or has no officer', () => {
    expect(ownersOf('mentor', { ...place, mentorId: null }, roster)).toEqual([secretary]);
    expect(ownersOf('subCommittee', place, roster)).toEqual([secretary]);
    expect(ownersOf('grassrootsCommittee', place, without(wardOfficer))).toEqual([secretary]);
  });

  it('falls to the committee of the cell without a secretary, and to nobody without either', () => {
    expect(ownersOf('cell', place, without(secretary))).toEqual([deputy]);
    expect(ownersOf('cell', place, without(secretary, deputy))).toEqual([]);
  });

  it('never takes the officer of another branch of the tree', () => {
    const elsewhere: Roster = {
      organizations: [
        ...roster.organizations,
        { id: 9, path: '/1/9/', level: 'grassrootsCommittee', name: 'Đảng uỷ xã' },
      ],
      roles: [{ personId: 90, role: 'committeeOfficer', organizationId: 9 }, ...without(wardOfficer).roles],
    };
    expect(ownersOf('grassrootsCommittee', place, elsewhere)).toEqual([secretary]);
  });
});
