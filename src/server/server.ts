/** Listens, and closes without leaving anybody hanging: open event streams are ended, then requests get a moment. */
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { createApp, type ServerOptions } from './app.ts';

export interface RunningServer {
  /** "http://127.0.0.1:3000" */
  address: string;
  /** Takes no new request; what still runs after the grace is cut. */
  close(graceMilliseconds?: number): Promise<void>;
}

/** Rejects when the port is taken. Port 0 takes a free one. */
export async function startServer(
  options: ServerOptions & { host: string; port: number },
): Promise<RunningServer> {
  const { host, port } = options;
  const server = createAdaptorServer({ fetch: createApp(options).fetch });
  const letGo = letGoOfConnections(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    async close(graceMilliseconds = 5000) {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      options.webChat?.events.close();
      letGo();
      const grace = setTimeout(() => {
        if ('closeAllConnections' in server) server.closeAllConnections();
      }, graceMilliseconds);
      await closed;
      clearTimeout(grace);
    },
  };
}

/**
 * A connection that is kept open brings new requests even to a server that has stopped listening: from then on each ends
 * with the answer under way on it.
 */
function letGoOfConnections(server: ReturnType<typeof createAdaptorServer>): () => void {
  let leaving = false;
  const underWay = new Set<ServerResponse>();
  const closeIdle = (): void => {
    if ('closeIdleConnections' in server) server.closeIdleConnections();
  };
  const last = (response: ServerResponse): void => {
    if (!response.headersSent) response.setHeader('connection', 'close');
  };
  server.prependListener('request', (_request: unknown, response: ServerResponse) => {
    underWay.add(response);
    if (leaving) last(response);
    response.once('close', () => {
      underWay.delete(response);
      // Idle only once the answer has left it.
      if (leaving) setImmediate(closeIdle);
    });
  });
  return () => {
    leaving = true;
    for (const response of underWay) last(response);
    closeIdle();
  };
}
