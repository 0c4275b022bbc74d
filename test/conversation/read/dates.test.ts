import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { type DateRule, readDate } from '../../../src/conversation/read/dates.ts';
import { fold } from '../../../src/conversation/read/fold.ts';

/** Sunday 22 November 2026. */
const today = '2026-11-22';
const readOn = (typed: string, rule: Partial<DateRule> = {}): string => {
  const read = readDate(typed, { today, ...rule });
  if (read.kind === 'read') return read.value;
  return read.kind === 'refused' ? read.why.key.replace('machine.refuse.', '') : 'unread';
};

describe('a day of something done', () => {
  const table: [string, string][] = [
    ['30/4', '2026-04-30'],
    ['30/4/2026', '2026-04-30'],
    ['30-4-2026', '2026-04-30'],
    ['30.4.26', '2026-04-30'],
    ['30 4 2026', '2026-04-30'],
    ['30 / 4 / 2026', '2026-04-30'],
    ['5.3.97', '1997-03-05'],
    ['30042026', '2026-04-30'],
    ['2026-03-05', '2026-03-05'],
    ['30 tháng 4', '2026-04-30'],
    ['30 tháng 4 năm 2025', '2025-04-30'],
    ['ngày 5 tháng 3', '2026-03-05'],
    ['ngày 5/3', '2026-03-05'],
    ['ngày 5 tháng 3, 2026', '2026-03-05'],
    ['5 tháng 3/2026', '2026-03-05'],
    ['mùng 5 tháng 3', '2026-03-05'],
    ['mồng một tháng ba', '2026-03-01'],
    ['ngày mười lăm tháng tư', '2026-04-15'],
    ['hai mươi lăm tháng mười hai', '2025-12-25'],
    ['ngày ba mươi tháng mười một năm hai nghìn không trăm hai mươi lăm', '2025-11-30'],
    ['30/4 năm ngoái', '2025-04-30'],
    ['30/4 năm nay', '2026-04-30'],
    ['ngày 5 tháng trước', '2026-10-05'],
    ['ngày 5', '2026-11-05'],
    ['ngày 31', '2026-10-31'],
    ['29/2', '2024-02-29'],
    ['hôm nay', '2026-11-22'],
    ['chiều nay', '2026-11-22'],
    ['hôm qua', '2026-11-21'],
    ['dạ hôm qua ạ', '2026-11-21'],
    ['hôm kia', '2026-11-20'],
    ['tuần trước', '2026-11-15'],
    ['3 ngày trước', '2026-11-19'],
    ['cách đây mười ngày', '2026-11-12'],
    ['hai tuần trước', '2026-11-08'],
    ['2 tháng trước', '2026-09-22'],
    ['thứ hai', '2026-11-16'],
    ['thứ hai tuần này', '2026-11-16'],
    ['thứ hai tuần trước', '2026-11-09'],
    ['thứ sáu vừa rồi', '2026-11-20'],
    ['chủ nhật tuần trước', '2026-11-15'],
    ['t2 tuần trước', '2026-11-09'],
    ['đầu tháng', '2026-11-01'],
    ['giữa tháng 5', '2026-05-15'],
    ['cuối tháng 3', '2026-03-31'],
    ['cuối tháng', '2026-10-31'],
    ['cuối tháng trước', '2026-10-31'],
    ['cuối tháng 2 năm 2024', '2024-02-29'],
    ['vào ngày 30/4/2026.', '2026-04-30'],
  ];

  it.each(table)('%j is %s', (typed, day) => {
    expect(readOn(typed, { past: true })).toBe(day);
  });

  it.each(table)('%j typed without marks is %s as well', (typed, day) => {
    expect(readOn(fold(typed), { past: true })).toBe(day);
  });

  it.each([
    ['mai', 'dateFuture'],
    ['3 ngày nữa', 'dateFuture'],
    ['30/4/2027', 'dateFuture'],
    ['thứ hai tuần sau', 'dateFuture'],
    ['cuối tháng này', 'dateFuture'],
    ['31/4', 'dateImpossible'],
    ['29/2/2025', 'dateNotInYear'],
    ['4/30/2026', 'dateImpossible'],
    ['0/3', 'dateImpossible'],
    ['32 tháng 1', 'dateImpossible'],
    ['ngày 45', 'dateDay'],
    ['cuối tháng 13', 'monthImpossible'],
    ['1/1/1850', 'dateYear'],
    ['5/3/9999', 'dateYear'],
    ['tháng 3', 'dateIncomplete'],
    ['3/2026', 'dateIncomplete'],
    ['2026', 'dateIncomplete'],
    ['5', 'dateIncomplete'],
    ['năm ngoái', 'dateIncomplete'],
    ['mùng 3 Tết', 'dateLunar'],
    ['5/3 âm lịch', 'dateLunar'],
    ['rằm tháng giêng', 'dateLunar'],
  ])('%j is refused: %s', (typed, reason) => {
    expect(readOn(typed, { past: true })).toBe(reason);
  });

  it.each(['abc', 'có', 'khi nào tiện', 'hôm nào?', '30/4 là ngày gì?', 'Nguyễn Văn An', '12/20/30/40'])(
    '%j is no day at all',
    (typed) => {
      expect(readOn(typed, { past: true })).toBe('unread');
    },
  );

  it('says which day it took it for and what today is', () => {
    expect(readDate('30/4/2027', { today, past: true })).toEqual({
      kind: 'refused',
      why: {
        key: 'machine.refuse.dateFuture',
        params: { date: { date: '2027-04-30' }, today: { date: today } },
      },
    });
  });
});

describe('a day to come', () => {
  it.each([
    ['30/4', '2027-04-30'],
    ['ngày 5 tháng 3', '2027-03-05'],
    ['mai', '2026-11-23'],
    ['ngày kia', '2026-11-24'],
    ['ngay kia', '2026-11-24'],
    ['hôm nay', '2026-11-22'],
    ['tuần sau', '2026-11-29'],
    ['tuan toi', '2026-11-29'],
    ['3 ngày nữa', '2026-11-25'],
    ['muoi ngay nua', '2026-12-02'],
    ['thứ hai', '2026-11-23'],
    ['thứ sáu tuần sau', '2026-11-27'],
    ['đầu tháng', '2026-12-01'],
    ['cuối tháng', '2026-11-30'],
    ['ngày 5', '2026-12-05'],
    ['29/2', '2028-02-29'],
    ['5/3/2026', 'datePast'],
    ['hôm qua', 'datePast'],
    ['thứ hai tuần trước', 'datePast'],
  ])('%j is %s', (typed, day) => {
    expect(readOn(typed, { future: true })).toBe(day);
  });
});

describe('a day of either side', () => {
  it.each([
    ['30/10', '2026-10-30'],
    ['5/1', '2027-01-05'],
    ['đầu tháng', '2026-11-01'],
    ['thứ hai', '2026-11-23'],
    ['thứ sáu', '2026-11-20'],
  ])('%j without a year is the nearest: %s', (typed, day) => {
    expect(readOn(typed)).toBe(day);
  });

  it.each([
    ['yesterday', '2026-11-21'],
    ['tomorrow', '2026-11-23'],
    ['3 days ago', '2026-11-19'],
    ['in 2 weeks', '2026-12-06'],
    ['5 March 2026', '2026-03-05'],
    ['March 5, 2026', '2026-03-05'],
    ['5th of March 2026', '2026-03-05'],
    ['last Monday', '2026-11-16'],
  ])('in English %j is %s', (typed, day) => {
    expect(readOn(typed)).toBe(day);
  });
});

describe('any day of the calendar', () => {
  const day = fc
    .integer({ min: 0, max: 60_000 })
    .map((days) => Temporal.PlainDate.from('1930-01-01').add({ days }));

  it('is read back from each way of writing it in full', () => {
    fc.assert(
      fc.property(day, (date) => {
        const { day: d, month: m, year: y } = date;
        for (const typed of [
          `${d}/${m}/${y}`,
          `${d}-${m}-${y}`,
          `ngày ${d} tháng ${m} năm ${y}`,
          `${date}`,
        ]) {
          expect(readOn(typed)).toBe(date.toString());
        }
      }),
    );
  });

  it('written without its year never breaks the bound of the question', () => {
    fc.assert(
      fc.property(day, day, fc.boolean(), (date, on, past) => {
        const read = readDate(`${date.day}/${date.month}`, { today: on.toString(), past, future: !past });
        if (read.kind !== 'read') return;
        expect(past ? read.value <= on.toString() : read.value >= on.toString()).toBe(true);
      }),
    );
  });

  it('a very long text is no day, and is not searched at length', () => {
    expect(readOn('thang '.repeat(600))).toBe('unread');
    expect(readOn(`30/4${' '.repeat(3000)}x`)).toBe('unread');
  });

  it('whatever is typed, the reader answers and a day it gives exists', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (typed) => {
        const read = readDate(typed, { today });
        if (read.kind === 'read') expect(Temporal.PlainDate.from(read.value).toString()).toBe(read.value);
      }),
    );
  });
});
