/** A channel that keeps what it was given, and answers as ordered. */
import type { Channel, OutgoingMessage, SendResult } from '../../src/channels/channel.ts';

export interface FakeChannel extends Channel {
  /** What arrived, in order. */
  readonly sent: { chat: string; text: string }[];
  /** Attempts, arrived or not. */
  readonly tried: string[];
  /** Parts that had arrived before, of each attempt. */
  readonly begun: number[];
  /** How the next attempts end; without an order they arrive. */
  order(...results: (SendResult | Error | Promise<SendResult>)[]): void;
  /** Resolves when so many attempts have begun. */
  attempts(count: number): Promise<void>;
}

export function fakeChannel(name = 'telegram'): FakeChannel {
  const sent: { chat: string; text: string }[] = [];
  const tried: string[] = [];
  const begun: number[] = [];
  const orders: (SendResult | Error | Promise<SendResult>)[] = [];
  const watchers = new Set<() => void>();
  return {
    name,
    traits: { oneMessage: false },
    sent,
    tried,
    begun,
    order: (...results) => void orders.push(...results),
    attempts: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (tried.length < count) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    async start() {},
    async stop() {},
    async send(chat: string, { text }: OutgoingMessage, parts = 0): Promise<SendResult> {
      tried.push(text);
      begun.push(parts);
      for (const look of [...watchers]) look();
      const result = (await orders.shift()) ?? { kind: 'sent' };
      if (result instanceof Error) throw result;
      if (result.kind === 'sent') sent.push({ chat, text });
      return result;
    },
  };
}
