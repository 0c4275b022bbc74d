/**
 * One message on its way, the same for every queue: wait for its turn under the pace, make sure of the claim, send, write
 * what became of it. Nothing is held open in the database meanwhile.
 *
 * A message is sent at least once: a process that dies between sending and writing leaves a claim that runs out, and the
 * message is sent again. One whose receipt was lost is marked ambiguous and left.
 */
import { setMaxListeners } from 'node:events';
import type { Channel, SendResult } from '../channels/channel.ts';
import { systemTimer } from '../server/timer.ts';
import type { WaitingMessage } from '../store/outbox.ts';
import type { DueMessage } from '../store/outbox-claims.ts';
import { sendingSeconds } from '../store/outbox-turn.ts';
import { createLine, type Line } from './line.ts';
import type { DeliveryOptions, Settled } from './queue.ts';

/** How a queue holds a message before it is sent. */
export interface Held {
  /** Called when its turn has come; null: it is not ours to send (any more). */
  confirm(): Promise<WaitingMessage | null>;
  /** Its turn is too far away, or we are stopping: due again after so many milliseconds. */
  giveBack(milliseconds: number): Promise<void>;
}

export type Outcome =
  /** Done with, or no longer ours. `alone`: nothing waits behind it. */
  | { kind: 'over'; alone?: true }
  /** It waits in the outbox, for so many milliseconds at least. */
  | { kind: 'later'; milliseconds: number };

export interface Delivery {
  /** Never rejects. `ahead`: how far ahead a place is taken, in milliseconds. */
  deliver(due: DueMessage, held: Held, ahead: number): Promise<Outcome>;
  /** Messages claimed by this process a moment ago, chat by chat in their order. Never throws. */
  post(fresh: readonly WaitingMessage[]): void;
  /** A message claimed by this process. */
  claimed(message: WaitingMessage): Held;
  readonly stopping: AbortSignal;
  /** Lets what is under way finish. */
  stop(): Promise<void>;
}

/** Answers take the next place; what was found in the outbox leaves them room. */
export const answersAhead = 5000;
export const othersAhead = 100;
/** Turns further away than this are not waited for inside the process. */
const patience = 5000;
/** Attempts before a message is given up; with the pauses below, about an hour. */
const attemptLimit = 10;
const usualPauses = { first: 5, longest: 600 };
/** While the database is away, what became of a message is kept in mind and written later: else it would be sent again. */
const markTries = 40;
const markTriesAtTheEnd = 5;
const longestMarkPause = 2000;

/** `after` hears of the chats that were posted to and for which more may wait: it may go now. */
export function createDelivery(
  options: DeliveryOptions,
  after: (chat: { channel: string; chat: string }) => void,
): Delivery {
  const { rows, now, paces = {}, timer = systemTimer, random = Math.random } = options;
  const { pauses = usualPauses, onTrouble = () => {}, onSettled = () => {} } = options;
  const channels = new Map(options.channels.map((channel) => [channel.name, channel]));
  const stopping = new AbortController();
  // Every message that waits for its turn listens.
  setMaxListeners(0, stopping.signal);
  const never = new AbortController().signal;
  const underWay = new Set<Promise<unknown>>();
  const lines = new Map<string, Line>();

  function storeTrouble(error: unknown): void {
    onTrouble({ kind: 'store', reason: error instanceof Error ? error.name : 'unknown' });
  }

  async function deliver(due: DueMessage, held: Held, ahead: number): Promise<Outcome> {
    const channel = channels.get(due.channel);
    try {
      const wait = channel ? await turnOf(due, ahead) : 0;
      if (wait > 0 || stopping.signal.aborted) {
        await held.giveBack(wait);
        return { kind: 'later', milliseconds: wait };
      }
      const message = await held.confirm();
      if (!message) return { kind: 'over' };
      if (!channel) return await settle(message, 'dead', () => rows.markDead(message.id, noSuchChannel));
      return await write(message, await send(channel, message));
    } catch (error) {
      // The claim, if there is one, runs out.
      storeTrouble(error);
      return { kind: 'over' };
    }
  }

  /** Resolves with 0 when its turn has come, else with the milliseconds until it may come. */
  async function turnOf({ channel, chat }: DueMessage, ahead: number): Promise<number> {
    const pace = paces[channel];
    if (!pace) return 0;
    // Answers pass those who stand in line.
    const line = ahead === answersAhead ? null : lineOf(channel);
    await line?.enter();
    let waited = 0;
    try {
      while (!stopping.signal.aborted) {
        const { wait, taken, chatBusy } = await pace.reserve(chat, ahead);
        if (waited + wait > patience) return wait;
        // Asked again before the place comes up, so that none is lost.
        const rest = taken || chatBusy ? wait : Math.max(wait - ahead / 2, 1);
        if (chatBusy) line?.leave();
        if (rest > 0) await timer.wait(rest, stopping.signal);
        if (taken) return 0;
        if (chatBusy) await line?.enter();
        waited += rest;
      }
      return 0;
    } finally {
      line?.leave();
    }
  }

  function lineOf(channel: string): Line {
    const line = lines.get(channel) ?? createLine();
    lines.set(channel, line);
    return line;
  }

  async function send(channel: Channel, { chat, message, begun }: WaitingMessage): Promise<SendResult> {
    try {
      return await channel.send(chat, message, begun);
    } catch (error) {
      // An adapter that throws has broken its promise; whether the message left is unknown.
      return { kind: 'ambiguous', reason: `delivery.${error instanceof Error ? error.name : 'unknown'}` };
    }
  }

  async function write(message: WaitingMessage, result: SendResult): Promise<Outcome> {
    const { id, channel } = message;
    if (result.kind === 'sent') {
      let more = true;
      const outcome = await settle(message, 'sent', async (at) => {
        more = await rows.markSent(id, at);
      });
      return more ? outcome : { kind: 'over', alone: true };
    }
    const { reason } = result;
    onTrouble({ kind: result.kind, reason, channel, messageId: id });
    if (result.kind === 'gone') return settle(message, 'gone', (at) => rows.markGone(message, at, reason));
    if (result.kind === 'refused') return settle(message, 'dead', () => rows.markDead(id, reason));
    if (result.kind === 'ambiguous')
      return settle(message, 'ambiguous', () => rows.markAmbiguous(id, reason));

    if (result.everybody) await paces[channel]?.hold(result.afterSeconds * 1000);
    // One with a last moment of its own is tried until then.
    if (message.attempts + 1 >= attemptLimit && message.sendBy === null)
      return settle(message, 'dead', () => rows.markDead(id, reason));
    const backOff = Math.min(pauses.first * 2 ** message.attempts, pauses.longest) * (0.75 + random() / 2);
    const milliseconds = Math.ceil(Math.max(result.afterSeconds, backOff) * 1000);
    const notBefore = later(now(), milliseconds);
    await surely(() => rows.markRetry(message, notBefore, reason, result.begun ?? 0));
    return { kind: 'later', milliseconds };
  }

  async function settle(
    message: WaitingMessage,
    kind: Settled['kind'],
    mark: (at: string) => Promise<void>,
  ): Promise<Outcome> {
    const at = now();
    await surely(() => mark(at));
    const delaySeconds = Math.max(0, (Date.parse(at) - Date.parse(message.dueAt)) / 1000);
    onSettled({ channel: message.channel, kind, delaySeconds });
    return { kind: 'over' };
  }

  /** A database that restarts is waited for. */
  async function surely(mark: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await mark();
      } catch (error) {
        storeTrouble(error);
        if (tries >= (stopping.signal.aborted ? markTriesAtTheEnd : markTries)) throw error;
        await timer.wait(Math.min(100 * 2 ** tries, longestMarkPause), never);
      }
    }
  }

  function claimed(message: WaitingMessage): Held {
    return {
      async confirm() {
        const at = now();
        const left = Date.parse(message.claimedUntil) - Date.parse(at);
        // What may be withdrawn is looked at once more.
        if (message.sendBy === null && left >= sendingSeconds(message.message) * 1000) return message;
        const renewed = await rows.renew(message, at);
        // No longer wanted: free to be withdrawn.
        if (!renewed) await rows.putBack([message], at, 'delivery.not-wanted');
        return renewed;
      },
      giveBack: (milliseconds) => rows.putBack([message], later(now(), milliseconds), 'delivery.waits'),
    };
  }

  /** What became of the last one that was begun. */
  async function inOrder(messages: readonly WaitingMessage[]): Promise<Outcome> {
    let outcome: Outcome = { kind: 'over' };
    for (const [index, message] of messages.entries()) {
      outcome = await deliver(message, claimed(message), answersAhead);
      if (outcome.kind === 'over') continue;
      // The rest does not overtake it.
      await rows.putBack(messages.slice(index + 1), now(), 'delivery.waits');
      break;
    }
    return outcome;
  }

  return {
    deliver,
    claimed,
    stopping: stopping.signal,
    post(fresh) {
      for (const messages of byChat(fresh)) {
        const [first] = messages;
        const sending = inOrder(messages)
          .catch(storeTrouble)
          .then((outcome) => {
            underWay.delete(sending);
            const alone = outcome?.kind === 'over' && outcome.alone;
            if (first && !alone) after(first);
          });
        underWay.add(sending);
      }
    },
    async stop() {
      stopping.abort();
      await Promise.all(underWay);
    },
  };
}

const noSuchChannel = 'delivery.no-such-channel';

function byChat(messages: readonly WaitingMessage[]): WaitingMessage[][] {
  const chats = new Map<string, WaitingMessage[]>();
  for (const message of messages) {
    const chat = `${message.channel} ${message.chat}`;
    chats.set(chat, [...(chats.get(chat) ?? []), message]);
  }
  return [...chats.values()];
}

const later = (instant: string, milliseconds: number): string =>
  new Date(Date.parse(instant) + Math.ceil(milliseconds)).toISOString();
