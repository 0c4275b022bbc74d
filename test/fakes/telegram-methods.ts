/** The Bot API methods the fake server knows, with every parameter they take. What is not listed is refused. */
import { z } from 'zod';

const utf16 = (min: number, max: number) => z.string().min(min).max(max);
const bytes = (max: number) =>
  z
    .string()
    .min(1)
    .refine((value) => Buffer.byteLength(value, 'utf8') <= max, 'BUTTON_DATA_INVALID');

const chatId = z.union([z.number().int(), z.string().regex(/^-?\d+$/)]).transform(Number);
const updateTypes = z.array(
  z.enum(['message', 'edited_message', 'channel_post', 'callback_query', 'my_chat_member']),
);
const inlineKeyboard = z.strictObject({
  inline_keyboard: z
    .array(z.array(z.strictObject({ text: utf16(1, 256), callback_data: bytes(64) })).min(1))
    .max(100),
});

export const methods = {
  getMe: z.strictObject({}),
  getUpdates: z.strictObject({
    offset: z.number().int().optional(),
    limit: z.number().int().min(1).max(100).default(100),
    timeout: z.number().int().min(0).max(50).default(0),
    allowed_updates: updateTypes.optional(),
  }),
  sendMessage: z.strictObject({
    chat_id: chatId,
    text: utf16(1, 4096),
    reply_markup: inlineKeyboard.optional(),
    link_preview_options: z.strictObject({ is_disabled: z.boolean() }).optional(),
    disable_notification: z.boolean().optional(),
  }),
  editMessageReplyMarkup: z.strictObject({
    chat_id: chatId,
    message_id: z.number().int(),
    reply_markup: inlineKeyboard.optional(),
  }),
  answerCallbackQuery: z.strictObject({
    callback_query_id: z.string(),
    text: utf16(0, 200).optional(),
    show_alert: z.boolean().optional(),
  }),
  setWebhook: z.strictObject({
    url: z.url(),
    secret_token: z
      .string()
      .regex(/^[\w-]{1,256}$/)
      .optional(),
    allowed_updates: updateTypes.optional(),
    max_connections: z.number().int().min(1).max(100).optional(),
    drop_pending_updates: z.boolean().optional(),
  }),
  deleteWebhook: z.strictObject({ drop_pending_updates: z.boolean().optional() }),
  getWebhookInfo: z.strictObject({}),
  setMyCommands: z.strictObject({
    commands: z
      .array(z.strictObject({ command: z.string().regex(/^[a-z0-9_]{1,32}$/), description: utf16(1, 256) }))
      .max(100),
    language_code: z.string().optional(),
  }),
} as const;

export type MethodName = keyof typeof methods;
export type Params<M extends MethodName> = z.output<(typeof methods)[M]>;

/** "Bad Request: …" as the real server words the common ones. */
export function badRequest(
  method: MethodName,
  issue: { path: PropertyKey[]; code?: string; message: string },
): string {
  const field = String(issue.path.at(-1) ?? '');
  if (method === 'sendMessage' && field === 'text') {
    return issue.code === 'too_big' ? 'message is too long' : 'message text is empty';
  }
  return field === 'callback_data' ? 'BUTTON_DATA_INVALID' : `${field} ${issue.message}`;
}
