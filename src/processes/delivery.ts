/** The queue that carries messages to the channels: in this process, or shared by all through Redis. */
import type { Channel } from '../channels/channel.ts';
import { createBullQueue } from '../delivery/bull-queue.ts';
import { createInProcessQueue } from '../delivery/in-process-queue.ts';
import { createPace, type Pace, type RateLimit } from '../delivery/pace.ts';
import type { DeliveryOptions, Queue } from '../delivery/queue.ts';
import { createRedisPace } from '../delivery/redis-pace.ts';
import { storedOutbox } from '../delivery/stored-outbox.ts';
import type { OutboxFigures } from '../metrics/metrics.ts';
import { systemTimer } from '../server/timer.ts';
import { outboxState, promptness } from '../store/outbox.ts';
import type { Foundation } from './foundation.ts';
import { works } from './role.ts';

export function openQueue(
  foundation: Foundation,
  channels: readonly Channel[],
  telegram: RateLimit | null,
): Queue {
  const { role, config, db, clock, log, metrics } = foundation;
  const options: DeliveryOptions = {
    rows: storedOutbox(db),
    channels,
    now: clock.now,
    paces: telegram ? { telegram: openPace(foundation, telegram) } : {},
    onTrouble(trouble) {
      if (trouble.kind === 'store') metrics.storeError('database');
      if (trouble.kind === 'redis') metrics.storeError('redis');
      log.warn(trouble, 'delivery');
    },
    onSettled: metrics.settled,
  };
  if (works(role)) metrics.watchOutbox(() => outboxFigures(foundation));
  // A process that only talks needs no engine: what it does not send at once is found by those that work.
  if (!config.redis || !works(role)) return createInProcessQueue({ ...options, drains: works(role) });
  return createBullQueue({ ...options, redisUrl: config.redis.url, prefix: prefixOf(config.redis) });
}

/** So many messages a second of all processes together; without Redis, of each. */
function openPace({ redis, config, report }: Foundation, limit: RateLimit): Pace {
  if (!redis || !config.redis) return createPace(limit, systemTimer.elapsed);
  return createRedisPace({
    redis,
    channel: 'telegram',
    limit,
    prefix: prefixOf(config.redis),
    onTrouble: (error) => report(error, 'pace'),
  });
}

/** Two installations on one Redis must not take each other's messages. */
const prefixOf = ({ sessionPrefix }: { sessionPrefix: string }): string => `${sessionPrefix}danbuoc`;

const hourMilliseconds = 3_600_000;

async function outboxFigures({ db, clock }: Foundation): Promise<OutboxFigures> {
  const now = clock.now();
  const { oldestDue, ...counts } = await outboxState(db, now);
  const { sent, within10s } = await promptness(
    db,
    new Date(Date.parse(now) - hourMilliseconds).toISOString(),
  );
  return {
    ...counts,
    sent,
    sentPromptly: within10s,
    oldestDueSeconds: oldestDue === null ? 0 : (Date.parse(now) - Date.parse(oldestDue)) / 1000,
  };
}
