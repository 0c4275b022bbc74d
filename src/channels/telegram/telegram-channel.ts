/** The Telegram channel: long polling or webhook in, messages out. grammY is used for its typed calls only. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { Api, type ApiClientOptions } from 'grammy';
import { systemTimer, type Timer } from '../../server/timer.ts';
import type { Channel, IncomingMessage, OutgoingMessage, SendResult } from '../channel.ts';
import { createAgent } from './connection.ts';
import { failureCode, isFlood, isTokenRefused, toSendResult } from './failures.ts';
import { createFloodWatch } from './floods.ts';
import { allowedUpdates, readUpdate } from './incoming.ts';
import { renderParts, type TelegramPart } from './outgoing.ts';
import { poll } from './poll.ts';

export interface TelegramOptions {
  token: string;
  apiRoot: string;
  /** Without it, long polling. `url` is the full public address that calls `receive`. */
  webhook?: { url: string; secret: string };
  /** Shown in Telegram's menu of commands. */
  commands?: { command: string; description: string }[];
  /** Hears of trouble by a short code without personal data or secrets. */
  onTrouble?: (code: string) => void;
  timer?: Timer;
  /** After so many seconds without an answer a message counts as ambiguous. */
  sendSeconds?: number;
  /** How long one call for updates waits on Telegram's side. */
  pollSeconds?: number;
}

export interface TelegramChannel extends Channel {
  readonly name: 'telegram';
  /** The bot's user name for deep links, once Telegram has told it. */
  username(): string | null;
  /**
   * One call of the webhook; gives the HTTP status to answer: 401 wrong secret, 400 no update, 500 not handled (Telegram
   * brings it again), 200 handled or none of our business.
   */
  receive(secret: string | undefined, body: string): Promise<200 | 400 | 401 | 500>;
}

/** Carries the webhook's secret. */
export const telegramSecretHeader = 'X-Telegram-Bot-Api-Secret-Token';

/** Telegram does not accept the token. */
export class TokenRefused extends Error {
  readonly code = 'telegram-token-refused';
  constructor() {
    super('Telegram refuses the bot token');
    this.name = 'TokenRefused';
  }
}

export function createTelegramChannel(options: TelegramOptions): TelegramChannel {
  const { token, webhook, commands = [], timer = systemTimer, sendSeconds = 15, pollSeconds = 30 } = options;
  const apiRoot = options.apiRoot.replace(/\/+$/, '');
  const client: ApiClientOptions = {
    apiRoot,
    baseFetchConfig: { compress: true, agent: createAgent(apiRoot) },
  };
  const api = new Api(token, { ...client, timeoutSeconds: sendSeconds });
  const poller = new Api(token, { ...client, timeoutSeconds: pollSeconds + 15 });
  const trouble = (error: unknown): void => options.onTrouble?.(failureCode(error));

  let handle: ((message: IncomingMessage) => Promise<void>) | null = null;
  let username: string | null = null;
  let stopping = new AbortController();
  let receiving: Promise<void> = Promise.resolve();
  const floods = createFloodWatch(timer.elapsed);

  async function introduce(): Promise<void> {
    if (webhook) {
      await api.setWebhook(webhook.url, { secret_token: webhook.secret, allowed_updates: allowedUpdates });
    } else {
      await api.deleteWebhook();
    }
    if (commands.length > 0) await api.setMyCommands(commands);
    username = (await api.getMe()).username;
  }

  /** Milliseconds to wait after a failed call; null when Telegram does not know us any more. */
  function pauseAfter(error: unknown): number | null {
    if (isTokenRefused(error)) return null;
    const result = toSendResult(error);
    return result.kind === 'retry' ? result.afterSeconds * 1000 : 5000;
  }

  async function receiveUntilStopped(introduced: boolean, signal: AbortSignal): Promise<void> {
    for (let known = introduced; !known && !signal.aborted; ) {
      try {
        await introduce();
        known = true;
      } catch (error) {
        trouble(error);
        const pause = pauseAfter(error);
        if (pause === null) return;
        await timer.wait(pause, signal);
      }
    }
    if (webhook || signal.aborted) return;
    await poll({
      source: {
        fetch: (offset, abort) =>
          poller.getUpdates(
            { offset, timeout: pollSeconds, allowed_updates: allowedUpdates },
            grammySignal(abort),
          ),
        confirm: async (offset) => void (await api.getUpdates({ offset, limit: 1, timeout: 0 })),
      },
      handle: async (update) => void (await take(update)),
      timer,
      signal,
      pauseAfter,
      onTrouble: trouble,
    });
  }

  /** Hands one update on; resolves when it was handled. False: it is no update. */
  async function take(raw: unknown): Promise<boolean> {
    const update = readUpdate(raw);
    if (!update) return false;
    const answered =
      update.callbackId === null ? null : api.answerCallbackQuery(update.callbackId).catch(() => null);
    if (update.message && handle) await handle(update.message);
    await answered;
    return true;
  }

  async function sendPart(chat: string, { text, keyboard }: TelegramPart): Promise<number> {
    const sent = await api.sendMessage(chat, text, {
      link_preview_options: { is_disabled: true },
      ...(keyboard.length > 0 ? { reply_markup: { inline_keyboard: keyboard } } : {}),
    });
    return sent.message_id;
  }

  return {
    name: 'telegram',
    traits: { oneMessage: false },
    username: () => username,

    /** Resolves when Telegram knows us, or could not be reached and is tried again in the background. */
    async start(handler) {
      handle = handler;
      stopping = new AbortController();
      let introduced = false;
      try {
        await introduce();
        introduced = true;
      } catch (error) {
        if (isTokenRefused(error)) throw new TokenRefused();
        trouble(error);
      }
      receiving = receiveUntilStopped(introduced, stopping.signal).catch(trouble);
    },

    async send(chat: string, message: OutgoingMessage, begun = 0): Promise<SendResult> {
      const parts = renderParts(message);
      if (parts.length === 0) return { kind: 'refused', reason: 'telegram.nothing-to-say' };
      let messageId = '';
      for (const [index, part] of parts.entries()) {
        if (index < begun) continue;
        try {
          messageId = String(await sendPart(chat, part));
        } catch (error) {
          const failure = toSendResult(error);
          if (failure.kind !== 'retry') return failure;
          const everybody = isFlood(error) && floods.seen(chat, failure.afterSeconds);
          return { ...failure, ...(index > 0 ? { begun: index } : {}), ...(everybody ? { everybody } : {}) };
        }
      }
      return { kind: 'sent', messageId };
    },

    async stop() {
      stopping.abort();
      await receiving;
    },

    async receive(secret, body) {
      if (!webhook || !sameSecret(secret ?? '', webhook.secret)) return 401;
      let raw: unknown;
      try {
        raw = JSON.parse(body);
      } catch {
        return 400;
      }
      try {
        return (await take(raw)) ? 200 : 400;
      } catch (error) {
        trouble(error);
        return 500;
      }
    },
  };
}

/** Hashed first: equal lengths, and the time taken says nothing of where they differ. */
function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

type GrammySignal = NonNullable<Parameters<Api['getUpdates']>[1]>;

/** grammY types its signals after a polyfill; at run time it takes the platform's own. */
const grammySignal = (signal: AbortSignal): GrammySignal => signal as unknown as GrammySignal;
