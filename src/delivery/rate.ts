/**
 * How fast a channel may be sent to: a bucket for the whole channel and one for each chat. Pure but for the elapsed time
 * passed in.
 */
export interface RateLimit {
  /** Messages a second over all chats. */
  perSecond: number;
  /** Messages a second to one chat … */
  perChatPerSecond: number;
  /** … after this many that may follow each other at once (an answer is often two or three bubbles). */
  chatBurst: number;
}

export const unlimited: RateLimit = {
  perSecond: Number.POSITIVE_INFINITY,
  perChatPerSecond: Number.POSITIVE_INFINITY,
  chatBurst: 1,
};

/** About 30 a second overall and 1 a second to a chat are tolerated; 25 leaves room for answers to taps. */
export const telegramRate: RateLimit = { perSecond: 25, perChatPerSecond: 1, chatBurst: 3 };

export interface Pace {
  /** Takes a place in the queue; returns how many milliseconds from `elapsed` it comes up. */
  reserve(chat: string, elapsed: number): number;
}

export function createPace(limit: RateLimit): Pace {
  const step = 1000 / limit.perSecond;
  const chatStep = 1000 / limit.perChatPerSecond;
  const chats = new Map<string, number>();
  let next = 0;

  return {
    reserve(chat, elapsed) {
      // Each bucket is the moment at which it would be empty again; a burst may run that far ahead of it.
      const chatNext = chats.get(chat) ?? 0;
      const chatReady = chatNext - chatStep * (limit.chatBurst - 1);
      const at = Math.max(elapsed, next, chatReady);
      next = at + step;
      if (chatStep > 0) {
        chats.set(chat, Math.max(chatNext, at) + chatStep);
        if (chats.size > 10_000) forgetIdle(chats, elapsed);
      }
      return at - elapsed;
    },
  };
}

function forgetIdle(chats: Map<string, number>, elapsed: number): void {
  for (const [chat, emptyAt] of chats) if (emptyAt <= elapsed) chats.delete(chat);
}
