import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { notices } from '../../db/schema.ts';
import { revokeRole } from '../../src/store/people.ts';
import { freshDatabase, type TestDatabase } from '../services/databases.ts';
import { remind } from './reminded.ts';
import { layWorld, said, today, vi, type World } from './world.ts';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await freshDatabase();
});
beforeEach(async () => {
  world = await layWorld(database.db);
});
afterAll(() => database.close());

const acknowledgedIn = async (digest: number): Promise<boolean[]> =>
  (await world.db.select().from(notices).where(eq(notices.digestId, digest))).map(
    (row) => row.acknowledgedAt !== null,
  );

/** The decision is there, and the cell has until 17/7/2026 to hold the ceremony. */
const subject = 'ceremony/ceremony-limit';
const caseWithLimit = (): Promise<number> =>
  world.caseAt({ reached: 'admission-decided', ago: { days: 10 } });

describe('“đã nhận”', () => {
  it('marks what the digest said, and says that the limits run on and which is next', async () => {
    const caseId = await caseWithLimit();
    const digest = await remind(world.db, world.secretary, today, [{ caseId, subject }]);
    const text = said(await world.run(world.secretary, 'acknowledge', { digest: String(digest) }));
    expect(await acknowledgedIn(digest)).toEqual([true]);
    expect(text).toMatch(/^Đã ghi: đồng chí đã nhận\. Thời hạn vẫn tính như cũ; đến mốc nhắc sau/);
    expect(text).toContain('Gần nhất: Hạn tổ chức lễ kết nạp (Nguyễn Thị Thu Hằng), ngày 17/7/2026.');
  });

  it('said twice is thanked for and changes nothing', async () => {
    const caseId = await caseWithLimit();
    const digest = await remind(world.db, world.secretary, today, [{ caseId, subject }]);
    await world.run(world.secretary, 'acknowledge', { digest });
    const before = await world.db.select().from(notices);
    const text = said(await world.run(world.secretary, 'acknowledge', { digest }));
    expect(text).toContain('đồng chí đã nhận từ trước, cảm ơn đồng chí');
    expect(await world.db.select().from(notices)).toEqual(before);
  });

  it('counts for whoever says it: nobody acknowledges what another was told', async () => {
    const caseId = await caseWithLimit();
    const digest = await remind(world.db, world.secretary, today, [{ caseId, subject }]);
    const nothing = vi({ key: 'cases.acknowledged.nothing' });
    expect(said(await world.run(world.mentor, 'acknowledge', { digest }))).toBe(nothing);
    expect(await acknowledgedIn(digest)).toEqual([false]);
    expect(said(await world.run(world.secretary, 'acknowledge', { digest: 999_999 }))).toBe(nothing);
  });

  it('leaves the words of other digests as they are', async () => {
    const caseId = await caseWithLimit();
    const first = await remind(world.db, world.secretary, '2026-06-15', [{ caseId, subject }]);
    const second = await remind(world.db, world.secretary, today, [{ caseId, subject }]);
    await world.run(world.secretary, 'acknowledge', { digest: second });
    expect([await acknowledgedIn(first), await acknowledgedIn(second)]).toEqual([[false], [true]]);
  });

  it('says of what is late that it is', async () => {
    const caseId = await caseWithLimit();
    const digest = await remind(world.db, world.secretary, today, [{ caseId, subject }]);
    const text = said(await world.run(world.secretary, 'acknowledge', { digest }, { today: '2026-09-01' }));
    expect(text).toContain(
      'Đã quá hạn: Hạn tổ chức lễ kết nạp (Nguyễn Thị Thu Hằng), hạn là ngày 17/7/2026.',
    );
  });

  it('tells somebody who has left the cell nothing of its people', async () => {
    const caseId = await caseWithLimit();
    const digest = await remind(world.db, world.secretary, today, [{ caseId, subject }]);
    await revokeRole(world.db, world.secretary, world.cell, 'cellSecretary');
    const text = said(await world.run(world.secretary, 'acknowledge', { digest }));
    expect(text).not.toContain('Hằng');
    expect(await acknowledgedIn(digest)).toEqual([true]);
  });

  it('names to a candidate what they owe themselves, without a name', async () => {
    const caseId = await world.caseAt({ reached: 'ceremony', ago: { days: 10 } });
    const { personId } = await world.stored(caseId);
    const digest = await remind(world.db, personId, today, [
      { caseId, subject: 'member-papers/member-papers-limit' },
    ]);
    const text = said(await world.run(personId, 'acknowledge', { digest }));
    expect(text).toContain('Gần nhất: Hạn khai lý lịch và phiếu đảng viên, ngày 17/7/2026.');
  });
});
