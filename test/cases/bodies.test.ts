/** What is recorded of a body itself: its duties done, and how its reminders climb. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dutiesDone } from '../../src/store/organization-duties.ts';
import { effectiveOrganization, getOrganization } from '../../src/store/organizations.ts';
import { grantRole } from '../../src/store/people.ts';
import { freshDatabase, type TestDatabase } from '../services/databases.ts';
import { layWorld, said, today, vi, type World, why } from './world.ts';

let database: TestDatabase;
let world: World;
let commune: number;
beforeAll(async () => {
  database = await freshDatabase();
});
beforeEach(async () => {
  world = await layWorld(database.db);
  commune = (await getOrganization(world.db, world.cell))?.parentId ?? 0;
});
afterAll(() => database.close());

describe('a duty of the body itself', () => {
  const source = () => ({
    organization: world.cell,
    duty: 'source-reviewed',
    period: '2026',
    on: '2026-02-10',
  });

  it('is recorded by the cell for the cell', async () => {
    expect(said(await world.run(world.secretary, 'duty-done', source()))).toBe(
      'Đã ghi cho Chi bộ thôn Thượng: Rà soát nguồn, đặt chỉ tiêu kết nạp cho năm, năm 2026, làm xong ngày 10/2/2026.',
    );
    expect(await dutiesDone(world.db, [world.cell])).toEqual([
      {
        organizationId: world.cell,
        duty: 'source-reviewed',
        period: '2026',
        doneOn: '2026-02-10',
        recordedBy: world.secretary,
      },
    ]);
  });

  it('and by an officer for a committee', async () => {
    const answers = { organization: commune, duty: 'plan-checked', period: '2026-Q2', on: today };
    expect(said(await world.run(world.officer, 'duty-done', answers))).toContain('quý II/2026');
    expect(await dutiesDone(world.db, [commune])).toHaveLength(1);
  });

  it('also for the period that is just over, and for no other', async () => {
    const answers = { organization: commune, duty: 'plan-checked', on: today };
    said(await world.run(world.officer, 'duty-done', { ...answers, period: '2026-Q1' }));
    for (const period of ['2025-Q4', '2026-Q3', '2026', 'x']) {
      const refused = await world.run(world.officer, 'duty-done', { ...answers, period });
      expect(refused, period).toMatchObject({ ok: false, question: 'period' });
    }
  });

  it('is recorded once: the first record stands', async () => {
    await world.run(world.secretary, 'duty-done', source());
    const again = said(await world.run(world.secretary, 'duty-done', { ...source(), on: today }));
    expect(again).toContain('đã có người ghi từ trước, làm xong ngày 10/2/2026');
    expect(await dutiesDone(world.db, [world.cell])).toMatchObject([{ doneOn: '2026-02-10' }]);
  });

  it('the same request again is answered in the same words', async () => {
    const first = said(await world.run(world.secretary, 'duty-done', source(), { key: 'one' }));
    expect(said(await world.run(world.secretary, 'duty-done', source(), { key: 'one' }))).toBe(first);
  });

  it.each([
    ['an officer for a cell below', () => world.officer, () => world.cell],
    ['a secretary for the committee above', () => world.secretary, () => commune],
    ['the secretary of the next cell', () => world.neighbourSecretary, () => world.cell],
    ['a mentor', () => world.mentor, () => world.cell],
    ['anybody for a body that does not exist', () => world.secretary, () => 999_999],
  ])('is not recorded by %s', async (_, who, body) => {
    const refused = await world.run(who(), 'duty-done', { ...source(), organization: body() });
    expect(why(refused)).toBe(vi({ key: 'errors.access.no-such-body' }));
    expect(await dutiesDone(world.db, [world.cell, commune])).toEqual([]);
  });

  it('is one that this body owes, on a day that has come', async () => {
    const foreign = await world.run(world.secretary, 'duty-done', { ...source(), duty: 'plan-checked' });
    expect(foreign).toMatchObject({ ok: false, question: 'duty' });
    const ahead = await world.run(world.secretary, 'duty-done', { ...source(), on: '2026-06-17' });
    expect(ahead).toMatchObject({ ok: false, question: 'on' });
  });
});

describe('how reminders climb', () => {
  const followed = async (id: number) => (await effectiveOrganization(world.db, id))?.followsLadder;

  it('is chosen by an officer for all cells below, and by a secretary for the cell alone', async () => {
    const text = said(
      await world.run(world.officer, 'reminder-ladder', { organization: commune, ladder: 'close' }),
    );
    expect(text).toContain('Từ nay việc nhắc ở Đảng bộ xã theo cách “Theo sát”.');
    expect([await followed(world.cell), await followed(world.faculty)]).toEqual(['close', null]);
    said(
      await world.run(world.secretary, 'reminder-ladder', { organization: world.cell, ladder: 'standard' }),
    );
    expect([await followed(world.cell), await followed(world.neighbour)]).toEqual(['standard', 'close']);
  });

  it('“như cấp trên” takes one’s own choice back and says what holds then', async () => {
    await world.run(world.officer, 'reminder-ladder', { organization: commune, ladder: 'close' });
    await world.run(world.secretary, 'reminder-ladder', { organization: world.cell, ladder: 'standard' });
    const text = said(
      await world.run(world.secretary, 'reminder-ladder', { organization: world.cell, ladder: 'as-above' }),
    );
    expect(text).toContain('theo như cấp trên, hiện là “Theo sát”');
    expect((await getOrganization(world.db, world.cell))?.ladder).toBeNull();
  });

  it('is not for a committee member, a mentor, or a neighbour to choose', async () => {
    await grantRole(world.db, world.other, world.cell, 'cellCommitteeMember');
    for (const who of [world.other, world.mentor, world.neighbourSecretary, world.schoolOfficer]) {
      const refused = await world.run(who, 'reminder-ladder', { organization: world.cell, ladder: 'close' });
      expect(why(refused)).toBe(vi({ key: 'errors.access.no-such-body' }));
    }
    expect(await followed(world.cell)).toBeNull();
  });

  it('is one of those there are', async () => {
    const refused = await world.run(world.secretary, 'reminder-ladder', {
      organization: world.cell,
      ladder: 'steep',
    });
    expect(refused).toMatchObject({ ok: false, question: 'ladder' });
  });
});
