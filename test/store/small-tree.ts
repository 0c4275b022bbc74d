/** A small organisation for tests: one province, two communes, three cells, a few people. */
import type { CaseEvent } from '../../src/procedure/case-file.ts';
import { personFacts } from '../../src/procedure/case-file.ts';
import { insertCase } from '../../src/store/cases.ts';
import type { Db, Queryable } from '../../src/store/database.ts';
import { insertOrganization } from '../../src/store/organizations.ts';
import { grantRole, insertPerson } from '../../src/store/people.ts';

export const now = '2026-05-04T01:00:00.000Z';

export type SmallTree = Awaited<ReturnType<typeof laySmallTree>>;

export async function laySmallTree(db: Db) {
  const province = await insertOrganization(db, {
    parentId: null,
    level: 'province',
    name: 'Tỉnh uỷ',
    procedureVersion: 'central-2026',
    settings: { approval: 'two-hop', parameters: { send_up_days: 5, review_months: 1 } },
  });
  const commune = await insertOrganization(db, {
    parentId: province.id,
    level: 'grassrootsCommittee',
    name: 'Đảng uỷ xã Bình An',
    overlay: 'ha-noi',
    settings: { tradeUnion: true, parameters: { send_up_days: 3 } },
  });
  const ward = await insertOrganization(db, {
    parentId: province.id,
    level: 'grassrootsCommittee',
    name: 'Đảng uỷ phường Hoà Lợi',
  });
  const hamlet = await insertOrganization(db, {
    parentId: commune.id,
    level: 'cell',
    name: 'Chi bộ thôn Đông',
    settings: { officialMembers: 21 },
  });
  const school = await insertOrganization(db, {
    parentId: commune.id,
    level: 'cell',
    name: 'Chi bộ trường học',
    settings: { kind: 'school' },
  });
  const street = await insertOrganization(db, { parentId: ward.id, level: 'cell', name: 'Chi bộ tổ 5' });
  const secretary = await insertPerson(db, { fullName: 'Trần Văn Đức' });
  const mentor = await insertPerson(db, { fullName: 'Lê Thị Hạnh' });
  const officer = await insertPerson(db, { fullName: 'Phạm Quốc Bảo' });
  await grantRole(db, secretary, hamlet.id, 'cellSecretary');
  await grantRole(db, secretary, hamlet.id, 'officialMember');
  await grantRole(db, mentor, hamlet.id, 'officialMember');
  await grantRole(db, officer, commune.id, 'committeeOfficer');
  return { province, commune, ward, hamlet, school, street, secretary, mentor, officer };
}

export const facts = personFacts.parse({ birthDate: '2003-02-28' });

/** A new person with an open case in the cell. */
export async function openCase(
  q: Queryable,
  cellId: number,
  fullName: string,
): Promise<{ caseId: number; personId: number }> {
  const personId = await insertPerson(q, { fullName });
  const caseId = await insertCase(q, {
    personId,
    cellId,
    procedureVersion: 'central-2026',
    overlay: null,
    person: facts,
    now,
  });
  return { caseId, personId };
}

export const stepRecorded = (id: string, step: string, on: string): CaseEvent => ({
  type: 'step-recorded',
  id,
  step,
  on,
});
