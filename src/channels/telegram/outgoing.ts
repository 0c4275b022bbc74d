/** An `OutgoingMessage` as the Telegram messages that carry it: numbered text, cut to size, buttons under the last piece. */
import type { InlineKeyboardButton } from 'grammy/types';
import type { OutgoingMessage } from '../channel.ts';
import { numberedText } from '../numbered.ts';
import { splitText } from './split.ts';

/** UTF-16 units of one message. */
export const textLimit = 4096;
/** Bytes of what a button sends back. */
export const callbackLimit = 64;
/** Buttons under one message; beyond them the number can still be typed. */
const buttonLimit = 100;

export interface TelegramPart {
  text: string;
  /** One button a row; empty when there is nothing to tap. */
  keyboard: InlineKeyboardButton.CallbackButton[][];
}

/** At least one part, unless there is nothing to say at all. */
export function renderParts(message: OutgoingMessage): TelegramPart[] {
  const pieces = splitText(numberedText(message), textLimit);
  const keyboard = message.choices
    .filter(
      ({ id, label }) => id !== '' && label.trim() !== '' && Buffer.byteLength(id, 'utf8') <= callbackLimit,
    )
    .slice(0, buttonLimit)
    .map(({ id, label }) => [{ text: label, callback_data: id }]);
  return pieces.map((text, index) => ({ text, keyboard: index === pieces.length - 1 ? keyboard : [] }));
}
