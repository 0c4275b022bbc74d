/** One process of `bench/delivery.ts`: writes the morning's messages if it is told to, sends, and now and then answers somebody. */
import { Redis } from 'ioredis';
import { createTelegramChannel } from '../../src/channels/telegram/telegram-channel.ts';
import { createBullQueue } from '../../src/delivery/bull-queue.ts';
import { createInProcessQueue } from '../../src/delivery/in-process-queue.ts';
import { createPace, telegramRate } from '../../src/delivery/pace.ts';
import type { DeliveryOptions } from '../../src/delivery/queue.ts';
import { createRedisPace } from '../../src/delivery/redis-pace.ts';
import { storedOutbox } from '../../src/delivery/stored-outbox.ts';
import { type Db, openDatabase } from '../../src/store/database.ts';
import { enqueueClaimed, enqueueMany } from '../../src/store/outbox.ts';

export interface Task {
  kind: 'embedded' | 'bull';
  /** Tells the runs apart. */
  name: string;
  databaseUrl?: string;
  redisUrl?: string;
  writes?: boolean;
  apiRoot: string;
  token: string;
  messages: number;
  perSecond: number;
}

export interface Report {
  /** Milliseconds from the commit of an answer to its receipt. */
  answers: number[];
}

const task = JSON.parse(process.argv[2] ?? '') as Task;
const limit = { ...telegramRate, perSecond: task.perSecond };
const { db } = await openDatabase(
  task.databaseUrl === undefined ? { dataDir: 'memory' } : { databaseUrl: task.databaseUrl },
);
const telegram = createTelegramChannel({ token: task.token, apiRoot: task.apiRoot });
const answers: number[] = [];
const asked = new Map<string, number>();
const now = () => new Date().toISOString();

const options: DeliveryOptions = {
  rows: storedOutbox(db),
  now,
  channels: [
    {
      ...telegram,
      async send(chat, message, begun) {
        const result = await telegram.send(chat, message, begun);
        const since = asked.get(message.text);
        if (since !== undefined && result.kind === 'sent') answers.push(performance.now() - since);
        return result;
      },
    },
  ],
};
const queue =
  task.redisUrl === undefined
    ? createInProcessQueue({
        ...options,
        paces: { telegram: createPace(limit, () => performance.now()) },
      })
    : createBullQueue({
        ...options,
        redisUrl: task.redisUrl,
        prefix: `bench-${task.name}`,
        paces: {
          telegram: createRedisPace({
            redis: new Redis(task.redisUrl),
            channel: 'telegram',
            limit,
            prefix: `bench-${task.name}`,
          }),
        },
      });
if (task.kind === 'embedded' || task.writes) await write(db);
queue.start();
process.send?.('ready');

let said = 0;
const talking = setInterval(async () => {
  const text = `trả lời ${process.pid} ${said++}`;
  const fresh = await db.transaction((tx) =>
    enqueueClaimed(tx, [
      {
        channel: 'telegram',
        chat: String(task.messages + 1 + (said % 200)),
        message: { text, choices: [] },
        dedupKey: `${task.name}:${text}`,
        now: now(),
      },
    ]),
  );
  asked.set(text, performance.now());
  queue.post(fresh);
}, 500);

process.once('message', async () => {
  clearInterval(talking);
  const report: Report = { answers };
  process.send?.(report);
  await queue.stop();
});

async function write(db: Db): Promise<void> {
  await enqueueMany(
    db,
    Array.from({ length: task.messages }, (_, n) => ({
      channel: 'telegram',
      chat: String(n + 1),
      message: { text: `Chào buổi sáng, đồng chí có ${n % 7} việc hôm nay.`, choices: [] },
      dedupKey: `morning:${task.name}:${n}`,
      now: now(),
    })),
  );
}
