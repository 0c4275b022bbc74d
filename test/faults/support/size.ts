/** How much is tried, and by which dice: FAULTS=small|full, FAULTS_SEED=<number>. */

export const full = process.env.FAULTS === 'full';

/** The same seed gives the same dice; what the machine does in between is its own. */
export const seed = Number(process.env.FAULTS_SEED ?? 20_261_123);

export interface Dice {
  /** 0 ≤ x < 1. */
  roll(): number;
  /** Whole numbers from `from` to `to`, both included. */
  between(from: number, to: number): number;
  pick<T>(some: readonly T[]): T;
  shuffled<T>(some: readonly T[]): T[];
  /** Dice of their own for somebody else, so that one does not disturb the other's order. */
  apart(name: string): Dice;
}

export const dice = (name: string): Dice => diceOf(hash(`${seed}:${name}`));

/** mulberry32. */
function diceOf(start: number): Dice {
  let state = start;
  function roll(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  const between = (from: number, to: number): number => from + Math.floor(roll() * (to - from + 1));
  return {
    roll,
    between,
    pick: (some) => some[between(0, some.length - 1)] as (typeof some)[number],
    shuffled(some) {
      const left = [...some];
      for (let at = left.length - 1; at > 0; at -= 1) {
        const other = between(0, at);
        [left[at], left[other]] = [left[other] as (typeof left)[number], left[at] as (typeof left)[number]];
      }
      return left;
    },
    apart: (name) => diceOf(hash(`${start}:${name}`)),
  };
}

/** FNV-1a. */
function hash(text: string): number {
  let mixed = 0x811c9dc5;
  for (const char of text) mixed = Math.imul(mixed ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return mixed >>> 0;
}
