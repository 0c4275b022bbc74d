/**
 * Names of keys. Sessions lie where telegraf-session-redis puts them, `<from id>:<chat id>`, which in a private chat is the
 * same id twice; other channels put their name in front. Locks and marks have names no session has.
 */
import type { TurnOf } from '../conversation/session-store.ts';

export interface ChatKeys {
  session: string;
  lock: string;
  /** "0": work on this update began; "1": it is done. */
  seen: string;
}

export function keysOf({ channel, chat, updateKey }: Omit<TurnOf, 'now'>, prefix: string): ChatKeys {
  const session = `${channel === 'telegram' ? '' : `${channel}:`}${chat}:${chat}`;
  return {
    session: `${prefix}${session}`,
    lock: `${prefix}lock:${session}`,
    seen: `${prefix}seen:${channel}:${updateKey}`,
  };
}
