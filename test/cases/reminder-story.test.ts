/** Days of a mentor and a secretary with the real planner: told, acknowledged, put off, told again. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { parseGoFlow } from '../../src/conversation/buttons.ts';
import { toldAbout } from '../../src/store/notices.ts';
import { linkEverybody, messagesTo, run, runDays } from '../reminders/planner-world.ts';
import { freshDatabase, type TestDatabase } from '../services/databases.ts';
import { layWorld, said, today, type World } from './world.ts';

let database: TestDatabase;
let world: World;
let caseId: number;
const report = 'helped/mentor-report#2026-06';

beforeAll(async () => {
  database = await freshDatabase();
});
beforeEach(async () => {
  world = await layWorld(database.db);
  caseId = await world.caseAt({ reached: 'ceremony', ago: { days: 10 } });
  await linkEverybody(world.db);
});
afterAll(() => database.close());

const textsTo = async (personId: number): Promise<string[]> =>
  (await messagesTo(world.db, personId)).map((row) => row.message.text);

/** The answers that the first button of somebody's newest message brings along. */
async function tapped(personId: number, flow: string) {
  const newest = (await messagesTo(world.db, personId)).at(-1);
  const ids = (newest?.message.choices ?? []).map((choice) => choice.id);
  const found = ids.flatMap((id) => parseGoFlow(id) ?? []).find((one) => one.flow === flow);
  if (!found) throw new Error(`no button for ${flow} among ${ids.join(' ')}`);
  return found.answers;
}

it('the buttons under a message of reminders are those of these conversations', async () => {
  await runDays(world.db, today, '2026-06-25');
  const [text] = await textsTo(world.mentor);
  expect(text).toContain('Nguyễn Thị Thu Hằng');
  const answers = await tapped(world.mentor, 'acknowledge');
  expect(said(await world.run(world.mentor, 'acknowledge', answers, { today: '2026-06-25' }))).toContain(
    'Gần nhất: Nhận xét hằng tháng của người giúp đỡ (Nguyễn Thị Thu Hằng), ngày 30/6/2026.',
  );
  const told = await toldAbout(world.db, caseId);
  expect(told.find((one) => one.subject === report && one.personId === world.mentor)).toMatchObject({
    saidOn: '2026-06-25',
    acknowledgedAt: '2026-06-25T03:00:00.000Z',
  });
  expect(await tapped(world.mentor, 'postpone')).toEqual({});
});

it('what was put off is told to the secretary, comes back on its day, and the limit stands', async () => {
  await runDays(world.db, today, '2026-06-25');
  const before = (await textsTo(world.mentor)).length;
  const what = `${caseId}/${report}`;
  said(
    await world.run(
      world.mentor,
      'postpone',
      { what, until: '2026-06-29', reason: 'away' },
      { today: '2026-06-25' },
    ),
  );
  // Something else is recorded in the case meanwhile: the news is not lost by it.
  const papers = { case: caseId, step: 'member-papers', on: '2026-06-25' };
  said(await world.run(world.secretary, 'record-step', papers, { today: '2026-06-25' }));
  await run(world.db, '2026-06-26');
  expect(await textsTo(world.mentor)).toHaveLength(before);
  const news = (await textsTo(world.secretary)).join('\n');
  expect(news).toContain('Đồng chí Lê Quang Minh xin lùi ngày nhắc đến 29/6/2026 vì đi công tác, đi xa.');
  expect(news).toContain('Thời hạn không thay đổi.');

  await runDays(world.db, '2026-06-27', '2026-06-29');
  const back = (await textsTo(world.mentor)).at(-1);
  expect(back).toContain('30/6/2026');
  expect(back).toContain('đồng chí đã xin lùi đến nay');
  const due = (await world.report(caseId, '2026-06-29')).obligations.find((one) => one.key === report)?.due;
  expect(due).toBe('2026-06-30');
});
