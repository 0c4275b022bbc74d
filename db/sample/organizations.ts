/** The sample's organisation tree: one province, two grassroots committees, six cells. Names of bodies are invented. */
import type { OrganizationSettings } from '../../src/procedure/case-file.ts';

export interface SampleOrganization {
  key: string;
  parent: string | null;
  level: 'province' | 'grassrootsCommittee' | 'subCommittee' | 'cell';
  name: string;
  procedureVersion?: string;
  overlay?: string;
  settings: Partial<OrganizationSettings>;
}

/** Parents stand before their children. */
export const organizations = [
  {
    key: 'province',
    parent: null,
    level: 'province',
    name: 'Đảng bộ thành phố Hà Nội',
    procedureVersion: 'central-2026',
    settings: {},
  },
  // Cells directly under the commune: their resolution goes in one hop to its standing committee.
  {
    key: 'commune',
    parent: 'province',
    level: 'grassrootsCommittee',
    name: 'Đảng bộ xã An Lạc',
    settings: { kind: 'residential', approval: 'one-hop', decidingBody: 'standing-committee' },
  },
  {
    key: 'quarter3',
    parent: 'commune',
    level: 'cell',
    name: 'Chi bộ tổ dân phố số 3',
    settings: { officialMembers: 20 },
  },
  {
    key: 'quarter5',
    parent: 'commune',
    level: 'cell',
    name: 'Chi bộ tổ dân phố số 5',
    procedureVersion: 'central-2025',
    overlay: 'ha-noi',
    settings: { officialMembers: 16 },
  },
  {
    key: 'village',
    parent: 'commune',
    level: 'cell',
    name: 'Chi bộ thôn Đồi Sim',
    settings: { officialMembers: 14 },
  },
  {
    key: 'highSchool',
    parent: 'commune',
    level: 'cell',
    name: 'Chi bộ Trường THPT An Lạc',
    settings: { kind: 'school', tradeUnion: true, officialMembers: 24 },
  },
  // A grassroots committee that proposes to the committee above it.
  {
    key: 'university',
    parent: 'province',
    level: 'grassrootsCommittee',
    name: 'Đảng bộ Trường Đại học Kỹ thuật Sông Hồng',
    procedureVersion: 'central-2025',
    settings: { kind: 'school', approval: 'two-hop', tradeUnion: true },
  },
  {
    key: 'faculties',
    parent: 'university',
    level: 'subCommittee',
    name: 'Đảng uỷ bộ phận khối các khoa',
    settings: { subCommittee: true },
  },
  {
    key: 'students',
    parent: 'faculties',
    level: 'cell',
    name: 'Chi bộ khoa Cơ khí',
    settings: { officialMembers: 18 },
  },
  // The university's own firm has a trade union and no Youth Union.
  {
    key: 'company',
    parent: 'university',
    level: 'cell',
    name: 'Chi bộ Công ty Cơ khí Bách Việt',
    settings: { kind: 'enterprise', youthUnion: false, officialMembers: 9 },
  },
] as const satisfies readonly SampleOrganization[];

export type OrganizationKey = (typeof organizations)[number]['key'];
export type CellKey = Extract<(typeof organizations)[number], { level: 'cell' }>['key'];
