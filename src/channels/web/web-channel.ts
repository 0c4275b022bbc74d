/**
 * The web chat as a channel. The chat id is the person's id as text. What was said is read from the outbox rows by the
 * server; sending only tells the open pages that there is something new.
 */
import type { EventHub } from '../../server/events.ts';
import type { Channel } from '../channel.ts';

/** The server hands what is typed to the desk itself, so there is nothing to start. */
export const createWebChannel = (events: Pick<EventHub, 'publish'>): Channel => ({
  name: 'web',
  traits: { oneMessage: false },
  async start() {},
  async send(chat) {
    events.publish({ kind: 'message', chat });
    return { kind: 'sent' };
  },
  async stop() {},
});
