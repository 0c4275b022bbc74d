/**
 * A Bot API that takes every message and answers at once. Arrivals go to whoever listens at `/arrivals`, a line each: the
 * chat, and when its message was there (nanoseconds of the machine's own clock, the same in every process). Prints its
 * address. Keeps the last message, for `/last`.
 */
import './owned.ts';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const listeners = new Set<ServerResponse>();
let last = '';
let messages = 0;

const server = createServer((request, response) => {
  if (request.url === '/arrivals') {
    response.writeHead(200).flushHeaders();
    listeners.add(response);
    response.once('close', () => listeners.delete(response));
    return;
  }
  if (request.url === '/last') {
    response.end(last);
    return;
  }
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const at = process.hrtime.bigint();
    const method = request.url?.split('/').at(-1) ?? '';
    answer(response, method, Buffer.concat(parts).toString(), at);
  });
});

function answer(response: ServerResponse, method: string, body: string, at: bigint): void {
  let result: unknown = true;
  if (method === 'getMe')
    result = {
      id: 1,
      is_bot: true,
      first_name: 'bot',
      username: 'bot',
      can_join_groups: false,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
    };
  if (method === 'sendMessage') {
    last = body;
    messages += 1;
    const chat = String((JSON.parse(body) as { chat_id: unknown }).chat_id);
    for (const listener of listeners) listener.write(`${chat} ${at}\n`);
    const type = 'private';
    result = {
      message_id: messages,
      date: 1_790_000_000,
      chat: { id: Number(chat), type, first_name: 'x' },
      text: 'x',
    };
  }
  const text = JSON.stringify({ ok: true, result });
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

server.keepAliveTimeout = 75_000;
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
