/**
 * A Telegram update read as an `IncomingMessage`. Only private chats with people are served; edited messages, groups and
 * channels are passed over in silence. Nothing of a picture or file is kept but its kind.
 */
import { z } from 'zod';
import type { IncomingMessage } from '../channel.ts';

/** Asked of Telegram at every start; what is not listed is never sent to us. */
export const allowedUpdates = ['message', 'callback_query'] as const;

const privateChat = z.object({ id: z.number().int(), type: z.literal('private') });
const person = z.object({ is_bot: z.boolean() });

const textMessage = z.object({ chat: privateChat, from: person.optional(), text: z.string() });
const anyMessage = z.looseObject({ chat: privateChat, from: person.optional() });
const callback = z.object({
  id: z.string().min(1),
  from: person,
  data: z.string().optional(),
  message: z.object({ chat: privateChat }).optional(),
});
const updateShape = z.looseObject({
  update_id: z.number().int().nonnegative(),
  message: z.unknown().optional(),
  callback_query: z.unknown().optional(),
});

/** A deep link carries no more. */
const payloadLimit = 64;

const mediaKinds = [
  'photo',
  'voice',
  'document',
  'sticker',
  'contact',
  'location',
  'video',
  'video_note',
  'audio',
  'animation',
  'venue',
  'poll',
  'dice',
  'story',
] as const;

export interface ReadUpdate {
  updateId: number;
  /** Null: an update that is none of our business. */
  message: IncomingMessage | null;
  /** A tapped button must be answered, or it spins on the person's screen. */
  callbackId: string | null;
}

/** Null when it is no update at all. Never throws. */
export function readUpdate(raw: unknown): ReadUpdate | null {
  const update = updateShape.safeParse(raw);
  if (!update.success) return null;
  const { update_id: updateId, message, callback_query: query } = update.data;
  const read = query === undefined ? readMessage(message) : readCallback(query);
  const incoming = (chat: number, body: IncomingMessage['body']): IncomingMessage => ({
    channel: 'telegram',
    chat: String(chat),
    updateKey: String(updateId),
    body,
  });
  return {
    updateId,
    message: read?.body ? incoming(read.chat, read.body) : null,
    callbackId: read?.callbackId ?? null,
  };
}

interface Read {
  chat: number;
  body: IncomingMessage['body'] | null;
  callbackId?: string;
}

function readMessage(raw: unknown): Read | null {
  const any = anyMessage.safeParse(raw);
  if (!any.success || any.data.from?.is_bot === true) return null;
  const chat = any.data.chat.id;
  const text = textMessage.safeParse(raw);
  if (text.success) return { chat, body: readText(text.data.text) };
  const media = mediaKinds.find((kind) => any.data[kind] !== undefined);
  return { chat, body: media === undefined ? null : { kind: 'media', media } };
}

function readText(text: string): IncomingMessage['body'] {
  const start = /^\/start(?:@\w+)?(?:\s+(.*))?$/s.exec(text);
  return start
    ? { kind: 'start', payload: (start[1] ?? '').trim().slice(0, payloadLimit) }
    : { kind: 'text', text };
}

function readCallback(raw: unknown): Read | null {
  const query = callback.safeParse(raw);
  if (!query.success || query.data.message === undefined) return null;
  const { id, data, message } = query.data;
  return {
    chat: message.chat.id,
    body: data === undefined ? null : { kind: 'button', id: data },
    callbackId: id,
  };
}
