import { describe, expect, it } from 'vitest';
import { type Option, readChoice, readChoices } from '../../../src/conversation/read/choices.ts';

const options: Option[] = [
  { value: 'an', label: 'Nguyễn Văn An' },
  { value: 'ân', label: 'Trần Thị Ân' },
  { value: 'binh', label: 'Lê Văn Bình' },
  { value: 'binh2', label: 'Lê Thanh Bình' },
  { value: 'dung', label: 'Phạm Thị Dung' },
  { value: 'both', label: 'Cha và mẹ' },
];

const one = (typed: string, numbered = options): string => {
  const read = readChoice(typed, options, numbered);
  if (read.kind === 'read') return read.value.value;
  return read.kind === 'ambiguous'
    ? `which of ${read.matches.map((match) => match.value).join(' ')}`
    : read.kind;
};

describe('one option', () => {
  it.each([
    ['1', 'an'],
    ['2.', 'ân'],
    ['số 3', 'binh'],
    ['mục 5', 'dung'],
    ['hai', 'ân'],
    ['Nguyễn Văn An', 'an'],
    ['nguyen van an', 'an'],
    ['NGUYEN VAN AN', 'an'],
    ['nguyễn văn', 'an'],
    ['nguyen', 'an'],
    ['Ân', 'ân'],
    ['trần ân', 'ân'],
    ['dung', 'dung'],
    ['Pham', 'dung'],
    ['phạm d', 'unread'],
    ['pham du', 'dung'],
    ['thanh bình', 'binh2'],
    ['cha và mẹ', 'both'],
    ['van', 'which of an binh'],
    ['an', 'which of an ân'],
    ['bình', 'which of binh binh2'],
    ['Lê', 'which of binh binh2'],
    ['7', 'unread'],
    ['0', 'unread'],
    ['Hoàng', 'unread'],
    ['hồ sơ của An', 'unread'],
  ])('%j is %s', (typed, value) => {
    expect(one(typed)).toBe(value);
  });

  it('counts in the list as it was shown, not in the whole', () => {
    expect(one('1', options.slice(2, 4))).toBe('binh');
    expect(one('3', options.slice(2, 4))).toBe('unread');
  });

  it('takes a label that is a number before a place in the list', () => {
    const years = ['2', '1', '3'].map((label) => ({ value: `year-${label}`, label }));
    expect(readChoice('1', years, years)).toEqual({ kind: 'read', value: years[1] });
  });
});

const several = (typed: string): string => {
  const read = readChoices(typed, options, options);
  if (read.kind === 'read') return read.value.map((option) => option.value).join(' ');
  return read.kind === 'unknown' ? `no "${read.said}"` : read.kind;
};

describe('several options', () => {
  it.each([
    ['1, 3', 'an binh'],
    ['1 3 5', 'an binh dung'],
    ['1 và 3', 'an binh'],
    ['1; 1; 2', 'an ân'],
    ['nguyễn văn an, phạm thị dung', 'an dung'],
    ['nguyen van an va pham thi dung', 'an dung'],
    ['An Nguyen and Dung', 'an dung'],
    ['nguyen\npham', 'an dung'],
    ['Cha và mẹ', 'both'],
    ['cha va me, 1', 'both an'],
    ['2', 'ân'],
    ['1, Hoàng', 'no "Hoàng"'],
    ['1, 9', 'no "9"'],
    ['1, bình', 'ambiguous'],
    ['xyz, abc', 'unread'],
    ['dung + 1', 'dung an'],
  ])('%j is %s', (typed, values) => {
    expect(several(typed)).toBe(values);
  });
});
