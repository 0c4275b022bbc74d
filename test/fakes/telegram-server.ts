/**
 * A strict Bot API over real HTTP on a free local port: what the real one would refuse is refused here, and what it does
 * on a bad day can be ordered (`fault`). People are played with `say`, `tap`, `start`; `until` waits for an event, never
 * for time to pass.
 */
import { createServer, type IncomingMessage as Request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Allowance, FloodLimit } from './flood-limit.ts';
import { badRequest, type MethodName, methods, type Params } from './telegram-methods.ts';
import {
  ApiError,
  answer,
  type Fault,
  failAfter,
  failBefore,
  readJson,
  tooMany,
  untilGivenUp,
} from './telegram-wire.ts';

export interface SentMessage {
  message_id: number;
  chat: number;
  text: string;
  buttons: { text: string; callback_data: string }[];
}

interface Update {
  update_id: number;
  chat: number;
  body: Record<string, unknown>;
}

interface Webhook {
  url: string;
  secret?: string | undefined;
}

const watchdogMilliseconds = 10_000;
const webhookTries = 20;

export class FakeTelegram {
  readonly token = '123456:TEST-token_for-the-fake-server';
  readonly username = 'danbuoc_test_bot';
  /** Every call received, in order. */
  readonly calls: { method: string; params: Record<string, unknown> }[] = [];
  /** Ids of callback queries that were answered. */
  readonly answered: string[] = [];
  /** HTTP status of each webhook delivery. */
  readonly deliveries: number[] = [];
  commands: { command: string; description: string }[] = [];
  allowedUpdates: string[] | null = null;
  webhook: Webhook | null = null;
  /** Messages that arrived, and messages refused by the flood limit. */
  accepted = 0;
  refusals = 0;
  /** How long a message is on its way here, in milliseconds. */
  distance = 0;
  /** Everything below was confirmed by a poller. */
  confirmedBelow = 0;

  #server = createServer((request, response) => void this.#serve(request, response));
  #chats = new Map<number, { blocked: boolean; type: string; messages: SentMessage[] }>();
  #pending: Update[] = [];
  #nextUpdate = 700_000_001;
  #nextMessage = 1;
  #nextCallback = 1;
  #faults = new Map<string, Fault[]>();
  #weather = new Map<string, (params: Record<string, unknown>) => Fault | undefined>();
  #limit: FloodLimit | null = null;
  #watchers = new Set<() => void>();
  #poller: { cancel: (error: ApiError) => void } | null = null;
  #pushing = new Set<number>();
  #closed = false;

  static async start(): Promise<FakeTelegram> {
    const fake = new FakeTelegram();
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get apiRoot(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Ordered faults of a method are used up one call each. */
  fault(method: MethodName, ...faults: Fault[]): void {
    this.#faults.set(method, [...(this.#faults.get(method) ?? []), ...faults]);
  }

  /** Asked at every call of a method that has no ordered fault left; null: fair weather again. */
  weather(
    method: MethodName,
    forecast: ((params: Record<string, unknown>) => Fault | undefined) | null,
  ): void {
    if (forecast) this.#weather.set(method, forecast);
    else this.#weather.delete(method);
  }

  /** From now on so many messages a second, and 429 beyond; null: as many as come. */
  allow(allowance: Allowance | null): void {
    this.#limit = allowance && new FloodLimit(allowance);
  }

  // --- people

  /** Text typed by a person in a private chat; the first text also makes the chat known. Returns the update id. */
  say(chat: number, text: string): number {
    return this.receive(chat, { text });
  }

  /** The deep link t.me/<bot>?start=<payload> was followed. */
  start(chat: number, payload = ''): number {
    return this.say(chat, payload === '' ? '/start' : `/start ${payload}`);
  }

  /** A message with any content: `{ photo: [...] }`, `{ sticker: {...} }`. */
  receive(chat: number, content: Record<string, unknown>): number {
    return this.push(chat, { message: { ...this.#frame(chat), ...content } });
  }

  /** Taps a button, found by what it sends or what it says, under the newest message that has it. */
  tap(chat: number, button: string): number {
    const message = this.messages(chat).findLast(({ buttons }) => buttons.some((b) => isButton(b, button)));
    const data = message?.buttons.find((b) => isButton(b, button))?.callback_data;
    if (!message || data === undefined) throw new Error(`no button "${button}" in chat ${chat}`);
    return this.push(chat, {
      callback_query: {
        id: `query-${this.#nextCallback++}`,
        from: { id: chat, is_bot: false, first_name: 'Người dùng' },
        message: { ...this.#frame(chat), message_id: message.message_id, text: message.text },
        chat_instance: '1',
        data,
      },
    });
  }

  /** A raw update for the bot; `updateId` to send one again. */
  push(chat: number, body: Record<string, unknown>, updateId = this.#nextUpdate++): number {
    this.#known(chat);
    const kind = Object.keys(body)[0] ?? '';
    if (this.allowedUpdates === null || this.allowedUpdates.includes(kind)) {
      this.#pending.push({ update_id: updateId, chat, body });
      this.#pushToWebhook();
      this.#changed();
    }
    return updateId;
  }

  block(chat: number): void {
    this.#known(chat).blocked = true;
  }

  messages(chat: number): SentMessage[] {
    return this.#chats.get(chat)?.messages ?? [];
  }

  pendingUpdates(): number[] {
    return this.#pending.map(({ update_id }) => update_id);
  }

  /** Resolves as soon as the condition holds; it is looked at after every event of this server. */
  until(condition: () => boolean, what = 'the awaited event'): Promise<void> {
    return new Promise((resolve, reject) => {
      const watchdog = setTimeout(() => {
        this.#watchers.delete(look);
        reject(
          new Error(`${what} did not happen; calls: ${this.calls.map(({ method }) => method).join(', ')}`),
        );
      }, watchdogMilliseconds);
      const look = (): void => {
        if (!condition()) return;
        clearTimeout(watchdog);
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      look();
    });
  }

  /** The messages of a chat once there are at least `count`. */
  async received(chat: number, count: number): Promise<SentMessage[]> {
    await this.until(() => this.messages(chat).length >= count, `message ${count} in chat ${chat}`);
    return this.messages(chat);
  }

  // --- the wire

  async #serve(request: Request, response: ServerResponse): Promise<void> {
    const [, token, method] = /^\/bot([^/]+)\/(\w+)$/.exec(request.url ?? '') ?? [];
    try {
      if (token !== this.token) throw new ApiError(401, 'Unauthorized');
      if (method === undefined || !(method in methods))
        throw new ApiError(404, 'Not Found: method not found');
      await this.#perform(method as MethodName, await readJson(request), request, response);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      answer(response, error.status, {
        ok: false,
        error_code: error.status,
        description: error.message,
        ...(error.parameters ? { parameters: error.parameters } : {}),
      });
    } finally {
      this.#changed();
    }
  }

  async #perform(
    method: MethodName,
    body: unknown,
    request: Request,
    response: ServerResponse,
  ): Promise<void> {
    this.calls.push({ method, params: body as Record<string, unknown> });
    this.#changed();
    const fault =
      this.#faults.get(method)?.shift() ?? this.#weather.get(method)?.(body as Record<string, unknown>);
    if (failBefore(fault, request, response)) return;
    await untilGivenUp(fault, request);
    if (method === 'sendMessage' && this.distance > 0) await pause(this.distance);

    const parsed = methods[method].safeParse(body);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new ApiError(400, `Bad Request: ${issue ? badRequest(method, issue) : 'invalid'}`);
    }
    const result = await this.#result(method, parsed.data, request);
    if (failAfter(fault, request, response)) return;
    answer(response, 200, { ok: true, result });
  }

  async #result(method: MethodName, params: unknown, request: Request): Promise<unknown> {
    switch (method) {
      case 'getMe':
        return { id: 123456, is_bot: true, first_name: 'Dẫn Bước', username: this.username };
      case 'getUpdates':
        return this.#getUpdates(params as Params<'getUpdates'>, request);
      case 'sendMessage':
        return this.#sendMessage(params as Params<'sendMessage'>);
      case 'editMessageReplyMarkup':
        return this.#editButtons(params as Params<'editMessageReplyMarkup'>);
      case 'answerCallbackQuery':
        return this.#answerCallback(params as Params<'answerCallbackQuery'>);
      case 'setWebhook':
        return this.#setWebhook(params as Params<'setWebhook'>);
      case 'deleteWebhook':
        this.webhook = null;
        if ((params as Params<'deleteWebhook'>).drop_pending_updates) this.#pending = [];
        return true;
      case 'getWebhookInfo':
        return { url: this.webhook?.url ?? '', pending_update_count: this.#pending.length };
      case 'setMyCommands':
        this.commands = (params as Params<'setMyCommands'>).commands;
        return true;
    }
  }

  /** Offset confirms what is below it; a second poller ends the first; waits up to `timeout` seconds for an update. */
  async #getUpdates(params: Params<'getUpdates'>, request: Request): Promise<unknown> {
    if (this.webhook)
      throw new ApiError(409, "Conflict: can't use getUpdates method while webhook is active");
    this.#poller?.cancel(new ApiError(409, 'Conflict: terminated by other getUpdates request'));
    if (params.allowed_updates)
      this.allowedUpdates = params.allowed_updates.length > 0 ? params.allowed_updates : null;
    const offset = params.offset ?? 0;
    if (offset > 0) {
      this.#pending = this.#pending.filter(({ update_id }) => update_id >= offset);
      this.confirmedBelow = Math.max(this.confirmedBelow, offset);
      this.#changed();
    }
    if (this.#pending.length === 0 && params.timeout > 0) await this.#waitForUpdate(params.timeout, request);
    return this.#pending.slice(0, params.limit).map(({ update_id, body }) => ({ update_id, ...body }));
  }

  #waitForUpdate(seconds: number, request: Request): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        clearTimeout(limit);
        // The connection serves the next call as well.
        request.socket.off('close', hungUp);
        this.#watchers.delete(look);
        if (this.#poller === poller) this.#poller = null;
        settle();
      };
      const limit = setTimeout(() => end(resolve), seconds * 1000);
      const look = (): void => {
        if (this.#pending.length > 0) end(resolve);
      };
      const poller = { cancel: (error: ApiError) => end(() => reject(error)) };
      this.#poller = poller;
      this.#watchers.add(look);
      const hungUp = (): void => end(resolve);
      request.socket.once('close', hungUp);
    });
  }

  #sendMessage({ chat_id, text, reply_markup }: Params<'sendMessage'>): unknown {
    const chat = this.#chats.get(chat_id);
    if (!chat) throw new ApiError(400, 'Bad Request: chat not found');
    if (chat.blocked) throw new ApiError(403, 'Forbidden: bot was blocked by the user');
    if (text.trim() === '') throw new ApiError(400, 'Bad Request: message text is empty');
    const wait = this.#limit?.refuses(String(chat_id), performance.now()) ?? 0;
    if (wait > 0) {
      this.refusals += 1;
      throw tooMany(wait);
    }
    const message = {
      message_id: this.#nextMessage++,
      chat: chat_id,
      text,
      buttons: (reply_markup?.inline_keyboard ?? []).flat(),
    };
    chat.messages.push(message);
    this.accepted += 1;
    return { ...this.#frame(chat_id), message_id: message.message_id, text };
  }

  #editButtons({ chat_id, message_id, reply_markup }: Params<'editMessageReplyMarkup'>): unknown {
    const message = this.messages(chat_id).find((sent) => sent.message_id === message_id);
    if (!message) throw new ApiError(400, 'Bad Request: message to edit not found');
    const buttons = (reply_markup?.inline_keyboard ?? []).flat();
    if (JSON.stringify(buttons) === JSON.stringify(message.buttons)) {
      throw new ApiError(400, 'Bad Request: message is not modified');
    }
    message.buttons = buttons;
    return { ...this.#frame(chat_id), message_id, text: message.text };
  }

  #answerCallback({ callback_query_id: id }: Params<'answerCallbackQuery'>): true {
    const asked = Number(/^query-(\d+)$/.exec(id)?.[1] ?? Number.NaN);
    if (!(asked < this.#nextCallback) || this.answered.includes(id)) {
      throw new ApiError(
        400,
        'Bad Request: query is too old and response timeout expired or query ID is invalid',
      );
    }
    this.answered.push(id);
    return true;
  }

  #setWebhook({ url, secret_token, allowed_updates, drop_pending_updates }: Params<'setWebhook'>): true {
    if (allowed_updates) this.allowedUpdates = allowed_updates.length > 0 ? allowed_updates : null;
    if (drop_pending_updates) this.#pending = [];
    this.webhook = { url, secret: secret_token };
    this.#pushToWebhook();
    return true;
  }

  /** One chat at a time in order; what is not answered 2xx comes again. */
  #pushToWebhook(): void {
    const { webhook } = this;
    if (!webhook || this.#closed) return;
    for (const update of this.#pending) {
      if (this.#pushing.has(update.chat)) continue;
      this.#pushing.add(update.chat);
      void this.#deliver(webhook, update).then((done) => {
        if (done) this.#pending = this.#pending.filter((other) => other !== update);
        this.#pushing.delete(update.chat);
        this.#changed();
        if (done) this.#pushToWebhook();
      });
    }
  }

  async #deliver(webhook: Webhook, { update_id, body }: Update): Promise<boolean> {
    for (let attempt = 0; attempt < webhookTries && !this.#closed; attempt += 1) {
      const status = await fetch(webhook.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(webhook.secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': webhook.secret }),
        },
        body: JSON.stringify({ update_id, ...body }),
      }).then(
        (response) => response.status,
        () => 0,
      );
      this.deliveries.push(status);
      this.#changed();
      if (status >= 200 && status < 300) return true;
    }
    return false;
  }

  #known(chat: number): { blocked: boolean; type: string; messages: SentMessage[] } {
    const known = this.#chats.get(chat) ?? {
      blocked: false,
      type: chat < 0 ? 'group' : 'private',
      messages: [],
    };
    this.#chats.set(chat, known);
    return known;
  }

  #frame(chat: number): Record<string, unknown> {
    return {
      message_id: this.#nextMessage++,
      date: 1_790_000_000,
      chat: { id: chat, type: this.#known(chat).type, first_name: 'Người dùng' },
      from: { id: Math.abs(chat), is_bot: false, first_name: 'Người dùng' },
    };
  }

  #changed(): void {
    for (const look of [...this.#watchers]) look();
  }
}

const isButton = (button: { text: string; callback_data: string }, wanted: string): boolean =>
  button.callback_data === wanted || button.text === wanted;
