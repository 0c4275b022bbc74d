/** What stands before several processes that serve: gives each request to the next of them, one after the other. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Proxy {
  address: string;
  /** From now on this one gets its share. */
  add(address: string): void;
  /** So many requests went to each, in the order of `add`. */
  shares(): number[];
  close(): Promise<void>;
}

export async function startProxy(): Promise<Proxy> {
  const behind: { address: string; requests: number }[] = [];
  let next = 0;
  const server = createServer((incoming, outgoing) => {
    const chosen = behind[next++ % behind.length];
    if (!chosen) {
      outgoing.writeHead(503).end();
      return;
    }
    chosen.requests += 1;
    passOn(chosen.address, incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    add: (address) => void behind.push({ address, requests: 0 }),
    shares: () => behind.map(({ requests }) => requests),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function passOn(address: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, url, headers } = incoming;
  const inner = request(`${address}${url}`, { method, headers, agent: false }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  inner.on('error', () => outgoing.headersSent || outgoing.writeHead(502).end());
  // An open stream of events ends on both sides.
  outgoing.on('close', () => inner.destroy());
  incoming.pipe(inner);
}
