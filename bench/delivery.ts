/**
 * How much of what a messenger allows is used: a morning of reminders through the real Telegram channel to a server on
 * loopback that takes 30 messages a second and answers 429 beyond. In one process on the embedded database, and in two
 * processes that share BullMQ and the pace on Redis, with PostgreSQL. Beside it, how long an answer to a person takes meanwhile.
 * More than 100 % in one run is a stall of the machine just before that was made up for.
 * Run: `node --import tsx bench/delivery.ts [runs] [messages a second] [tolerance]`; needs the programs of PostgreSQL and Redis.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { telegramRate } from '../src/delivery/pace.ts';
import { openServer } from '../src/store/server-database.ts';
import { FakeTelegram } from '../test/fakes/telegram-server.ts';
import { startPostgres } from '../test/services/postgres.ts';
import { startRedis, stopRedis } from '../test/services/redis-server.ts';
import type { Report, Task } from './delivery/sender.ts';

const runs = Number(process.argv[2] ?? 5);
const perSecond = Number(process.argv[3] ?? telegramRate.perSecond);
const allowed = 30;
/** Beyond the even flow the server puts up with so many at once: one second's worth. */
const tolerance = Number(process.argv[4] ?? 30);
const warmUpSeconds = 3;
const seconds = 10;
/** A message is so many milliseconds on its way, as to a messenger abroad. */
const distance = 60;

interface Figures {
  share: number;
  refused: number;
  answers: number[];
}

const folder = mkdtempSync(join(tmpdir(), 'danbuoc-bench-'));
const postgres = await startPostgres(folder, process.pid);
const redis = await startRedis(folder, process.pid);
const started = new Set<ChildProcess>();
const kinds: Record<string, Figures[]> = {
  'one process, embedded': [],
  'two processes, BullMQ': [],
};
try {
  await (await openServer({ databaseUrl: postgres.url, onProgress: () => {} })).close();
  for (let run = 0; run < runs; run += 1) {
    kinds['one process, embedded']?.push(await morning([{ kind: 'embedded', name: `${run}` }]));
    const shared = { kind: 'bull', name: `${run}`, databaseUrl: postgres.url, redisUrl: redis.url } as const;
    kinds['two processes, BullMQ']?.push(await morning([{ ...shared, writes: true }, shared]));
  }
} finally {
  for (const child of started) child.kill('SIGKILL');
  await stopRedis(redis);
  process.kill(-postgres.group, 'SIGQUIT');
  await pause(500);
  rmSync(folder, { recursive: true, force: true });
}

console.log(
  `allowed: ${allowed}/s; asked of the pace: ${perSecond}/s; median of ${runs} (lowest, highest), ${seconds} s each`,
);
console.log(
  `${''.padEnd(24)}of what is allowed         refused of 1000   answers meanwhile, ms: median, p99`,
);
for (const [kind, figures] of Object.entries(kinds)) {
  const shares = figures.map(({ share }) => share * 100);
  const answers = figures.flatMap((one) => one.answers);
  console.log(
    `${kind.padEnd(24)}${median(shares).toFixed(1)} % (${Math.min(...shares).toFixed(1)}, ${Math.max(...shares).toFixed(1)})`.padEnd(
      53,
    ) +
      `${(median(figures.map(({ refused }) => refused)) * 1000).toFixed(1).padStart(13)}` +
      `${median(answers).toFixed(0).padStart(27)}, ${quantile(answers, 0.99).toFixed(0)}`,
  );
}

/** One morning: more messages than can leave in the time, to as many chats. */
async function morning(
  tasks: Omit<Task, 'apiRoot' | 'token' | 'messages' | 'perSecond'>[],
): Promise<Figures> {
  const telegram = await FakeTelegram.start();
  telegram.distance = distance;
  const messages = Math.ceil(allowed * (warmUpSeconds + seconds) * 1.3);
  for (let chat = 1; chat <= messages + 200; chat += 1) telegram.say(chat, 'chào');
  telegram.allow({ perSecond: allowed, burst: tolerance });
  const { apiRoot, token } = telegram;
  try {
    const senders = [];
    for (const task of tasks) senders.push(await sender({ ...task, apiRoot, token, messages, perSecond }));
    await telegram.until(() => telegram.accepted > 0, 'the first message');
    await pause(warmUpSeconds * 1000);
    const before = { at: performance.now(), accepted: telegram.accepted, refusals: telegram.refusals };
    await pause(seconds * 1000);
    const accepted = telegram.accepted - before.accepted;
    const refused = telegram.refusals - before.refusals;
    const took = (performance.now() - before.at) / 1000;
    const reports = await Promise.all(senders.map(end));
    return {
      share: accepted / (allowed * took),
      refused: refused / (accepted + refused),
      answers: reports.flatMap((report) => report.answers),
    };
  } finally {
    await telegram.close();
  }
}

/** A process that sends; resolves when it is ready. */
async function sender(task: Task): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'delivery/sender.ts'), [JSON.stringify(task)], {
    execArgv: ['--import', 'tsx'],
  });
  started.add(child);
  await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error('a sender did not start')));
  });
  return child;
}

async function end(child: ChildProcess): Promise<Report> {
  const report = await new Promise<Report>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Report));
    child.once('exit', () => reject(new Error('a sender died')));
    child.send('end');
  });
  child.kill();
  started.delete(child);
  return report;
}

function median(values: number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
