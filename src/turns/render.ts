/** A reply in words: what the outbox keeps and every channel can show. */
import type { OutgoingMessage } from '../channels/channel.ts';
import type { Language, Words } from '../words/say.ts';
import type { Reply } from '../words/text.ts';

export function render(reply: Reply, words: Words, language: Language): OutgoingMessage {
  return {
    text: reply.lines.map((line) => words.say(line, language)).join('\n'),
    choices: (reply.choices ?? []).map((choice) => ({
      id: choice.id,
      label: words.say(choice.label, language),
    })),
  };
}
