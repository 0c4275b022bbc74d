/** The channels of this process. One that only works sends through them and never starts them. */
import type { Logger } from 'pino';
import type { Channel } from '../channels/channel.ts';
import type { TelegramChannel } from '../channels/telegram/telegram-channel.ts';
import { createWebChannel } from '../channels/web/web-channel.ts';
import type { Config } from '../config.ts';
import type { Webhook } from '../server/app.ts';
import type { EventHub } from '../server/events.ts';

export interface Messengers {
  channels: Channel[];
  webhooks: Webhook[];
}

const telegramPath = '/telegram';

export async function openMessengers(config: Config, events: EventHub, log: Logger): Promise<Messengers> {
  const telegram = await openTelegram(config, log);
  return {
    channels: [...(config.demo ? [createWebChannel(events)] : []), ...(telegram ? [telegram.channel] : [])],
    webhooks: telegram?.webhooks ?? [],
  };
}

/** Its libraries are loaded only where it is used. */
async function openTelegram(
  { telegram }: Config,
  log: Logger,
): Promise<{ channel: TelegramChannel; webhooks: Webhook[] } | null> {
  if (telegram.mode === 'off') return null;
  const { createTelegramChannel, telegramSecretHeader } = await import(
    '../channels/telegram/telegram-channel.ts'
  );
  const webhook =
    telegram.mode === 'webhook'
      ? { url: `${telegram.publicUrl.replace(/\/$/, '')}${telegramPath}`, secret: telegram.secret }
      : null;
  const channel = createTelegramChannel({
    token: telegram.token,
    apiRoot: telegram.apiRoot,
    ...(webhook ? { webhook } : {}),
    onTrouble: (code) => {
      // Two processes that poll with one token take each other's updates away.
      if (code.startsWith('telegram.409')) log.error({ code: 'telegram.polled-elsewhere' }, 'telegram');
      else log.warn({ code }, 'telegram');
    },
  });
  const called: Webhook = {
    path: telegramPath,
    secretHeader: telegramSecretHeader,
    receive: (secret, body) => channel.receive(secret, body),
  };
  return { channel, webhooks: webhook ? [called] : [] };
}
