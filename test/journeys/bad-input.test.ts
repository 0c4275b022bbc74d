/** What people really type and tap: each wrong thing gets one clear sentence, nothing is stored, the question comes again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Bubble, labelsOf, type Speaker, startWorld, type World, wordsOf } from './world.ts';

let world: World;
let secretary: Speaker;
beforeAll(async () => {
  world = await startWorld({ telegram: true });
  secretary = await world.web('Trần Văn Dũng');
});
afterAll(() => world?.close());

/** On the books of the cell, waiting for the vote of the branch. */
const waitingForVote = 'Lê Hương Giang';

/** The wrong answer's own sentence, and the question after it. */
function refusalOf(answer: Bubble[]): { why: string; question: string } {
  expect(answer).toHaveLength(1);
  const lines = answer[0]?.text.split('\n') ?? [];
  return { why: lines[0] ?? '', question: lines.at(-1) ?? '' };
}

describe('an answer that is none', () => {
  const question = 'Ngày sinh của quần chúng?';
  beforeAll(async () => {
    await secretary.say('thêm quần chúng');
    await secretary.say('Vũ Thị Hồng Hạnh');
  });
  afterAll(() => secretary.say('thôi'));

  it.each([
    ['a text', (who: Speaker) => who.say('hồi mùa thu năm ấy'), /cần một ngày.*30\/4/u],
    ['a day of the future', (who: Speaker) => who.say('1/1/2030'), /1\/1\/2030 chưa tới/u],
    ['a day that does not exist', (who: Speaker) => who.say('31/2/2001'), /Không có ngày 31 tháng 2/u],
    ['a photograph', (who: Speaker) => who.sendPhoto(), /không nhận và không lưu ảnh/u],
    ['10,000 characters', (who: Speaker) => who.say('đồng chí ơi '.repeat(834)), /dài quá/u],
    ['an emoji', (who: Speaker) => who.say('👍🎉'), /chỉ có hình hoặc ký hiệu/u],
    ['a button nobody gave out', (who: Speaker) => who.tapId('q:7z:nobody'), /Nút/u],
    ['a button of no kind', (who: Speaker) => who.tapId('<script>'), /Nút này không dùng được/u],
    [
      'a button of a conversation that is none',
      (who: Speaker) => who.tapId('go:flow:no-such-flow'),
      /không|Việc này/u,
    ],
  ])('%s where a date is asked', async (_what, act, why) => {
    const before = await world.stored();
    const refusal = refusalOf(await act(secretary));
    expect(refusal.why).toMatch(why);
    expect(refusal.question).toContain(question);
    expect(await world.stored()).toEqual(before);
  });

  it('the conversation goes on after all of them', async () => {
    expect(wordsOf(await secretary.say('12/9/2005'))).toContain('nam hay nữ');
  });
});

describe('a count that cannot be', () => {
  afterEach(() => secretary.say('thôi'));

  it('30 in favour among 20 members', async () => {
    await secretary.say(`ghi biểu quyết ${waitingForVote}`);
    await secretary.say('hôm nay');
    await secretary.say('20');
    await secretary.say('0');
    const before = await world.stored();
    const refusal = refusalOf(await secretary.say('30'));
    expect(refusal.why).toMatch(/^30 người tán thành là nhiều hơn 20 người/u);
    expect(refusal.question).toContain('Bao nhiêu người tán thành?');
    expect(await world.stored()).toEqual(before);
  });

  it('25 taken out of 20; half a person; less than nobody', async () => {
    await secretary.say(`ghi biểu quyết ${waitingForVote}`);
    await secretary.say('hôm nay');
    expect(refusalOf(await secretary.say('12,5')).why).toContain('số nguyên');
    expect(refusalOf(await secretary.say('-3')).why).toContain('nhỏ hơn 0');
    await secretary.say('20');
    expect(refusalOf(await secretary.say('25')).why).toContain('Trừ 25 người trong số 20 người');
  });

  it('a meeting that has not been held', async () => {
    await secretary.say(`ghi biểu quyết ${waitingForVote}`);
    expect(refusalOf(await secretary.say('ngày mai')).why).toContain('24/11/2026 chưa tới');
  });
});

describe('somebody who does not fit', () => {
  afterEach(() => secretary.say('thôi'));

  it('a mentor who is no official member yet, or is the candidate', async () => {
    await secretary.say('phân công giúp đỡ Nguyễn Thị Thu Hằng');
    const before = await world.stored();
    const probationer = await secretary.say('Lâm Kim Ngân');
    expect(refusalOf(probationer).why).toMatch(/Lâm Kim Ngân còn là đảng viên dự bị/u);
    expect(refusalOf(probationer).question).toContain('phân công đồng chí nào?');
    expect(labelsOf(probationer)).not.toContain('Lâm Kim Ngân');
    const herself = await secretary.say('nguyen thi thu hang');
    expect(refusalOf(herself).why).toMatch(/chính là người được giúp đỡ/u);
    expect(refusalOf(herself).question).toContain('phân công đồng chí nào?');
    expect(await world.stored()).toEqual(before);
  });

  it('a candidate who is on the books already, written without marks', async () => {
    await register('Đỗ Thuỳ Dương', '3/2/2004');
    await secretary.say('ghi');
    const before = await world.stored();
    await secretary.say('thêm quần chúng');
    expect(wordsOf(await secretary.say('Do Thuy Duong'))).toContain('đã có người tên');
    const refusal = refusalOf(await secretary.say('3/2/2004'));
    expect(refusal.why).toMatch(/cùng ngày sinh này, đã có hồ sơ/u);
    expect(refusal.question).toContain('Ngày sinh');
    expect(await world.stored()).toEqual(before);
  });
});

/** All answers given; the summary is what was said last. */
async function register(name: string, birth: string, who = secretary): Promise<string> {
  for (const said of ['thêm quần chúng', name, birth, 'nam', '1', '1', 'có', 'không']) await who.say(said);
  return wordsOf(await who.say('hôm qua'));
}

describe('a conversation that does not go straight', () => {
  it('something else is asked and answered; the question comes back', async () => {
    await secretary.say('thêm quần chúng');
    await secretary.say('Mai Đức Anh');
    const answer = await secretary.say('việc của tôi');
    expect(answer[0]?.text).toMatch(/^Đồng chí có \d+ việc/u);
    expect(answer.at(-1)?.text).toContain('Ngày sinh của quần chúng?');
    const status = await secretary.say(`tình hình ${waitingForVote}`);
    expect(status[0]?.text).toContain(`${waitingForVote}: đang lập hồ sơ kết nạp`);
    expect(status.at(-1)?.text).toContain('Ngày sinh của quần chúng?');
    expect(wordsOf(await secretary.say('5/3/2001'))).toContain('nam hay nữ');
    await secretary.say('thôi');
  });

  it('another conversation is opened inside it, and after it this one goes on', async () => {
    await secretary.say('thêm quần chúng');
    await secretary.say('Mai Đức Anh');
    await secretary.say('cài đặt');
    await secretary.say('giờ nhắc việc');
    const back = await secretary.say('7 giờ');
    expect(back[0]?.text).toContain('7 giờ');
    expect(back.at(-1)?.text).toContain('Ngày sinh của quần chúng?');
    await secretary.say('thôi');
  });

  it('back, and an earlier answer edited from the summary', async () => {
    await secretary.say('thêm quần chúng');
    await secretary.say('Mai Đức Anh');
    await secretary.say('5/3/2001');
    expect(wordsOf(await secretary.say('quay lại'))).toContain('Ngày sinh của quần chúng?');
    for (const said of ['6/3/2001', 'nam', '1', '1', 'có', 'không']) await secretary.say(said);
    expect(wordsOf(await secretary.say('hôm qua'))).toContain('6/3/2001');
    await secretary.tap('Sửa');
    await secretary.tap('Ngày sinh');
    const summary = wordsOf(await secretary.say('7/3/2001'));
    expect(summary).toContain('7/3/2001');
    expect(summary).not.toContain('6/3/2001');
    expect(summary).toContain('Mai Đức Anh');
    expect(wordsOf(await secretary.say('sửa họ tên'))).toContain('Họ và tên quần chúng?');
    expect(wordsOf(await secretary.say('Mai Đức Ánh'))).toContain('Mai Đức Ánh');
  });

  it('a button of an earlier question is known as old; “thôi” stores nothing', async () => {
    const old = (await secretary.heard())
      .flatMap((bubble) => bubble.choices)
      .find((one) => one.label === 'Nam');
    const before = await world.stored();
    const stale = await secretary.tapId(old?.id ?? '');
    expect(stale[0]?.text).toContain('Nút vừa bấm thuộc câu hỏi cũ');
    expect(stale.at(-1)?.text).toContain('Ghi lại như trên?');
    expect(wordsOf(await secretary.say('thôi'))).toMatch(/chưa ghi gì/iu);
    expect(await world.stored()).toEqual(before);
  });

  it('a double tap records once', async () => {
    const summary = await register('Hoàng Bảo Long', '9/9/2002');
    expect(summary).toContain('Ghi lại như trên?');
    const before = await world.stored();
    const confirm =
      (await secretary.heard()).at(-1)?.choices.find((one) => one.label === 'Ghi lại')?.id ?? '';
    const [first, second] = await Promise.all([secretary.tapId(confirm), secretary.tapId(confirm)]);
    expect(wordsOf([...first, ...second])).toContain('Hoàng Bảo Long');
    await secretary.tapId(confirm);
    expect(await world.stored()).toEqual({
      people: before.people + 1,
      cases: before.cases + 1,
      events: before.events + 1,
    });
  });

  it('five days later it is where it was left, and says so', async () => {
    await secretary.say('thêm quần chúng');
    await secretary.say('Phan Nhật Minh');
    await world.travel('2026-11-28');
    const back = wordsOf(await secretary.say('12/9/2003'));
    expect(back).toMatch(/đang (làm )?dở/u);
    expect(back).toContain('nam hay nữ');
    await secretary.say('thôi');
  });
});

describe('a chat that nobody is known by', () => {
  it('is asked for a code; a wrong one and a used one are told apart', async () => {
    const stranger = world.telegram(901);
    expect(wordsOf(await stranger.say('xin chào'))).toContain('mã mời');
    expect(wordsOf(await stranger.say('việc của tôi'))).toMatch(/[Mm]ã mời/u);
    expect(wordsOf(await stranger.say('/start ABCD2345'))).toContain('Mã mời chưa đúng');
    expect(wordsOf(await stranger.sendPhoto())).toContain('mã mời');

    await secretary.say('mã mời');
    await secretary.say('Lê Quang Minh');
    const code = /: ([A-Z0-9]{8})$/m.exec(wordsOf(await secretary.say('ghi')))?.[1] ?? '';
    const mentor = world.telegram(902, 'Lê Quang Minh');
    expect(wordsOf(await mentor.say(code.toLowerCase()))).toContain('Lê Quang Minh');
    expect(wordsOf(await stranger.say(code))).toContain('Mã mời này đã dùng rồi');
    expect(wordsOf(await stranger.say('việc của tôi'))).not.toContain('Nhận xét');
  });

  it('whoever may not do it is told so, and nothing opens', async () => {
    const mentor = world.telegram(902, 'Lê Quang Minh');
    for (const asked of ['thêm quần chúng', `ghi biểu quyết ${waitingForVote}`, 'go']) {
      const answer = wordsOf(await mentor.say(asked));
      expect(answer).not.toMatch(/Họ và tên quần chúng|Cuộc họp tổ chức ngày nào/u);
    }
    const candidate = await world.web('Dương Thuý Vân');
    expect(wordsOf(await candidate.say(`tình hình ${waitingForVote}`))).not.toContain(
      'đang lập hồ sơ kết nạp',
    );
    expect(wordsOf(await candidate.tapId('go:list'))).not.toContain(waitingForVote);
  });
});

describe('a restart', () => {
  const folder = mkdtempSync(join(tmpdir(), 'danbuoc-restart-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  // Two starts of the whole product on a folder.
  it('finds every conversation where it was', { timeout: 120_000 }, async () => {
    const before = await startWorld({ dataDir: folder });
    const first = await before.web('Trần Văn Dũng');
    await first.say('thêm quần chúng');
    await first.say('Phan Nhật Minh');
    await first.say('12/9/2003');
    await before.travel('2026-11-24');
    await before.close();

    const after = await startWorld({ dataDir: folder });
    try {
      expect(await after.today()).toBe('2026-11-24');
      const again = await after.web('Trần Văn Dũng');
      expect(wordsOf(await again.heard())).toContain('nam hay nữ');
      await again.tap('Nam');
      for (const said of ['1', '1', 'có', 'không']) await again.say(said);
      const summary = wordsOf(await again.say('hôm qua'));
      expect(summary).toContain('Phan Nhật Minh');
      expect(summary).toContain('12/9/2003');
      expect(summary).toContain('23/11/2026');
      expect(wordsOf(await again.say('ghi'))).toContain('Phan Nhật Minh');
    } finally {
      await after.close();
    }
  });
});
