/** Who was told of what, and who cannot be told: for those who lead, and for nobody else. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chats, digests, notices } from '../../db/schema.ts';
import { loadActor } from '../../src/people/actor.ts';
import { visibleCases } from '../../src/store/cases.ts';
import { linkChat, markUnreachable } from '../../src/store/chats.ts';
import { acknowledge } from '../../src/store/notices.ts';
import { remind } from '../cases/reminded.ts';
import { buttons, layWorld, replyOf, said, today, wordless } from './world.ts';

let world: Awaited<ReturnType<typeof layWorld>>;
beforeAll(async () => {
  world = await layWorld();
});
beforeEach(async () => {
  await world.db.delete(notices);
  await world.db.delete(digests);
  await world.db.delete(chats);
});
afterAll(() => world.database.close());

const idOf = (role: Parameters<typeof world.persona>[0]): number => world.persona(role).personId;
const now = `${today}T02:00:00Z`;

async function aCase(): Promise<{ caseId: number; mentor: number; name: string }> {
  const { actor } = await world.contextOf(idOf('cellSecretary'));
  const found = (await visibleCases(world.db, actor, { open: true })).find((one) => one.mentorId !== null);
  if (!found?.mentorId) throw new Error('nobody in this cell has a mentor');
  return { caseId: found.id, mentor: found.mentorId, name: found.personName };
}

const nameOf = async (personId: number): Promise<string> => (await loadActor(world.db, personId))?.name ?? '';

describe('“đã nhắc ai”', () => {
  const report = 'helped/mentor-report#2026-06';

  it('names each thing, who heard of it on which days, and who has received it', async () => {
    const { caseId, mentor, name } = await aCase();
    const secretary = idOf('cellSecretary');
    await remind(world.db, mentor, '2026-06-20', [{ caseId, subject: report }]);
    await remind(world.db, mentor, '2026-06-24', [{ caseId, subject: report }]);
    const told = await remind(world.db, secretary, '2026-06-25', [
      { caseId, subject: report, reason: 'cellSecretary' },
    ]);
    await world.db.transaction((tx) => acknowledge(tx, secretary, told, now));

    const lines = said(replyOf(await world.tap(secretary, `go:told:${caseId}`))).split('\n');
    expect(lines[0]).toBe(`Đã nhắc về hồ sơ của ${name}:`);
    expect(lines[1]).toMatch(/^Nhận xét hằng tháng của người giúp đỡ/);
    expect(lines[2]).toBe(`• ${await nameOf(mentor)}: nhắc 20/6/2026, 24/6/2026; chưa bấm nhận`);
    expect(lines[3]).toBe(`• ${await nameOf(secretary)} (bí thư chi bộ): nhắc 25/6/2026; đã nhận 26/6/2026`);
  });

  it('says in whose place somebody was told', async () => {
    const { caseId, mentor } = await aCase();
    const secretary = idOf('cellSecretary');
    await remind(world.db, secretary, '2026-06-25', [{ caseId, subject: report, insteadOf: mentor }]);
    expect(said(replyOf(await world.tap(secretary, `go:told:${caseId}`)))).toContain(
      `, thay ${await nameOf(mentor)} chưa liên lạc được: nhắc 25/6/2026`,
    );
  });

  it('is a button under the case, for the cell and the committees above', async () => {
    const { caseId } = await aCase();
    for (const role of ['cellSecretary', 'committeeOfficer'] as const) {
      const status = buttons(replyOf(await world.tap(idOf(role), `go:status:${caseId}`)));
      expect(status, role).toContain(`go:told:${caseId}`);
      expect(said(replyOf(await world.tap(idOf(role), `go:told:${caseId}`)))).toMatch(
        /^Chưa nhắc ai về hồ sơ/,
      );
    }
  });

  it('is nothing to a mentor, to the candidate or to a stranger: as if there were no such case', async () => {
    const { caseId, mentor } = await aCase();
    await remind(world.db, mentor, '2026-06-24', [{ caseId, subject: report }]);
    const candidate = world.persona('candidate').personId;
    const own = (await world.contextOf(candidate)).actor.candidateOf[0] ?? 0;
    const nothing = await world.tap(mentor, 'go:told:99999');
    expect(await world.tap(mentor, `go:told:${caseId}`)).toEqual(nothing);
    expect(buttons(replyOf(await world.tap(mentor, `go:status:${caseId}`)))).not.toContain(
      `go:told:${caseId}`,
    );
    for (const id of [own, caseId]) {
      expect(await world.tap(candidate, `go:told:${id}`)).toEqual(
        await world.tap(candidate, 'go:told:99999'),
      );
    }
  });

  it('can be typed: of the case spoken of last, or of somebody by name', async () => {
    const { caseId, name } = await aCase();
    const secretary = idOf('cellSecretary');
    const asked = await world.ask(secretary, 'đã nhắc ai chưa?', { lastCase: caseId });
    expect(asked).toMatchObject({ kind: 'replies', about: caseId });
    const named = await world.ask(secretary, `da nhac ai ve ho so cua ${name}`);
    expect(named).toMatchObject({ kind: 'replies', about: caseId });
    const which = replyOf(await world.ask(secretary, 'đã nhắc những ai'));
    expect(buttons(which).every((id) => /^go:told:\d+$/.test(id))).toBe(true);
  });
});

describe('“ai chưa liên lạc được”', () => {
  const link = (personId: number, chat: string) =>
    world.db.transaction((tx) => linkChat(tx, { personId, channel: 'telegram', chat, now }));

  it('names who has something to hear and no chat, those who lead first, and invites the first few', async () => {
    const { mentor } = await aCase();
    const secretary = idOf('cellSecretary');
    const reply = replyOf(await world.ask(secretary, 'ai chưa liên lạc được'));
    const text = said(reply);
    expect(text).toMatch(/^\d+ người tôi chưa liên lạc được:/);
    expect(text).toContain(`• ${await nameOf(mentor)}, `);
    expect(text).not.toContain(await nameOf(secretary));
    const invitations = buttons(reply).filter((id) => id.startsWith('go:flow:invite:person='));
    expect(invitations.length).toBeGreaterThan(0);
    expect(invitations.length).toBeLessThanOrEqual(4);
  });

  it('leaves out who has a chat, and says since when a chat takes nothing', async () => {
    const { mentor } = await aCase();
    const secretary = idOf('cellSecretary');
    const name = await nameOf(mentor);
    await link(mentor, '77');
    expect(said(replyOf(await world.tap(secretary, 'go:unreachable')))).not.toContain(`• ${name},`);
    await world.db.transaction((tx) => markUnreachable(tx, 'telegram', '77', '2026-06-20T18:30:00Z'));
    // Half past one at night in Viet Nam.
    expect(said(replyOf(await world.tap(secretary, 'go:unreachable')))).toMatch(
      new RegExp(`• ${name}, .+: không nhận được tin từ 21/6/2026`),
    );
  });

  it('counts all and names a few; when all can be reached it says so', async () => {
    const officer = idOf('committeeOfficer');
    const all = said(replyOf(await world.tap(officer, 'go:unreachable')));
    const total = Number(/^(\d+)/.exec(all)?.[1]);
    expect(total).toBeGreaterThan(12);
    expect(all).toContain(`… và ${total - 12} người nữa.`);
    const { actor } = await world.contextOf(officer);
    expect(actor.roles).toHaveLength(1);
    const everybody = await world.db.query.people.findMany();
    for (const { id } of everybody) await link(id, String(id));
    expect(said(replyOf(await world.tap(officer, 'go:unreachable')))).toMatch(/cũng liên lạc được/);
  });

  it('shows nobody outside the asker’s scope', async () => {
    const secretary = idOf('cellSecretary');
    const { actor } = await world.contextOf(secretary);
    const cell = actor.roles[0]?.organizationId ?? 0;
    const outsider = await world.db.query.roles.findFirst({
      where: (role, { and, ne }) => and(eq(role.role, 'cellSecretary'), ne(role.organizationId, cell)),
    });
    const name = await nameOf(outsider?.personId ?? 0);
    expect(name).not.toBe('');
    expect(said(replyOf(await world.tap(secretary, 'go:unreachable')))).not.toContain(`• ${name},`);
  });

  it('is for those who lead', async () => {
    for (const role of ['mentor', 'candidate'] as const) {
      const reply = replyOf(await world.tap(idOf(role), 'go:unreachable'));
      expect(reply.lines.map((line) => line.key)).toEqual(['common.notYours']);
      expect(buttons(replyOf(await world.tap(idOf(role), 'go:menu:more')))).not.toContain('go:unreachable');
    }
    expect(buttons(replyOf(await world.tap(idOf('cellSecretary'), 'go:menu:more')))).toContain(
      'go:unreachable',
    );
  });
});

describe('what may be typed about reminders', () => {
  it.each([
    ['đã nhận', 'acknowledge'],
    ['da nhan', 'acknowledge'],
    ['OK đã nhận ạ', 'acknowledge'],
    ['xin lùi', 'postpone'],
    ['nhắc tôi sau', 'postpone'],
  ])('"%s", by anybody', async (typed, flow) => {
    for (const role of ['cellSecretary', 'mentor', 'candidate', 'committeeOfficer'] as const)
      expect(await world.ask(idOf(role), typed)).toMatchObject({ kind: 'open', flow, answers: {} });
  });

  it.each([
    ['cách nhắc việc', 'reminder-ladder'],
    ['ghi việc chung', 'duty-done'],
  ])('"%s", by those who lead', async (typed, flow) => {
    for (const role of ['cellSecretary', 'committeeOfficer'] as const)
      expect(await world.ask(idOf(role), typed)).toMatchObject({ kind: 'open', flow });
    expect(replyOf(await world.ask(idOf('candidate'), typed)).lines[0]?.key).toBe('common.notYours');
  });

  it('"đã nhận quyết định" still means the decision', async () => {
    expect(await world.ask(idOf('cellSecretary'), 'đã nhận quyết định')).toMatchObject({
      kind: 'open',
      flow: 'receive-decision',
    });
  });
});

it('all of it has words', () => {
  expect([...wordless]).toEqual([]);
});
