/**
 * A wire between the product and a server, which can be cut: real connections that really break, whatever client is at
 * the other end.
 */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export interface Wire {
  port: number;
  /** Everything passes again. */
  mend(): Promise<void>;
  /** Connections break; new ones are refused. */
  cut(): void;
  /** What is asked still arrives; when the answer comes the wire is cut. */
  deafen(): void;
  close(): Promise<void>;
}

export async function wireTo(target: number): Promise<Wire> {
  let deaf = false;
  const pairs = new Set<[Socket, Socket]>();
  const drop = ([near, far]: [Socket, Socket]): void => {
    near.destroy();
    far.destroy();
  };
  const server: Server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    for (const end of pair) {
      end.setNoDelay(true);
      end.on('error', () => drop(pair));
      end.on('close', () => {
        pairs.delete(pair);
        drop(pair);
      });
    }
    near.on('data', (asked) => far.write(asked));
    far.on('data', (answer) => {
      if (deaf) cut();
      else near.write(answer);
    });
  });
  const listen = (on: number): Promise<void> =>
    new Promise((resolve) => server.listen(on, '127.0.0.1', resolve));
  // Refused, not accepted and broken off: clients take the second for a server that is there.
  function cut(): void {
    deaf = false;
    server.close();
    for (const pair of pairs) drop(pair);
  }

  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    cut,
    async mend() {
      deaf = false;
      if (!server.listening) await listen(port);
    },
    deafen() {
      deaf = true;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const pair of pairs) drop(pair);
      await closed;
    },
  };
}
