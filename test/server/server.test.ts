import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/server/app.ts';
import { startServer } from '../../src/server/server.ts';
import { createWords } from '../../src/words/say.ts';
import { createFakeDesk } from '../fakes/desk.ts';
import { gate } from '../fakes/gate.ts';

const words = createWords([join(import.meta.dirname, '../..')]);

describe('health', () => {
  test('alive as long as it answers; ready only when the product can work', async () => {
    const statuses = async (ready: () => Promise<boolean>) => {
      const app = createApp({ ready });
      return [(await app.request('/healthz')).status, (await app.request('/readyz')).status];
    };
    expect(await statuses(async () => true)).toEqual([200, 200]);
    expect(await statuses(async () => false)).toEqual([200, 503]);
    expect(await statuses(() => Promise.reject(new Error('no database')))).toEqual([200, 503]);
  });
});

test('outside the demo there is no way to speak as somebody', async () => {
  const app = createApp({});
  for (const path of ['/api/people', '/api/time', '/api/chats/1/messages', '/app.js']) {
    expect((await app.request(path)).status).toBe(404);
  }
  expect(await (await app.request('/')).text()).toBe('Dẫn Bước');
});

test('a request larger than any message is refused', async () => {
  const desk = await createFakeDesk();
  const app = createApp({ webChat: { desk, events: desk.events, words } });
  const response = await app.request('/api/chats/1/messages', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key: 'aaaa', text: 'a'.repeat(300_000) }),
  });
  expect(response.status).toBe(413);
});

describe('closing', () => {
  test('ends open streams, lets a running request finish, and takes no new one', async () => {
    const desk = await createFakeDesk();
    const begun = gate();
    const mayEnd = gate();
    const receive = desk.receive;
    desk.receive = async (message) => {
      begun.open();
      await mayEnd.passed;
      await receive(message);
    };
    const server = await startServer({
      host: '127.0.0.1',
      port: 0,
      webChat: { desk, events: desk.events, words },
    });
    const stream = await fetch(`${server.address}/api/events`);
    const request = fetch(`${server.address}/api/chats/1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"key":"aaaa","text":"a"}',
    });
    await begun.passed;
    const closed = server.close(60_000);
    mayEnd.open();
    expect((await request).status).toBe(202);
    expect(await stream.text()).toContain('hello');
    await closed;
    await expect(fetch(`${server.address}/healthz`)).rejects.toThrow();
  });

  test('does not wait for ever for what hangs', async () => {
    const desk = await createFakeDesk();
    desk.people = () => new Promise(() => {});
    const server = await startServer({
      host: '127.0.0.1',
      port: 0,
      webChat: { desk, events: desk.events, words },
    });
    const hanging = fetch(`${server.address}/api/people`).catch(() => 'cut');
    await fetch(`${server.address}/healthz`);
    await server.close(0);
    expect(await hanging).toBe('cut');
  });

  test('a taken port is an error at the start', async () => {
    const first = await startServer({ host: '127.0.0.1', port: 0 });
    const port = Number(new URL(first.address).port);
    await expect(startServer({ host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await first.close(0);
  });
});
