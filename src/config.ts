/** Settings from the environment, validated once at start. The only place that reads `process.env`. */
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65535);

const environment = z.object({
  /** PostgreSQL; without it an embedded database in DATA_DIR. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  /** Sessions, the queue of messages and their pace, shared by any number of processes. Needs DATABASE_URL. */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  /** Before every key of a session: for a Redis that others use too. */
  SESSION_PREFIX: z.string().max(100).default(''),
  /** Opens /metrics to whoever brings it; needed where HOST is more than this machine. */
  METRICS_TOKEN: z
    .string()
    .regex(/^[\w.~+/-]{16,256}=*$/, 'must be 16 to 256 letters, digits or . _ ~ + / -')
    .optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(3000),
  /** The sample organisation, the web chat and the clock that can be moved. Off by default with DATABASE_URL. */
  DEMO: z.enum(['on', 'off']).optional(),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]+$/, 'must look like 123456:ABC…')
    .optional(),
  TELEGRAM_API_ROOT: z.url().default('https://api.telegram.org'),
  /** Public HTTPS address: Telegram then calls PUBLIC_URL/telegram instead of being polled. */
  PUBLIC_URL: z.url().optional(),
  /** Checked on every call of the webhook; required with PUBLIC_URL. */
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{8,256}$/, 'must be 8 to 256 letters, digits, _ or -')
    .optional(),
  /** A folder with its own `flows/` and `locales/`, laid over the product's: where a province keeps its overlay. */
  LOCAL_RULES: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
});

export interface Config {
  database: { databaseUrl: string } | { dataDir: string };
  redis: { url: string; sessionPrefix: string } | null;
  host: string;
  port: number;
  demo: boolean;
  telegram:
    | { mode: 'off' }
    | { mode: 'polling'; token: string; apiRoot: string }
    | { mode: 'webhook'; token: string; apiRoot: string; publicUrl: string; secret: string };
  localRules: string | null;
  metricsToken: string | null;
  logLevel: string;
}

/** Throws `ConfigError` naming every variable that is wrong, never its value. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const e = parsed.data;
  if (e.PUBLIC_URL && e.TELEGRAM_BOT_TOKEN && !e.TELEGRAM_WEBHOOK_SECRET) {
    throw new ConfigError(['TELEGRAM_WEBHOOK_SECRET: needed when PUBLIC_URL is set']);
  }
  if (e.REDIS_URL && !e.DATABASE_URL) {
    throw new ConfigError(['DATABASE_URL: needed when REDIS_URL is set']);
  }
  return {
    database: e.DATABASE_URL ? { databaseUrl: e.DATABASE_URL } : { dataDir: e.DATA_DIR },
    redis: e.REDIS_URL ? { url: e.REDIS_URL, sessionPrefix: e.SESSION_PREFIX } : null,
    host: e.HOST,
    port: e.PORT,
    demo: e.DEMO ? e.DEMO === 'on' : !e.DATABASE_URL,
    telegram: telegramConfig(e),
    localRules: e.LOCAL_RULES ?? null,
    metricsToken: e.METRICS_TOKEN ?? null,
    logLevel: e.LOG_LEVEL,
  };
}

function telegramConfig(e: z.infer<typeof environment>): Config['telegram'] {
  if (!e.TELEGRAM_BOT_TOKEN) return { mode: 'off' };
  const shared = { token: e.TELEGRAM_BOT_TOKEN, apiRoot: e.TELEGRAM_API_ROOT };
  if (!e.PUBLIC_URL || !e.TELEGRAM_WEBHOOK_SECRET) return { mode: 'polling', ...shared };
  return { mode: 'webhook', ...shared, publicUrl: e.PUBLIC_URL, secret: e.TELEGRAM_WEBHOOK_SECRET };
}

export class ConfigError extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(`configuration: ${problems.join('; ')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}
