import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../../src/conversation/read/fold.ts';
import { readNumber } from '../../../src/conversation/read/numbers.ts';

const said = (typed: string, min = 0, max = 5000): string | number => {
  const read = readNumber(typed, { min, max });
  if (read.kind === 'read') return read.value;
  return read.kind === 'refused' ? read.why.key.replace('machine.refuse.', '') : 'unread';
};

describe('a whole number', () => {
  const table: [string, number][] = [
    ['21', 21],
    ['021', 21],
    ['２１', 21],
    ['1.200', 1200],
    ['hai mươi mốt', 21],
    ['hai mốt', 21],
    ['hai mươi lăm', 25],
    ['hai lăm', 25],
    ['ba mươi', 30],
    ['ba tư', 34],
    ['mười', 10],
    ['chục', 10],
    ['một chục', 10],
    ['hai chục', 20],
    ['mười lăm', 15],
    ['mười chín', 19],
    ['hăm ba', 23],
    ['chín mươi chín', 99],
    ['một trăm', 100],
    ['một trăm linh năm', 105],
    ['một trăm lẻ năm', 105],
    ['một trăm hai mươi mốt', 121],
    ['một trăm hai', 120],
    ['một nghìn', 1000],
    ['hai nghìn không trăm hai mươi sáu', 2026],
    ['không', 0],
    ['21 đồng chí', 21],
    ['mười lăm phiếu', 15],
    ['dạ 21 ạ', 21],
    ['twenty-one', 21],
    ['twelve people', 12],
  ];
  it.each(table)('%j is %i', (typed, value) => {
    expect(said(typed)).toBe(value);
  });
  it.each(table)('%j without marks is %i as well', (typed, value) => {
    expect(said(fold(typed))).toBe(value);
  });

  it.each([
    ['31', 'numberRange'],
    ['ba mươi mốt', 'numberRange'],
    ['-3', 'numberNegative'],
    ['3.5', 'numberWhole'],
    ['3,5', 'numberWhole'],
    ['ba rưỡi', 'numberWhole'],
    ['12/20', 'unread'],
    ['sáu bảy người', 'unread'],
    ['một ít', 'unread'],
    ['2 3', 'unread'],
    ['đông lắm', 'unread'],
  ])('%j, where 0 to 30 is wanted, is %s', (typed, reason) => {
    expect(said(typed, 0, 30)).toBe(reason);
  });

  it('refuses with the number it read and the bounds', () => {
    expect(readNumber('ba mươi mốt', { min: 1, max: 30 })).toEqual({
      kind: 'refused',
      why: { key: 'machine.refuse.numberRange', params: { given: 31, min: 1, max: 30 } },
    });
  });

  it('reads every number below a thousand as it is spelt', () => {
    const ones = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];
    const spell = (n: number): string => {
      const [hundreds, tens, unit] = [Math.floor(n / 100), Math.floor((n % 100) / 10), n % 10];
      const last = unit === 1 && tens > 1 ? 'mốt' : unit === 5 && tens > 0 ? 'lăm' : ones[unit];
      const head = hundreds > 0 ? [ones[hundreds], 'trăm'] : [];
      if (tens === 0)
        return [...head, ...(unit === 0 ? [] : [...(hundreds > 0 ? ['linh'] : []), last])].join(' ');
      const middle = tens === 1 ? ['mười'] : [ones[tens], 'mươi'];
      return [...head, ...middle, ...(unit === 0 ? [] : [last])].join(' ');
    };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), (n) => {
        expect(said(spell(n))).toBe(n);
        expect(said(fold(spell(n)))).toBe(n);
      }),
    );
  });
});
