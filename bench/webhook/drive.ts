/**
 * Telegram calling the webhook: so many updates, so many under way at once, each chat in turn. An update is over when the
 * webhook has answered 200 and the reply has reached the fake Bot API. Prints one line of JSON: `Driven`.
 */
import { Agent, request } from 'node:http';

export interface Driven {
  perSecond: number;
  /** Milliseconds from the call of the webhook to the reply's arrival. */
  p50: number;
  p99: number;
}

export interface Drive {
  url: string;
  secret: string;
  api: string;
  says: string;
  firstChat: number;
  chats: number;
  updates: number;
  firstUpdate: number;
  underWay: number;
}

const drive = JSON.parse(process.argv[2] ?? '') as Drive;
const agent = new Agent({ keepAlive: true, maxSockets: drive.underWay });
const waiting = new Map<string, (at: bigint) => void>();
const took: number[] = [];

await listen();
const begun = process.hrtime.bigint();
let next = 0;
await Promise.all(
  Array.from({ length: drive.underWay }, async () => {
    while (next < drive.updates) {
      const index = next;
      next += 1;
      await oneUpdate(index);
    }
  }),
);
const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
took.sort((a, b) => a - b);
const result: Driven = {
  perSecond: drive.updates / seconds,
  p50: took[Math.floor(took.length * 0.5)] ?? Number.NaN,
  p99: took[Math.floor(took.length * 0.99)] ?? Number.NaN,
};
console.log(JSON.stringify(result));
process.exit(0);

async function oneUpdate(index: number): Promise<void> {
  const chat = drive.firstChat + (index % drive.chats);
  const key = String(chat);
  if (waiting.has(key)) throw new Error('a chat is asked before it was answered: more chats are needed');
  const arrived = new Promise<bigint>((resolve) => waiting.set(key, resolve));
  const sent = process.hrtime.bigint();
  const [at] = await Promise.all([arrived, post(chat, index)]);
  took.push(Number(at - sent) / 1e6);
}

function post(chat: number, index: number): Promise<void> {
  const body = JSON.stringify({
    update_id: drive.firstUpdate + index,
    message: {
      message_id: index + 1,
      date: 1_790_000_000,
      chat: { id: chat, type: 'private', first_name: 'Người dùng' },
      from: { id: chat, is_bot: false, first_name: 'Người dùng', language_code: 'vi' },
      text: drive.says,
    },
  });
  return new Promise((resolve, reject) => {
    const call = request(
      `${drive.url}/telegram`,
      {
        agent,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'x-telegram-bot-api-secret-token': drive.secret,
        },
      },
      (response) => {
        response.resume();
        response.once('end', () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`webhook: ${response.statusCode}`)),
        );
      },
    );
    call.once('error', reject);
    call.end(body);
  });
}

/** Resolves when the fake Bot API tells of arrivals. */
function listen(): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = request(`${drive.api}/arrivals`, (response) => {
      let rest = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        const lines = (rest + part).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          const [chat = '', at = '0'] = line.split(' ');
          const waits = waiting.get(chat);
          // A second reply to one update would be counted for the next: nobody waits for it.
          if (!waits) throw new Error('a reply that nobody waits for');
          waiting.delete(chat);
          waits(BigInt(at));
        }
      });
      resolve();
    });
    call.once('error', reject);
    call.end();
  });
}
