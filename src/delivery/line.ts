/** People stand in line: one at a time is in front, the others wait in the order they came. */
export interface Line {
  /** Resolves when we are in front. */
  enter(): Promise<void>;
  /** The next one is in front. */
  leave(): void;
}

export function createLine(): Line {
  const waiting: (() => void)[] = [];
  let occupied = false;
  return {
    enter() {
      if (occupied) return new Promise((resolve) => void waiting.push(resolve));
      occupied = true;
      return Promise.resolve();
    },
    leave() {
      const next = waiting.shift();
      if (next) next();
      else occupied = false;
    },
  };
}
