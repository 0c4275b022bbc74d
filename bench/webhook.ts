/**
 * The whole way of a message behind the webhook, beside the least that a bot can be. Run:
 * `node --import tsx bench/webhook.ts [rounds] [updates] [under way]`.
 *
 * The product (`danbuoc start`, one process, compiled): secret checked, duplicate dropped, chat locked, session in Redis; a
 * linked candidate asks "tôi đến bước nào rồi", which is answered from PostgreSQL; reply to the outbox, commit, session and
 * mark to Redis, reply sent to the Bot API, marked as sent. Telegram's limit of 30 messages a second is left out.
 *
 * The floor (`bench/webhook/bare-bot.ts`, one process, compiled): grammY's webhook on hono, its session in Redis, and a
 * constant reply, the same to the byte as one of the product's, to the same Bot API. Beside it, the same bot with its facts in
 * PostgreSQL: what any bot pays that loses none.
 *
 * Fake Bot API, driver, PostgreSQL and Redis are processes of their own on this machine. PostgreSQL is real: fsync, full
 * page writes and synchronous commit on. Redis keeps nothing on disk. The two sides take turns; medians of the rounds.
 * `DATABASE_SESSIONS=1`: the product without Redis, its sessions in PostgreSQL. With `PROFILE=product` (or
 * `bare-bot`) the processor profile of that side goes to `PROFILE_FOLDER`.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../test/services/postgres.ts';
import { startRedis, stopRedis } from '../test/services/redis-server.ts';
import { build } from './built.ts';
import type { Drive, Driven } from './webhook/drive.ts';

const rounds = Number(process.argv[2] ?? 5);
const updates = Number(process.argv[3] ?? 3000);
const underWay = Number(process.argv[4] ?? 16);
const chats = 200;
const firstChat = 900_000_001;
const token = '123456:TEST-token_for-the-benchmark';
const secret = 'secret-of-the-benchmark';
const says = 'tôi đến bước nào rồi';

type Side = 'product' | 'bare' | 'with facts';

interface Figures extends Driven {
  /** Processor milliseconds an update: of the process itself, of PostgreSQL. */
  processor: number;
  database: number;
}

const started: ChildProcess[] = [];
const built = build();
const programs = join(built, 'dist/bench/webhook');
const folder = mkdtempSync(join(tmpdir(), 'danbuoc-bench-'));
const postgres = await startPostgres(folder, process.pid, [
  'fsync=on',
  'full_page_writes=on',
  'synchronous_commit=on',
  'shared_buffers=256MB',
]);
const redis = await startRedis(folder, process.pid);
try {
  const candidates = execFileSync(
    process.execPath,
    [join(programs, 'lay.js'), postgres.url, String(firstChat), String(chats)],
    { encoding: 'utf8' },
  ).trim();
  const api = await start('fake-api', {});
  const product = await start('product', {
    DATABASE_URL: postgres.url,
    ...(process.env.DATABASE_SESSIONS ? {} : { REDIS_URL: redis.url }),
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_API_ROOT: api.url,
    TELEGRAM_WEBHOOK_SECRET: secret,
    PUBLIC_URL: 'https://danbuoc.example',
    PORT: '0',
    LOG_LEVEL: 'warn',
  });
  let firstUpdate = 1;
  const run = (url: string, count: number): Driven => {
    const drive: Drive = {
      ...{ url, secret, api: api.url, says, firstChat, chats },
      ...{ updates: count, firstUpdate, underWay },
    };
    firstUpdate += count;
    const told = execFileSync(process.execPath, [join(programs, 'drive.js'), JSON.stringify(drive)], {
      encoding: 'utf8',
    });
    return JSON.parse(told) as Driven;
  };
  run(product.url, updates);
  const reply = await (await fetch(`${api.url}/last`)).text();
  const floor = { REDIS_URL: redis.url, API_ROOT: api.url, TOKEN: token, SECRET: secret, SAYS: reply };
  const bare = await start('bare-bot', floor);
  run(bare.url, updates);
  const withFacts = await start('bare-bot', { ...floor, DATABASE_URL: postgres.url });
  run(withFacts.url, updates);

  const figures: Record<Side, Figures[]> = { product: [], bare: [], 'with facts': [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const [side, { url, pid }] of [
      ['product', product],
      ['bare', bare],
      ['with facts', withFacts],
    ] as const) {
      const before = [processorMs(pid), databaseMs()] as const;
      const driven = run(url, updates);
      figures[side].push({
        ...driven,
        processor: (processorMs(pid) - before[0]) / updates,
        database: (databaseMs() - before[1]) / updates,
      });
    }
  }
  report(figures, candidates, reply);
} finally {
  await Promise.all(started.map(stop));
  await stopRedis(redis);
  process.kill(-postgres.group, 'SIGQUIT');
  rmSync(folder, { recursive: true, force: true });
}

function start(program: string, env: Record<string, string>): Promise<{ url: string; pid: number }> {
  const { PROFILE, PROFILE_FOLDER = '.' } = process.env;
  const flags = PROFILE === program ? ['--cpu-prof', `--cpu-prof-dir=${PROFILE_FOLDER}`] : [];
  const child = spawn(process.execPath, [...flags, join(programs, `${program}.js`)], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', ...env },
    // Whoever loses us ends: see `webhook/owned.ts`.
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  started.push(child);
  return new Promise((resolve, reject) => {
    child.once('close', (code) => reject(new Error(`${program} ended with ${code}`)));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const url = /http:\/\/[\d.:]+/.exec(text)?.[0];
      if (url) resolve({ url, pid: child.pid ?? 0 });
    });
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners('close').once('close', () => resolve());
    child.kill('SIGTERM');
  });
}

/** Processor time of a process so far; NaN where the system does not tell. */
function processorMs(pid: number): number {
  try {
    const after = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(after[11]) + Number(after[12])) * 10;
  } catch {
    return Number.NaN;
  }
}

/** Of all processes of the database that live: its connections stay for the whole run. */
function databaseMs(): number {
  const all = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parent = 0]) => ({ pid, parent }));
  const below = (parent: number): number[] =>
    all.filter((one) => one.parent === parent).flatMap(({ pid }) => [pid, ...below(pid)]);
  return below(postgres.group).reduce((sum, pid) => sum + (processorMs(pid) || 0), 0);
}

function report(figures: Record<Side, Figures[]>, candidates: string, reply: string): void {
  const of = (side: Side, pick: (one: Figures) => number): number => median(figures[side].map(pick));
  const columns: [string, (one: Figures) => number][] = [
    ['updates/s', (f) => f.perSecond],
    ['p50 ms', (f) => f.p50],
    ['p99 ms', (f) => f.p99],
    ['processor ms', (f) => f.processor],
    ['database ms', (f) => f.database],
  ];
  const { text } = JSON.parse(reply) as { text: string };
  console.log(
    `${rounds} rounds of ${updates} updates, ${underWay} under way, ${chats} chats of ${candidates} candidates, replies of ${text.length} characters; medians`,
  );
  const line = (name: string, value: (pick: (one: Figures) => number) => string): void =>
    console.log(`${name.padEnd(22)}${columns.map(([, pick]) => value(pick).padStart(14)).join('')}`);
  console.log(`${''.padEnd(22)}${columns.map(([name]) => name.padStart(14)).join('')}`);
  for (const side of ['product', 'bare', 'with facts'] as const)
    line(side, (pick) => of(side, pick).toFixed(2));
  for (const side of ['bare', 'with facts'] as const) {
    line(`product to ${side}`, (pick) => (of('product', pick) / of(side, pick)).toFixed(2));
  }
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
