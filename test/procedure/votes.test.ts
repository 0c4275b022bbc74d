/** Denominators and ratios (Điều 4.3; 294 9.3.2–9.3.4). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkVote, tally, VoteCountError } from '../../src/procedure/index.ts';
import { central2025 } from './story.ts';

const cell = (members: number, inFavour: number, excluded: { reason: string; count: number }[] = []) =>
  tally(central2025, 'cell-two-thirds', { members, inFavour, excluded });

describe('two thirds of the official members of the cell', () => {
  it.each([
    [3, 2, true],
    [3, 1, false],
    [4, 2, false],
    [4, 3, true],
    [12, 8, true],
    [12, 7, false],
    [20, 13, false],
    [20, 14, true],
  ])('of %i, %i in favour passes: %s', (members, inFavour, passes) => {
    expect(cell(members, inFavour).passes).toBe(passes);
  });

  it('keeps plain absentees in the denominator: 20 members, 3 absent, 13 in favour is not enough', () => {
    expect(cell(20, 13)).toMatchObject({ denominator: 20, needed: 14, passes: false });
    expect(cell(20, 14)).toMatchObject({ denominator: 20, needed: 14, passes: true });
  });

  it('takes out a member who is in temporary activity elsewhere and absent, not one who came and voted', () => {
    const absent = cell(20, 13, [{ reason: 'temporary-elsewhere', count: 1 }]);
    expect(absent).toMatchObject({ denominator: 19, needed: 13, passes: true });
    expect(cell(20, 13)).toMatchObject({ denominator: 20, passes: false });
  });

  it('takes out the suspended, prosecuted and detained', () => {
    const excluded = [
      { reason: 'suspended', count: 1 },
      { reason: 'prosecuted', count: 1 },
      { reason: 'detained', count: 1 },
    ];
    expect(cell(12, 6, excluded)).toMatchObject({ denominator: 9, needed: 6, passes: true });
  });

  it('knows which exclusions count only for the absent', () => {
    const onlyIfAbsent = Object.entries(central2025.exclusions)
      .filter(([, rule]) => rule.onlyIfAbsent)
      .map(([id]) => id);
    expect(onlyIfAbsent.sort()).toEqual(['exempt-from-activity', 'temporary-elsewhere']);
  });
});

it('asks for more than half of a standing committee', () => {
  const standing = (members: number, inFavour: number) =>
    tally(central2025, 'standing-majority', { members, inFavour, excluded: [] });
  expect(standing(10, 5)).toMatchObject({ needed: 6, passes: false });
  expect(standing(10, 6).passes).toBe(true);
  expect(standing(11, 6)).toMatchObject({ needed: 6, passes: true });
});

describe('numbers that no meeting can have had', () => {
  it.each([
    ['vote-no-members', { members: 0, inFavour: 0, excluded: [] }],
    ['vote-too-many-in-favour', { members: 20, inFavour: 30, excluded: [] }],
    ['vote-too-many-in-favour', { members: 10, inFavour: 9, excluded: [{ reason: 'suspended', count: 2 }] }],
    ['vote-excluded-too-many', { members: 3, inFavour: 0, excluded: [{ reason: 'suspended', count: 3 }] }],
    ['vote-unknown-exclusion', { members: 10, inFavour: 8, excluded: [{ reason: 'on-leave', count: 1 }] }],
    ['vote-not-a-count', { members: -3, inFavour: 2, excluded: [] }],
    ['vote-not-a-count', { members: 3, inFavour: 1.5, excluded: [] }],
    ['vote-not-a-count', { members: 3, inFavour: Number.NaN, excluded: [] }],
  ])('%s: %o', (code, count) => {
    expect(checkVote(central2025, 'cell-two-thirds', count).map((one) => one.code)).toEqual([code]);
    expect(() => tally(central2025, 'cell-two-thirds', count)).toThrow(VoteCountError);
  });

  it('an unknown rule is a mistake of the caller', () => {
    expect(() => tally(central2025, 'no-such-rule', { members: 3, inFavour: 3, excluded: [] })).toThrow(
      /no-such-rule/,
    );
  });
});

it('needs exactly the least number that reaches the ratio', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), (members) => {
      const { needed } = cell(members, 0);
      expect(3 * needed >= 2 * members && 3 * (needed - 1) < 2 * members).toBe(true);
      const half = tally(central2025, 'standing-majority', { members, inFavour: 0, excluded: [] }).needed;
      expect(2 * half > members && 2 * (half - 1) <= members).toBe(true);
    }),
  );
});
