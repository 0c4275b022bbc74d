import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';

describe('settings from the environment', () => {
  it('without any: an embedded database in ./data, the sample and the web chat, no messenger', () => {
    expect(readConfig({})).toEqual({
      database: { dataDir: './data' },
      redis: null,
      metricsToken: null,
      host: '127.0.0.1',
      port: 3000,
      demo: true,
      telegram: { mode: 'off' },
      localRules: null,
      logLevel: 'info',
    });
  });

  it('a real database means real people: no sample unless asked for', () => {
    const DATABASE_URL = 'postgres://danbuoc@localhost/danbuoc';
    expect(readConfig({ DATABASE_URL })).toMatchObject({
      database: { databaseUrl: DATABASE_URL },
      demo: false,
    });
    expect(readConfig({ DATABASE_URL, DEMO: 'on' }).demo).toBe(true);
  });

  it('Redis is shared by processes that share a database', () => {
    const DATABASE_URL = 'postgres://danbuoc@localhost/danbuoc';
    const REDIS_URL = 'redis://localhost:6379/1';
    expect(readConfig({ DATABASE_URL, REDIS_URL }).redis).toEqual({ url: REDIS_URL, sessionPrefix: '' });
    expect(readConfig({ DATABASE_URL, REDIS_URL, SESSION_PREFIX: 'bot:' }).redis?.sessionPrefix).toBe('bot:');
    expect(readConfig({ DATABASE_URL, REDIS_URL: 'rediss://:secret@redis.example.vn' }).redis?.url).toMatch(
      /^rediss:/,
    );
  });

  it('a token alone polls; with a public address Telegram calls us', () => {
    const TELEGRAM_BOT_TOKEN = '123456:ABC-def_1';
    expect(readConfig({ TELEGRAM_BOT_TOKEN }).telegram.mode).toBe('polling');
    expect(
      readConfig({
        TELEGRAM_BOT_TOKEN,
        PUBLIC_URL: 'https://bot.example.vn',
        TELEGRAM_WEBHOOK_SECRET: 'a-long-secret',
      }).telegram,
    ).toMatchObject({ mode: 'webhook', publicUrl: 'https://bot.example.vn', secret: 'a-long-secret' });
  });

  it('an empty variable counts as not set', () => {
    expect(readConfig({ DATABASE_URL: '', TELEGRAM_BOT_TOKEN: '' }).database).toEqual({ dataDir: './data' });
  });

  it.each([
    [{ PORT: 'abc' }, 'PORT'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
    [{ TELEGRAM_BOT_TOKEN: 'no token' }, 'TELEGRAM_BOT_TOKEN'],
    [{ DEMO: 'maybe' }, 'DEMO'],
    [{ DATABASE_URL: 'postgres://a@b/c', REDIS_URL: 'http://x' }, 'REDIS_URL'],
    [{ REDIS_URL: 'redis://localhost' }, 'DATABASE_URL'],
    [{ METRICS_TOKEN: 'short' }, 'METRICS_TOKEN'],
    [{ TELEGRAM_BOT_TOKEN: '1:a', PUBLIC_URL: 'https://x.vn' }, 'TELEGRAM_WEBHOOK_SECRET'],
    [
      { TELEGRAM_BOT_TOKEN: '1:a', PUBLIC_URL: 'https://x.vn', TELEGRAM_WEBHOOK_SECRET: 'short' },
      'TELEGRAM_WEBHOOK_SECRET',
    ],
  ])('%j is refused by the name of the variable, never its value', (env, name) => {
    expect(() => readConfig(env)).toThrow(ConfigError);
    try {
      readConfig(env);
    } catch (error) {
      expect((error as ConfigError).problems.join()).toContain(name);
      expect((error as ConfigError).problems.join()).not.toContain('no token');
    }
  });
});
