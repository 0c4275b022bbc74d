/**
 * What a failed call to Telegram means for the message. Reasons are short codes: the error objects of the transport carry
 * the address with the bot's token in it and go no further than this file.
 */
import { GrammyError, HttpError } from 'grammy';
import type { SendResult } from '../channel.ts';

type Failure = Exclude<SendResult, { kind: 'sent' }>;

const serverPause = 5;
const networkPause = 10;
/** A revoked token is mended by a person, not by haste. */
const tokenPause = 300;

/** The connection was never made, so nothing can have arrived. */
const beforeSending = new Set([
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

export function toSendResult(error: unknown): Failure {
  if (error instanceof GrammyError) return fromAnswer(error);
  const code = failureCode(error);
  // A gateway that answers with a page instead of JSON did not hand the message on.
  if (code === 'telegram.invalid-json') return { kind: 'retry', afterSeconds: serverPause, reason: code };
  return beforeSending.has(code.replace('telegram.', ''))
    ? { kind: 'retry', afterSeconds: networkPause, reason: code }
    : { kind: 'ambiguous', reason: code };
}

function fromAnswer(error: GrammyError): Failure {
  const reason = failureCode(error);
  const { error_code: status, description } = error;
  if (status === 429)
    return { kind: 'retry', afterSeconds: error.parameters.retry_after ?? serverPause, reason };
  if (status === 403) return { kind: 'gone', reason };
  if (status === 400 && /chat not found|chat_id is empty|PEER_ID_INVALID|user not found/i.test(description)) {
    return { kind: 'gone', reason };
  }
  if (status === 401 || status === 404) return { kind: 'retry', afterSeconds: tokenPause, reason };
  if (status >= 500) return { kind: 'retry', afterSeconds: serverPause, reason };
  return { kind: 'refused', reason };
}

/** "telegram.403 Forbidden: bot was blocked by the user", "telegram.ECONNREFUSED": for the log, free of secrets. */
export function failureCode(error: unknown): string {
  if (error instanceof GrammyError) return `telegram.${error.error_code} ${error.description.slice(0, 120)}`;
  const cause = error instanceof HttpError ? error.error : error;
  const { code, type, name } = (typeof cause === 'object' && cause !== null ? cause : {}) as Record<
    string,
    unknown
  >;
  if (typeof code === 'string') return `telegram.${code}`;
  if (typeof type === 'string') return `telegram.${type}`;
  return `telegram.${error instanceof HttpError ? 'timeout' : typeof name === 'string' ? name : 'unknown'}`;
}

/** Too many messages, in this chat or in all. */
export const isFlood = (error: unknown): boolean => error instanceof GrammyError && error.error_code === 429;

/** The messenger knows us and will not have us: a wrong token. */
export const isTokenRefused = (error: unknown): boolean =>
  error instanceof GrammyError && (error.error_code === 401 || error.error_code === 404);
