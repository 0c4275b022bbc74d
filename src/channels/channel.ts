/**
 * The port every messenger implements. A channel knows nothing of the procedure; it turns its own wire format into
 * `IncomingMessage` and a rendered `OutgoingMessage` into its own wire format.
 */
export interface IncomingMessage {
  channel: string;
  /** The chat as the messenger names it. */
  chat: string;
  /** Unique per update of this channel: the same key is handled once. */
  updateKey: string;
  body:
    | { kind: 'text'; text: string }
    | { kind: 'button'; id: string }
    | { kind: 'media'; media: string }
    /** First contact, with the payload of a deep link if any. */
    | { kind: 'start'; payload: string };
}

export interface OutgoingMessage {
  text: string;
  choices: { id: string; label: string }[];
}

export type SendResult =
  | { kind: 'sent'; messageId?: string }
  /**
   * Try again, not before `afterSeconds`. `everybody`: the messenger wants silence towards all chats meanwhile. `begun`: so
   * many parts of it have arrived and are not sent again.
   */
  | { kind: 'retry'; afterSeconds: number; reason: string; everybody?: boolean; begun?: number }
  /** The chat can never be reached again (blocked, unknown). */
  | { kind: 'gone'; reason: string }
  /** It may or may not have arrived. */
  | { kind: 'ambiguous'; reason: string }
  | { kind: 'refused'; reason: string };

export interface ChannelTraits {
  /** Messages are counted (a monthly quota): what belongs together is sent as one. */
  readonly oneMessage: boolean;
}

export interface Channel {
  readonly name: string;
  readonly traits: ChannelTraits;
  /** Begins to receive; each message is given to `handle` and acknowledged only after it returned. */
  start(handle: (message: IncomingMessage) => Promise<void>): Promise<void>;
  /** `begun`: parts of a long message that arrived in an earlier attempt. */
  send(chat: string, message: OutgoingMessage, begun?: number): Promise<SendResult>;
  stop(): Promise<void>;
}
