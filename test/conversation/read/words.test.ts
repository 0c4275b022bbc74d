import { describe, expect, it } from 'vitest';
import { type KnownWord, knownWords } from '../../../src/conversation/read/known-words.ts';
import { readPersonName } from '../../../src/conversation/read/person-names.ts';
import type { Read } from '../../../src/conversation/read/read.ts';
import { readText, unfit } from '../../../src/conversation/read/texts.ts';
import {
  readUniversal,
  type UniversalWord,
  universalWords,
} from '../../../src/conversation/read/universal.ts';
import { readYesNo } from '../../../src/conversation/read/yes-no.ts';
import { wording } from '../../traps/walk.ts';

const list = (name: string): KnownWord[] => knownWords(wording({ key: `machine.words.${name}` }));
const said = (read: Read<string>): string =>
  read.kind === 'read'
    ? read.value
    : read.kind === 'refused'
      ? read.why.key.replace('machine.refuse.', '')
      : 'unread';

describe('yes and no', () => {
  it.each([
    ['có', 'yes'],
    ['Có ạ', 'yes'],
    ['co', 'yes'],
    ['ừ', 'yes'],
    ['uh', 'yes'],
    ['vâng', 'yes'],
    ['dạ', 'yes'],
    ['dạ vâng', 'yes'],
    ['đúng', 'yes'],
    ['dung roi', 'yes'],
    ['ok', 'yes'],
    ['rồi', 'yes'],
    ['có rồi', 'yes'],
    ['yes', 'yes'],
    ['không', 'no'],
    ['khong', 'no'],
    ['ko', 'no'],
    ['k', 'no'],
    ['chưa', 'no'],
    ['dạ chưa ạ', 'no'],
    ['không phải', 'no'],
    ['khong phai', 'no'],
    ['vâng, không', 'no'],
    ['không có', 'no'],
    ['no', 'no'],
    ['có không', 'unread'],
    ['đúng không?', 'unread'],
    ['có lẽ', 'unread'],
    ['30/4', 'unread'],
    ['cố', 'yes'],
  ])('%j is %s', (typed, answer) => {
    expect(said(readYesNo(typed, { yes: list('yes'), no: list('no') }))).toBe(answer);
  });
});

describe('a full name', () => {
  it.each([
    ['Nguyễn Thị Hoa', 'Nguyễn Thị Hoa'],
    ['nguyễn thị hoa', 'Nguyễn Thị Hoa'],
    ['NGUYỄN THỊ HOA', 'Nguyễn Thị Hoa'],
    ['nguyen thi hoa', 'Nguyen Thi Hoa'],
    ['đồng chí Nguyễn Văn An', 'Nguyễn Văn An'],
    ['đ/c nguyễn văn an', 'Nguyễn Văn An'],
    ['dong chi Nguyen Van An', 'Nguyen Van An'],
    ['anh Lê Đức', 'Lê Đức'],
    ['chị  Trần   Bé.', 'Trần Bé'],
    ['ông nguyễn văn an', 'Nguyễn Văn An'],
    ['bà Lê Hoa', 'Lê Hoa'],
    ['Ông Ích Khiêm', 'Ông Ích Khiêm'],
    ["h'hen niê", "H'Hen Niê"],
    ['H’Hen Niê', "H'Hen Niê"],
    ['Y-Bhăm Niê', 'Y-Bhăm Niê'],
    ['Vàng A Páo', 'Vàng A Páo'],
    ['Đặng Ân'.normalize('NFD'), 'Đặng Ân'],
    ['Hoa', 'nameShort'],
    ['chị Hoa', 'nameShort'],
    ['Hoa 2001', 'nameDigits'],
    ['Hoa 😀 Nguyễn', 'nameLetters'],
    ['Nguyễn_Văn An', 'nameLetters'],
    [`${'Nguyễn'.repeat(11)} An`, 'nameLong'],
    ['hồ sơ của anh An đến đâu rồi', 'unread'],
    ['Nguyễn Văn An?', 'unread'],
  ])('%j is %s', (typed, name) => {
    expect(said(readPersonName(typed))).toBe(name);
  });
});

describe('a line of text', () => {
  it.each([
    ['Đảng uỷ phường Trúc Bạch', 'Đảng uỷ phường Trúc Bạch'],
    ['  hai   dòng\nmột ý ', 'hai dòng một ý'],
    ['họp ngày 30/04/2026', 'họp ngày 30/04/2026'],
    ['ủng hộ 1.500.000 đồng', 'ủng hộ 1.500.000 đồng'],
    ['văn bản số 12-CV/ĐU năm 2026', 'văn bản số 12-CV/ĐU năm 2026'],
    ['a\u200bb', 'ab'],
    ['căn cước 012345678901', 'textIdentity'],
    ['cc 012 345 678 901', 'textIdentity'],
    ['CMND 123456789', 'textIdentity'],
    ['cmnd 123 456 789', 'textIdentity'],
    ['số １２３４５６７８９', 'textIdentity'],
    ['gọi 0912345678', 'textPhone'],
    ['gọi 0912 345 678', 'textPhone'],
    ['0912.345.678', 'textPhone'],
    ['+84 912 345 678', 'textPhone'],
    ['024 3826 1234', 'textPhone'],
    ['chuông \u0007', 'textControl'],
    ['x'.repeat(121), 'textLong'],
    ['😀'.repeat(120), '😀'.repeat(120)],
  ])('%j is %s', (typed, line) => {
    expect(said(readText(typed, { max: 120 }))).toBe(line);
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['\u200b\u200e', 'empty'],
    ['😀', 'noLetters'],
    ['👨‍👩‍👧', 'noLetters'],
    ['?!…', 'noLetters'],
    ['x'.repeat(10_000), 'tooLong'],
  ])('no question can use %j: %s', (typed, reason) => {
    const bad = unfit(typed);
    expect(bad && said(bad)).toBe(reason);
  });
  it.each(['0', 'ơ', 'có 😀'])('%j may be an answer', (typed) => {
    expect(unfit(typed)).toBeNull();
  });
});

describe('words that work at every question', () => {
  const lists = Object.fromEntries(universalWords.map((word) => [word, list(word)])) as Record<
    UniversalWord,
    KnownWord[]
  >;
  const answers = [...list('yes'), ...list('no')];
  it.each([
    ['quay lại', 'back'],
    ['Quay lai', 'back'],
    ['lùi', 'back'],
    ['lui', 'back'],
    ['trở lại ạ', 'back'],
    ['huỷ', 'cancel'],
    ['hủy', 'cancel'],
    ['huy', 'cancel'],
    ['Thôi', 'cancel'],
    ['thoi', 'cancel'],
    ['thôi ạ', 'cancel'],
    ['thoát', 'cancel'],
    ['dừng', 'cancel'],
    ['dừng lại', 'cancel'],
    ['dung lai', 'cancel'],
    ['sửa', 'edit'],
    ['sửa lại', 'edit'],
    ['bỏ qua', 'skip'],
    ['bo qua', 'skip'],
    ['nhắc lại', 'repeat'],
    ['hoi lai', 'repeat'],
    ['menu', 'menu'],
    ['/menu', 'menu'],
    ['trợ giúp', 'help'],
    ['tro giup', 'help'],
    ['căn cứ', 'basis'],
    ['căn cứ?', 'basis'],
    ['can cu', 'basis'],
  ])('%j is %s', (typed, word) => {
    expect(readUniversal(typed, lists, answers)?.word).toBe(word);
  });

  it('takes what follows "sửa" for the answer meant', () => {
    expect(readUniversal('sửa lại ngày sinh', lists, answers)).toEqual({ word: 'edit', rest: 'ngay sinh' });
    expect(readUniversal('sua ngay sinh', lists, answers)).toEqual({ word: 'edit', rest: 'ngay sinh' });
  });

  it.each(['dung', 'đúng', 'Dung', 'có', 'thối', 'Nguyễn Văn An', '30/4', 'thôi nôi của cháu'])(
    '%j is none of them',
    (typed) => {
      expect(readUniversal(typed, lists, answers)).toBeNull();
    },
  );
});
