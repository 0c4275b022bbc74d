import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../../src/store/database.ts';
import { layWorld, today, vi, type World } from '../cases/world.ts';
import { freshDatabase, type TestDatabase } from '../services/databases.ts';
import { type Answers, ask, linesOf, optionsOf, refusalOf } from './ask.ts';

let database: TestDatabase;
let db: Db;
let world: World;

beforeAll(async () => {
  database = await freshDatabase();
  db = database.db;
  world = await layWorld(db);
});
afterAll(() => database.close());

/** As the secretary of the cell. */
const secretary = (name: string, answers: Answers = {}) => ask(db, world.secretary, name, answers);

describe('registering a person', () => {
  const answers = (over: Answers = {}): Answers => ({
    cell: String(world.cell),
    fullName: 'Vũ Thị Lan',
    birthDate: '2001-05-20',
    education: 'upper-secondary',
    group: 'resident',
    ...over,
  });

  it('a secretary of one cell is not asked which', async () => {
    const result = await secretary('cellsToRegister');
    expect(optionsOf(result)).toEqual(['Chi bộ thôn Thượng']);
    expect(result.only).toBe(String(world.cell));
  });

  it('a namesake is pointed out; the same day of birth is the same person, who already has a case', async () => {
    await world.caseAt({ reached: 'listed' }, { name: 'Vũ Thị Lan', facts: { birthDate: '2001-05-20' } });
    expect(linesOf(await secretary('nameKnown', answers()))).toContain('Chi bộ đã có người tên Vũ Thị Lan');
    expect(refusalOf(await secretary('candidateKnown', answers()))).toContain(
      'đã có hồ sơ đang mở ở Chi bộ thôn Thượng',
    );
    expect(await secretary('candidateKnown', answers({ birthDate: '2001-05-21' }))).toEqual({});
  });

  it('is asked about the Youth Union only while young enough', async () => {
    expect((await secretary('candidateAge', answers())).values).toEqual({ youth: true });
    expect((await secretary('candidateAge', answers({ birthDate: '1980-01-01' }))).values).toEqual({
      youth: false,
    });
  });

  it('reads the requirements back, those that call for more with their basis', async () => {
    const result = await secretary('eligibilityFindings', answers({ special: ['private-owner'] }));
    expect(linesOf(result)).toMatch(/✓ \d+ điều kiện đã đạt/);
    expect(linesOf(result)).toContain('mục III.1 Hướng dẫn 08-HD/BTCTW ngày 27/9/2021');
    expect(result.stop).toBeUndefined();
  });

  it('stops where a rule stands against admission, and names it', async () => {
    const result = await secretary(
      'eligibilityFindings',
      answers({ education: 'primary', difficultArea: 'no' }),
    );
    expect(linesOf(result)).toMatch(/✗ .*\n.*Căn cứ: điểm 1\.2.* Quy định 294-QĐ\/TW ngày 26\/5\/2025/);
    expect(result.stop).toBe(true);
    const harder = await secretary(
      'eligibilityFindings',
      answers({ education: 'primary', difficultArea: 'yes' }),
    );
    expect(harder.stop).toBeUndefined();
  });
});

describe('the step whose turn it is', () => {
  it('is explained with its papers, limits and basis, and says what it records', async () => {
    const caseId = await world.caseAt({ reached: 'file-opened', ago: { days: 10 } });
    const open = await secretary('openSteps', { case: String(caseId) });
    expect(open.options?.map((one) => one.value)).toContain('application');
    const result = await secretary('stepExplained', { case: String(caseId), step: 'application' });
    expect(linesOf(result)).toContain('Giấy tờ cần có: Đơn xin vào Đảng (1-KNĐ).');
    expect(linesOf(result)).toContain('Căn cứ: ');
    expect(result.values).toEqual({ recordKind: 'papers' });
    expect(result.stop).toBeUndefined();
  });

  it('a vote, a mentor and letters have conversations of their own: this one ends with the way there', async () => {
    const toVote = await world.caseAt({ reached: 'opinions-collected', ago: { days: 5 } });
    const vote = await secretary('stepExplained', { case: String(toVote), step: 'cell-votes-admission' });
    expect(vote.stop).toBe(true);
    expect(vote.offers?.[0]).toMatchObject({
      flow: 'record-vote',
      answers: { case: toVote, step: 'cell-votes-admission' },
    });

    const alone = await world.caseAt({ reached: 'listed', ago: { days: 5 } });
    const mentor = await secretary('stepExplained', { case: String(alone), step: 'mentor-assigned' });
    expect(mentor.offers?.[0]).toMatchObject({ flow: 'assign-mentor', answers: { case: alone } });

    const sealed = await world.caseAt({ reached: 'letters-sent', ago: { days: 5 } });
    const letters = await secretary('stepExplained', { case: String(sealed), step: 'verified' });
    expect(letters.stop).toBe(true);
    expect(letters.offers?.map((one) => one.flow)).toEqual(['update-verification', 'send-verification']);
  });

  it('a step that waits names what it waits for; one that is done says when', async () => {
    const caseId = await world.caseAt({ reached: 'file-opened', ago: { days: 10 } });
    const later = await secretary('stepExplained', { case: String(caseId), step: 'pages-sealed' });
    expect(linesOf(later)).toContain('Cần xong trước:');
    expect(later.stop).toBe(true);
    const done = await secretary('stepExplained', { case: String(caseId), step: 'listed' });
    expect(linesOf(done)).toMatch(/đã ghi xong, ngày \d+\/\d+\/202\d/);
    expect(done.stop).toBe(true);
  });

  it('a day before the step it rests on is refused with a reason', async () => {
    const caseId = await world.caseAt({ reached: 'file-allowed', ago: { days: 3 } });
    const early = await secretary('stepDay', { case: String(caseId), step: 'file-opened', on: '2024-01-05' });
    expect(refusalOf(early)).not.toBe('');
    const fine = await secretary('stepDay', { case: String(caseId), step: 'file-opened', on: today });
    expect(fine).toEqual({});
  });

  it('what is not yours is not told apart from what is not there', async () => {
    const caseId = await world.caseAt({ reached: 'file-opened', ago: { days: 10 } });
    const foreign = await ask(db, world.neighbourSecretary, 'stepExplained', {
      case: String(caseId),
      step: 'application',
    });
    const nowhere = await secretary('stepExplained', { case: '99999', step: 'application' });
    expect(foreign).toEqual(nowhere);
    expect(foreign.stop).toBe(true);
    const judged = await ask(db, world.neighbourSecretary, 'stepDay', {
      case: String(caseId),
      step: 'application',
      on: today,
    });
    expect(refusalOf(judged)).toContain('không thuộc phần việc');
    expect(optionsOf(await ask(db, world.neighbourSecretary, 'casesToWork'))).toEqual([]);
  });
});

describe('a vote', () => {
  const count = async (members: number, excluded: number, inFavour: number) => {
    const caseId = await world.caseAt({ reached: 'opinions-collected', ago: { days: 5 } });
    const answers: Answers = {
      case: String(caseId),
      step: 'cell-votes-admission',
      on: today,
      members,
      excluded,
      inFavour,
    };
    return excluded > 0 ? { ...answers, reason: 'suspended' } : answers;
  };

  it('the arithmetic is shown: passes and fails by one', async () => {
    const passes = linesOf(await secretary('voteTally', await count(20, 0, 14)));
    expect(passes).toContain('Cần ít nhất hai phần ba của 20, tức là 14 người tán thành.');
    expect(passes).toContain('✓ Đạt: 14/20');
    const fails = linesOf(await secretary('voteTally', await count(20, 0, 13)));
    expect(fails).toContain('✗ Chưa đạt: 13/20 tán thành, cần 14.');
    expect(fails).toContain('báo cáo đầy đủ kết quả biểu quyết');
    expect(fails).toContain('Căn cứ: ');
  });

  it('those whom the rule names leave the count', async () => {
    const lines = linesOf(await secretary('voteTally', await count(20, 1, 13)));
    expect(lines).toContain('20 − 1 = 19 người.');
    expect(lines).toContain('✓ Đạt: 13/19 tán thành, cần 13.');
  });

  it('thirty of twenty is refused at once', async () => {
    expect(refusalOf(await secretary('voteCount', await count(20, 0, 30)))).toBe(
      '30 người tán thành là nhiều hơn 20 người được tính. Đồng chí kiểm tra lại rồi gửi số đúng.',
    );
    expect(refusalOf(await secretary('voteCount', await count(20, 20, 0)))).toContain(
      'không còn ai biểu quyết',
    );
    expect(await secretary('voteCount', await count(20, 0, 20))).toEqual({});
  });

  it('only the reasons of its rule may be chosen', async () => {
    const answers = await count(20, 0, 20);
    expect(optionsOf(await secretary('exclusionReasons', answers))).toHaveLength(5);
    expect(linesOf(await secretary('voteExclusions', answers))).toContain(
      'Người vắng mặt vì lý do khác vẫn tính.',
    );
  });
});

describe('what is done only when there is need for it', () => {
  it('nobody is led into: a vote to strike a name off has to be chosen, though it is the only one open', async () => {
    const caseId = await world.caseAt({ reached: 'decision-received', ago: { days: 60 } });
    await world.run(world.secretary, 'record-step', { case: caseId, step: 'ceremony', on: '2026-04-28' });
    const votes = await secretary('voteSteps', { case: String(caseId) });
    expect(optionsOf(votes)).toEqual(['Chi bộ biểu quyết đề nghị xoá tên (khi cần)']);
    expect(votes.only).toBeUndefined();
    expect(optionsOf(await secretary('casesToVote')).join('; ')).not.toContain('xoá tên');
  });
});

describe('who helps', () => {
  it('official members only: a probationer and the person themself are refused with the rule', async () => {
    const caseId = await world.caseAt({ reached: 'listed' });
    const choices = await secretary('mentorChoices', { case: String(caseId) });
    expect(optionsOf(choices)).toContain('Lê Quang Minh');
    // Not offered; typed all the same, they are answered with the reason.
    const unlisted = (choices.options ?? []).filter((one) => one.unlisted).map((one) => vi(one.label));
    expect(unlisted).toContain('Lâm Kim Ngân');
    expect(unlisted).toContain((await world.stored(caseId)).personName);
    const probationer = await secretary('mentorFits', {
      case: String(caseId),
      mentor: String(world.probationer),
    });
    expect(refusalOf(probationer)).toMatch(/còn là đảng viên dự bị[\s\S]*Căn cứ: Điều 4\.2 Điều lệ Đảng/);
    const { personId } = await world.stored(caseId);
    const self = await secretary('mentorFits', { case: String(caseId), mentor: String(personId) });
    expect(refusalOf(self)).toContain('chính là người được giúp đỡ');
    expect(await secretary('mentorFits', { case: String(caseId), mentor: String(world.mentor) })).toEqual({});
  });

  it('the first is asked since when they are together, a replacement why the other leaves', async () => {
    const first = await world.caseAt({ reached: 'listed' });
    expect((await secretary('mentorNow', { case: String(first) })).values).toEqual({
      replaces: false,
      monthsAsked: true,
    });
    const helped = await world.caseAt({ reached: 'mentor-assigned' });
    const other = await secretary('mentorNow', { case: String(helped), mentor: String(world.other) });
    expect(other.values).toEqual({ replaces: true, monthsAsked: false });
    expect(linesOf(other)).toContain('Đồng chí Lê Quang Minh đang giúp đỡ');
  });
});

describe('the papers of the file', () => {
  it('are listed with what is in and what is missing', async () => {
    const caseId = await world.caseAt({ reached: 'application', ago: { days: 2 } });
    const marks = optionsOf(await secretary('dossierPapers', { case: String(caseId) }));
    expect(marks).toContain('✓ Đơn xin vào Đảng (1-KNĐ)');
    expect(marks.some((mark) => mark.startsWith('✗ Lý lịch'))).toBe(true);
    expect(linesOf(await secretary('dossierList', { case: String(caseId) }))).toMatch(
      /đã có \d+\/\d+ giấy tờ/,
    );
  });

  it('an introduction is asked who wrote it', async () => {
    const caseId = await world.caseAt({ reached: 'application', ago: { days: 2 } });
    const chosen = await secretary('paperChosen', { case: String(caseId), paper: 'introduction' });
    expect(chosen.values).toEqual({ perIntroducer: true });
    const [first] = optionsOf(await secretary('introducerChoices', { case: String(caseId) }));
    expect(first).toBe('Lê Quang Minh');
  });
});

describe('the monthly assessment', () => {
  it('shows last month’s beside it and questions a copy of it', async () => {
    const caseId = await world.caseAt({ reached: 'mentor-assigned', ago: { days: 40 } });
    const report = await world.report(caseId);
    const last = report.assessments.find((one) => one.period === '2026-05');
    if (!last) throw new Error('the case has no assessment of last month');
    const ratings = Object.entries(last.ratings).map(([name, value]): [string, string] => [
      name,
      String(value),
    ]);
    const answers: Answers = {
      case: String(caseId),
      ...Object.fromEntries(ratings),
      remark: last.remark ?? '',
    };
    const shown = linesOf(await ask(db, world.mentor, 'lastAssessment', answers));
    expect(shown).toContain('Nhận xét tháng 5/2026:');
    expect(shown.match(/^• /gm)).toHaveLength(last.remark ? 5 : 4);
    expect((await ask(db, world.mentor, 'assessmentSame', answers)).values).toEqual({ same: true });
    const changed = { ...answers, tasks: last.ratings.tasks === 4 ? '3' : '4' };
    expect((await ask(db, world.mentor, 'assessmentSame', changed)).values).toEqual({ same: false });
    const remarked = { ...answers, remark: 'Đã tham gia dọn vệ sinh ngõ xóm.' };
    expect((await ask(db, world.mentor, 'assessmentSame', remarked)).values).toEqual({ same: false });
    const no = await ask(db, world.mentor, 'keepSame', { ...answers, sameAsLast: 'no' });
    expect(no.question).toBe('awareness');
  });

  it('a second one in the month is not asked for', async () => {
    const caseId = await world.caseAt({ reached: 'mentor-assigned', ago: { days: 40 } });
    await world.run(world.mentor, 'assess', {
      case: caseId,
      awareness: 3,
      tasks: 3,
      conduct: 3,
      relations: 3,
    });
    const again = await ask(db, world.mentor, 'assessmentMonths', { case: String(caseId) });
    expect(linesOf(again)).toContain('Tháng này đồng chí đã nhận xét');
    expect(again.stop).toBe(true);
  });

  it('a month that was missed can still be told of, beside the present one', async () => {
    const caseId = await world.caseAt({ reached: 'mentor-assigned', ago: { days: 40 } });
    const later = '2026-08-03';
    const months = await ask(db, world.mentor, 'assessmentMonths', { case: String(caseId) }, later);
    expect(optionsOf(months)).toEqual([
      'Tháng 6/2026 (chưa ghi, đã quá hạn)',
      'Tháng 7/2026 (chưa ghi, đã quá hạn)',
      'Tháng 8/2026',
    ]);
    const answers = { case: String(caseId), period: '2026-06' };
    expect(linesOf(await ask(db, world.mentor, 'lastAssessment', answers, later))).toContain(
      'Nhận xét tháng 5/2026:',
    );
  });

  it('only the mentor is offered it', async () => {
    const mentor = await ask(db, world.mentor, 'casesToAssess');
    expect(optionsOf(mentor).length).toBeGreaterThan(0);
    expect(optionsOf(await ask(db, world.other, 'casesToAssess'))).toEqual([]);
  });
});

describe('previews of a change', () => {
  it('taking out an event says what becomes undone', async () => {
    const caseId = await world.caseAt({ reached: 'listed' });
    const events = await secretary('recordedEvents', { case: String(caseId) });
    const [latest] = events.options ?? [];
    const answers: Answers = { case: String(caseId), event: latest?.value ?? '', change: 'remove' };
    expect(linesOf(await secretary('correctionOutlook', answers))).toMatch(/Trở lại chưa làm: A2\./);
  });

  it('an extension moves the limit for deciding', async () => {
    const caseId = await world.caseAt({ reached: 'file-sent-to-deciding-body', ago: { days: 10 } });
    const step = 'admission-decided';
    const open = await secretary('extendableLimits', { case: String(caseId) });
    expect(open.only).toBe(step);
    const rule = linesOf(await secretary('extensionRule', { case: String(caseId), step }));
    expect(rule).toContain('nhiều nhất 15 ngày làm việc');
    const after = linesOf(await secretary('extensionOutlook', { case: String(caseId), step, on: today }));
    expect(after).toMatch(/từ \d+\/\d+\/2026 thành \d+\/\d+\/2026/);
  });

  it('a move says which case it becomes and on what basis', async () => {
    const caseId = await world.caseAt({ reached: 'application', ago: { days: 2 } });
    const lines = linesOf(
      await secretary('moveOutlook', { case: String(caseId), kind: 'official', on: today }),
    );
    expect(lines).toContain('thuộc trường hợp:');
    expect(lines).toContain('điểm 3.9a Hướng dẫn 06-HD/TW ngày 9/6/2025');
  });

  it('other rules are previewed for this person', async () => {
    const caseId = await world.caseAt({ reached: 'application', ago: { days: 2 } });
    const others = await secretary('otherProcedures', { case: String(caseId) });
    expect(others.options?.map((one) => one.value)).toContain('central-2026');
    const preview = await secretary('switchPreview', { case: String(caseId), procedure: 'central-2026' });
    expect(linesOf(preview)).toMatch(/^Nếu chuyển hồ sơ của .* sang Quy định 208-QĐ\/TW/);
    expect(preview.stop).toBeUndefined();
  });
});

describe('reading the procedure', () => {
  it('a step on a page, with numbers in force, basis, and the way to its neighbours', async () => {
    const page = await secretary('stepPage', { chosen: 'class-certified' });
    expect(linesOf(page)).toContain('60 tháng');
    expect(linesOf(page)).toContain('điểm 3.1, 5.4b Hướng dẫn 06-HD/TW ngày 9/6/2025');
    const [next] = page.offers ?? [];
    expect(next).toMatchObject({ flow: 'browse', answers: { step: 'file-proposed' } });
    const onward = await secretary('stepPage', { step: 'file-proposed' });
    expect(onward.offers?.[1]).toMatchObject({ answers: { step: 'class-certified' } });
  });

  it('is open to a candidate too', async () => {
    const caseId = await world.caseAt({ reached: 'application', ago: { days: 2 } });
    const { personId } = await world.stored(caseId);
    const phases = await ask(db, personId, 'procedurePhases');
    expect(phases.options?.map((one) => one.value).slice(0, 4)).toEqual([
      'source',
      'file',
      'admission',
      'probation',
    ]);
    expect(optionsOf(await ask(db, personId, 'phaseSteps', { phase: 'file' })).length).toBeGreaterThan(5);
  });
});

describe('inviting', () => {
  it('within reach only', async () => {
    const names = optionsOf(await secretary('peopleToInvite'));
    expect(names).toContain('Lê Quang Minh');
    expect(names).not.toContain('Phan Thanh Hải');
    expect(names).not.toContain('Trần Văn Dũng');
  });
});
