/**
 * What lies between the messenger and the processes that serve: updates go to any of them, come again until one takes
 * them, and now and then come again although they were taken.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Dice } from './size.ts';

export interface Front {
  url: string;
  readonly counts: {
    /** Updates taken. */
    taken: number;
    /** Brought again because they were not taken. */
    redelivered: number;
    /** Brought again although they were taken. */
    repeated: number;
  };
  /** Repetitions under way. */
  readonly busy: number;
  close(): Promise<void>;
}

/** Of all updates taken, so many come again. */
const repeatedShare = 0.2;
/** Longer than any turn; the messenger's own patience is about a minute. */
const patienceMilliseconds = 20_000;

export async function openFront(serving: () => readonly string[], luck: Dice): Promise<Front> {
  const counts = { taken: 0, redelivered: 0, repeated: 0 };
  let closed = false;
  let busy = 0;

  async function bring(path: string, headers: Record<string, string>, body: string): Promise<boolean> {
    for (let attempt = 0; !closed; attempt += 1) {
      const status = await fetch(`${luck.pick(serving())}${path}`, {
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(patienceMilliseconds),
      }).then(
        (answer) => answer.status,
        () => 0,
      );
      if (status >= 200 && status < 300) return true;
      counts.redelivered += 1;
      await pause(Math.min(50 * 2 ** attempt, 500));
    }
    return false;
  }

  async function repeat(path: string, headers: Record<string, string>, body: string): Promise<void> {
    counts.repeated += 1;
    busy += 1;
    await pause(luck.between(0, 300));
    await bring(path, headers, body);
    busy -= 1;
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    const secret = request.headers['x-telegram-bot-api-secret-token'];
    if (typeof secret === 'string') headers['x-telegram-bot-api-secret-token'] = secret;
    const path = request.url ?? '/';
    const taken = await bring(path, headers, body);
    if (taken) counts.taken += 1;
    if (taken && luck.roll() < repeatedShare) void repeat(path, headers, body);
    response.writeHead(taken ? 200 : 503).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    get busy() {
      return busy;
    },
    async close() {
      closed = true;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
