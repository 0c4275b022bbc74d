import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IncomingMessage } from '../../src/channels/channel.ts';
import {
  createTelegramChannel,
  type TelegramChannel,
  type TelegramOptions,
  TokenRefused,
  telegramSecretHeader,
} from '../../src/channels/telegram/telegram-channel.ts';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { gate } from '../fakes/gate.ts';
import { FakeTelegram } from '../fakes/telegram-server.ts';
import { hastyTimer } from '../fakes/timer.ts';

const lan = 501;
const hung = 502;
const secret = 'secret_of-the-webhook';

let telegram: FakeTelegram;
let channel: TelegramChannel;
let server: RunningServer | undefined;
let troubles: string[];
let heard: IncomingMessage[];

const hear = async (message: IncomingMessage): Promise<void> => {
  heard.push(message);
};
const bodies = () => heard.map(({ body }) => body);

function create(more: Partial<TelegramOptions> = {}): TelegramChannel {
  return createTelegramChannel({
    token: telegram.token,
    apiRoot: telegram.apiRoot,
    timer: hastyTimer(),
    onTrouble: (code) => troubles.push(code),
    ...more,
  });
}

beforeEach(async () => {
  telegram = await FakeTelegram.start();
  troubles = [];
  heard = [];
  channel = create();
});

afterEach(async () => {
  await channel.stop();
  await server?.close(0);
  server = undefined;
  await telegram.close();
});

async function poll(handle = hear): Promise<void> {
  await channel.start(handle);
}

describe('what a person sends', () => {
  beforeEach(() => poll());

  test('text, a deep link, a tapped button', async () => {
    telegram.start(lan, 'Ab3-_x');
    telegram.say(lan, 'việc của tôi');
    await telegram.until(() => heard.length === 2);
    await channel.send(String(lan), { text: 'Chọn', choices: [{ id: 'q:a:yes', label: 'Có' }] });
    telegram.tap(lan, 'Có');
    await telegram.until(() => telegram.answered.length === 1, 'the answer to the tap');

    expect(bodies()).toEqual([
      { kind: 'start', payload: 'Ab3-_x' },
      { kind: 'text', text: 'việc của tôi' },
      { kind: 'button', id: 'q:a:yes' },
    ]);
    expect(heard[0]).toMatchObject({ channel: 'telegram', chat: String(lan) });
    expect(new Set(heard.map(({ updateKey }) => updateKey)).size).toBe(3);
  });

  test('a plain /start opens with no payload; other commands are text', async () => {
    telegram.start(lan);
    telegram.say(lan, '/menu');
    telegram.say(lan, '/starting');
    await telegram.until(() => heard.length === 3);
    expect(bodies()).toEqual([
      { kind: 'start', payload: '' },
      { kind: 'text', text: '/menu' },
      { kind: 'text', text: '/starting' },
    ]);
  });

  test.each([
    ['photo', { photo: [{ file_id: 'f', width: 9, height: 9 }], caption: 'đơn xin vào Đảng' }],
    ['voice', { voice: { file_id: 'f', duration: 3 } }],
    ['document', { document: { file_id: 'f', file_name: 'ly-lich.docx' } }],
    ['sticker', { sticker: { file_id: 'f' } }],
    ['contact', { contact: { phone_number: '0900000000', first_name: 'Lan' } }],
    ['location', { location: { latitude: 21, longitude: 105 } }],
  ])('of a %s only its kind', async (media, content) => {
    telegram.receive(lan, content);
    await telegram.until(() => heard.length === 1);
    expect(bodies()).toEqual([{ kind: 'media', media }]);
    expect(JSON.stringify(heard)).not.toContain('file_id');
  });

  test('groups, edits, bots and service messages are passed over and do not come again', async () => {
    telegram.say(-1001, 'xin chào cả nhóm');
    telegram.receive(lan, { pinned_message: { message_id: 1 } });
    telegram.push(lan, {
      message: { chat: { id: lan, type: 'private' }, from: { is_bot: true }, text: 'bot' },
    });
    telegram.push(lan, {
      callback_query: { id: 'query-0', from: { is_bot: false }, inline_message_id: '1', data: 'x' },
    });
    telegram.push(lan, { edited_message: { chat: { id: lan, type: 'private' }, text: 'sửa' } });
    telegram.say(lan, 'sau cùng');
    await telegram.until(() => heard.length === 1);
    expect(bodies()).toEqual([{ kind: 'text', text: 'sau cùng' }]);
    expect(telegram.allowedUpdates).toEqual(['message', 'callback_query']);
  });
});

describe('an update is confirmed only after it was handled', () => {
  test('a failing handler sees the same update again, under the same key', async () => {
    let failures = 2;
    await poll(async (message) => {
      heard.push(message);
      if (failures-- > 0) throw new Error('the database is away');
    });
    const update = telegram.say(lan, 'một');
    await telegram.until(() => telegram.confirmedBelow > update, 'confirmation');
    expect(heard.map(({ updateKey }) => updateKey)).toEqual([String(update), String(update), String(update)]);
  });

  test('stopped while handling: the message comes again after the restart, the one before does not', async () => {
    const started = gate();
    const mayEnd = gate();
    await poll(async (message) => {
      if (message.body.kind === 'text' && message.body.text === 'hai') {
        started.open();
        await mayEnd.passed;
        throw new Error('torn down');
      }
    });
    const first = telegram.say(lan, 'một');
    const second = telegram.say(lan, 'hai');
    await started.passed;
    const stopped = channel.stop();
    mayEnd.open();
    await stopped;
    expect(telegram.confirmedBelow).toBe(first + 1);
    expect(telegram.pendingUpdates()).toEqual([second]);

    channel = create();
    await poll();
    await telegram.until(() => heard.length === 1);
    expect(heard[0]?.updateKey).toBe(String(second));
  });

  test('however long the store is away, none is passed over: all come through in their order when it is back', async () => {
    let failures = 30;
    await poll(async (message) => {
      if (failures-- > 0) throw new Error('the database is away');
      heard.push(message);
    });
    const sent = [telegram.say(lan, 'một'), telegram.say(hung, 'hai'), telegram.say(lan, 'ba')];
    await telegram.until(() => heard.length === 3);
    expect(heard.map(({ updateKey }) => Number(updateKey))).toEqual(sent);
    expect(troubles).toHaveLength(30);
  });

  test('polling survives bad days: 500, a gateway page, a flood limit, a second poller', async () => {
    telegram.fault('getUpdates', { kind: 'error', status: 500 }, { kind: 'page', status: 502 });
    telegram.fault('getUpdates', { kind: 'too-many', retryAfter: 7 }, { kind: 'cut-before' });
    telegram.fault('getUpdates', { kind: 'error', status: 409, description: 'Conflict: terminated' });
    await poll();
    telegram.say(lan, 'vẫn đây');
    await telegram.until(() => heard.length === 1);
    expect(troubles).toHaveLength(5);
  });
});

describe('starting', () => {
  test('says who it is, drops an old webhook, announces its commands', async () => {
    telegram.webhook = { url: 'http://127.0.0.1:9/old' };
    channel = create({ commands: [{ command: 'menu', description: 'Mở bảng chọn' }] });
    await poll();
    expect(channel.username()).toBe(telegram.username);
    expect(telegram.webhook).toBeNull();
    expect(telegram.commands).toEqual([{ command: 'menu', description: 'Mở bảng chọn' }]);
  });

  test('a wrong token is refused at once, and told nowhere', async () => {
    const token = '99999:WRONG-token';
    channel = create({ token });
    const refusal = await channel.start(hear).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(TokenRefused);
    expect(JSON.stringify([String(refusal), troubles])).not.toContain('WRONG');
  });

  test('Telegram away at the start: begins as soon as it is back', async () => {
    telegram.fault('deleteWebhook', { kind: 'cut-before' }, { kind: 'error', status: 500 });
    await poll();
    telegram.say(lan, 'chào');
    await telegram.until(() => heard.length === 1);
    expect(troubles).toHaveLength(2);
  });
});

describe('the webhook', () => {
  async function listen(handle = hear): Promise<string> {
    // The address must be known before the channel that owns the route exists.
    let target: TelegramChannel | undefined;
    server = await startServer({
      host: '127.0.0.1',
      port: 0,
      webhooks: [
        {
          path: '/telegram',
          secretHeader: telegramSecretHeader,
          receive: (given, body) => target?.receive(given, body) ?? Promise.resolve(500),
        },
      ],
    });
    const url = `${server.address}/telegram`;
    target = channel = create({ webhook: { url, secret } });
    await channel.start(handle);
    return url;
  }

  const post = (url: string, body: string, header: Record<string, string> = {}) =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...header }, body });
  const known = { 'x-telegram-bot-api-secret-token': secret };

  test('is set with the secret and receives', async () => {
    const url = await listen();
    expect(telegram.webhook).toEqual({ url, secret });
    telegram.say(lan, 'một');
    telegram.say(lan, 'hai');
    await telegram.until(() => telegram.deliveries.length === 2);
    expect(bodies()).toEqual([
      { kind: 'text', text: 'một' },
      { kind: 'text', text: 'hai' },
    ]);
  });

  test('a wrong or missing secret: 401, and nothing is heard', async () => {
    const url = await listen();
    const update = JSON.stringify({
      update_id: 1,
      message: { chat: { id: lan, type: 'private' }, text: 'giả' },
    });
    expect((await post(url, update)).status).toBe(401);
    expect((await post(url, update, { 'x-telegram-bot-api-secret-token': `${secret}x` })).status).toBe(401);
    expect(heard).toEqual([]);
  });

  test('no JSON, no update, too large: refused without harm; an unknown kind of update: accepted and passed over', async () => {
    const url = await listen();
    expect((await post(url, '{"update_id":', known)).status).toBe(400);
    expect((await post(url, '[]', known)).status).toBe(400);
    expect((await post(url, `"${'x'.repeat(2_000_000)}"`, known)).status).toBe(413);
    expect((await post(url, '{"update_id":5,"chat_boost":{}}', known)).status).toBe(200);
    telegram.say(lan, 'còn sống');
    await telegram.until(() => heard.length === 1);
  });

  test('what could not be handled is brought again under the same key', async () => {
    let failures = 1;
    await listen(async (message) => {
      heard.push(message);
      if (failures-- > 0) throw new Error('the database is away');
    });
    const update = telegram.say(lan, 'một');
    await telegram.until(() => telegram.deliveries.length === 2);
    expect(telegram.deliveries).toEqual([500, 200]);
    expect(heard.map(({ updateKey }) => updateKey)).toEqual([String(update), String(update)]);
  });
});

describe('what the bot sends', () => {
  beforeEach(() => {
    // The transport sees a cut answer only as one that never ends.
    channel = create({ sendSeconds: 0.5 });
    telegram.say(lan, 'chào');
  });
  const send = (text: string, choices: { id: string; label: string }[] = []) =>
    channel.send(String(lan), { text, choices });

  test('choices are buttons, one a row, and numbered in the text', async () => {
    const result = await send('Đồng chí muốn làm gì?', [
      { id: 'go:menu', label: 'Bảng chọn' },
      { id: 'go:my-work', label: 'Việc của tôi' },
    ]);
    const [message] = telegram.messages(lan);
    expect(message?.text).toBe('Đồng chí muốn làm gì?\n\n1. Bảng chọn\n2. Việc của tôi');
    expect(message?.buttons).toEqual([
      { text: 'Bảng chọn', callback_data: 'go:menu' },
      { text: 'Việc của tôi', callback_data: 'go:my-work' },
    ]);
    expect(result).toEqual({ kind: 'sent', messageId: String(message?.message_id) });
    expect(telegram.calls.at(-1)?.params.reply_markup).toMatchObject({
      inline_keyboard: [[{ text: 'Bảng chọn' }], [{ text: 'Việc của tôi' }]],
    });
  });

  test('10,000 characters arrive whole, in order, with the buttons under the last piece', async () => {
    const lines = Array.from({ length: 500 }, (_, n) => `Bước ${n}: chi uỷ họp`).join('\n');
    await send(lines, [{ id: 'go:menu', label: 'Xong' }]);
    const pieces = telegram.messages(lan);
    expect(pieces.map(({ text }) => text).join('\n')).toContain(lines);
    expect(pieces.every(({ text }) => text.length <= 4096)).toBe(true);
    expect(pieces.map(({ buttons }) => buttons.length)).toEqual([0, 0, 1]);
  });

  test('exactly 4096 characters are one message', async () => {
    await send('ư'.repeat(4096));
    await send('ư'.repeat(4097));
    expect(telegram.messages(lan).map(({ text }) => text.length)).toEqual([4096, 4096, 1]);
  });

  test('a choice too long for a button can still be typed', async () => {
    const long = `q:${'x'.repeat(63)}`;
    const result = await send('Chọn', [
      { id: long, label: 'Dài' },
      { id: 'q'.repeat(64), label: 'Vừa' },
    ]);
    expect(result.kind).toBe('sent');
    expect(telegram.messages(lan)[0]?.text).toContain('1. Dài\n2. Vừa');
    expect(telegram.messages(lan)[0]?.buttons.map(({ text }) => text)).toEqual(['Vừa']);
  });

  test.each([
    ['a flood limit', { kind: 'too-many', retryAfter: 17 }, { kind: 'retry', afterSeconds: 17 }],
    ['a server error', { kind: 'error', status: 500 }, { kind: 'retry', afterSeconds: 5 }],
    ['a gateway page', { kind: 'page', status: 502 }, { kind: 'retry', afterSeconds: 5 }],
    [
      'a revoked token',
      { kind: 'error', status: 401, description: 'Unauthorized' },
      { kind: 'retry', afterSeconds: 300 },
    ],
    ['a cut after sending', { kind: 'cut-after' }, { kind: 'ambiguous' }],
    [
      'a message it will not take',
      { kind: 'error', status: 400, description: 'Bad Request: x' },
      { kind: 'refused' },
    ],
  ] as const)('%s', async (_, fault, expected) => {
    telegram.fault('sendMessage', fault);
    expect(await send('xin chào')).toMatchObject(expected);
  });

  test('blocked by the person, or never met: gone', async () => {
    expect(await channel.send('999', { text: 'chào', choices: [] })).toMatchObject({ kind: 'gone' });
    telegram.block(lan);
    expect(await send('chào')).toMatchObject({ kind: 'gone' });
  });

  test('no answer in time: ambiguous, and the code says why', async () => {
    channel = create({ sendSeconds: 0.05 });
    telegram.fault('sendMessage', { kind: 'silence' });
    expect(await send('chào')).toEqual({ kind: 'ambiguous', reason: 'telegram.timeout' });
  });

  test('nobody listens at the address: retry, for nothing can have arrived', async () => {
    channel = create({ apiRoot: telegram.apiRoot });
    await telegram.close();
    expect(await send('chào')).toEqual({ kind: 'retry', afterSeconds: 10, reason: 'telegram.ECONNREFUSED' });
    telegram = await FakeTelegram.start();
  });

  test('a long message interrupted half-way says how much arrived, and goes on from there', async () => {
    const text = 'a'.repeat(4096) + 'b'.repeat(4096) + 'c'.repeat(10);
    telegram.fault('sendMessage', { kind: 'too-many', retryAfter: 1 });
    expect(await send(text)).not.toHaveProperty('begun');
    telegram.weather('sendMessage', ({ text }) =>
      String(text).startsWith('b') ? { kind: 'error', status: 500 } : undefined,
    );
    expect(await send(text)).toMatchObject({ kind: 'retry', begun: 1 });
    telegram.weather('sendMessage', null);
    // Another process goes on.
    channel = create();
    expect((await channel.send(String(lan), { text, choices: [] }, 1)).kind).toBe('sent');
    expect(telegram.messages(lan).map((message) => message.text[0])).toEqual(['a', 'b', 'c']);
  });

  test('a flood limit in one chat concerns that chat; in two at the same time, everybody', async () => {
    telegram.say(hung, 'chào');
    telegram.fault('sendMessage', { kind: 'too-many', retryAfter: 30 }, { kind: 'too-many', retryAfter: 30 });
    expect(await send('một')).not.toHaveProperty('everybody');
    expect(await channel.send(String(hung), { text: 'hai', choices: [] })).toMatchObject({
      kind: 'retry',
      afterSeconds: 30,
      everybody: true,
    });
  });

  test('more than it allows is refused, and what it asks for is passed on', async () => {
    telegram.allow({ perSecond: 1, burst: 2 });
    const results = [await send('1'), await send('2'), await send('3')];
    expect(results.map(({ kind }) => kind)).toEqual(['sent', 'sent', 'retry']);
    expect(results[2]).toMatchObject({ afterSeconds: 1 });
    expect(telegram.refusals).toBe(1);
  });

  test('an answer that comes when we have given up: ambiguous, and it did arrive', async () => {
    channel = create({ sendSeconds: 0.05 });
    telegram.fault('sendMessage', { kind: 'too-late' });
    expect(await send('chào')).toEqual({ kind: 'ambiguous', reason: 'telegram.timeout' });
    expect(await telegram.received(lan, 1)).toMatchObject([{ text: 'chào' }]);
  });

  test('nothing to say is refused here, not by Telegram', async () => {
    expect(await send('  ')).toEqual({ kind: 'refused', reason: 'telegram.nothing-to-say' });
  });

  test('the token is in no result and no trouble', async () => {
    telegram.fault(
      'sendMessage',
      { kind: 'cut-before' },
      { kind: 'page', status: 502 },
      { kind: 'cut-after' },
    );
    const results = [await send('1'), await send('2'), await send('3')];
    expect(results.map(({ kind }) => kind)).toEqual(['ambiguous', 'retry', 'ambiguous']);
    expect(JSON.stringify([results, troubles])).not.toContain('TEST-token');
  });
});
