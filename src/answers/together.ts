/** Puts items that share a mark into one group, in the order of their first. */
export function together<T>(items: readonly T[], markOf: (item: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const mark = markOf(item);
    const group = groups.get(mark);
    if (group) group.push(item);
    else groups.set(mark, [item]);
  }
  return [...groups.values()];
}
