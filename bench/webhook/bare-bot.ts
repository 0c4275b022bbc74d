/**
 * The floor: as little as a grammY bot behind a webhook can be. It checks the secret, keeps a session in Redis, counts in
 * it, and says the same thing to everybody. Knows of no duplicates, locks nothing, asks no database.
 *
 * With DATABASE_URL, the floor of a bot that keeps facts in PostgreSQL: in one transaction it reads whose chat it is and
 * writes the reply, sends it after the commit, and marks it as sent. Four statements and two commits in plain SQL, without
 * reading a case, without rights, without a claim that another process would respect.
 */
import './owned.ts';
import { serve } from '@hono/node-server';
import { Bot, type Context, type SessionFlavor, type StorageAdapter, session, webhookCallback } from 'grammy';
import { Hono } from 'hono';
import { Redis } from 'ioredis';
import postgres from 'postgres';

interface Counted {
  turns: number;
}

const env = process.env as Record<'REDIS_URL' | 'API_ROOT' | 'TOKEN' | 'SECRET' | 'SAYS', string> & {
  DATABASE_URL?: string;
};
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
const facts = env.DATABASE_URL === undefined ? null : postgres(env.DATABASE_URL);
await facts?.unsafe(
  'create table if not exists bare_outbox (id bigserial primary key, chat text, message text, sent_at timestamptz)',
);
bot.on('message:text', async (ctx) => {
  ctx.session.turns += 1;
  const chat = String(ctx.chat.id);
  const written = await facts?.begin(async (tx) => {
    const [person] = await tx`select person_id from chats where channel = 'telegram' and chat = ${chat}`;
    if (!person) throw new Error('a chat that nobody laid');
    const [row] = await tx`insert into bare_outbox (chat, message) values (${chat}, ${text}) returning id`;
    return row?.id as string;
  });
  await ctx.reply(text, options);
  if (facts && written) await facts`update bare_outbox set sent_at = now() where id = ${written}`;
});
await bot.init();

const app = new Hono();
app.post('/telegram', webhookCallback(bot, 'hono', { secretToken: env.SECRET }));
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
  console.log(`http://127.0.0.1:${port}`),
);
