/** The HTTP application: health, figures, webhooks, and in the demo the web chat. Tested by `app.request()` without a socket. */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { isTransient } from '../store/errors.ts';
import type { Words } from '../words/say.ts';
import { type Api, createWebApi } from './api.ts';
import type { Desk } from './desk.ts';
import type { EventHub } from './events.ts';
import { metricsPage } from './metrics-page.ts';
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

/** What is there of all that the process needs. */
export interface Readiness {
  ready: boolean;
  database: boolean;
  /** Null where none is configured. */
  redis: boolean | null;
  /** Whether some process that plans and delivers was heard of lately; without one people are still answered. */
  worker: boolean;
}

export interface MetricsPage {
  text(): Promise<string>;
  contentType: string;
  /** Whoever reads must bring it. */
  token: string | null;
  /** Whether the server listens to this machine only: then it may be read without a token. */
  local: boolean;
}

export interface ServerOptions {
  /** Present only in the demo: whoever opens the page may speak as anybody. */
  webChat?: WebChat;
  webhooks?: readonly Webhook[];
  /** What `/readyz` says; a rejection counts as not ready. */
  ready?: () => Promise<Readiness>;
  metrics?: MetricsPage;
  /** Hears of requests that failed inside; never what was said. */
  onTrouble?: (error: unknown) => void;
}

const allWell: Readiness = { ready: true, database: true, redis: null, worker: true };
const nothingKnown: Readiness = { ready: false, database: false, redis: null, worker: false };

/** An update is some kilobytes; a typed message at most 20,000 characters of three bytes. */
const largestBody = 256 * 1024;

export function createApp({
  webChat,
  webhooks = [],
  ready,
  metrics,
  onTrouble = () => {},
}: ServerOptions): Hono {
  const app = new Hono();
  app.use(securityHeaders);
  app.use(bodyLimit({ maxSize: largestBody, onError: (c) => c.json({ code: 'request.too-large' }, 413) }));

  app.get('/healthz', (c) => c.text('ok'));
  app.get('/readyz', async (c) => {
    const readiness = await (ready?.() ?? Promise.resolve(allWell)).catch(() => nothingKnown);
    return c.json(readiness, readiness.ready ? 200 : 503);
  });
  if (metrics) app.route('/metrics', metricsPage(metrics));

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
    // A store is away or in the way: the page keeps what was written and may send it again.
    if (isTransient(error)) return c.json({ code: 'request.try-again' }, 503, { 'retry-after': '2' });
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
