import { describe, expect, test } from 'vitest';
import { choiceByNumber, numberedText } from '../../src/channels/numbered.ts';

const choices = [
  { id: 'q:1:yes', label: 'Có' },
  { id: 'q:1:no', label: 'Không' },
];

test('choices are listed below the text, from 1', () => {
  expect(numberedText({ text: 'Đã họp chưa?', choices })).toBe('Đã họp chưa?\n\n1. Có\n2. Không');
  expect(numberedText({ text: 'Đã ghi.', choices: [] })).toBe('Đã ghi.');
  expect(numberedText({ text: '', choices })).toBe('1. Có\n2. Không');
});

describe('a typed number', () => {
  test.each(['2', ' 2 ', '2.', '2)'])('%j is the second choice', (typed) => {
    expect(choiceByNumber(choices, typed)?.id).toBe('q:1:no');
  });
  test.each(['0', '3', '', '2 người', '-1', '1.5', 'hai', '2000'])('%j is none', (typed) => {
    expect(choiceByNumber(choices, typed)).toBeNull();
  });
});
