/**
 * Empties the outbox inside this process: takes what is due and sends it. Several processes may do so on one database; each
 * then keeps a pace of its own, unless they share one (`redis-pace.ts`).
 */
import { systemTimer } from '../server/timer.ts';
import type { WaitingMessage } from '../store/outbox.ts';
import { createDelivery, othersAhead } from './deliver.ts';
import type { DeliveryOptions, Queue } from './queue.ts';
import { withdrawOverdue } from './withdraw.ts';

export interface InProcessOptions extends DeliveryOptions {
  /** False: sends what is posted and leaves the rest to other processes. */
  drains?: boolean;
}

/** Messages on their way at once. */
const lanes = 40;
const longestRestSeconds = 60;
const lookMilliseconds = 100;

export function createInProcessQueue(options: InProcessOptions): Queue {
  const { rows, now, timer = systemTimer, pollSeconds = 2, drains = true, onTrouble = () => {} } = options;
  const delivery = createDelivery(options, wake);
  const underWay = new Map<number, Promise<void>>();
  let rest = new AbortController();
  let woken = false;
  let wakingSoon = false;
  let running: Promise<void> | null = null;

  function wake(): void {
    woken = true;
    rest.abort();
  }

  async function run(): Promise<void> {
    let failures = 0;
    let lookedAt = Number.NEGATIVE_INFINITY;
    while (!delivery.stopping.aborted) {
      woken = false;
      try {
        if (timer.elapsed() - lookedAt >= pollSeconds * 1000) {
          await withdrawOverdue(options);
          lookedAt = timer.elapsed();
        }
        await takeSome();
        failures = 0;
      } catch (error) {
        failures += 1;
        onTrouble({ kind: 'store', reason: error instanceof Error ? error.name : 'unknown' });
      }
      await restFor(Math.min(pollSeconds * 2 ** failures, longestRestSeconds));
    }
    await Promise.all(underWay.values());
  }

  async function takeSome(): Promise<void> {
    const free = lanes - underWay.size;
    if (free <= 0) return;
    const taken = await rows.take(now(), free);
    // A clock moved forward ends leases early; what is under way here stays ours.
    const fresh = taken.filter(({ id }) => !underWay.has(id));
    for (const message of fresh) launch(message);
  }

  async function restFor(seconds: number): Promise<void> {
    rest = new AbortController();
    if (woken || delivery.stopping.aborted) return;
    await timer.wait(seconds * 1000, rest.signal);
  }

  function launch(message: WaitingMessage): void {
    const done = delivery.deliver(message, delivery.claimed(message), othersAhead).then(() => {
      underWay.delete(message.id);
      // The chat's next message may go now, and there is room for more.
      void wakeSoon();
    });
    underWay.set(message.id, done);
  }

  /** One look at the outbox costs as much as sending, and finds many messages at once as easily as one. */
  async function wakeSoon(): Promise<void> {
    if (underWay.size > 0) {
      if (wakingSoon) return;
      wakingSoon = true;
      await timer.wait(lookMilliseconds, delivery.stopping);
      wakingSoon = false;
    }
    wake();
  }

  return {
    start() {
      if (drains) running ??= run();
    },
    post: delivery.post,
    wake,
    async stop() {
      const stopped = delivery.stop();
      wake();
      await Promise.all([stopped, running]);
    },
  };
}
