/**
 * A conversation that was under way as far as the person can see, and of which nothing is known any more: the store of
 * sessions was emptied, or it rested for too long.
 */
import type { IncomingMessage } from '../channels/channel.ts';
import { readButton } from '../conversation/buttons.ts';
import type { Incoming, Session } from '../conversation/machine-types.ts';
import type { Tx } from '../store/database.ts';
import { answerBefore } from '../store/last-answer.ts';
import type { Reply } from '../words/text.ts';
import { isFresh } from './fresh.ts';

/** What to say of it, without choices; null when nothing was lost. */
export async function lostConversation(
  tx: Tx,
  message: IncomingMessage,
  session: Session,
): Promise<Reply | null> {
  if (!isFresh(session)) return null;
  const shown = await answerBefore(tx, message);
  const asked = shown.some(({ id }) => readButton(id).kind === 'press');
  return asked ? { lines: [{ key: 'common.conversationLost' }] } : null;
}

/** A tapped option of a question, which means nothing without its conversation. */
export const isAnswer = (incoming: Incoming): boolean =>
  incoming.kind === 'button' && readButton(incoming.id).kind === 'press';
