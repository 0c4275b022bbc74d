import { join } from 'node:path';
import type { Hono } from 'hono';
import { beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../../src/server/app.ts';
import { deskHats } from '../../src/server/desk.ts';
import { pageWords, type WordedGroup } from '../../src/server/page-words.ts';
import { createWords, languages } from '../../src/words/say.ts';
import { candidate, createFakeDesk, type FakeDesk, mentor, secretary } from '../fakes/desk.ts';

const words = createWords([join(import.meta.dirname, '../..')]);

let desk: FakeDesk;
let app: Hono;
let troubles: unknown[];

beforeEach(async () => {
  desk = await createFakeDesk();
  troubles = [];
  app = createApp({
    webChat: { desk, events: desk.events, words },
    onTrouble: (error) => troubles.push(error),
  });
});

/** Any of the answers; a test names the fields it expects. */
interface Answer {
  label: string;
  today: string;
  messages: { id: number; text: string }[];
}

const get = async (path: string) => {
  const response = await app.request(path);
  return { status: response.status, body: (await response.json()) as Answer };
};
const people = async (language: string) =>
  (await (await app.request(`/api/people?lang=${language}`)).json()) as WordedGroup[];
const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await app.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Answer };
};
const said = (chat: string) => `/api/chats/${chat}/messages`;

describe('people', () => {
  test('by organisation, with what they are and what to try, in the language asked for', async () => {
    const groups = await people('vi');
    expect(groups.map((group) => group.organization)).toEqual([
      'Đảng uỷ xã Tân Lập',
      'Chi bộ Trường Trung học cơ sở Tân Lập',
    ]);
    expect(groups[1]?.people[0]).toMatchObject({
      chat: secretary,
      name: 'Nguyễn Thị Ánh Nguyệt',
      hats: ['Bí thư chi bộ', 'Đảng viên giúp đỡ'],
      hat: 'cellSecretary',
      messages: 0,
    });
    const english = await people('en');
    expect(english[1]?.people[0]?.hats).toEqual(['Cell secretary', 'Mentor']);
  });

  test('an unknown language is Vietnamese', async () => {
    expect((await get('/api/time?lang=xx')).body.label).toBe('Hôm nay: thứ Hai, 23/11/2026');
  });
});

describe('a chat', () => {
  test('what is said is handled, and its answer can be read at once', async () => {
    expect((await post(said(secretary), { key: 'first', text: 'việc của tôi' })).status).toBe(202);
    expect(desk.received).toEqual([
      {
        channel: 'web',
        chat: secretary,
        updateKey: `${secretary}:first`,
        body: { kind: 'text', text: 'việc của tôi' },
      },
    ]);
    const { body } = await get(said(secretary));
    expect(body.messages.map(({ text }) => text)).toEqual([
      'Tôi nghe: “việc của tôi”.',
      'Đồng chí muốn làm việc nào?',
    ]);
    expect((await get(`${said(secretary)}?after=${body.messages[0]?.id}`)).body.messages).toHaveLength(1);
  });

  test('the same message sent again on a bad line counts once', async () => {
    await post(said(secretary), { key: 'once', button: 'go:menu' });
    await post(said(secretary), { key: 'once', button: 'go:menu' });
    expect(desk.received).toHaveLength(1);
  });

  test('the same key in two chats is two messages', async () => {
    await post(said(secretary), { key: 'start', start: true });
    await post(said(candidate), { key: 'start', start: true });
    expect(desk.received.map(({ body }) => body)).toEqual([
      { kind: 'start', payload: '' },
      { kind: 'start', payload: '' },
    ]);
  });

  test('10,000 characters are for the bot to answer', async () => {
    expect((await post(said(secretary), { key: 'long', text: 'ă'.repeat(10_000) })).status).toBe(202);
  });

  test.each([
    ['no JSON', '{"key":'],
    ['nothing said', { key: 'aaaa' }],
    ['empty text', { key: 'aaaa', text: '' }],
    ['two things at once', { key: 'aaaa', text: 'a', button: 'b' }],
    ['no key', { text: 'a' }],
    ['a key with odd signs', { key: 'a b c d', text: 'a' }],
    ['text that is no text', { key: 'aaaa', text: 12 }],
    ['more than a person types', { key: 'aaaa', text: 'a'.repeat(20_001) }],
  ])('%s is refused', async (_, body) => {
    expect(await post(said(secretary), body)).toEqual({ status: 400, body: { code: 'request.invalid' } });
    expect(desk.received).toEqual([]);
  });

  test.each(['999', 'abc', '-1', '1%27%20or%201'])('nobody has the chat %s', async (chat) => {
    expect((await get(said(chat))).status).toBe(404);
    expect((await post(said(chat), { key: 'aaaa', text: 'a' })).status).toBe(404);
  });

  test('what fails inside is a code and no detail', async () => {
    desk.failNext(new Error('password of the database'));
    const failed = await post(said(secretary), { key: 'aaaa', text: 'a' });
    expect(failed).toEqual({ status: 500, body: { code: 'request.failed' } });
    expect(troubles).toHaveLength(1);
  });

  test('while a store is away the page is told to try again, and may with the same key', async () => {
    const away = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    desk.failNext(new Error('Failed query', { cause: away }));
    const message = { key: 'aaaa', text: 'a' };
    expect(await post(said(secretary), message)).toEqual({
      status: 503,
      body: { code: 'request.try-again' },
    });
    expect((await post(said(secretary), message)).status).toBe(202);
  });
});

describe('time', () => {
  test('moves by days and to a date, and brings the reminders of each morning', async () => {
    expect((await post('/api/time', { days: 1 })).body.label).toBe('Hôm nay: thứ Ba, 24/11/2026');
    expect((await post('/api/time', { to: '2026-11-30' })).body.today).toBe('2026-11-30');
    expect((await get(said(mentor))).body.messages).toHaveLength(7);
  });

  test.each([
    [{ to: '2026-11-22' }, 'time.backwards'],
    [{ to: '2026-02-30' }, 'time.not-a-day'],
    [{ to: 'mai' }, 'time.not-a-day'],
    [{ days: 0 }, 'time.not-a-day'],
    [{ days: -1 }, 'time.not-a-day'],
    [{ to: '2028-01-01' }, 'time.too-far'],
  ])('%j is refused', async (journey, code) => {
    expect(await post('/api/time', journey)).toEqual({ status: 400, body: { code } });
    expect(desk.time().today).toBe('2026-11-23');
  });
});

describe('the stream of news', () => {
  async function listen(): Promise<{ next: () => Promise<string>; response: Response }> {
    const response = await app.request('/api/events');
    const reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
    const next = async () => new TextDecoder().decode((await reader.read()).value);
    return { next, response };
  }

  test('tells of messages and of moved time', async () => {
    const { next, response } = await listen();
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(await next()).toContain('event: hello');
    desk.tell(mentor, { text: 'nhắc việc', choices: [] });
    expect(await next()).toBe(`event: message\ndata: ${mentor}\n\n`);
    await post('/api/time', { to: '2026-11-23' });
    expect(await next()).toContain('event: time');
  });

  test('names the chat and never what was said', async () => {
    const { next } = await listen();
    await next();
    desk.tell(mentor, { text: 'đồng chí Linh', choices: [] });
    expect(await next()).not.toContain('Linh');
  });

  test('ends when the server closes', async () => {
    const { next } = await listen();
    await next();
    desk.events.close();
    expect(await next()).toBe('');
  });
});

describe('foreign pages', () => {
  test('cannot post a form, plain text or from another site', async () => {
    const form = await post(said(secretary), 'text=a', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    const text = await post(said(secretary), '{"key":"aaaa","text":"a"}', { 'content-type': 'text/plain' });
    const site = await post(said(secretary), { key: 'aaaa', text: 'a' }, { 'sec-fetch-site': 'cross-site' });
    expect([form.status, text.status, site.status]).toEqual([403, 403, 403]);
    expect(desk.received).toEqual([]);
  });

  test('cannot frame the page or feed it scripts', async () => {
    const { headers } = await app.request('/');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('the page', () => {
  test('every word it shows is there in both languages, and no other', async () => {
    for (const language of languages) {
      const missing = [
        ...pageWords.map((name) => `web.page.${name}`),
        ...deskHats.flatMap((hat) => [`web.hat.${hat}`, `web.hint.${hat}`]),
        ...[1, 2, 3, 4, 5, 6, 7].map((day) => `web.weekday.${day}`),
      ].filter((key) => !words.has(key, language));
      expect(missing).toEqual([]);
    }
  });

  test('the words it uses are those it is given', async () => {
    const parts = ['/', '/app.js', '/api.js', '/people.js', '/chat.js', '/time.js'];
    const sources = await Promise.all(parts.map(async (path) => (await app.request(path)).text()));
    const used = sources.flatMap((source) =>
      [...source.matchAll(/\bword\(\s*'(\w+)'|data-word="(\w+)"/g)].map((match) => match[1] ?? match[2]),
    );
    // Chosen at run time, among these.
    used.push('sentPhoto', 'sentDocument', 'notBack', 'tooFar', 'notADay', 'failed');
    expect([...new Set(used)].sort()).toEqual([...pageWords].sort());
  });

  test('only its own files are served', async () => {
    expect((await app.request('/style.css')).headers.get('content-type')).toBe('text/css; charset=utf-8');
    for (const path of ['/../api.ts', '/web/app.js', '/package.json', '/%2e%2e/app.ts']) {
      expect((await app.request(path)).status).toBe(404);
    }
  });

  test('an unchanged file is not sent again', async () => {
    const first = await app.request('/app.js');
    const etag = first.headers.get('etag') ?? '';
    expect((await app.request('/app.js', { headers: { 'if-none-match': etag } })).status).toBe(304);
  });
});
