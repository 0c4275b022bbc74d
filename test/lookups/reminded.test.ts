/** What conversations about reminders show: what may wait and until when, duties of a body, how reminders climb. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LookupResult } from '../../src/conversation/machine-types.ts';
import { getOrganization } from '../../src/store/organizations.ts';
import { remind } from '../cases/reminded.ts';
import { layWorld, said, today, type World } from '../cases/world.ts';
import { freshDatabase, type TestDatabase } from '../services/databases.ts';
import { type Answers, ask, linesOf, optionsOf, refusalOf } from './ask.ts';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await freshDatabase();
});
beforeEach(async () => {
  world = await layWorld(database.db);
});
afterAll(() => database.close());

const asks = (by: number, name: string, answers: Answers = {}, on = today): Promise<LookupResult> =>
  ask(database.db, by, name, answers, on);

const decide = 'admission-decided/decide';
const ceremony = 'ceremony/ceremony-limit';

/** The decision is awaited until 3/8/2026, and the rule knows an extension. */
async function awaitingDecision(): Promise<string> {
  const caseId = await world.caseAt({ reached: 'file-sent-to-deciding-body', ago: { days: 10 } });
  await remind(world.db, world.officer, '2026-06-15', [{ caseId, subject: decide }]);
  return `${caseId}/${decide}`;
}

describe('what may be put off', () => {
  it('is what one was reminded of and still owes, named as in the message, the soonest first', async () => {
    const first = await world.caseAt(
      { reached: 'admission-decided', ago: { days: 3 } },
      { name: 'Lê Văn Tú' },
    );
    const second = await world.caseAt({ reached: 'admission-decided', ago: { days: 10 } });
    await remind(world.db, world.secretary, '2026-06-15', [
      { caseId: first, subject: ceremony },
      { caseId: second, subject: ceremony },
      { caseId: second, subject: 'admission-decided/decide' },
    ]);
    const found = await asks(world.secretary, 'thingsToPostpone');
    expect(found.options?.map((one) => one.value)).toEqual([`${second}/${ceremony}`, `${first}/${ceremony}`]);
    expect(optionsOf(found)[0]).toBe('Nguyễn Thị Thu Hằng: Hạn tổ chức lễ kết nạp (17/7/2026)');
  });

  it('is taken without asking when there is one thing, and nothing at all is said so', async () => {
    const what = await awaitingDecision();
    expect((await asks(world.officer, 'thingsToPostpone')).only).toBe(what);
    expect(await asks(world.mentor, 'thingsToPostpone')).toMatchObject({ stop: true });
  });

  it('waits until the limit at the latest; the rule, its basis and the extension it knows are named', async () => {
    const what = await awaitingDecision();
    const rule = await asks(world.officer, 'postponeRule', { what });
    const lines = linesOf(rule);
    expect(lines).toContain('Nguyễn Thị Thu Hằng – Hạn quyết định kết nạp: 3/8/2026');
    expect(lines).toContain(
      'Có thể lùi ngày nhắc đến 3/8/2026 là muộn nhất. Thời hạn của việc không thay đổi.',
    );
    expect(lines).toContain('được kéo dài chính thời hạn này, nhiều nhất 15 ngày làm việc');
    expect(lines).toMatch(/Căn cứ: điểm 4\.3\.1 Quy định 294-QĐ\/TW/);
    expect(rule.stop).toBeUndefined();
    expect(rule.offers).toMatchObject([{ flow: 'extend-limit', answers: { step: 'admission-decided' } }]);
  });

  it('offers the extension only to those who record it', async () => {
    const caseId = await world.caseAt({ reached: 'file-sent-to-deciding-body', ago: { days: 10 } });
    await remind(world.db, world.neighbourSecretary, '2026-06-15', [{ caseId, subject: decide }]);
    expect(
      await asks(world.neighbourSecretary, 'postponeRule', { what: `${caseId}/${decide}` }),
    ).toMatchObject({
      stop: true,
    });
    const mentored = await world.caseAt({ reached: 'ceremony', ago: { days: 10 } }, { name: 'Lê Văn Tú' });
    await remind(world.db, world.mentor, '2026-06-15', [
      { caseId: mentored, subject: 'helped/mentor-report#2026-06' },
    ]);
    const rule = await asks(world.mentor, 'postponeRule', {
      what: `${mentored}/helped/mentor-report#2026-06`,
    });
    expect(rule.offers).toEqual([]);
    expect(linesOf(rule)).not.toContain('kéo dài');
  });

  it('ends with the reason where nothing more may wait', async () => {
    const what = await awaitingDecision();
    for (const until of ['2026-06-20', '2026-06-25'])
      said(await world.run(world.officer, 'postpone', { what, until, reason: 'away' }));
    const rule = await asks(world.officer, 'postponeRule', { what });
    expect(rule.stop).toBe(true);
    expect(linesOf(rule)).toContain('Việc này đồng chí đã xin lùi đủ 2 lần nên không lùi thêm được.');
    expect(linesOf(rule)).toContain('Căn cứ');
    expect(rule.offers).toMatchObject([{ flow: 'extend-limit' }]);
  });

  it('a day too late is refused while it is typed', async () => {
    const what = await awaitingDecision();
    expect(refusalOf(await asks(world.officer, 'postponeDay', { what, until: '2026-08-04' }))).toMatch(
      /^Không lùi quá 3\/8\/2026, .+\nCăn cứ/s,
    );
    expect(await asks(world.officer, 'postponeDay', { what, until: '2026-08-03' })).toEqual({});
    expect(linesOf(await asks(world.officer, 'postponeOutlook', { what, until: '2026-08-03' }))).toBe(
      'Chỉ lùi ngày nhắc; thời hạn vẫn là ngày 3/8/2026.',
    );
  });
});

it('a typed “đã nhận” means the newest message', async () => {
  const what = await awaitingDecision();
  const caseId = Number(what.split('/')[0]);
  const newer = await remind(world.db, world.officer, today, [{ caseId, subject: decide }]);
  await remind(world.db, world.secretary, today, [{ caseId, subject: decide, reason: 'cellSecretary' }]);
  expect((await asks(world.officer, 'digestToAcknowledge')).only).toBe(String(newer));
  expect(await asks(world.mentor, 'digestToAcknowledge')).toMatchObject({ stop: true });
});

describe('duties of a body', () => {
  const commune = async (): Promise<string> =>
    String((await getOrganization(world.db, world.cell))?.parentId ?? 0);

  it('are those of one’s own body that are not recorded yet', async () => {
    expect((await asks(world.secretary, 'bodiesWithDuties')).only).toBe(String(world.cell));
    const organization = await commune();
    expect((await asks(world.officer, 'bodiesWithDuties')).only).toBe(organization);
    const before = await asks(world.officer, 'dutiesToRecord', { organization });
    expect(before.options?.map((one) => one.value)).toContain('plan-checked');
    const cells = await asks(world.secretary, 'dutiesToRecord', { organization: String(world.cell) });
    expect(cells.options?.map((one) => one.value)).toEqual(['source-reviewed', 'youths-counted']);
  });

  it('for this period and the one before, until both are recorded', async () => {
    const organization = await commune();
    const answers = { organization, duty: 'plan-checked' };
    expect(optionsOf(await asks(world.officer, 'dutyPeriods', answers))).toEqual([
      'quý II/2026',
      'quý I/2026',
    ]);
    said(await world.run(world.officer, 'duty-done', { ...answers, period: '2026-Q2', on: today }));
    expect((await asks(world.officer, 'dutyPeriods', answers)).only).toBe('2026-Q1');
    said(await world.run(world.officer, 'duty-done', { ...answers, period: '2026-Q1', on: today }));
    expect(await asks(world.officer, 'dutyPeriods', answers)).toMatchObject({ stop: true });
    const left = await asks(world.officer, 'dutiesToRecord', { organization });
    expect(left.options?.map((one) => one.value)).not.toContain('plan-checked');
  });

  it('say their source; a button for what was recorded meanwhile ends the conversation', async () => {
    const answers = { organization: await commune(), duty: 'lists-matched', period: '2026-H1' };
    expect(linesOf(await asks(world.officer, 'dutyRule', answers))).toMatch(
      /^Đối chiếu danh sách đảng viên với hồ sơ, 6 tháng đầu năm 2026\.\nCăn cứ: điểm 8\.2h/,
    );
    said(await world.run(world.officer, 'duty-done', { ...answers, on: today }));
    expect(await asks(world.officer, 'dutyRule', answers)).toMatchObject({ stop: true });
  });

  it('are nobody else’s', async () => {
    expect(await asks(world.mentor, 'bodiesWithDuties')).toMatchObject({ stop: true });
    const organization = String(world.cell);
    for (const who of [world.officer, world.neighbourSecretary, world.mentor])
      expect(await asks(who, 'dutiesToRecord', { organization })).toMatchObject({ stop: true });
  });
});

describe('how reminders climb', () => {
  it('is told in words made from the figures of each ladder', async () => {
    const organization = String(world.cell);
    const now = linesOf(await asks(world.secretary, 'laddersNow', { organization }));
    expect(now).toContain('Chi bộ thôn Thượng đang theo như cấp trên: “Nhắc thông thường”.');
    expect(now).toContain('• Nhắc người phải làm: từ mốc đầu trước hạn.');
    expect(now).toContain('• Báo đảng uỷ: khi quá hạn 5 ngày làm việc.');
    expect(now).toContain('Theo sát:');
    expect(now).toContain('• Báo đảng uỷ: khi quá hạn 1 ngày làm việc.');
  });

  it('offers “như cấp trên” wherever there is somebody above', async () => {
    const organization = String(world.cell);
    const choices = await asks(world.secretary, 'ladderChoices', { organization });
    expect(choices.options?.map((one) => one.value)).toEqual(['standard', 'close', 'as-above']);
  });

  it('is for the secretary and for officers', async () => {
    expect((await asks(world.secretary, 'bodiesWithLadder')).only).toBe(String(world.cell));
    expect(await asks(world.mentor, 'bodiesWithLadder')).toMatchObject({ stop: true });
    const organization = String(world.cell);
    expect(linesOf(await asks(world.officer, 'ladderOutlook', { organization, ladder: 'close' }))).toContain(
      'Theo sát:',
    );
    expect(await asks(world.mentor, 'laddersNow', { organization })).toMatchObject({ stop: true });
  });
});
