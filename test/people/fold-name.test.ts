import { expect, test } from 'vitest';
import { foldName } from '../../src/people/fold-name.ts';

test.each([
  ['Nguyễn Thị Lan', 'nguyen thi lan'],
  ['ĐẶNG VĂN ĐỘ', 'dang van do'],
  ['  Trần   Quốc\tỶ ', 'tran quoc y'],
  ["H'Hen Niê", 'h hen nie'],
  ['Y-Bhăm Êban', 'y bham eban'],
  ['100%_\\', '100'],
])('%j is searched for as %j', (name, folded) => {
  expect(foldName(name)).toBe(folded);
});

test('a name typed with composed and with combining marks is the same name', () => {
  expect(foldName('Nguyễn Thị Ưởng'.normalize('NFD'))).toBe(foldName('Nguyễn Thị Ưởng'));
});
