/** One incoming message from any channel, handled once, in one transaction. */
import type { Menu } from '../answers/menu-data.ts';
import type { IncomingMessage } from '../channels/channel.ts';
import type { Session } from '../conversation/machine-types.ts';
import type { Tx } from '../store/database.ts';
import { isClash, isHopeless, isTransient } from '../store/errors.ts';
import { answerKey } from '../store/last-answer.ts';
import { enqueueClaimed, type WaitingMessage } from '../store/outbox.ts';
import type { TurnServices } from './context.ts';
import { freshSession, isFresh } from './fresh.ts';
import { render } from './render.ts';
import { type Said, speak } from './speak.ts';

export interface TurnRunner {
  /**
   * Resolves when the message was handled and its replies are in the outbox. Rejects while a store is away or in the way:
   * nothing is said of it, the messenger brings the message again.
   */
  receive(message: IncomingMessage): Promise<void>;
}

type Services = TurnServices & { menu: Menu };
type Work = (session: Session, tx: Tx, now: string) => Promise<Said>;

/** Tries at a turn whose transaction met another's; who loses twice in a row is let through the third time as a rule. */
const clashTries = 4;

export function createTurnRunner(services: Services): TurnRunner {
  return {
    async receive(message) {
      const fresh = await handle(services, message);
      if (fresh.length > 0) services.post(fresh);
    },
  };
}

async function handle(services: Services, message: IncomingMessage): Promise<readonly WaitingMessage[]> {
  try {
    return await turn(services, message, (session, tx, now) => speak(services, message, session, tx, now));
  } catch (error) {
    if (isTransient(error)) throw error;
    services.onFailure(error);
  }
  try {
    // The work was rolled back and the old session stands; the person is told, and the update is not tried for ever.
    return await turn(services, message, async (session) => apology(session));
  } catch (error) {
    if (!isHopeless(error)) throw error;
    // Brought again it would only keep everybody behind it waiting.
    services.onFailure(error);
    return [];
  }
}

const apology = (session: Session): Said => ({
  session,
  replies: [{ lines: [{ key: 'common.failed' }] }],
  language: 'vi',
});

async function turn(
  services: Services,
  message: IncomingMessage,
  work: Work,
): Promise<readonly WaitingMessage[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(services, message, work);
    } catch (error) {
      if (!isClash(error) || attempt === clashTries) throw error;
    }
  }
}

/** What was written, claimed by this process; nothing for an update that was handled before. */
async function once(
  services: Services,
  message: IncomingMessage,
  work: Work,
): Promise<readonly WaitingMessage[]> {
  const { channel, chat, updateKey } = message;
  const now = services.clock.now();
  const outcome = await services.sessions.turn({ channel, chat, updateKey, now }, async (stored, tx) => {
    const {
      session,
      replies,
      language,
      recorded = false,
      waiting,
    } = await work(isFresh(stored) ? freshSession(message) : stored, tx, now);
    const fresh = await enqueueClaimed(
      tx,
      replies.map((reply, index) => ({
        channel,
        chat,
        message: render(reply, services.words, language),
        dedupKey: `${answerKey(message)}${index}`,
        now,
      })),
      waiting === false,
    );
    return { session: { ...session, lastAt: now }, result: fresh, recorded };
  });
  return outcome.kind === 'done' ? outcome.result : [];
}
