import { describe, expect, it } from 'vitest';
import { gathered } from '../../src/delivery/gathered.ts';

/** Each writing waits until it is let go, or fails. */
function desk() {
  const written: string[][] = [];
  const open: { done: () => void; failed: (error: Error) => void }[] = [];
  const write = gathered<string, string>((items) => {
    written.push([...items]);
    return new Promise((resolve, reject) => {
      open.push({ done: () => resolve(items.map((item) => item.toUpperCase())), failed: reject });
    });
  });
  return { written, write, next: () => open.shift() };
}

describe('writings that are gathered', () => {
  it('the first goes at once, those that come meanwhile go together, each with its own result', async () => {
    const { written, write, next } = desk();
    const a = write('a');
    expect(written).toEqual([['a']]);
    const [b, c] = [write('b'), write('c')];
    expect(written).toEqual([['a']]);
    next()?.done();
    expect(await a).toBe('A');
    expect(written).toEqual([['a'], ['b', 'c']]);
    next()?.done();
    expect(await Promise.all([b, c])).toEqual(['B', 'C']);
  });

  it('one that fails fails for those in it alone, and the next goes on', async () => {
    const { written, write, next } = desk();
    const a = write('a');
    const b = write('b');
    next()?.failed(new Error('away'));
    await expect(a).rejects.toThrow('away');
    next()?.done();
    expect(await b).toBe('B');
    const c = write('c');
    next()?.done();
    expect([await c, written]).toEqual(['C', [['a'], ['b'], ['c']]]);
  });
});
