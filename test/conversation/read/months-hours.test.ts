import { describe, expect, it } from 'vitest';
import { readHour } from '../../../src/conversation/read/hours.ts';
import { readMonth } from '../../../src/conversation/read/months.ts';
import type { Read } from '../../../src/conversation/read/read.ts';

const said = (read: Read<string | number>): string | number =>
  read.kind === 'read'
    ? read.value
    : read.kind === 'refused'
      ? read.why.key.replace('machine.refuse.', '')
      : 'unread';

describe('a month', () => {
  it.each([
    ['3/2026', '2026-03'],
    ['03-2026', '2026-03'],
    ['2026-03', '2026-03'],
    ['tháng 3', '2026-03'],
    ['thang 3', '2026-03'],
    ['tháng ba', '2026-03'],
    ['tháng tư năm 2025', '2025-04'],
    ['thang tu nam 2025', '2025-04'],
    ['tháng 3 năm ngoái', '2025-03'],
    ['tháng 3/26', '2026-03'],
    ['tháng 12', '2025-12'],
    ['12', '2025-12'],
    ['tháng mười một', '2026-11'],
    ['tháng này', '2026-11'],
    ['tháng trước', '2026-10'],
    ['thang truoc', '2026-10'],
    ['March 2026', '2026-03'],
    ['last month', '2026-10'],
    ['tháng sau', 'monthFuture'],
    ['12/2026', 'monthFuture'],
    ['13/2026', 'monthImpossible'],
    ['hai', 'unread'],
    ['abc', 'unread'],
    ['tháng mấy?', 'unread'],
  ])('%j in November 2026 is %s', (typed, month) => {
    expect(said(readMonth(typed, { today: '2026-11-22' }))).toBe(month);
  });
});

describe('an hour of the day', () => {
  it.each([
    ['8', 8],
    ['08', 8],
    ['8h', 8],
    ['8 giờ', 8],
    ['8 gio', 8],
    ['tám giờ', 8],
    ['tam gio sang', 8],
    ['08:00', 8],
    ['8h00', 8],
    ['lúc 8 giờ ạ', 8],
    ['8 giờ tối', 20],
    ['3 giờ chiều', 15],
    ['1 giờ trưa', 13],
    ['12 giờ trưa', 12],
    ['12 giờ đêm', 0],
    ['0', 0],
    ['7am', 7],
    ['7 pm', 19],
    ['8h30', 'hourWhole'],
    ['8 giờ rưỡi', 'hourWhole'],
    ['25', 'hourRange'],
    ['sáng', 'unread'],
    ['xyz', 'unread'],
  ])('%j is %s', (typed, hour) => {
    expect(said(readHour(typed))).toBe(hour);
  });
});
