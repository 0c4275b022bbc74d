/**
 * The main job: a secretary, a mentor, an officer of the committee and the candidate walk one person from the first
 * introduction to official membership, over the web chat and over Telegram.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bubble, labelsOf, type Speaker, startWorld, type World, wordsOf } from './world.ts';

const candidateName = 'Vũ Thị Hồng Hạnh';

interface Cast {
  secretary: Speaker;
  mentor: Speaker;
  officer: Speaker;
  /** Not on the books before she is registered. */
  candidate(): Promise<Speaker>;
}

async function overTheWeb(world: World): Promise<Cast> {
  return {
    secretary: await world.web('Trần Văn Dũng'),
    mentor: await world.web('Lê Quang Minh'),
    officer: await world.web('Nguyễn Thị Kim Oanh'),
    candidate: () => world.web(candidateName),
  };
}

/** Everybody is let in by a code that somebody above them was given. */
async function overTelegram(world: World): Promise<Cast> {
  const province = await world.web('Trương Quang Vinh');
  const officer = await invited(world, province, 'Nguyễn Thị Kim Oanh', 501);
  const secretary = await invited(world, officer, 'Trần Văn Dũng', 502);
  const mentor = await invited(world, secretary, 'Lê Quang Minh', 503);
  return { secretary, mentor, officer, candidate: () => invited(world, secretary, candidateName, 504) };
}

async function invited(world: World, by: Speaker, name: string, chat: number): Promise<Speaker> {
  await by.say('mã mời');
  await by.say(name);
  const given = wordsOf(await by.say('ghi lại'));
  const code = /: ([A-Z0-9]{8})$/m.exec(given)?.[1];
  expect(code, given).toBeDefined();
  const speaker = world.telegram(chat, name);
  expect(wordsOf(await speaker.say(`/start ${code}`))).toContain(name);
  return speaker;
}

/** "!" for a late line, "•" for another, in their order. */
const marksOf = (bubbles: Bubble[]): string => wordsOf(bubbles).match(/^[!•]/gmu)?.join('') ?? '';

describe.each([
  { channel: 'the web chat', telegram: false, enter: overTheWeb },
  { channel: 'Telegram', telegram: true, enter: overTelegram },
])('four people over $channel', ({ telegram, enter }) => {
  let world: World;
  let cast: Cast;
  let secretary: Speaker;
  let mentor: Speaker;
  let officer: Speaker;
  let candidate: Speaker;
  beforeAll(async () => {
    world = await startWorld({ telegram });
    cast = await enter(world);
    ({ secretary, mentor, officer } = cast);
  });
  afterAll(() => world?.close());

  /** The step just offered, done on a day; what was said to it in the end. */
  async function record(who: Speaker, step: string, day = 'hôm nay'): Promise<string> {
    await who.tap(step);
    await who.say(day);
    return confirmed(who);
  }
  const confirmed = async (who: Speaker): Promise<string> => wordsOf(await who.tap('Ghi lại'));
  const status = async (who: Speaker): Promise<Bubble[]> => who.say(`tình hình ${candidateName}`);
  /** What she is told of herself; never what is for others' eyes. */
  async function ownStatus(): Promise<string> {
    const told = wordsOf(await candidate.say('hồ sơ của tôi tới đâu rồi'));
    expect(told).not.toMatch(/thẩm tra|xác minh|tán thành|biểu quyết|nhận xét tháng|Khá|Tốt|Hải Vân/u);
    return told;
  }

  it('the secretary registers her by typing, with and without marks, and reads the findings with their basis', async () => {
    await secretary.say('them quan chung moi');
    await secretary.say(candidateName);
    await secretary.say('12/9/2005');
    await secretary.say('nu');
    await secretary.say('Trung cấp, cao đẳng, đại học trở lên');
    await secretary.say('sinh vien');
    await secretary.say('co');
    await secretary.say('khong');
    const summary = wordsOf(await secretary.say('20 tháng 11'));
    for (const line of [candidateName, '12/9/2005', 'Nữ', '20/11/2026', 'Chi bộ tổ dân phố số 3']) {
      expect(summary).toContain(line);
    }
    expect(summary).toMatch(/✓ \d+ điều kiện đã đạt/u);
    expect(summary).toContain('Hướng dẫn 06-HD/TW ngày 9/6/2025');
    const registered = await secretary.say('ghi');
    expect(wordsOf(registered)).toContain('20/11/2026');
    expect(labelsOf(registered)[0]).toBe('Chi bộ đưa vào danh sách cảm tình Đảng');
    candidate = await cast.candidate();
    expect(await ownStatus()).toContain('đã được giới thiệu với chi bộ');
  });

  it('puts her on the list and assigns a mentor', async () => {
    expect(await record(secretary, 'Chi bộ đưa vào danh sách')).toContain('giai đoạn cảm tình Đảng');
    await secretary.tap('Phân công đảng viên chính thức giúp đỡ');
    await secretary.say('le quang minh');
    await secretary.say('hom nay');
    expect(wordsOf(await secretary.say('1/2/2025'))).toContain('đã đủ 12 tháng');
    expect(wordsOf(await secretary.say('ghi lai'))).toContain('từ ngày 23/11/2026');
    const told = wordsOf(await status(secretary));
    expect(told).toContain('cảm tình Đảng, từ 23/11/2026');
    expect(told).toContain('Người giúp đỡ: đồng chí Lê Quang Minh');
    const own = await ownStatus();
    expect(own).toMatch(/đang là cảm tình Đảng.* 23\/11\/2026/u);
    expect(own).toContain('đồng chí Lê Quang Minh');
  });

  it('the mentor is reminded in the morning, and assesses her from the button under it', async () => {
    await world.travel('2026-11-30');
    // What is due that very day goes apart from the rest.
    const digest = wordsOf((await mentor.heard()).slice(-2));
    expect(digest).toContain('30/11/2026');
    expect(digest).toContain(`${candidateName}: Nhận xét hằng tháng`);
    expect(wordsOf(await mentor.tap('Đã nhận'))).toContain('đã nhận');
    expect(wordsOf(await mentor.tap(`Nhận xét: ${candidateName}`))).toContain('lần nhận xét đầu tiên');
    await assess(['Khá', 'Khá', 'Tốt', 'Khá'], 'Chịu khó, hay giúp bà con');
    expect(await confirmed(mentor)).toContain('tháng 11/2026');
    expect(await monthlyReview()).toContain('11/2026');
  });

  async function assess(ratings: string[], remark: string): Promise<Bubble[]> {
    for (const rating of ratings) await mentor.tap(rating);
    return remark === '' ? mentor.tap('Bỏ qua') : mentor.say(remark);
  }
  async function monthlyReview(): Promise<string> {
    const facts = wordsOf(await secretary.say(`xét hằng tháng ${candidateName}`));
    expect(facts).toContain('Ghi thêm: Chịu khó, hay giúp bà con');
    await secretary.tap('Tiếp tục theo dõi');
    await secretary.say('hôm nay');
    return confirmed(secretary);
  }

  it('a month later last month is shown to the mentor, and a copy of it is questioned', async () => {
    await world.travel('2026-12-28');
    const asked = wordsOf(await mentor.say(`nhận xét ${candidateName}`));
    expect(asked).toContain('tháng 12/2026');
    expect(asked).toContain('Nhận xét tháng 11/2026:');
    expect(asked).toContain('Ghi thêm: Chịu khó, hay giúp bà con');
    const copy = wordsOf(await assess(['Khá', 'Khá', 'Tốt', 'Khá'], 'Chịu khó, hay giúp bà con'));
    expect(copy).toContain('giống hệt tháng trước');
    expect(wordsOf(await mentor.say('khong'))).toContain('mục thứ nhất');
    const summary = wordsOf(await mentor.tap('Tốt'));
    expect(summary).toContain('Việc được giao: Khá');
    expect(await confirmed(mentor)).toContain('tháng 12/2026');
    expect(await monthlyReview()).toContain('12/2026');
  });

  it('she is sent to the class and brings the certificate; the committee allows the file', async () => {
    await record(secretary, 'Cử đi học lớp bồi dưỡng', '1/12');
    expect(await ownStatus()).toContain('đã được cử đi học');
    await record(secretary, 'Được cấp giấy chứng nhận', '25/12');
    expect(await ownStatus()).toContain('giá trị đến 25/12/2031');
    expect(await record(secretary, 'Chi bộ đề nghị cho lập hồ sơ')).toContain(
      'Cấp uỷ cho lập hồ sơ (đảng uỷ cơ sở)',
    );
    const seen = await status(officer);
    expect(wordsOf(seen)).toContain('Bước tới: Cấp uỷ cho lập hồ sơ (đảng uỷ cơ sở)');
    expect(await record(officer, 'Ghi bước tới')).toContain('giai đoạn làm hồ sơ');
  });

  it('the papers of the file come in one by one; she is told what she owes', async () => {
    await world.travel('2027-01-04');
    await status(secretary);
    await record(secretary, 'Ghi bước tới');
    expect(await ownStatus()).toMatch(/✗ .*Đơn xin vào Đảng \(1-KNĐ\)/u);
    await record(secretary, 'Đơn xin vào Đảng');
    expect(await ownStatus()).toMatch(/✗ .*Lý lịch .*\(2-KNĐ\)/u);
    await record(secretary, 'Lý lịch của người vào Đảng');
    expect(await ownStatus()).not.toContain('✗');
    await record(secretary, 'Kiểm tra và đóng dấu giáp lai');
    await secretary.tap('Đảng viên chính thức giới thiệu');
    await secretary.say('hôm nay');
    await confirmed(secretary);
    await record(secretary, 'Đoàn Thanh niên giới thiệu');
    await record(secretary, 'Tổng hợp ý kiến');
    const checklist = await secretary.say(`giấy tờ của ${candidateName}`);
    expect(wordsOf(checklist)).toContain('đã có 6/6 giấy tờ');
    await secretary.say('thôi');
  });

  it('letters are sent to verify, arrive, and are answered; the limit runs from their arrival', async () => {
    for (const subject of ['Cha', 'Mẹ']) {
      await secretary.say(`gửi thẩm tra cho ${candidateName}`);
      await secretary.tap(subject);
      await secretary.say('Đảng uỷ xã Hải Vân');
      await secretary.tap('Trong nước');
      expect(wordsOf(await secretary.say('hôm nay'))).toContain('30 ngày làm việc');
      await confirmed(secretary);
    }
    await world.travel('2027-01-11');
    for (const subject of ['Cha', 'Mẹ']) {
      await tellOfLetter(subject);
      await secretary.tap('Nơi nhận đã nhận');
      await secretary.say('8/1');
      expect(await confirmed(secretary)).toContain('Hạn trả lời: 26/2/2027');
    }
    const waiting = wordsOf(await status(secretary));
    expect(waiting).toMatch(/Cha, Đảng uỷ xã Hải Vân.* 26\/2\/2027/u);
    await ownStatus();
    await world.travel('2027-01-18');
    for (const subject of ['Cha', 'Mẹ']) {
      await tellOfLetter(subject);
      await secretary.tap('Đã trả lời, đủ rõ');
      await secretary.say('hôm nay');
      expect(await confirmed(secretary)).toContain(
        subject === 'Cha' ? 'Còn chờ trả lời 1 công văn' : 'đều có trả lời',
      );
    }
    await record(secretary, 'Thẩm tra, xác minh lý lịch');
    await record(secretary, 'Chi uỷ nhận xét vào lý lịch');
    await status(officer);
    await record(officer, 'Ghi bước tới');
    expect(wordsOf(await status(secretary))).toContain(
      'Bước tới: Chi bộ họp xét, biểu quyết đề nghị kết nạp',
    );
  });

  /** The one letter that is left is not asked for. */
  async function tellOfLetter(subject: string): Promise<void> {
    await secretary.say('ghi tin thẩm tra');
    const asked = wordsOf(await secretary.say(candidateName));
    if (asked.includes('Công văn nào')) await secretary.tap(`${subject}, Đảng uỷ xã Hải Vân`);
  }

  it('the branch votes: 13 of 20 is not enough, 16 of 19 is', async () => {
    await world.travel('2027-01-20');
    await secretary.say(`ghi biểu quyết cho ${candidateName}`);
    expect(wordsOf(await secretary.say('hôm nay'))).toContain('20 đảng viên chính thức');
    await secretary.say('hai mươi');
    expect(wordsOf(await secretary.say('khong'))).toContain('14 người tán thành');
    const failing = wordsOf(await secretary.say('13'));
    expect(failing).toContain('✗ Chưa đạt: 13/20 tán thành, cần 14');
    expect(failing).toContain('Căn cứ: Điều 4.3 Điều lệ Đảng');
    const failed = await confirmed(secretary);
    expect(failed).toContain('20 đảng viên chính thức; cần ít nhất 14; tán thành 13 → chưa đạt');
    expect(failed).toContain('Báo cáo kết quả biểu quyết không đạt');
    expect(await ownStatus()).toContain('đang làm hồ sơ');

    await world.travel('2027-01-27');
    await secretary.say(`ghi biểu quyết cho ${candidateName}`);
    await secretary.say('hôm nay');
    await secretary.say('20');
    await secretary.say('1');
    await secretary.tap('Được miễn sinh hoạt');
    const passing = wordsOf(await secretary.say('mười sáu'));
    expect(passing).toContain('20 − 1 = 19 người');
    expect(passing).toContain('✓ Đạt: 16/19 tán thành, cần 13');
    const passed = await confirmed(secretary);
    expect(passed).toContain('đạt');
    expect(passed).toContain('Chi bộ đã đề nghị kết nạp');
    // What the failed vote asked for is over with the vote that passed.
    expect(passed).not.toContain('Báo cáo kết quả biểu quyết không đạt');
    expect(await ownStatus()).toContain('đang được các cấp xem xét');
  });

  it('the officer sees the unit with the late ones first, sends the file up and records the decision', async () => {
    const unit = await officer.say('danh sách');
    expect(wordsOf(unit)).toMatch(/^4 chi bộ, đang theo dõi \d+ người, \d+ người có việc quá hạn/u);
    expect(wordsOf(unit)).toContain('Chi bộ tổ dân phố số 3');
    expect(wordsOf(unit)).not.toContain('Chi bộ khoa Cơ khí');
    expect(marksOf(unit)).toMatch(/^!+•*$/u);
    expect(marksOf(await officer.tap('Xem từng người'))).toMatch(/^!+•*$/u);
    await status(officer);
    expect(await record(officer, 'Ghi bước tới')).toContain('đang ở cấp uỷ có thẩm quyền');
    // 45 working days from the day of the resolution, over Tết.
    expect(wordsOf(await status(officer))).toMatch(/Hạn quyết định kết nạp .* 7\/4\/2027/u);
    await world.travel('2027-03-01');
    await status(officer);
    await officer.tap('Ghi quyết định');
    await officer.say('hôm nay');
    await officer.tap('Đồng ý');
    await officer.tap('Bỏ qua');
    expect(await confirmed(officer)).toContain('Đã có quyết định kết nạp');
    expect(await ownStatus()).toContain('đang chờ tổ chức lễ kết nạp');
    await secretary.say('nhận quyết định');
    await secretary.say('hôm nay');
    expect(await confirmed(secretary)).toContain('chi bộ nhận quyết định ngày 1/3/2027');
  });

  it('the ceremony begins twelve months of probation', async () => {
    await world.travel('2027-03-08');
    await status(secretary);
    const done = await record(secretary, 'Ghi bước tới');
    expect(done).toContain('thời gian dự bị');
    await secretary.tap('Phân công giúp đỡ đảng viên dự bị');
    await secretary.say('Lê Quang Minh');
    await secretary.say('hôm nay');
    await confirmed(secretary);
    const own = await ownStatus();
    expect(own).toMatch(/đảng viên dự bị.* 8\/3\/2027/u);
    expect(own).toMatch(/dự bị .*8\/3\/2028/u);
    expect(own).toMatch(/✗ .*Lý lịch đảng viên \(1-HSĐV\)/u);
    await world.travel('2027-03-22');
    await status(secretary);
    await record(secretary, 'Ghi bước tới');
    await world.travel('2027-09-15');
    await status(secretary);
    await record(secretary, 'Ghi bước tới');
    expect(await ownStatus()).not.toContain('✗');
  });

  it('a day before the twelve months are over the secretary is told from when', async () => {
    await world.travel('2028-03-07');
    await secretary.say(`bước tiếp theo của ${candidateName}`);
    await secretary.tap('D4. Bản tự kiểm điểm');
    const early = wordsOf(await secretary.say('hôm nay'));
    expect(early).toMatch(/! .*phải đủ 12 tháng, sớm nhất là ngày 8\/3\/2028/u);
    await secretary.say('thôi');
  });

  it('a year later: self-criticism, opinions, the vote, the decision', async () => {
    await world.travel('2028-03-09');
    expect(await ownStatus()).toContain('Bản tự kiểm điểm');
    await status(secretary);
    await record(secretary, 'Ghi bước tới');
    await record(secretary, 'Nhận xét của đảng viên giúp đỡ');
    await record(secretary, 'Tổng hợp ý kiến');
    await secretary.tap('Chi bộ họp xét công nhận');
    await secretary.say('hôm nay');
    await secretary.say('20');
    await secretary.say('0');
    await secretary.say('20');
    expect(await confirmed(secretary)).toContain('Chi bộ đã đề nghị công nhận');
    expect(await ownStatus()).toContain('đang được xét công nhận chính thức');
    await record(secretary, 'Gửi hồ sơ');
    await world.travel('2028-03-20');
    await status(officer);
    await officer.tap('Ghi quyết định');
    await officer.say('hôm nay');
    await officer.tap('Đồng ý');
    await officer.say('hôm nay');
    expect(await confirmed(officer)).toContain('được công nhận là đảng viên chính thức');
  });

  it('the decision is announced: an official member', async () => {
    await status(secretary);
    expect(await record(secretary, 'Ghi bước tới')).toContain('Chúc mừng');
    expect(await ownStatus()).toContain('đảng viên chính thức. Chúc mừng đồng chí');
    expect(wordsOf(await status(secretary))).toContain(`${candidateName}: đảng viên chính thức`);
    expect(wordsOf(await mentor.say('danh sách'))).not.toContain(candidateName);
  });
});
