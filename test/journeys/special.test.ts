/** What does not go straight: mistakes set right, people who leave, votes that fail, a ceremony that comes too late. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labelsOf, type Speaker, startWorld, type World, wordsOf } from './world.ts';

let world: World;
let secretary: Speaker;
let officer: Speaker;
beforeAll(async () => {
  world = await startWorld();
  secretary = await world.web('Trần Văn Dũng');
  officer = await world.web('Nguyễn Thị Kim Oanh');
});
afterAll(() => world?.close());

const status = async (name: string, who = secretary): Promise<string> =>
  wordsOf(await who.say(`tình hình ${name}`));
const own = async (name: string): Promise<string> =>
  wordsOf(await (await world.web(name)).say('hồ sơ của tôi'));
const confirmed = async (who = secretary): Promise<string> => wordsOf(await who.say('ghi lại'));

describe('a wrong date', () => {
  it('is set right, and every limit that hangs on it moves', async () => {
    expect(await status('Chu Yến Nhi')).toContain('đảng viên dự bị, từ 4/8/2026');
    await secretary.say('sửa hồ sơ Chu Yến Nhi');
    expect(wordsOf(await secretary.say('lễ kết nạp'))).toContain('4/8/2026');
    await secretary.say('sửa lại ngày');
    const preview = wordsOf(await secretary.say('30/7/2026'));
    expect(preview).toMatch(/lớp đảng viên mới: từ 4\/8\/2027 thành 30\/7\/2027/u);
    expect(preview).toMatch(/công nhận chính thức: từ 4\/8\/2027 thành 30\/7\/2027/u);
    expect(await confirmed()).toContain('30/7/2026');
    const after = await status('Chu Yến Nhi');
    expect(after).toContain('đảng viên dự bị, từ 30/7/2026');
    expect(after).toMatch(/lớp đảng viên mới .* 30\/7\/2027/u);
    expect(after).not.toContain('4/8/2027');
  });

  it('that would make what came after it impossible is refused with the reason', async () => {
    const before = await world.stored();
    await secretary.say('sửa hồ sơ Nguyễn Tố Uyên');
    await secretary.say('quyết định kết nạp');
    await secretary.tap('6/11/2026: Quyết định kết nạp');
    await secretary.say('sửa lại ngày');
    const refused = wordsOf(await secretary.say('5/1/2026'));
    expect(refused).toContain('sớm hơn việc phải làm trước đó');
    expect(refused).toContain('Ngày đúng là ngày nào?');
    await secretary.say('thôi');
    expect(await world.stored()).toEqual(before);
  });
});

describe('people who leave', () => {
  it('a candidate withdraws: the case ends, she is told how to begin again, nothing is asked of her', async () => {
    await secretary.say('thôi theo dõi Đặng Văn Thuận');
    await secretary.say('tự xin thôi');
    expect(wordsOf(await secretary.say('hôm nay'))).toContain('sẽ kết thúc');
    expect(await confirmed()).toContain('Đã kết thúc theo dõi Đặng Văn Thuận từ ngày 23/11/2026');
    const told = await own('Đặng Văn Thuận');
    expect(told).toContain('theo nguyện vọng của đồng chí');
    expect(told).not.toContain('✗');
    expect(wordsOf(await secretary.say('bước tiếp theo của Đặng Văn Thuận'))).not.toContain(
      'làm xong ngày nào',
    );
    expect(await status('Đặng Văn Thuận')).toContain('đã xin thôi');
  });

  it('one is taken off the list at the monthly review', async () => {
    await secretary.say('xét hằng tháng Phạm Khánh Linh');
    await secretary.tap('Đưa ra khỏi danh sách');
    await secretary.say('hôm nay');
    expect(await confirmed()).toContain('Phạm Khánh Linh');
    expect(await status('Phạm Khánh Linh')).toContain('đã đưa ra khỏi danh sách cảm tình Đảng');
    expect(await own('Phạm Khánh Linh')).toContain('gặp bí thư chi bộ');
    expect(wordsOf(await (await world.web('Lê Quang Minh')).say('danh sách'))).not.toContain(
      'Phạm Khánh Linh',
    );
  });

  it('one moves away: what she takes along, who sends it, and who helps her from now on', async () => {
    await secretary.say('Dương Thuý Vân chuyển đi');
    await secretary.tap('Chuyển hẳn');
    await secretary.say('không');
    const outlook = wordsOf(await secretary.say('20/11'));
    expect(outlook).toContain('Giấy chứng nhận đang được giúp đỡ');
    expect(outlook).toContain('điểm 3.9a Hướng dẫn 06-HD/TW ngày 9/6/2025');
    expect(await confirmed()).toContain('20/11/2026');
    const after = await status('Dương Thuý Vân');
    expect(after).toContain('Chuyển nơi khác khi đang được giúp đỡ');
    expect(after).toContain('! Chưa có đảng viên giúp đỡ');
  });
});

describe('what the readers may change for themselves', () => {
  it('the language: the very next answer is in English, and Vietnamese words are still understood', async () => {
    expect(wordsOf(await secretary.say('tiếng anh'))).toContain('English');
    const work = await secretary.say('việc của tôi');
    expect(wordsOf(work)).toMatch(/^Your duties: \d+/u);
    const told = await status('Lê Hương Giang');
    expect(told).toContain('Mentor: Lê Quang Minh');
    expect(told).not.toMatch(/đồng chí|Thời hạn|Bước tới/u);
    await secretary.say('settings');
    await secretary.say('language');
    expect(wordsOf(await secretary.say('Vietnamese'))).toContain('tiếng Việt');
  });

  it('the hour of the morning message', async () => {
    await secretary.say('cài đặt');
    await secretary.say('giờ nhận tin nhắc việc');
    expect(wordsOf(await secretary.say('sáu giờ sáng'))).toContain('6 giờ');
    expect(wordsOf(await secretary.say('cài đặt'))).toContain('6 giờ');
    await secretary.say('thôi');
  });
});

describe('a probationer who is not fit', () => {
  const name = 'Lâm Kim Ngân';

  it('nobody is led into striking off by asking for a vote', async () => {
    const asked = await secretary.say(`ghi biểu quyết ${name}`);
    expect(wordsOf(asked)).toContain('Biểu quyết ở bước nào?');
    expect(labelsOf(asked)[0]).toContain('xoá tên (khi cần)');
  });

  it('is voted on, struck off by the body that decides, and loses the role', async () => {
    await secretary.tap('Chi bộ biểu quyết đề nghị xoá tên');
    for (const said of ['hôm nay', '20', '0']) await secretary.say(said);
    expect(wordsOf(await secretary.say('18'))).toContain('✓ Đạt: 18/20 tán thành, cần 14');
    expect(await confirmed()).toContain('Quyết định xoá tên');
    await status(name, officer);
    await officer.tap('Ghi quyết định');
    await officer.say('hôm nay');
    await officer.tap('Đồng ý');
    await officer.say('hôm nay');
    expect(await confirmed(officer)).toContain('đã bị xoá tên');
    expect(await status(name)).toContain('đã xoá tên');
    // Who is nobody's probationer is not offered as one.
    expect(await own(name)).not.toContain('Đồng chí là đảng viên dự bị');
  });
});

describe('three votes on recognition that fail', () => {
  const name = 'Nguyễn Xuân Trường';

  it('after the third the matter goes up; there is no fourth', async () => {
    for (const [day, times] of [
      ['2026-11-24', 1],
      ['2026-12-01', 2],
      ['2026-12-08', 3],
    ] as const) {
      await world.travel(day);
      await secretary.say(`ghi biểu quyết ${name}`);
      await secretary.tap('D7.');
      for (const said of ['hôm nay', '20', '0']) await secretary.say(said);
      expect(wordsOf(await secretary.say('11'))).toContain('✗ Chưa đạt: 11/20 tán thành, cần 14');
      expect(await confirmed()).toContain(`Đã có ${times} lần biểu quyết chưa đạt`);
    }
    expect(await status(name)).toContain('✗ Đã biểu quyết 3 lần không đạt');
    await secretary.say(`ghi biểu quyết ${name}`);
    await secretary.tap('D7.');
    const before = await world.stored();
    expect(wordsOf(await secretary.say('hôm nay'))).toContain('Đã biểu quyết 3 lần không đạt');
    await secretary.say('thôi');
    expect(await world.stored()).toEqual(before);

    await secretary.say(`làm tiếp cho ${name}`);
    await secretary.tap('Báo cáo sau 3 lần');
    await secretary.say('hôm nay');
    expect(await confirmed()).toContain('ngày 8/12/2026');
    // The candidate hears nothing of votes.
    expect(await own(name)).not.toMatch(/biểu quyết|tán thành/u);
  });
});

describe('a ceremony that comes too late', () => {
  const name = 'Nguyễn Tố Uyên';

  it('is shown as late to the secretary and first of all to the officer; held at last, it is late no more', async () => {
    expect(await status(name)).toMatch(/• Hạn tổ chức lễ kết nạp .* 21\/12\/2026/u);
    await world.travel('2026-12-21');
    expect(wordsOf((await secretary.heard()).slice(-2))).toMatch(
      /Nguyễn Tố Uyên: Hạn tổ chức lễ kết nạp .*21\/12\/2026/u,
    );
    await world.travel('2026-12-28');
    expect(await status(name)).toMatch(/! Hạn tổ chức lễ kết nạp .* 21\/12\/2026, chậm 5 ngày làm việc/u);
    const late = [...(await officer.say('ai đang quá hạn')), ...(await officer.tap('Trang sau'))];
    expect(wordsOf(late)).toContain(`! ${name}`);
    await secretary.say(`làm tiếp cho ${name}`);
    await secretary.tap('C5. Lễ kết nạp');
    await secretary.say('hôm nay');
    expect(await confirmed()).toContain('thời gian dự bị');
    const after = await status(name);
    expect(after).toContain('đảng viên dự bị, từ 28/12/2026');
    expect(after).not.toMatch(/! Hạn tổ chức lễ/u);
  });
});

describe('a month that the mentor missed', () => {
  const name = 'Lê Hương Giang';

  it('is spoken of in the morning, and can still be told of', async () => {
    await world.travel('2027-01-11');
    const mentor = await world.web('Lê Quang Minh');
    expect((await mentor.heard()).at(-1)?.text).toMatch(/kỳ 12\/2026.*31\/12\/2026/u);
    const months = await mentor.say(`nhận xét ${name}`);
    expect(labelsOf(months).slice(0, 2)).toEqual(['Tháng 12/2026 (chưa ghi, đã quá hạn)', 'Tháng 1/2027']);
    expect(wordsOf(await mentor.tap('Tháng 12/2026'))).toContain(`Nhận xét ${name}, tháng 12/2026.`);
    for (const rating of ['Khá', 'Tốt', 'Khá', 'Khá']) await mentor.tap(rating);
    await mentor.tap('Bỏ qua');
    expect(await confirmed(mentor)).toContain('tháng 12/2026');
    expect(wordsOf(await mentor.say(`nhận xét ${name}`))).toContain(`Nhận xét ${name}, tháng 1/2027.`);
    await mentor.say('thôi');
    expect(await status(name)).not.toMatch(/kỳ 12\/2026 \(đồng chí Lê Quang Minh\)/u);
  });
});
