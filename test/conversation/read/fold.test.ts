import { describe, expect, it } from 'vitest';
import { fold, plain, tidy } from '../../../src/conversation/read/fold.ts';

describe('typed words are compared without their marks', () => {
  it.each([
    ['Quay lại', 'quay lai'],
    ['QUAY LẠI', 'quay lai'],
    ['quay lai', 'quay lai'],
    ['Đồng chí', 'dong chi'],
    ['ĐỒNG CHÍ', 'dong chi'],
    ['huỷ', 'huy'],
    ['hủy', 'huy'],
    ['  hai   mươi\tmốt ', 'hai muoi mot'],
    ['ước mơ', 'uoc mo'],
    ['ước mơ'.normalize('NFD'), 'uoc mo'],
    ['qua\u200by l\u200fại', 'quay lai'],
    ['\u202equay lại\u202c', 'quay lai'],
    ['\ufeffcó', 'co'],
    ['ｃó', 'co'],
    ['２１', '21'],
    ['dòng một\ndòng hai', 'dong mot dong hai'],
  ])('%j is %j', (typed, folded) => {
    expect(fold(typed)).toBe(folded);
  });

  it.each([
    ['Dạ, thôi ạ.', 'thoi'],
    ['dạ 21 ạ', '21'],
    ['thưa vâng có', 'co'],
    ['“quay lại”!', 'quay lai'],
    ['căn cứ?', 'can cu'],
    ['Vàng A Páo', 'vang a pao'],
    ['Đà Nẵng', 'da nang'],
    ['có nhé', 'co'],
  ])('politeness and punctuation around %j leave %j', (typed, left) => {
    expect(plain(typed)).toBe(left);
  });

  it('keeps letters and marks where the words themselves are kept', () => {
    expect(tidy('  Đảng uỷ\u200b  phường ')).toBe('Đảng uỷ phường');
  });
});
