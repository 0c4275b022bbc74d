/**
 * Connections to the Bot API. One that has just been used is used again, but only for moments: one that rested longer may
 * have been closed by the other side, and that looks the same as a message that arrived without its receipt. A connection
 * that is not made in time fails with a code of its own, so that a blocked network is not taken for a lost receipt.
 */
import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';

const connectMilliseconds = 10_000;
/** Far below what any server waits before it closes a connection at rest. */
const restMilliseconds = 2000;

export function createAgent(apiRoot: string): http.Agent {
  const secure = apiRoot.startsWith('https:');
  // The one used last first, so that after a rush the others are let go.
  const kept = { keepAlive: true, timeout: restMilliseconds, scheduling: 'lifo' } as const;
  const agent = secure ? new https.Agent(kept) : new http.Agent(kept);
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (...args: Parameters<typeof connect>) => {
    const socket = connect(...args);
    if (socket) failUnlessConnected(socket, secure ? 'secureConnect' : 'connect');
    return socket;
  };
  return agent;
}

function failUnlessConnected(socket: Duplex, connected: string): void {
  const handle = setTimeout(() => {
    socket.destroy(Object.assign(new Error('not connected in time'), { code: 'CONNECT_TIMEOUT' }));
  }, connectMilliseconds);
  const settled = (): void => clearTimeout(handle);
  socket.once(connected, settled);
  socket.once('close', settled);
}
