/** What is no longer wanted is taken back before anything is sent: digests whose time is over, or that speak of what was done. */
import type { DeliveryOptions } from './queue.ts';

export async function withdrawOverdue({ rows, now, onSettled }: DeliveryOptions): Promise<void> {
  const at = now();
  for (const { channel, dueAt } of await rows.withdraw(at)) {
    onSettled?.({
      channel,
      kind: 'withdrawn',
      delaySeconds: Math.max(0, (Date.parse(at) - Date.parse(dueAt)) / 1000),
    });
  }
}
