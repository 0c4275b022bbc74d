/** The Redis that other suites rely on. */
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { onOwnRedis, onRedis } from './redis.ts';

onRedis('a database of Redis for one suite', (fresh) => {
  test('is empty, is nobody else’s, and is given back empty', async () => {
    const one = await fresh();
    const other = await fresh();
    const redis = new Redis(one.url);
    expect(await redis.dbsize()).toBe(0);
    await redis.set('here', '1');
    const neighbour = new Redis(other.url);
    expect(await neighbour.get('here')).toBeNull();
    await one.close();
    expect(await redis.dbsize()).toBe(0);
    await other.close();
    redis.disconnect();
    neighbour.disconnect();
  });
});

onOwnRedis('a Redis server of its own', (start) => {
  test.each([
    [{ keeps: true }, 'there'],
    [{ keeps: false }, null],
  ])('%j: what was written before it was stopped is then %s', async (options, kept) => {
    const server = await start(options);
    const before = new Redis(server.url);
    await before.set('written', 'there');
    before.disconnect();
    await server.stop();
    await server.start();
    const after = new Redis(server.url);
    expect(await after.get('written')).toBe(kept);
    await server.wipe();
    expect(await after.dbsize()).toBe(0);
    after.disconnect();
    await server.close();
  });
});
