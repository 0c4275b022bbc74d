import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createApp, type MetricsPage, type Readiness } from '../../src/server/app.ts';
import { startServer } from '../../src/server/server.ts';
import { createWords } from '../../src/words/say.ts';
import { createFakeDesk } from '../fakes/desk.ts';
import { gate } from '../fakes/gate.ts';

const words = createWords([join(import.meta.dirname, '../..')]);

describe('health', () => {
  const well: Readiness = { ready: true, database: true, redis: true, worker: true };
  const asked = async (ready: () => Promise<Readiness>) => {
    const app = createApp({ ready });
    const readyz = await app.request('/readyz');
    return {
      healthz: (await app.request('/healthz')).status,
      readyz: readyz.status,
      body: (await readyz.json()) as Readiness,
    };
  };

  test('alive as long as it answers; ready only when the product can work', async () => {
    expect(await asked(async () => well)).toEqual({ healthz: 200, readyz: 200, body: well });
    const without = { ...well, ready: false, redis: false };
    expect(await asked(async () => without)).toEqual({ healthz: 200, readyz: 503, body: without });
  });

  test('a worker that is away is said, and people are answered nevertheless', async () => {
    const alone = { ...well, worker: false };
    expect(await asked(async () => alone)).toMatchObject({ readyz: 200, body: alone });
  });

  test('not to know is not to be ready', async () => {
    expect(await asked(() => Promise.reject(new Error('no database')))).toMatchObject({
      healthz: 200,
      readyz: 503,
      body: { ready: false },
    });
  });
});

describe('the figures', () => {
  const page = (over: Partial<MetricsPage>) =>
    createApp({
      metrics: {
        text: async () => 'danbuoc_turns_total 1\n',
        contentType: 'text/plain; version=0.0.4',
        token: null,
        local: true,
        ...over,
      },
    });
  const status = async (over: Partial<MetricsPage>, headers: Record<string, string> = {}) =>
    (await page(over).request('/metrics', { headers })).status;
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const token = 'a-token-long-enough';

  test('are shown on this machine', async () => {
    const response = await page({}).request('/metrics');
    expect(response.headers.get('content-type')).toContain('version=0.0.4');
    expect(await response.text()).toBe('danbuoc_turns_total 1\n');
  });

  test('are not there for strangers: neither from outside nor through a proxy', async () => {
    expect(await status({ local: false })).toBe(404);
    expect(await status({}, { 'x-forwarded-for': '203.0.113.7' })).toBe(404);
    expect(await status({}, { forwarded: 'for=203.0.113.7' })).toBe(404);
  });

  test.each([true, false])('with a token configured ask for it (this machine only: %s)', async (local) => {
    expect(await status({ token, local })).toBe(401);
    expect(await status({ token, local }, bearer('another-token-as-long'))).toBe(401);
    expect(await status({ token, local }, bearer(token))).toBe(200);
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
    const answer = await request;
    expect(answer.status).toBe(202);
    // Else whoever asks would go on asking over the open connection.
    expect(answer.headers.get('connection')).toBe('close');
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
