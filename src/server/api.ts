/** What the web chat page calls: people, chats, events, time. Every input is checked; answers are worded here. */
import type { Context } from 'hono';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import type { IncomingMessage } from '../channels/channel.ts';
import { type Language, languages } from '../words/say.ts';
import type { WebChat } from './app.ts';
import { TravelRefused } from './clock.ts';
import type { PageEvent } from './events.ts';
import { addDays, wordedGroups, wordedPage, wordedTime } from './page-words.ts';

export type Api = Hono;

/** Every morning on the way is lived through: a journey takes its time. */
const longestJourneyDays = 366;

const chatId = z.string().regex(/^\d{1,9}$/);
/** Made by the page for each message, so that one sent twice on a bad line counts once. */
const messageKey = z.string().regex(/^[\w-]{4,64}$/);
const said = z.union([
  z.strictObject({ key: messageKey, text: z.string().min(1).max(20_000) }),
  z.strictObject({ key: messageKey, button: z.string().min(1).max(200) }),
  z.strictObject({ key: messageKey, media: z.enum(['photo', 'document', 'voice']) }),
  z.strictObject({ key: messageKey, start: z.literal(true) }),
]);
const journey = z.union([
  z.strictObject({ days: z.number().int().min(1).max(longestJourneyDays) }),
  z.strictObject({ to: z.iso.date() }),
]);
const language = z.enum(languages).catch('vi');
const after = z.coerce.number().int().nonnegative().catch(0);

/** Keeps proxies and browsers from taking a quiet stream for a dead one. */
const heartbeatMilliseconds = 25_000;

export function createWebApi({ desk, events, words }: WebChat): Api {
  const api = new Hono();
  const languageOf = (c: Context): Language => language.parse(c.req.query('lang'));

  // A form or a plain-text post from a foreign page is not JSON; JSON from there is stopped by the browser's preflight.
  api.use(async (c, next) => {
    const foreign = c.req.header('sec-fetch-site') === 'cross-site';
    const json = c.req.header('content-type')?.startsWith('application/json') ?? false;
    if (foreign || (c.req.method === 'POST' && !json)) return c.json({ code: 'request.foreign' }, 403);
    c.header('cache-control', 'no-store');
    return next();
  });

  api.get('/words', (c) => c.json(wordedPage(words, languageOf(c))));
  api.get('/people', async (c) => c.json(wordedGroups(await desk.people(), words, languageOf(c))));

  const known = new Set<string>();
  async function isKnown(chat: string): Promise<boolean> {
    if (!chatId.safeParse(chat).success) return false;
    if (!known.has(chat)) {
      for (const group of await desk.people()) for (const person of group.people) known.add(person.chat);
    }
    return known.has(chat);
  }

  api.get('/chats/:chat/messages', async (c) => {
    const chat = c.req.param('chat');
    if (!(await isKnown(chat))) return c.json({ code: 'chat.unknown' }, 404);
    return c.json({ messages: await desk.history(chat, after.parse(c.req.query('after'))) });
  });

  api.post('/chats/:chat/messages', async (c) => {
    const chat = c.req.param('chat');
    const parsed = said.safeParse(await bodyOf(c));
    if (!parsed.success) return c.json({ code: 'request.invalid' }, 400);
    if (!(await isKnown(chat))) return c.json({ code: 'chat.unknown' }, 404);
    await desk.receive(incoming(chat, parsed.data));
    return c.json({ at: desk.time().now }, 202);
  });

  api.get('/time', (c) => c.json(wordedTime(desk.time(), words, languageOf(c))));

  api.post('/time', async (c) => {
    const parsed = journey.safeParse(await bodyOf(c));
    if (!parsed.success) return c.json({ code: 'time.not-a-day' }, 400);
    const { today } = desk.time();
    const to = 'to' in parsed.data ? parsed.data.to : addDays(today, parsed.data.days);
    if (to > addDays(today, longestJourneyDays)) return c.json({ code: 'time.too-far' }, 400);
    try {
      await desk.travel(to);
    } catch (error) {
      if (error instanceof TravelRefused) return c.json({ code: error.code }, 400);
      throw error;
    }
    events.publish({ kind: 'time' });
    return c.json(wordedTime(desk.time(), words, languageOf(c)));
  });

  api.get('/events', (c) =>
    streamSSE(c, async (stream) => {
      let leave = (): unknown => null;
      let heartbeat: NodeJS.Timeout | undefined;
      await new Promise<void>((over) => {
        stream.onAbort(over);
        heartbeat = setInterval(() => void stream.write(': \n\n'), heartbeatMilliseconds);
        leave = events.join((event) => void tell(event), over);
        // The first bytes tell the page that it is connected.
        void stream.writeSSE({ event: 'hello', data: '' });
      });
      clearInterval(heartbeat);
      leave();

      function tell(event: PageEvent): Promise<void> {
        return stream.writeSSE({ event: event.kind, data: 'chat' in event ? event.chat : '' });
      }
    }),
  );

  return api;
}

/** Null for a body that is no JSON. */
const bodyOf = (c: Context): Promise<unknown> => c.req.json().catch(() => null);

function incoming(chat: string, message: z.output<typeof said>): IncomingMessage {
  const body = (): IncomingMessage['body'] => {
    if ('text' in message) return { kind: 'text', text: message.text };
    if ('button' in message) return { kind: 'button', id: message.button };
    if ('media' in message) return { kind: 'media', media: message.media };
    return { kind: 'start', payload: '' };
  };
  return { channel: 'web', chat, updateKey: `${chat}:${message.key}`, body: body() };
}
