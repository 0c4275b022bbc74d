/** The HTTP application: health, webhooks, and in the demo the web chat. Tested by `app.request()` without a socket. */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import type { Words } from '../words/say.ts';
import { type Api, createWebApi } from './api.ts';
import type { Desk } from './desk.ts';
import type { EventHub } from './events.ts';
import { pages } from './pages.ts';

/** A messenger that calls us. */
export interface Webhook {
  path: string;
  /** The header that carries the secret. */
  secretHeader: string;
  /** HTTP status to answer. Never throws. */
  receive(secret: string | undefined, body: string): Promise<200 | 400 | 401 | 500>;
}

export interface WebChat {
  desk: Desk;
  /** Tells the open pages what is new. */
  events: EventHub;
  words: Words;
}

export interface ServerOptions {
  /** Present only in the demo: whoever opens the page may speak as anybody. */
  webChat?: WebChat;
  webhooks?: readonly Webhook[];
  /** False or a rejection while the product cannot work (its database is away). */
  ready?: () => Promise<boolean>;
  /** Hears of requests that failed inside; never what was said. */
  onTrouble?: (error: unknown) => void;
}

/** An update is some kilobytes; a typed message at most 20,000 characters of three bytes. */
const largestBody = 256 * 1024;

export function createApp({ webChat, webhooks = [], ready, onTrouble = () => {} }: ServerOptions): Hono {
  const app = new Hono();
  app.use(securityHeaders);
  app.use(bodyLimit({ maxSize: largestBody, onError: (c) => c.json({ code: 'request.too-large' }, 413) }));

  app.get('/healthz', (c) => c.text('ok'));
  app.get('/readyz', async (c) => {
    const well = await (ready?.() ?? Promise.resolve(true)).catch(() => false);
    return well ? c.text('ready') : c.text('not ready', 503);
  });

  for (const { path, secretHeader, receive } of webhooks) {
    app.post(path, async (c) => c.body(null, await receive(c.req.header(secretHeader), await c.req.text())));
  }

  if (webChat) {
    app.route('/', pages());
    app.route('/api', createWebApi(webChat) satisfies Api);
  } else {
    app.get('/', (c) => c.text('Dẫn Bước'));
  }

  app.notFound((c) => c.json({ code: 'request.not-found' }, 404));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    onTrouble(error);
    return c.json({ code: 'request.failed' }, 500);
  });
  return app;
}

/** Everything the page needs is its own: nothing is loaded from elsewhere, nothing may frame it. */
const securityHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  // Set by whoever ends TLS in front of us; on localhost it would only lock the browser out.
  strictTransportSecurity: false,
});
