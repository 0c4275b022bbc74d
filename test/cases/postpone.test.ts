import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cases, notices, postponements } from '../../db/schema.ts';
import { grantRole, revokeRole } from '../../src/store/people.ts';
import { freshDatabase, type TestDatabase } from '../services/databases.ts';
import { remind } from './reminded.ts';
import { layWorld, said, today, vi, type World, why } from './world.ts';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await freshDatabase();
});
beforeEach(async () => {
  world = await layWorld(database.db);
});
afterAll(() => database.close());

/** The mentor was reminded of the assessment of June, due on 30/6/2026. */
const report = 'helped/mentor-report#2026-06';
async function mentorReminded(): Promise<{ caseId: number; what: string }> {
  const caseId = await world.caseAt({ reached: 'ceremony', ago: { days: 10 } });
  await remind(world.db, world.mentor, '2026-06-15', [{ caseId, subject: report }]);
  return { caseId, what: `${caseId}/${report}` };
}

const stored = () => world.db.select().from(postponements);
const toSay = async () => (await world.db.select().from(notices)).filter((one) => one.saidOn === null);

describe('“xin lùi”', () => {
  it('puts the reminder off, never the limit, and says so', async () => {
    const { caseId, what } = await mentorReminded();
    const text = said(
      await world.run(world.mentor, 'postpone', { what, until: '2026-06-29', reason: 'away' }),
    );
    expect(text.split('\n')).toEqual([
      'Đã ghi xin lùi: Nhận xét hằng tháng của người giúp đỡ (Nguyễn Thị Thu Hằng). Ngày 29/6/2026 tôi sẽ nhắc lại đồng chí.',
      'Thời hạn không thay đổi, vẫn là ngày 30/6/2026.',
      'Bí thư chi bộ sẽ được báo việc này.',
    ]);
    expect(await stored()).toMatchObject([
      { caseId, subject: report, personId: world.mentor, until: '2026-06-29', reason: 'away' },
    ]);
    const due = (await world.report(caseId)).obligations.find((one) => one.key === report)?.due;
    expect(due).toBe('2026-06-30');
  });

  it('is told to the secretary of the cell, and to nobody when the secretary asks', async () => {
    const { caseId, what } = await mentorReminded();
    await world.run(world.mentor, 'postpone', { what, until: '2026-06-29', reason: 'ill' });
    expect(await toSay()).toMatchObject([
      { personId: world.secretary, caseId, subject: report, moment: today, reason: 'postponed' },
    ]);

    const other = await world.caseAt(
      { reached: 'admission-decided', ago: { days: 10 } },
      { name: 'Lê Văn Tú' },
    );
    const subject = 'ceremony/ceremony-limit';
    await remind(world.db, world.secretary, '2026-06-15', [{ caseId: other, subject }]);
    const text = said(
      await world.run(world.secretary, 'postpone', {
        what: `${other}/${subject}`,
        until: '2026-07-10',
        reason: 'waiting-for-papers',
      }),
    );
    expect(text).not.toContain('Bí thư chi bộ');
    expect(await toSay()).toHaveLength(1);
  });

  it('reaches the secretary also on a day on which they hear of the same thing anyhow', async () => {
    const { caseId, what } = await mentorReminded();
    await remind(world.db, world.secretary, today, [{ caseId, subject: report, reason: 'cellSecretary' }]);
    await world.run(world.mentor, 'postpone', { what, until: '2026-06-29', reason: 'other' });
    expect(await toSay()).toMatchObject([{ personId: world.secretary, reason: 'postponed' }]);
  });

  it('is looked at by the next plan, which then knows the day', async () => {
    const { caseId, what } = await mentorReminded();
    await world.db.update(cases).set({ nextAttention: '2026-12-01' }).where(eq(cases.id, caseId));
    await world.run(world.mentor, 'postpone', { what, until: '2026-06-29', reason: 'away' });
    const [row] = await world.db.select().from(cases).where(eq(cases.id, caseId));
    expect(String(row?.nextAttention) <= today).toBe(true);
  });

  it('asked twice with one key is recorded once and answered in the same words', async () => {
    const { what } = await mentorReminded();
    const answers = { what, until: '2026-06-29', reason: 'away' };
    const first = said(await world.run(world.mentor, 'postpone', answers, { key: 'one' }));
    const again = said(await world.run(world.mentor, 'postpone', answers, { key: 'one' }));
    expect(again).toBe(first);
    expect(await stored()).toHaveLength(1);
    expect(await toSay()).toHaveLength(1);
  });
});

describe('what the rule allows', () => {
  it.each([
    ['2026-07-01', 'Không lùi quá 30/6/2026, là hạn theo quy định.'],
    ['2026-12-31', 'Không lùi quá 30/6/2026, là hạn theo quy định.'],
    [today, 'Ngày nhắc lại phải sau hôm nay. Đồng chí chọn từ 17/6/2026 trở đi.'],
  ])('not until %s', async (until, sentence) => {
    const { what } = await mentorReminded();
    const refused = await world.run(world.mentor, 'postpone', { what, until, reason: 'away' });
    expect(refused).toMatchObject({ ok: false, question: 'until' });
    expect(why(refused)).toContain(sentence);
    expect(await stored()).toEqual([]);
  });

  it('names its basis when it refuses', async () => {
    const { what } = await mentorReminded();
    const refused = await world.run(world.mentor, 'postpone', { what, until: '2026-07-01', reason: 'away' });
    expect(why(refused)).toMatch(/\nCăn cứ.*điểm 2\.3 Hướng dẫn 06-HD\/TW ngày 9\/6\/2025/);
  });

  it('until the due day itself', async () => {
    const { what } = await mentorReminded();
    said(await world.run(world.mentor, 'postpone', { what, until: '2026-06-30', reason: 'away' }));
  });

  it('once late, only so many working days ahead', async () => {
    const { what } = await mentorReminded();
    // A Friday; the usual ladder gives five working days.
    const late = { today: '2026-07-03' };
    const refused = await world.run(
      world.mentor,
      'postpone',
      { what, until: '2026-07-11', reason: 'away' },
      late,
    );
    expect(why(refused)).toContain('nhiều nhất 5 ngày làm việc, đến 10/7/2026');
    said(await world.run(world.mentor, 'postpone', { what, until: '2026-07-10', reason: 'away' }, late));
  });

  it('at most so often as the ladder says', async () => {
    const { what } = await mentorReminded();
    said(await world.run(world.mentor, 'postpone', { what, until: '2026-06-18', reason: 'away' }));
    said(await world.run(world.mentor, 'postpone', { what, until: '2026-06-22', reason: 'away' }));
    const third = await world.run(world.mentor, 'postpone', { what, until: '2026-06-24', reason: 'away' });
    expect(third).toMatchObject({ ok: false, question: 'what' });
    expect(why(third)).toContain('đồng chí đã xin lùi đủ 2 lần');
  });

  it('and a closer ladder allows less', async () => {
    await world.run(world.secretary, 'reminder-ladder', { organization: world.cell, ladder: 'close' });
    const { what } = await mentorReminded();
    said(await world.run(world.mentor, 'postpone', { what, until: '2026-06-18', reason: 'away' }));
    const second = await world.run(world.mentor, 'postpone', { what, until: '2026-06-22', reason: 'away' });
    expect(why(second)).toContain('đủ 1 lần');
  });
});

describe('only what one was reminded of and owes', () => {
  it.each([
    ['the secretary, of what the mentor owes', () => world.secretary],
    ['another member', () => world.other],
    ['the secretary of the next cell', () => world.neighbourSecretary],
  ])('not by %s', async (_, who) => {
    const { what } = await mentorReminded();
    const refused = await world.run(who(), 'postpone', { what, until: '2026-06-29', reason: 'away' });
    expect(refused).toMatchObject({ ok: false, question: 'what' });
    expect(await stored()).toEqual([]);
  });

  it('not what somebody heard of because another let it lie, nor in the place of another', async () => {
    const { caseId, what } = await mentorReminded();
    await remind(world.db, world.secretary, '2026-06-15', [
      { caseId, subject: report, reason: 'cellSecretary' },
      { caseId, subject: 'new-member-class/class-by-recognition', insteadOf: world.other },
    ]);
    for (const one of [what, `${caseId}/new-member-class/class-by-recognition`]) {
      const refused = await world.run(world.secretary, 'postpone', {
        what: one,
        until: '2026-06-29',
        reason: 'away',
      });
      expect(why(refused)).toBe(vi({ key: 'errors.postpone.not-yours' }));
    }
  });

  it('not what has been done since', async () => {
    const { caseId, what } = await mentorReminded();
    const rated = { awareness: 4, tasks: 4, conduct: 4, relations: 4 };
    said(await world.run(world.mentor, 'assess', { case: caseId, ...rated }));
    const refused = await world.run(world.mentor, 'postpone', { what, until: '2026-06-29', reason: 'away' });
    expect(why(refused)).toBe(vi({ key: 'errors.postpone.not-yours' }));
  });

  it('a candidate may put off their own papers, and without a secretary the committee hears of it', async () => {
    const caseId = await world.caseAt(
      { reached: 'ceremony', ago: { days: 10 } },
      { cellId: world.neighbour },
    );
    const { personId } = await world.stored(caseId);
    const subject = 'member-papers/member-papers-limit';
    await remind(world.db, personId, '2026-06-15', [{ caseId, subject }]);
    await revokeRole(world.db, world.neighbourSecretary, world.neighbour, 'cellSecretary');
    await grantRole(world.db, world.other, world.neighbour, 'cellCommitteeMember');
    const what = `${caseId}/${subject}`;
    const text = said(
      await world.run(personId, 'postpone', { what, until: '2026-07-17', reason: 'waiting-for-others' }),
    );
    expect(text).toMatch(/^Đã ghi xin lùi: Hạn khai lý lịch và phiếu đảng viên\. /);
    expect(await toSay()).toMatchObject([{ personId: world.other, reason: 'postponed' }]);
  });

  it('a reading that is none is refused', async () => {
    for (const what of ['', '12', 'abc/def', '0/x/y']) {
      const refused = await world.run(world.mentor, 'postpone', {
        what,
        until: '2026-06-29',
        reason: 'away',
      });
      expect(refused).toMatchObject({ ok: false, question: 'what' });
    }
  });
});
