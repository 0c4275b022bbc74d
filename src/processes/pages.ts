/** What the open pages of the demonstration are told, from whichever process it comes. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { createEventHub, type EventHub } from '../server/events.ts';
import type { Foundation } from './foundation.ts';
import { leaveRedis } from './redis.ts';

export interface Pages {
  events: EventHub;
  close(): Promise<void>;
}

const topic = 'danbuoc:pages';
const told = z.object({
  from: z.string(),
  event: z.union([
    z.object({ kind: z.literal('message'), chat: z.string() }),
    z.object({ kind: z.literal('time') }),
  ]),
});

/** Outside the demonstration nobody listens, and nothing is connected. */
export function openPages({ config, redis, clock, report }: Foundation): Pages {
  const here = createEventHub();
  if (!config.demo || !redis) return { events: here, close: async () => here.close() };

  // A connection that listens can do nothing else.
  const ear = redis.duplicate();
  const ourselves = randomUUID();
  const trouble = (error: unknown): void => report(error, 'pages');
  ear.on('error', () => {});
  ear.subscribe(topic).catch(trouble);
  ear.on('message', (_topic: string, text: string) => {
    const parsed = told.safeParse(JSON.parse(text));
    if (!parsed.success || parsed.data.from === ourselves) return;
    const { event } = parsed.data;
    if (event.kind === 'message') return here.publish(event);
    // Another process moved the time; pages ask for it once we know it too.
    clock
      .refresh()
      .then(() => here.publish(event))
      .catch(trouble);
  });
  return {
    events: {
      ...here,
      publish(event) {
        here.publish(event);
        redis.publish(topic, JSON.stringify({ from: ourselves, event })).catch(trouble);
      },
    },
    async close() {
      here.close();
      await leaveRedis(ear);
    },
  };
}
