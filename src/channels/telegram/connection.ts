/**
 * Connections to the Bot API. Each call has its own: one kept open may have been closed by the other side a moment ago,
 * and that looks the same as a message that arrived without its receipt. A connection that is not made in time fails with
 * a code of its own, so that a blocked network is not taken for a lost receipt.
 */
import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';

const connectMilliseconds = 10_000;

export function createAgent(apiRoot: string): http.Agent {
  const secure = apiRoot.startsWith('https:');
  const agent = secure ? new https.Agent({ keepAlive: false }) : new http.Agent({ keepAlive: false });
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
