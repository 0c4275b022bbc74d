/** What each of them is answered, asked of the sample organisation. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases, people } from '../../db/schema.ts';
import { candidateStatus, ownView } from '../../src/answers/candidate-status.ts';
import { examiner } from '../../src/answers/examined.ts';
import { hats } from '../../src/people/actor.ts';
import type { CaseEvent } from '../../src/procedure/index.ts';
import { loadCases, visibleCases } from '../../src/store/cases.ts';
import { languages } from '../../src/words/say.ts';
import {
  buttons,
  calendar,
  catalog,
  keysOf,
  layWorld,
  menuData,
  replyOf,
  said,
  today,
  wordless,
  words,
} from './world.ts';

let world: Awaited<ReturnType<typeof layWorld>>;
beforeAll(async () => {
  world = await layWorld();
});
afterAll(() => world.database.close());

const everyone = async (): Promise<number[]> => (await world.db.select().from(people)).map((one) => one.id);

describe('a secretary', () => {
  const secretary = () => world.persona('cellSecretary').personId;
  const cases = async () =>
    visibleCases(world.db, (await world.contextOf(secretary())).actor, { open: true });

  it('sees where a case stands, what is next and who owes what, hardest first, with a button that works it', async () => {
    for (const { id } of await cases()) {
      const reply = replyOf(await world.tap(secretary(), `go:status:${id}`));
      const keys = reply.lines.map((line) => line.key);
      expect(keys[0]).toMatch(/^status\.case\.title/);
      expect(keys[1]).toMatch(/^status\.case\.place/);
      expect(keys[2]).toMatch(/^status\.case\.done/);
      expect(keys.some((key) => key.startsWith('status.case.next-'))).toBe(true);
      expect(buttons(reply)).toContain(`go:basis:${id}`);
      expect(buttons(reply)).toContain(`go:more:${id}`);
      const dues = reply.lines.flatMap((line) => {
        const due = line.key.startsWith('status.due.') ? line.params?.due : undefined;
        return typeof due === 'object' && 'date' in due ? [String(due.date)] : [];
      });
      expect(dues).toEqual([...dues].sort());
    }
  });

  it('finds a person by any part of the name, with or without diacritics, behind the usual phrases', async () => {
    const [one] = await cases();
    if (!one) throw new Error('the sample has no case in this cell');
    const last = one.personName.split(' ').slice(-2).join(' ');
    const bare = last.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();
    for (const typed of [
      `tình hình ${last}`,
      `ho so ${bare} toi dau roi`,
      one.personName,
      bare,
      `status of ${bare}`,
      `Cho tôi xem hồ sơ của đồng chí ${last} ạ`,
    ]) {
      expect(await world.ask(secretary(), typed), typed).toMatchObject({ kind: 'replies', about: one.id });
    }
    expect(await world.ask(secretary(), `căn cứ của ${last}`)).toMatchObject({
      kind: 'replies',
      about: one.id,
    });
    expect(await world.ask(secretary(), `bước tiếp theo của ${last}`)).toEqual({
      kind: 'open',
      flow: 'work-step',
      answers: { case: one.id },
    });
  });

  it('is asked which one when several bear the name', async () => {
    const all = await cases();
    const surname = 'Nguyễn';
    const reply = replyOf(await world.ask(secretary(), `tình hình ${surname}`));
    const bearers = all
      .filter((one) => one.personName.startsWith(surname))
      .map((one) => `go:status:${one.id}`);
    expect(bearers.length).toBeGreaterThan(1);
    expect(new Set(buttons(reply))).toEqual(new Set(bearers));
  });

  it('is told the basis of what was spoken of last, or asked whose', async () => {
    const [one] = await cases();
    const lastCase = one?.id ?? 0;
    expect(await world.ask(secretary(), 'căn cứ?', { lastCase })).toMatchObject({ about: lastCase });
    const reply = replyOf(await world.tap(secretary(), `go:basis:${lastCase}`));
    expect(reply.lines.every((line) => line.key.startsWith('status.basis.'))).toBe(true);
    expect(said(reply)).toMatch(/ngày \d{1,2}\/\d{1,2}\/\d{4}/);
    expect(
      buttons(replyOf(await world.ask(secretary(), 'căn cứ'))).every((id) => id.startsWith('go:basis:')),
    ).toBe(true);
  });

  it('names a rule once, though it runs for several letters', async () => {
    const found = await world.ask(secretary(), 'tình hình Phan Minh Quân');
    const about = found.kind === 'replies' ? found.about : undefined;
    const text = said(replyOf(await world.tap(secretary(), `go:basis:${about}`)));
    const limits = text.split('\n').filter((line) => line.startsWith('Hạn trả lời thẩm tra trong nước'));
    expect(limits).toHaveLength(1);
  });

  it('names the basis of one step on request', async () => {
    const [one] = await cases();
    const reply = replyOf(await world.tap(secretary(), `go:basis:${one?.id}:cell-votes-admission`));
    expect(keysOf(reply)).toContain('procedure.steps.cell-votes-admission.title');
  });

  it('gets the work soonest first, at most so many lines, and the rest counted', async () => {
    const reply = replyOf(await world.ask(secretary(), 'việc của tôi'));
    const items = reply.lines.filter(
      (line) => line.key.startsWith('status.item.') || line.key === 'status.work.step',
    );
    expect(items.length).toBeLessThanOrEqual(menuData.views.workLines);
    const total = Number(reply.lines[0]?.params?.count);
    const left = Number(reply.lines.find((line) => line.key === 'status.more')?.params?.count ?? 0);
    expect(items.length + left).toBe(total);
    expect(reply.lines[1]?.key).toBe('status.work.group.late');
  });
});

describe('a mentor', () => {
  it('sees their own candidates only, and is led to the assessment', async () => {
    const mentor = world.persona('mentor').personId;
    const { actor } = await world.contextOf(mentor);
    const listed = buttons(replyOf(await world.ask(mentor, 'danh sách'))).filter((id) =>
      id.startsWith('go:status:'),
    );
    expect(new Set(listed)).toEqual(new Set(actor.mentorOf.map((id) => `go:status:${id}`)));
    for (const id of actor.mentorOf) {
      const ids = buttons(replyOf(await world.tap(mentor, `go:status:${id}`)));
      expect(
        ids.filter((one) => one.startsWith('go:flow:')).every((one) => one.startsWith('go:flow:assess:')),
      ).toBe(true);
    }
  });
});

describe('a committee officer', () => {
  const officer = () => world.persona('committeeOfficer').personId;

  it('sees each cell of the subtree with its figures, the late ones first', async () => {
    const reply = replyOf(await world.ask(officer(), 'danh sách'));
    const marks = reply.lines
      .filter((line) => line.key.startsWith('status.overview.cell'))
      .map((line) => line.key);
    expect(marks.length).toBeGreaterThan(1);
    expect(marks).toEqual([...marks].sort((a, b) => Number(b.endsWith('late')) - Number(a.endsWith('late'))));
    expect(buttons(reply)).toEqual(['go:list:late', 'go:list:all', 'go:report', 'go:menu']);
  });

  it('gets the figures of the year that add up to those of the cells', async () => {
    const reply = replyOf(await world.ask(officer(), 'báo cáo'));
    const sum = (name: string) =>
      reply.lines
        .filter((line) => line.key === 'status.report.cell')
        .reduce((total, line) => total + Number(line.params?.[name]), 0);
    const total = reply.lines.find((line) => line.key === 'status.report.total')?.params;
    for (const name of ['late', 'sent', 'admitted']) expect(Number(total?.[name]), name).toBe(sum(name));
    expect(reply.lines[0]?.params).toMatchObject({ year: 2026 });
  });

  it('is offered to record what committees do, and never what a cell does', async () => {
    const rows = await visibleCases(world.db, (await world.contextOf(officer())).actor, { open: true });
    for (const { id, currentStep } of rows) {
      const flows = buttons(replyOf(await world.tap(officer(), `go:status:${id}`))).filter((one) =>
        one.startsWith('go:flow:'),
      );
      for (const flow of flows)
        expect(flow, String(currentStep)).toMatch(/^go:flow:(work-step|record-vote):/);
    }
    expect(replyOf(await world.tap(officer(), `go:more:${rows[0]?.id}`)).lines[0]?.key).toMatch(
      /^status\.case\.title/,
    );
  });
});

describe('a candidate', () => {
  const inside =
    /verification|verified\.|thẩm tra|opinion|ý kiến|vote|biểu quyết|phiếu|assess|nhận xét của|review|gates\.|\.mentor-report|cell-review/i;

  it('hears nothing of the inside, for any case of the sample and in either language', async () => {
    let heard = 0;
    for (const personId of await everyone()) {
      const { actor } = await world.contextOf(personId);
      for (const id of actor.candidateOf) {
        for (const request of [
          `go:status:${id}`,
          `go:basis:${id}`,
          'go:own-status',
          'go:my-work',
          `go:more:${id}`,
          `go:basis:${id}:verified`,
        ]) {
          const reply = replyOf(await world.tap(personId, request));
          // What they hand in themselves is theirs to hear of: the papers they owe are named by their own words.
          const keys = keysOf(reply).filter((key) => !key.startsWith('procedure.papers.'));
          expect(
            keys.filter((key) => inside.test(key)),
            `${personId} ${request}`,
          ).toEqual([]);
          for (const language of languages)
            expect(said(reply, language)).not.toMatch(/thẩm tra|biểu quyết|tán thành|verif|in favour/i);
          expect(
            buttons(reply).filter(
              (one) => one.startsWith('go:flow:') && !/^go:flow:(browse|settings)/.test(one),
            ),
          ).toEqual([]);
          heard += 1;
        }
      }
    }
    expect(heard).toBeGreaterThan(150);
  });

  it('hears the same whatever was found, said or counted inside', async () => {
    const ids = (await world.db.select({ id: cases.id }).from(cases)).map((row) => row.id);
    const examineOne = examiner({ catalog, calendar, today });
    let changed = 0;
    for (const stored of await loadCases(world.db, ids)) {
      const without = {
        ...stored,
        file: { ...stored.file, events: stored.file.events.flatMap(otherwiseInside) },
      };
      if (JSON.stringify(without.file) !== JSON.stringify(stored.file)) changed += 1;
      const [here, there] = [stored, without].map((one) => {
        const { candidateName, cellName, ...rest } = examineOne(one);
        return candidateStatus(
          ownView({ ...rest, candidate: candidateName, cell: cellName, mentorName: 'Lê Quang Minh' }),
        );
      });
      expect(there, stored.personName).toEqual(here);
    }
    expect(changed).toBeGreaterThan(20);
  });

  it('is not told of anybody else, nor that they exist', async () => {
    const own = world.persona('candidate');
    const stranger = (await everyone()).find((id) => id !== own.personId) ?? 0;
    const { actor } = await world.contextOf(stranger);
    const named = replyOf(await world.ask(own.personId, `tình hình ${actor.name}`));
    const nobody = replyOf(await world.ask(own.personId, 'tình hình Không Có Ai'));
    expect(named).toEqual(nobody);
    expect(named.lines.map((line) => line.key)).toEqual(['menu.not-found']);
    expect(replyOf(await world.tap(own.personId, 'go:status:1'))).toEqual(nobody);
  });

  it('asks in the first person', async () => {
    const own = world.persona('candidate').personId;
    for (const typed of [
      'hồ sơ của tôi tới đâu rồi',
      'toi dang o buoc nao',
      'việc của tôi',
      'my status',
      'tôi còn thiếu gì',
    ]) {
      expect(
        keysOf(replyOf(await world.ask(own, typed))).some((key) => key.startsWith('status.own.stage.')),
        typed,
      ).toBe(true);
    }
  });
});

/** The same road with other things inside: no letters, no assessments, no reviews, every passed vote unanimous. */
function otherwiseInside(event: CaseEvent): CaseEvent[] {
  if (/^(verification|assessment|review)-/.test(event.type)) return [];
  if (event.type !== 'step-recorded' || !event.vote) return [event];
  const { members, excluded, inFavour } = event.vote;
  const counted = members - excluded.reduce((sum, one) => sum + one.count, 0);
  const passed = inFavour * 3 >= counted * 2;
  return [{ ...event, vote: { members, excluded, inFavour: passed ? counted : inFavour } }];
}

describe('scope', () => {
  it('the answer on a case outside it is the same as on a case that does not exist', async () => {
    for (const personId of await everyone()) {
      const { actor } = await world.contextOf(personId);
      const mine = new Set((await visibleCases(world.db, actor)).map((row) => row.id));
      const outside = [1, 9, 17, 25, 33].find((id) => !mine.has(id));
      if (outside === undefined) continue;
      for (const action of actor.roles.length > 0 ? ['status', 'basis', 'more'] : ['status']) {
        const there = await world.tap(personId, `go:${action}:${outside}`);
        expect(there).toEqual(await world.tap(personId, `go:${action}:99999`));
        expect(replyOf(there).lines).toEqual([{ key: 'menu.not-found' }]);
      }
    }
  });

  it('the menu offers what the hats allow, and every button of every answer fits', async () => {
    for (const { personId } of world.personas) {
      const { actor } = await world.contextOf(personId);
      const worn = hats(actor);
      for (const request of [
        'go:menu',
        'go:menu:more',
        'go:my-work',
        'go:list',
        'go:late',
        'go:report',
        'go:help',
      ]) {
        const reply = replyOf(await world.tap(personId, request));
        for (const id of buttons(reply)) expect(id).toMatch(/^[\x21-\x7e]{1,64}$/);
        const offersRegister = buttons(reply).includes('go:flow:register-candidate');
        if (request === 'go:menu') expect(offersRegister).toBe(worn.includes('cadre'));
      }
    }
  });
});

describe('typed words', () => {
  it.each([
    ['Việc của tôi', 'cellSecretary', 'status.work.title'],
    ['viec cua toi', 'committeeOfficer', 'status.work.title'],
    ['trễ hạn', 'committeeOfficer', 'status.list.late'],
    ['who is late', 'committeeOfficer', 'status.list.late'],
    ['giúp', 'cellSecretary', 'menu.help.title'],
    ['menu', 'candidate', 'menu.title-own'],
  ] as const)('"%s" by a %s', async (typed, role, key) => {
    expect(keysOf(replyOf(await world.ask(world.persona(role).personId, typed)))).toContain(key);
  });

  it.each([
    ['thêm quần chúng mới', 'cellSecretary', 'register-candidate', {}],
    ['quy trình', 'candidate', 'browse', {}],
    ['đổi ngôn ngữ', 'candidate', 'settings', { what: 'language' }],
    ['đổi sang tiếng Anh', 'mentor', 'settings', { what: 'language', language: 'en' }],
    ['ghi biểu quyết', 'committeeOfficer', 'record-vote', {}],
    ['nhận xét', 'mentor', 'assess', {}],
  ] as const)('"%s" by a %s opens a conversation', async (typed, role, flow, answers) => {
    expect(await world.ask(world.persona(role).personId, typed)).toEqual({ kind: 'open', flow, answers });
  });

  it('that are for others are declined, and what is not understood is said to be so', async () => {
    const candidate = world.persona('candidate').personId;
    expect(keysOf(replyOf(await world.ask(candidate, 'thêm quần chúng')))).toContain('common.notYours');
    for (const typed of ['trời hôm nay đẹp quá đi thôi nhỉ', '😀', '12345', 'x'.repeat(10_000), '   ']) {
      const outcome = await world.ask(world.persona('cellSecretary').personId, typed);
      expect(outcome.kind).toBe('unknown');
      expect(buttons(replyOf(outcome))).toHaveLength(3);
    }
  });

  it.each([
    'go:nothing',
    'go:status:abc',
    'go:status:',
    'go:list:late:999',
    'go:list:all:0',
    'q:1:x',
    'go:basis:-1',
  ])('a button out of order (%s) is answered', async (id) => {
    expect(
      replyOf(await world.tap(world.persona('cellSecretary').personId, id)).lines.length,
    ).toBeGreaterThan(0);
  });
});

it('everything that was answered has words, in both languages', async () => {
  for (const { personId } of world.personas) {
    for (const request of [
      'go:menu',
      'go:menu:more',
      'go:my-work',
      'go:list',
      'go:late',
      'go:report',
      'go:own-status',
    ]) {
      const reply = replyOf(await world.tap(personId, request));
      for (const language of languages) {
        for (const text of [...reply.lines, ...(reply.choices ?? []).map((choice) => choice.label)]) {
          expect(words.say(text, language), `${today} ${text.key}`).not.toMatch(/\{\{|undefined|\[object/);
        }
      }
    }
  }
  expect([...wordless]).toEqual([]);
});
