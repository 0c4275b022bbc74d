import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPace, telegramRate, unlimited } from '../../src/delivery/rate.ts';

/** When each of these messages may leave, asked for at the moment given. */
function leaving(limit: typeof telegramRate, asked: { chat: string; at: number }[]) {
  const pace = createPace(limit);
  return asked.map(({ chat, at }) => ({ chat, at: at + pace.reserve(chat, at) }));
}

test('an answer of three bubbles leaves at once; the fourth waits', () => {
  const four = leaving(
    telegramRate,
    Array.from({ length: 4 }, () => ({ chat: 'a', at: 0 })),
  );
  expect(four.map(({ at }) => at)).toEqual([0, 40, 80, 1000]);
});

test('a morning of 100 reminders takes four seconds', () => {
  const many = leaving(
    telegramRate,
    Array.from({ length: 100 }, (_, n) => ({ chat: `${n}`, at: 0 })),
  );
  expect(many.at(-1)?.at).toBe(99 * 40);
});

test('without a limit nothing waits', () => {
  const many = leaving(
    unlimited,
    Array.from({ length: 100 }, () => ({ chat: 'a', at: 5 })),
  );
  expect(many.every(({ at }) => at === 5)).toBe(true);
});

describe('whatever is asked', () => {
  const asked = fc
    .array(fc.record({ chat: fc.constantFrom('a', 'b', 'c'), pause: fc.nat(1500) }), { maxLength: 80 })
    .map((list) => {
      let at = 0;
      return list.map(({ chat, pause }) => {
        at += pause;
        return { chat, at };
      });
    });

  test('never more than 25 in a second, never more than the burst and one a second to a chat', () => {
    fc.assert(
      fc.property(asked, (list) => {
        const left = leaving(telegramRate, list);
        for (const { at, chat } of left) {
          const second = left.filter((other) => other.at >= at && other.at < at + 1000);
          expect(second.length).toBeLessThanOrEqual(25);
          const ofChat = second.filter((other) => other.chat === chat);
          expect(ofChat.length).toBeLessThanOrEqual(telegramRate.chatBurst + 1);
        }
      }),
    );
  });

  test('nobody overtakes within a chat, and nobody leaves before asking', () => {
    fc.assert(
      fc.property(asked, (list) => {
        const left = leaving(telegramRate, list);
        left.forEach((one, index) => {
          expect(one.at).toBeGreaterThanOrEqual(list[index]?.at ?? 0);
          const later = left.slice(index + 1).filter(({ chat }) => chat === one.chat);
          for (const other of later) expect(other.at).toBeGreaterThanOrEqual(one.at);
        });
      }),
    );
  });
});
