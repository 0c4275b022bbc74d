/** The files of the web chat page, read once. Only what is listed here is ever served. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';

const types = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
} as const;

const files = [
  'index.html',
  'style.css',
  'people.css',
  'chat.css',
  'app.js',
  'api.js',
  'people.js',
  'chat.js',
  'time.js',
  'icon.svg',
] as const;

export function pages(folder = join(import.meta.dirname, 'web')): Hono {
  const app = new Hono();
  for (const name of files) {
    const content = readFileSync(join(folder, name));
    const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 20)}"`;
    const type = types[name.split('.').at(-1) as keyof typeof types];
    app.get(name === 'index.html' ? '/' : `/${name}`, (c) => {
      // Asked about each time: after an update no page runs on old parts.
      c.header('cache-control', 'no-cache');
      c.header('etag', etag);
      if (c.req.header('if-none-match') === etag) return c.body(null, 304);
      return c.body(new Uint8Array(content), 200, { 'content-type': type });
    });
  }
  return app;
}
