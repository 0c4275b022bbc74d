/** The flood limit of the fake messenger: buckets that fill evenly, one for everybody and one for each chat. */
export interface Allowance {
  perSecond: number;
  /** Messages that may come at once after silence; one second's worth unless said. */
  burst?: number;
  perChat?: { perSecond: number; burst: number };
}

interface Bucket {
  full: number;
  at: number;
}

export class FloodLimit {
  readonly #allowance: Allowance;
  readonly #buckets = new Map<string, Bucket>();

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  /** Seconds to wait, rounded up as the messenger does, or 0: it may come in. `now` in milliseconds. */
  refuses(chat: string, now: number): number {
    const { perSecond, burst = perSecond, perChat } = this.#allowance;
    const everybody = this.#bucket('', perSecond, burst, now);
    const own = perChat ? this.#bucket(chat, perChat.perSecond, perChat.burst, now) : null;
    const missing = Math.max(
      (1 - everybody.full) / perSecond,
      own && perChat ? (1 - own.full) / perChat.perSecond : 0,
    );
    if (missing > 0) return Math.ceil(missing);
    everybody.full -= 1;
    if (own) own.full -= 1;
    return 0;
  }

  #bucket(name: string, perSecond: number, burst: number, now: number): Bucket {
    const bucket = this.#buckets.get(name) ?? { full: burst, at: now };
    bucket.full = Math.min(burst, bucket.full + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    this.#buckets.set(name, bucket);
    return bucket;
  }
}
