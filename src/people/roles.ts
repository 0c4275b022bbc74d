/** Who somebody is to the product. A person holds roles on nodes of the tree; mentor and candidate follow from cases. */
export const treeRoles = [
  'cellSecretary',
  'cellCommitteeMember',
  'officialMember',
  'probationaryMember',
  'committeeOfficer',
] as const;
export type TreeRole = (typeof treeRoles)[number];

/** The hats a conversation may ask for. `cadre` = cellSecretary or cellCommitteeMember of the cell. */
export type Hat = 'cadre' | 'mentor' | 'candidate' | 'committeeOfficer';

export interface Actor {
  personId: number;
  name: string;
  language: 'vi' | 'en';
  /** Path of the node: "/1/3/7/"; a role on a node reaches its subtree only for committeeOfficer. */
  roles: { role: TreeRole; organizationId: number; path: string }[];
  /** Open cases where this person is the mentor now. */
  mentorOf: number[];
  /** The person's own cases. */
  candidateOf: number[];
}

/** What access is decided on. */
export type Resource =
  | { kind: 'case'; caseId: number; path: string; cellId: number }
  | { kind: 'organization'; organizationId: number; path: string }
  | { kind: 'person'; personId: number; path: string | null };

export const actions = [
  'case.view',
  /** Verification tasks, votes, assessments, reviews: never for the candidate. */
  'case.view-inside',
  'case.register',
  'case.record',
  'case.record-committee',
  'case.assign-mentor',
  'case.assess',
  'case.correct',
  'case.close',
  'organization.view',
  'organization.report',
  /** Duties of the cell itself done. */
  'organization.record',
  /** Duties of a committee itself done. */
  'organization.record-committee',
  /** Which ladder its reminders follow. */
  'organization.choose-ladder',
  'person.invite',
] as const;
export type Action = (typeof actions)[number];
