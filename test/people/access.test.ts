/**
 * The whole matrix: what every role may do, by where the thing stands in the tree.
 *
 *   province ─ commune ─┬─ bureau (sub-committee) ─ cell      <- the actor's role is on the node named in the table
 *                       └─ sibling cell
 *            └ other commune ─ other cell
 */
import { describe, expect, test } from 'vitest';
import { can } from '../../src/people/access.ts';
import { type Action, type Actor, actions, type Resource, type TreeRole } from '../../src/people/roles.ts';

const nodes = {
  province: '/1/',
  commune: '/1/2/',
  bureau: '/1/2/3/',
  cell: '/1/2/3/4/',
  sibling: '/1/2/5/',
  otherCommune: '/1/6/',
  otherCell: '/1/6/7/',
} as const;
type Node = keyof typeof nodes;
const idOf = (node: Node): number => Number(nodes[node].split('/').at(-2));

const nobody: Actor = {
  personId: 50,
  name: 'Ai đó',
  language: 'vi',
  roles: [],
  mentorOf: [],
  candidateOf: [],
};
const holding = (role: TreeRole, node: Node): Actor => ({
  ...nobody,
  roles: [{ role, organizationId: idOf(node), path: nodes[node] }],
});

const caseId = 9;
const caseActions = actions.filter((action) => action.startsWith('case.') && action !== 'case.register');
const committeeMemberOnCell: Action[] = [
  'case.register',
  'organization.view',
  'organization.report',
  'organization.record',
  'organization.record-committee',
];
const secretaryOnCell: Action[] = [...committeeMemberOnCell, 'organization.choose-ladder'];
const personActions: Action[] = ['person.invite'];

const caseIn = (node: Node): Resource => ({ kind: 'case', caseId, cellId: idOf(node), path: nodes[node] });
const organization = (node: Node): Resource => ({
  kind: 'organization',
  organizationId: idOf(node),
  path: nodes[node],
});
const personIn = (node: Node): Resource => ({ kind: 'person', personId: 77, path: nodes[node] });

const may = (actor: Actor, resource: Resource): Action[] =>
  actions.filter((action) => can(actor, action, resource));

const none: Action[] = [];
const officerOnCase: Action[] = ['case.view', 'case.view-inside', 'case.record-committee'];
const officerOnOrganization: Action[] = [
  'organization.view',
  'organization.report',
  'organization.record-committee',
  'organization.choose-ladder',
];

interface Row {
  who: string;
  actor: Actor;
  /** On cases of, on, and on people of each node; nodes that are not named: nothing. */
  cases: Partial<Record<'cell' | 'sibling' | 'otherCell', Action[]>>;
  organizations: Partial<Record<Node, Action[]>>;
  people: Partial<Record<Node, Action[]>>;
}

const cadre = (role: TreeRole, onCell: Action[]): Row => ({
  who: `${role} of the cell`,
  actor: holding(role, 'cell'),
  cases: { cell: caseActions },
  organizations: { cell: onCell },
  people: { cell: personActions },
});

const table: Row[] = [
  cadre('cellSecretary', secretaryOnCell),
  cadre('cellCommitteeMember', committeeMemberOnCell),
  {
    who: 'officer of the commune',
    actor: holding('committeeOfficer', 'commune'),
    cases: { cell: officerOnCase, sibling: officerOnCase },
    organizations: {
      commune: officerOnOrganization,
      bureau: officerOnOrganization,
      cell: officerOnOrganization,
      sibling: officerOnOrganization,
    },
    people: { commune: personActions, bureau: personActions, cell: personActions, sibling: personActions },
  },
  {
    who: 'officer of the sub-committee',
    actor: holding('committeeOfficer', 'bureau'),
    cases: { cell: officerOnCase },
    organizations: { bureau: officerOnOrganization, cell: officerOnOrganization },
    people: { bureau: personActions, cell: personActions },
  },
  {
    who: 'officer of the province',
    actor: holding('committeeOfficer', 'province'),
    cases: { cell: officerOnCase, sibling: officerOnCase, otherCell: officerOnCase },
    organizations: Object.fromEntries(Object.keys(nodes).map((node) => [node, officerOnOrganization])),
    people: Object.fromEntries(Object.keys(nodes).map((node) => [node, personActions])),
  },
  {
    who: 'official member of the cell',
    actor: holding('officialMember', 'cell'),
    cases: {},
    organizations: {},
    people: {},
  },
  {
    who: 'probationary member of the cell',
    actor: holding('probationaryMember', 'cell'),
    cases: {},
    organizations: {},
    people: {},
  },
  { who: 'nobody', actor: nobody, cases: {}, organizations: {}, people: {} },
];

describe.each(table)('$who', ({ actor, cases, organizations, people }) => {
  test.each(['cell', 'sibling', 'otherCell'] as const)('on a case of the %s', (node) => {
    expect(may(actor, caseIn(node))).toEqual(cases[node] ?? none);
  });
  test.each(Object.keys(nodes) as Node[])('on the %s itself', (node) => {
    expect(may(actor, organization(node))).toEqual(organizations[node] ?? none);
  });
  test.each(Object.keys(nodes) as Node[])('on a person whose place is the %s', (node) => {
    expect(may(actor, personIn(node))).toEqual(people[node] ?? none);
  });
});

describe('what follows from cases', () => {
  const mentor: Actor = { ...holding('officialMember', 'cell'), mentorOf: [caseId] };
  const candidate: Actor = { ...nobody, candidateOf: [caseId] };
  const another: Resource = { kind: 'case', caseId: 10, cellId: idOf('cell'), path: nodes.cell };

  test('a mentor sees into the cases they help and assesses, wherever the cell, and nothing else', () => {
    expect(may(mentor, caseIn('cell'))).toEqual(['case.view', 'case.view-inside', 'case.assess']);
    expect(may(mentor, caseIn('otherCell'))).toEqual(['case.view', 'case.view-inside', 'case.assess']);
    expect(may(mentor, another)).toEqual(none);
    expect(may(mentor, organization('cell'))).toEqual(none);
  });

  test('a candidate sees their own case, not inside it, and no other', () => {
    expect(may(candidate, caseIn('cell'))).toEqual(['case.view']);
    expect(may(candidate, another)).toEqual(none);
    expect(may(candidate, organization('cell'))).toEqual(none);
  });

  test.each([
    ['secretary of the same cell', holding('cellSecretary', 'cell')],
    ['officer above it', holding('committeeOfficer', 'commune')],
    ['mentor in it', { ...nobody, mentorOf: [caseId] }],
  ])('nobody acts on their own admission or sees inside it, not even as %s', (_, actor) => {
    expect(may({ ...actor, candidateOf: [caseId] }, caseIn('cell'))).toEqual(['case.view']);
  });

  test('hats add up: a secretary who is a mentor elsewhere has both', () => {
    const both: Actor = { ...holding('cellSecretary', 'cell'), mentorOf: [10] };
    expect(may(both, caseIn('cell'))).toEqual(caseActions);
    expect(may(both, { kind: 'case', caseId: 10, cellId: idOf('otherCell'), path: nodes.otherCell })).toEqual(
      ['case.view', 'case.view-inside', 'case.assess'],
    );
  });
});

describe('what cannot be asked', () => {
  test('an action on a thing of another kind', () => {
    const officer = holding('committeeOfficer', 'province');
    expect(can(officer, 'case.view', organization('cell'))).toBe(false);
    expect(can(holding('cellSecretary', 'cell'), 'case.register', caseIn('cell'))).toBe(false);
  });

  test('a person who has no place in the tree', () => {
    const drifter: Resource = { kind: 'person', personId: 77, path: null };
    expect(may(holding('committeeOfficer', 'province'), drifter)).toEqual(none);
  });

  test('a node whose number only begins like that of the actor’s', () => {
    const officer: Actor = {
      ...nobody,
      roles: [{ role: 'committeeOfficer', organizationId: 2, path: '/1/2/' }],
    };
    expect(
      can(officer, 'organization.view', { kind: 'organization', organizationId: 21, path: '/1/21/' }),
    ).toBe(false);
  });
});
