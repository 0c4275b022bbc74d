/**
 * Outside a conversation, what is typed may stand for a choice of the last message: its number or its words. Inside one, the
 * machine knows its own options.
 */

import type { OutgoingMessage } from '../channels/channel.ts';
import { choiceByNumber } from '../channels/numbered.ts';
import type { Incoming } from '../conversation/machine-types.ts';
import { fold } from '../conversation/read/fold.ts';

export function typedChoice(choices: OutgoingMessage['choices'], incoming: Incoming): Incoming {
  if (incoming.kind !== 'text') return incoming;
  const typed = fold(incoming.text);
  const choice = choiceByNumber(choices, incoming.text) ?? choices.find((one) => fold(one.label) === typed);
  return choice ? { kind: 'button', id: choice.id } : incoming;
}
