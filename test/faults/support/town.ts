/**
 * The ground the fault suites play on: cells of two communes, each with people who act, and with people who only wait
 * while time limits of theirs come due. The same ids and names every time it is laid.
 */
import type { Past } from '../../../db/sample/history.ts';
import type { Db } from '../../../src/store/database.ts';
import { insertOrganization } from '../../../src/store/organizations.ts';
import { grantRole, insertPerson } from '../../../src/store/people.ts';
import { chatOf, layCase, linkEverybody } from './lay.ts';

export interface Member {
  id: number;
  name: string;
  chat: number;
}

export interface Cell {
  secretary: Member;
  /** Of the cell's committee: works on other cases than the secretary, at the same time. */
  deputy: Member;
  mentor: Member;
  /** Known by their cases; they act only to look. */
  candidates: Member[];
  /** Whose admission the cell votes on, who is asked about by letter, who brings papers. */
  voted: Member;
  verified: Member;
  bringing: Member;
  /** To be registered, and let in by a code. */
  newcomer: { name: string; chat: number };
  officer: Member;
}

export interface Town {
  cells: Cell[];
  officers: Member[];
  /** People by id, for what the database says of them. */
  everybody: Member[];
}

/** Somebody for whom something is to be said on the first three days, with the station and how long ago it was reached. */
const waiting: [Past['reached'], NonNullable<Past['ago']>][] = [
  ['letters-delivered', { workingDays: 14 }],
  ['letters-delivered', { workingDays: 29 }],
  ['cell-votes-admission', { workingDays: 3 }],
  ['admission-decided', { workingDays: 18 }],
  ['file-sent-to-deciding-body', { workingDays: 39 }],
  ['member-papers', { months: 11 }],
];

export async function layTown(db: Db, cellCount: number, today: string): Promise<Town> {
  const now = `${today}T01:00:00Z`;
  const names = namesInOrder();
  const everybody: Member[] = [];
  const named = (): string => names.next().value as string;
  async function person(): Promise<Member> {
    const name = named();
    const id = await insertPerson(db, { fullName: name });
    const member = { id, name, chat: chatOf(id) };
    everybody.push(member);
    return member;
  }

  const province = await insertOrganization(db, {
    parentId: null,
    level: 'province',
    name: 'Đảng bộ tỉnh',
    procedureVersion: 'central-2025',
  });
  const officers: Member[] = [];
  const communes: number[] = [];
  for (const name of ['Đảng bộ xã Thượng', 'Đảng bộ xã Hạ']) {
    const commune = await insertOrganization(db, {
      parentId: province.id,
      level: 'grassrootsCommittee',
      name,
      settings: { approval: 'one-hop' },
    });
    const officer = await person();
    await grantRole(db, officer.id, commune.id, 'committeeOfficer');
    officers.push(officer);
    communes.push(commune.id);
  }

  const cells: Cell[] = [];
  for (let at = 0; at < cellCount; at += 1) {
    const commune = at % communes.length;
    const cell = await insertOrganization(db, {
      parentId: communes[commune] as number,
      level: 'cell',
      name: `Chi bộ số ${at + 1}`,
      settings: { officialMembers: 20 },
    });
    const secretary = await person();
    const deputy = await person();
    const mentor = await person();
    const quiet = await person();
    await grantRole(db, secretary.id, cell.id, 'cellSecretary');
    await grantRole(db, secretary.id, cell.id, 'officialMember');
    await grantRole(db, deputy.id, cell.id, 'cellCommitteeMember');
    await grantRole(db, mentor.id, cell.id, 'officialMember');
    await grantRole(db, quiet.id, cell.id, 'officialMember');
    const candidate = async (
      reached: Past['reached'],
      ago: NonNullable<Past['ago']>,
      by: Member,
    ): Promise<Member> => {
      const name = named();
      const laid = await db.transaction((tx) =>
        layCase(
          tx,
          { name, cellId: cell.id, mentor: by.id, recordedBy: secretary.id, past: { reached, ago } },
          today,
        ),
      );
      const member = { id: laid.personId, name, chat: chatOf(laid.personId) };
      everybody.push(member);
      return member;
    };
    const voted = await candidate('opinions-collected', { days: 3 }, mentor);
    const verified = await candidate('pages-sealed', { days: 2 }, mentor);
    const bringing = await candidate('file-opened', { days: 1 }, mentor);
    const candidates = [voted, verified, bringing];
    for (const [reached, ago] of waiting) candidates.push(await candidate(reached, ago, quiet));
    cells.push({
      secretary,
      deputy,
      mentor,
      candidates,
      voted,
      verified,
      bringing,
      newcomer: { name: named(), chat: 2_000_000 + at },
      officer: officers[commune] as Member,
    });
  }
  await db.transaction((tx) =>
    linkEverybody(
      tx,
      everybody.map((one) => one.id),
      now,
    ),
  );
  return { cells, officers, everybody };
}

const families = [
  'Nguyễn',
  'Trần',
  'Lê',
  'Phạm',
  'Hoàng',
  'Vũ',
  'Đặng',
  'Bùi',
  'Đỗ',
  'Ngô',
  'Dương',
  'Đinh',
  'Lý',
];
const middles = ['Thị Thu', 'Văn Đức', 'Thị Ngọc', 'Quang Minh', 'Thị Bích', 'Hữu', 'Thị Kim', 'Đình'];
const givens = [
  'An',
  'Bình',
  'Châu',
  'Dung',
  'Giang',
  'Hà',
  'Khánh',
  'Lâm',
  'Mai',
  'Nga',
  'Oanh',
  'Phúc',
  'Quyên',
  'Sơn',
  'Thảo',
  'Uyên',
  'Vinh',
  'Xuân',
  'Yến',
];

/** Every name once. Three wheels whose sizes share no factor pass through every combination. */
function* namesInOrder(): Generator<string> {
  const all = families.length * middles.length * givens.length;
  for (let at = 0; at < all; at += 1) {
    yield `${families[at % families.length]} ${middles[at % middles.length]} ${givens[at % givens.length]}`;
  }
  throw new Error('no names are left');
}
