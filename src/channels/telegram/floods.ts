/**
 * Whom a flood limit is meant for. Telegram does not say whether one chat was written to too fast or all of them together; two
 * chats refused within the same pause mean all.
 */
export interface FloodWatch {
  /** A message to this chat was refused for so many seconds; true: everybody is meant. */
  seen(chat: string, seconds: number): boolean;
}

/** `elapsed`: milliseconds that only go forward. */
export function createFloodWatch(elapsed: () => number): FloodWatch {
  const until = new Map<string, number>();
  return {
    seen(chat, seconds) {
      const now = elapsed();
      for (const [other, end] of until) if (end <= now) until.delete(other);
      until.set(chat, now + seconds * 1000);
      return until.size > 1;
    },
  };
}
