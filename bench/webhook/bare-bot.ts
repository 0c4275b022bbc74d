/**
 * The floor: as little as a grammY bot behind a webhook can be. It checks the secret, keeps a session in Redis, counts in
 * it, and says the same thing to everybody. Knows of no duplicates, locks nothing, asks no database.
 */
import './owned.ts';
import { serve } from '@hono/node-server';
import { Bot, type Context, type SessionFlavor, type StorageAdapter, session, webhookCallback } from 'grammy';
import { Hono } from 'hono';
import { Redis } from 'ioredis';

interface Counted {
  turns: number;
}

const env = process.env as Record<'REDIS_URL' | 'API_ROOT' | 'TOKEN' | 'SECRET' | 'SAYS', string>;
const { chat_id: _whom, text, ...options } = JSON.parse(env.SAYS) as { chat_id: string; text: string };

const redis = new Redis(env.REDIS_URL, { keyPrefix: 'bare:' });
const storage: StorageAdapter<Counted> = {
  async read(key) {
    const kept = await redis.get(key);
    return kept === null ? undefined : (JSON.parse(kept) as Counted);
  },
  async write(key, value) {
    await redis.set(key, JSON.stringify(value), 'EX', 2_592_000);
  },
  async delete(key) {
    await redis.del(key);
  },
};

const bot = new Bot<Context & SessionFlavor<Counted>>(env.TOKEN, { client: { apiRoot: env.API_ROOT } });
bot.use(session({ initial: (): Counted => ({ turns: 0 }), storage }));
bot.on('message:text', async (ctx) => {
  ctx.session.turns += 1;
  await ctx.reply(text, options);
});
await bot.init();

const app = new Hono();
app.post('/telegram', webhookCallback(bot, 'hono', { secretToken: env.SECRET }));
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
  console.log(`http://127.0.0.1:${port}`),
);
