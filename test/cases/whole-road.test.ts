/** One candidate from introduction to official member, by commands alone, the days going by. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CommandName } from '../../src/cases/commands.ts';
import { rolesOf } from '../../src/store/people.ts';
import { freshDatabase, type TestDatabase } from '../services/databases.ts';
import { layWorld, said, type World } from './world.ts';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await freshDatabase();
  world = await layWorld(database.db);
});
afterAll(() => database.close());

it('walks the whole road in the order of the procedure', async () => {
  let today = '2025-07-07';
  const give = async (by: number, name: CommandName, answers: Record<string, unknown>) =>
    said(await world.run(by, name, { case: id, ...answers }, { today }));
  const step = (name: string, by = world.secretary) => give(by, 'record-step', { step: name, on: today });
  const paper = (name: string) =>
    give(world.secretary, 'record-paper', { paper: name, state: 'received', on: today });
  const on = (day: string) => {
    today = day;
  };
  const state = async () => (await world.stored(id)).row.state;
  const held = async () =>
    (await rolesOf(world.db, (await world.stored(id)).personId)).map((one) => one.role);
  /** Nothing done against the rules, and the history fits together. */
  const isClean = async () => {
    const report = await world.report(id, today);
    expect(report.steps.filter((one) => one.irregular).map((one) => one.id)).toEqual([]);
    expect(
      report.warnings.map((one) => one.key).filter((key) => !/unconfirmed-rule|provisional-year/.test(key)),
    ).toEqual([]);
  };

  let id = 0;
  const registered = await world.run(
    world.secretary,
    'register-candidate',
    {
      cell: world.cell,
      fullName: 'Nguyễn Thị Thu Hằng',
      birthDate: '2000-05-20',
      sex: 'female',
      education: 'higher',
      group: 'resident',
      youthUnion: 'yes',
      introducedOn: today,
    },
    { today },
  );
  if (!registered.ok) throw new Error('not registered');
  id = Number(registered.offers[0]?.answers.case);
  expect(await state()).toBe('introduced');

  on('2025-07-14');
  await step('listed');
  await give(world.secretary, 'assign-mentor', {
    mentor: world.mentor,
    on: today,
    togetherSince: '2024-01-02',
  });
  expect(await state()).toBe('sympathizer');

  for (const month of ['2025-07-24', '2025-08-25', '2025-09-24', '2025-10-24', '2025-11-24']) {
    on(month);
    await give(world.mentor, 'assess', { awareness: 3, tasks: 3, conduct: 3, relations: 3 });
    await give(world.secretary, 'review', { outcome: 'keep', on: today });
    if (month === '2025-09-24') await step('sent-to-class');
  }
  on('2025-11-28');
  await step('class-certified');
  on('2025-12-08');
  await step('file-proposed');
  on('2025-12-19');
  await step('file-allowed', world.officer);
  expect(await state()).toBe('filing');

  on('2025-12-22');
  await step('file-opened');
  on('2025-12-29');
  await paper('application');
  on('2026-01-12');
  await paper('personal-history');
  on('2026-01-15');
  await step('pages-sealed');
  for (const subject of ['father', 'mother']) {
    await give(world.secretary, 'send-verification', {
      subject,
      place: 'Đảng uỷ xã Hải Vân',
      scope: 'domestic',
      on: today,
    });
  }
  on('2026-01-21');
  await give(world.secretary, 'update-verification', { verification: 'v1', what: 'delivered', on: today });
  await give(world.secretary, 'update-verification', { verification: 'v2', what: 'delivered', on: today });
  on('2026-02-26');
  await give(world.secretary, 'update-verification', { verification: 'v1', what: 'sufficient', on: today });
  await give(world.secretary, 'update-verification', { verification: 'v2', what: 'sufficient', on: today });
  await step('verified');
  on('2026-03-03');
  await step('cell-committee-comment');
  on('2026-03-10');
  await step('history-certified', world.officer);
  await step('introduced-by-members');
  await step('introduced-by-organization');
  on('2026-03-17');
  await step('opinions-collected');
  await isClean();

  on('2026-03-24');
  const vote = { step: 'cell-votes-admission', on: today, members: 20, excluded: 0 };
  expect(await give(world.secretary, 'record-vote', { ...vote, inFavour: 13 })).toContain('chưa đạt');
  expect(await state()).toBe('filing');
  await give(world.secretary, 'record-step', { step: 'vote-result-reported', on: today });
  on('2026-04-07');
  expect(await give(world.secretary, 'record-vote', { ...vote, on: today, inFavour: 17 })).toContain('→ đạt');
  expect(await state()).toBe('proposed');

  on('2026-04-10');
  await step('file-sent-to-deciding-body', world.officer);
  expect(await state()).toBe('sent-up');
  on('2026-05-12');
  await give(world.officer, 'record-step', { step: 'admission-decided', on: today, outcome: 'agreed' });
  expect(await state()).toBe('decided');
  on('2026-05-14');
  await give(world.secretary, 'receive-decision', { step: 'admission-decided', on: today });
  on('2026-05-26');
  expect(await held()).toEqual([]);
  expect(await step('ceremony')).toContain('dự bị');
  expect(await state()).toBe('probation');
  expect(await held()).toEqual(['probationaryMember']);
  await give(world.secretary, 'assign-mentor', { mentor: world.mentor, on: today });
  await isClean();

  on('2026-06-15');
  await step('member-papers');
  on('2026-11-16');
  await step('new-member-class');

  // Eleven months and more are not twelve.
  on('2027-05-25');
  const early = await world.run(
    world.secretary,
    'record-step',
    { case: id, step: 'self-criticism', on: today },
    { today },
  );
  expect(JSON.stringify(early)).toContain('errors.record.gate-blocks');

  on('2027-05-27');
  await step('self-criticism');
  await step('mentor-assessment');
  on('2027-06-03');
  await step('probation-opinions');
  on('2027-06-08');
  await give(world.secretary, 'record-vote', {
    ...vote,
    step: 'cell-votes-recognition',
    on: today,
    inFavour: 19,
  });
  expect(await state()).toBe('recognition-proposed');
  on('2027-06-10');
  await step('recognition-sent-up');
  on('2027-06-29');
  await give(world.officer, 'record-step', {
    step: 'recognition-decided',
    on: today,
    receivedOn: today,
    outcome: 'agreed',
  });
  expect(await state()).toBe('recognized');
  expect(await held()).toEqual(['officialMember']);

  on('2027-07-06');
  expect(await step('recognition-announced')).toContain('Chúc mừng');
  expect((await world.stored(id)).row).toMatchObject({
    state: 'recognized',
    open: false,
    nextAttention: null,
  });
  expect(await held()).toEqual(['officialMember']);
  await isClean();
});

it('takes the role back from a probationer who is struck off', async () => {
  const id = await world.caseAt({ reached: 'decision-received', ago: { days: 60 } });
  const run = async (name: CommandName, answers: Record<string, unknown>) =>
    said(await world.run(world.secretary, name, { case: id, ...answers }));
  const { personId } = await world.stored(id);
  await run('record-step', { step: 'ceremony', on: '2026-04-28' });
  expect((await rolesOf(world.db, personId)).map((one) => one.role)).toEqual(['probationaryMember']);
  await run('record-vote', {
    step: 'cell-votes-striking-off',
    on: '2026-05-12',
    members: 20,
    excluded: 0,
    inFavour: 20,
  });
  const text = await run('record-step', {
    step: 'striking-off-decided',
    on: '2026-06-02',
    outcome: 'agreed',
  });
  expect(text).toContain('xoá tên');
  expect(await rolesOf(world.db, personId)).toEqual([]);
});
