import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitText } from '../../src/channels/telegram/split.ts';

describe('a long text is cut', () => {
  test('at a paragraph, where one ends late enough', () => {
    expect(splitText(`${'a'.repeat(60)}\n\n${'b'.repeat(30)}\n${'c'.repeat(30)}`, 100)).toEqual([
      'a'.repeat(60),
      `${'b'.repeat(30)}\n${'c'.repeat(30)}`,
    ]);
  });
  test('else at a line, else at a word', () => {
    expect(splitText(`${'a'.repeat(10)}\n\n${'b'.repeat(60)}\n${'c'.repeat(60)}`, 100)[0]).toContain('b');
    expect(splitText('một hai ba bốn', 8)).toEqual(['một hai', 'ba bốn']);
  });
  test('a word as long as a message is cut inside', () => {
    expect(splitText('ư'.repeat(25), 10).map((piece) => piece.length)).toEqual([10, 10, 5]);
  });
  test('never inside a character: emoji, letters written with separate marks', () => {
    expect(splitText('🌾'.repeat(7), 5)).toEqual(['🌾🌾', '🌾🌾', '🌾🌾', '🌾']);
    const decomposed = 'ế'.normalize('NFD');
    expect(splitText(decomposed.repeat(4), 4)).toEqual(Array.from({ length: 4 }, () => decomposed));
  });
  test('a short text is left alone, a blank one is nothing', () => {
    expect(splitText('chào', 10)).toEqual(['chào']);
    expect(splitText(' \n ', 10)).toEqual([]);
  });
});

test('nothing is lost but blanks at the cuts, and every piece fits', () => {
  const letters = fc.constantFrom('a', 'ế', 'đ', ' ', '\n', '\n\n', '🌾', 'e\u0302\u0301');
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 200 }), fc.integer({ min: 8, max: 60 }), (parts, limit) => {
      const text = parts.join('');
      const pieces = splitText(text, limit);
      expect(pieces.every((piece) => piece.length <= limit && piece.trim() === piece && piece !== '')).toBe(
        true,
      );
      expect(pieces.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
    }),
  );
});
