/** The sample's secretaries, committee members, official members and officers. All names are invented. */
import type { TreeRole } from '../../src/people/roles.ts';
import type { OrganizationKey } from './organizations.ts';

export interface SampleMember {
  key: string;
  name: string;
  roles: readonly (readonly [OrganizationKey, TreeRole])[];
}

const secretary = (at: OrganizationKey) => [[at, 'cellSecretary'] as const, [at, 'officialMember'] as const];
const committee = (at: OrganizationKey) => [
  [at, 'cellCommitteeMember'] as const,
  [at, 'officialMember'] as const,
];
const member = (at: OrganizationKey) => [[at, 'officialMember'] as const];
const officer = (at: OrganizationKey) => [[at, 'committeeOfficer'] as const];

export const members = [
  { key: 'dung', name: 'Trần Văn Dũng', roles: secretary('quarter3') },
  { key: 'lan', name: 'Nguyễn Thị Lan', roles: committee('quarter3') },
  { key: 'minh', name: 'Lê Quang Minh', roles: member('quarter3') },
  { key: 'hoa', name: 'Phạm Thị Hoà', roles: member('quarter3') },

  { key: 'thang', name: 'Nguyễn Đức Thắng', roles: secretary('quarter5') },
  { key: 'huong', name: 'Đỗ Thị Hương', roles: committee('quarter5') },
  { key: 'tuan', name: 'Vũ Anh Tuấn', roles: member('quarter5') },
  { key: 'yen', name: 'Hoàng Thị Yến', roles: member('quarter5') },

  { key: 'phuc', name: 'Bùi Văn Phúc', roles: secretary('village') },
  { key: 'sen', name: 'Đinh Thị Sen', roles: committee('village') },
  { key: 'luc', name: 'Quách Văn Lực', roles: member('village') },

  { key: 'ngoc', name: 'Đặng Thị Bích Ngọc', roles: secretary('highSchool') },
  { key: 'khoa', name: 'Ngô Đăng Khoa', roles: committee('highSchool') },
  { key: 'thu', name: 'Lý Thị Minh Thu', roles: member('highSchool') },

  { key: 'hai', name: 'Phan Thanh Hải', roles: secretary('students') },
  { key: 'mai', name: 'Trịnh Thị Mai', roles: committee('students') },
  { key: 'son', name: 'Đỗ Hoàng Sơn', roles: member('students') },
  { key: 'quynh', name: 'Cao Thị Như Quỳnh', roles: member('students') },

  { key: 'hung', name: 'Lương Mạnh Hùng', roles: secretary('company') },
  { key: 'nga', name: 'Tạ Thị Nga', roles: committee('company') },
  { key: 'cuong', name: 'Mai Xuân Cường', roles: member('company') },

  { key: 'oanh', name: 'Nguyễn Thị Kim Oanh', roles: officer('commune') },
  { key: 'long', name: 'Hồ Sỹ Long', roles: officer('university') },
  { key: 'vinh', name: 'Trương Quang Vinh', roles: officer('province') },
] as const satisfies readonly SampleMember[];

export type MemberKey = (typeof members)[number]['key'];
