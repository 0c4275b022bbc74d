/**
 * The outbox carried by BullMQ: whatever is due becomes a job on Redis, named by its row, and one of all processes sends it.
 * The job only says that a message waits; whoever gets it claims the row in the database first. So a job that comes twice, a
 * Redis that forgets everything or two processes with the same idea change nothing twice, and the next look at the outbox
 * makes the job again.
 *
 * While Redis is away this process empties the outbox by itself.
 */
import { setImmediate as breath } from 'node:timers/promises';
import { DelayedError, type Job, Queue as Jobs, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { systemTimer } from '../server/timer.ts';
import type { DueMessage } from '../store/outbox-claims.ts';
import { createDelivery, type Outcome, othersAhead } from './deliver.ts';
import { createInProcessQueue } from './in-process-queue.ts';
import type { DeliveryOptions, Queue } from './queue.ts';
import { withdrawOverdue } from './withdraw.ts';

export interface BullOptions extends DeliveryOptions {
  redisUrl: string;
  /** Before every key. */
  prefix?: string;
}

/** Messages on their way at once in this process. */
const lanes = 40;
/** Messages made into jobs at one look; those that are jobs already do no harm. */
const batch = 200;
/** Looks in vain before this process no longer waits for Redis. */
const looksInVain = 3;
const redisSeconds = 3;
const lockSeconds = 5;
const name = 'outbox';

export function createBullQueue(options: BullOptions): Queue {
  const {
    rows,
    now,
    timer = systemTimer,
    pollSeconds = 1,
    prefix = 'danbuoc',
    onTrouble = () => {},
  } = options;
  const delivery = createDelivery(options, (due) => void follow(due));
  const redis = new Redis(options.redisUrl, {
    connectionName: 'danbuoc-delivery',
    // As BullMQ asks: what waits in the connection is sent when Redis is back.
    maxRetriesPerRequest: null,
    connectTimeout: redisSeconds * 1000,
    retryStrategy: (attempt) => Math.min(attempt * 100, 1000),
  });
  redis.on('error', redisTrouble);
  const jobs = new Jobs<DueMessage>(name, {
    connection: redis,
    prefix,
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
    streams: { events: { maxLen: 100 } },
  });
  jobs.on('error', redisTrouble);
  const worker = new Worker<DueMessage>(name, work, {
    connection: redis,
    prefix,
    concurrency: lanes,
    autorun: false,
    runRetryDelay: 1000,
    // A job whose process died is given to another within seconds. One that is given away too early does no harm: its row is
    // claimed.
    lockDuration: lockSeconds * 1000,
    stalledInterval: lockSeconds * 1000,
    maxStalledCount: 1000,
  });
  worker.on('error', redisTrouble);

  const sending = new Set<Promise<Outcome>>();
  const handing = new Set<Promise<void>>();
  let standIn: Queue | null = null;
  let inVain = 0;
  let rest = new AbortController();
  let woken = false;
  let running: Promise<void> | null = null;
  let stopped: Promise<void> | null = null;
  const never = new AbortController().signal;

  function redisTrouble(error: Error): void {
    if (delivery.stopping.aborted) return;
    // Its jobs were forgotten while they were under way: no harm, the outbox knows.
    const reason = error.message.startsWith('Missing') ? 'delivery.job-forgotten' : codeOf(error);
    onTrouble({ kind: 'redis', reason });
  }

  function wake(): void {
    woken = true;
    rest.abort();
    standIn?.wake();
  }

  /** Makes jobs of what is due. */
  async function run(): Promise<void> {
    while (!delivery.stopping.aborted) {
      woken = false;
      try {
        await look();
      } catch (error) {
        onTrouble({ kind: 'store', reason: error instanceof Error ? error.name : 'unknown' });
      }
      rest = new AbortController();
      if (!woken && !delivery.stopping.aborted) await timer.wait(pollSeconds * 1000, rest.signal);
    }
  }

  async function look(): Promise<void> {
    await withdrawOverdue(options);
    const due = await rows.due(now(), batch);
    if (await added(due)) {
      inVain = 0;
      const stoodIn = standIn;
      standIn = null;
      await stoodIn?.stop();
    } else {
      inVain += 1;
      if (inVain >= looksInVain && !standIn) {
        standIn = createInProcessQueue(options);
        standIn.start();
      }
    }
  }

  /** False: Redis is away. A job that is there already stays as it is. */
  async function added(due: readonly DueMessage[]): Promise<boolean> {
    if (redis.status !== 'ready') return false;
    if (due.length === 0) return true;
    const adding = jobs.addBulk(due.map((data) => ({ name, data, opts: { jobId: `${name}-${data.id}` } })));
    return Promise.race([
      adding.then(
        () => true,
        () => false,
      ),
      timer.wait(redisSeconds * 1000, delivery.stopping).then(() => false),
    ]);
  }

  async function work(job: Job<DueMessage>, token?: string): Promise<void> {
    const due = job.data;
    const held = { confirm: () => rows.claim(due.id, now()), giveBack: async () => {} };
    const sent = delivery.deliver(due, held, othersAhead);
    sending.add(sent);
    const outcome = await sent;
    sending.delete(sent);
    if (outcome.kind === 'over') return outcome.alone ? undefined : follow(due);
    await told(job.moveToDelayed(Date.now() + outcome.milliseconds, token));
    throw new DelayedError();
  }

  /** Of a job that was handed back Redis should hear before we stop. */
  async function told(telling: Promise<void>): Promise<void> {
    handing.add(telling);
    await telling.finally(() => handing.delete(telling));
  }

  /** The chat's next message may go now. */
  async function follow({ channel, chat }: { channel: string; chat: string }): Promise<void> {
    try {
      const next = await rows.dueIn(channel, chat, now());
      if (next) await added([next]);
    } catch {
      // Found at the next look.
    }
  }

  return {
    start() {
      if (running) return;
      running = run();
      // Ends when it is closed; what goes wrong meanwhile is told as an event.
      worker.run().catch(redisTrouble);
    },
    post: delivery.post,
    wake,
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };

  async function stop(): Promise<void> {
    const posted = delivery.stop();
    wake();
    await Promise.all([posted, standIn?.stop(), running, ...sending]);
    // A moment for Redis to hear what became of the last jobs; if it does not, they are found to be done.
    if (redis.status === 'ready') await atMost(1, heard());
    redis.disconnect();
    await atMost(1, worker.close(true));
  }

  async function heard(): Promise<void> {
    await breath();
    await Promise.allSettled(handing);
    await redis.ping();
  }

  /** Goes on after so many seconds, whatever Redis does. */
  function atMost(seconds: number, work: Promise<unknown>): Promise<unknown> {
    return Promise.race([work.catch(() => {}), timer.wait(seconds * 1000, never)]);
  }
}

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : error.name;
