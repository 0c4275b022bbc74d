/** `/metrics`: the figures, for whoever brings the token; without one configured, for this machine alone. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { MetricsPage } from './app.ts';

export function metricsPage({ text, contentType, token, local }: MetricsPage): Hono {
  const page = new Hono();
  page.get('/', async (c) => {
    if (token === null ? !(local && isDirect(c)) : !isBearer(c, token)) {
      return token === null
        ? c.json({ code: 'request.not-found' }, 404)
        : c.json({ code: 'request.unauthorized' }, 401, { 'www-authenticate': 'Bearer' });
    }
    return c.body(await text(), 200, { 'content-type': contentType, 'cache-control': 'no-store' });
  });
  return page;
}

/** A proxy on this machine brings strangers in, and says so. */
const isDirect = (c: Context): boolean =>
  c.req.header('forwarded') === undefined && c.req.header('x-forwarded-for') === undefined;

/** Hashed first: equal lengths, and the time taken says nothing of where they differ. */
function isBearer(c: Context, token: string): boolean {
  const digest = (said: string): Buffer => createHash('sha256').update(said).digest();
  return timingSafeEqual(digest(c.req.header('authorization') ?? ''), digest(`Bearer ${token}`));
}
