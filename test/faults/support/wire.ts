/**
 * A wire between the product and a server, which can be cut: real connections that really break, whatever client is at
 * the other end.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface Wire {
  port: number;
  /** Everything passes. */
  mend(): void;
  /** Connections break; new ones are refused. */
  cut(): void;
  /** What is asked still arrives; the connection breaks when the answer comes. */
  deafen(): void;
  close(): Promise<void>;
}

export async function wireTo(target: number): Promise<Wire> {
  let state: 'whole' | 'cut' | 'deaf' = 'whole';
  const pairs = new Set<[Socket, Socket]>();
  const drop = ([near, far]: [Socket, Socket]): void => {
    near.destroy();
    far.destroy();
  };
  const server: Server = createServer((near) => {
    if (state === 'cut') return void near.destroy();
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
      if (state === 'deaf') drop(pair);
      else near.write(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return {
    port: address.port,
    mend() {
      state = 'whole';
    },
    cut() {
      state = 'cut';
      for (const pair of pairs) drop(pair);
    },
    deafen() {
      state = 'deaf';
    },
    async close() {
      for (const pair of pairs) drop(pair);
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
