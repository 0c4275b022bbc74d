/** Listens, and closes without leaving anybody hanging: open event streams are ended, then requests get a moment. */
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
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    async close(graceMilliseconds = 2000) {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      options.webChat?.events.close();
      if ('closeIdleConnections' in server) server.closeIdleConnections();
      const grace = setTimeout(() => {
        if ('closeAllConnections' in server) server.closeAllConnections();
      }, graceMilliseconds);
      await closed;
      clearTimeout(grace);
    },
  };
}
