/**
 * How fast a channel may be sent to: so many messages a second over all chats, evenly, and so many to one chat. Here for one
 * process; `redis-pace.ts` keeps the same pace for several together.
 */
export interface RateLimit {
  /** Messages a second over all chats … */
  perSecond: number;
  /** … of which so many may be made up for at once, after a moment in which none could leave. */
  burst: number;
  /** Messages a second to one chat … */
  perChatPerSecond: number;
  /** … after this many that may follow each other at once (an answer is often two or three bubbles). */
  chatBurst: number;
}

export interface Pace {
  /**
   * Asks for the next place for a message to this chat. A place further away than `ahead` milliseconds is not taken: the
   * caller waits and asks again. So those who look far ahead (answers) pass those who do not (reminders).
   */
  reserve(chat: string, ahead: number): Promise<Place>;
  /** Nothing to anybody for so long: the messenger asked for silence. */
  hold(milliseconds: number): Promise<void>;
}

export interface Place {
  /** Milliseconds until it comes up. */
  wait: number;
  /** False: nothing was reserved, ask again after `wait`. */
  taken: boolean;
  /** Not taken because this chat was written to a moment ago; others may go meanwhile. */
  chatBusy?: true;
}

export const unlimited: RateLimit = {
  perSecond: Number.POSITIVE_INFINITY,
  burst: 0,
  perChatPerSecond: Number.POSITIVE_INFINITY,
  chatBurst: 1,
};

/** About 30 a second overall and 1 a second to a chat are tolerated. */
export const telegramRate: RateLimit = { perSecond: 29.7, burst: 15, perChatPerSecond: 1, chatBurst: 3 };

/** `elapsed`: milliseconds that only go forward. */
export function createPace(limit: RateLimit, elapsed: () => number): Pace {
  const step = 1000 / limit.perSecond;
  const chatStep = 1000 / limit.perChatPerSecond;
  const chats = new Map<string, number>();
  /** The next place. */
  let next = 0;

  return {
    async reserve(chat, ahead) {
      const now = elapsed();
      // Each bucket is the moment at which it would be empty again; a burst may run that far ahead of it.
      const chatNext = chats.get(chat) ?? 0;
      const chatReady = chatNext - chatStep * (limit.chatBurst - 1);
      if (chatReady > now) return { wait: chatReady - now, taken: false, chatBusy: true };
      const wait = Math.max(0, next - now);
      if (wait > ahead) return { wait, taken: false };
      next = Math.max(next, now - step * limit.burst) + step;
      if (chats.size > 10_000) forgetIdle(chats, now);
      if (chatStep > 0) chats.set(chat, Math.max(chatNext, now + wait) + chatStep);
      return { wait, taken: true };
    },
    async hold(milliseconds) {
      next = Math.max(next, elapsed() + milliseconds);
    },
  };
}

function forgetIdle(chats: Map<string, number>, now: number): void {
  for (const [chat, emptyAt] of chats) if (emptyAt <= now) chats.delete(chat);
}
