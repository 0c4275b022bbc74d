/** What a message is answered with: a stranger is let in by a code, a known person is greeted, or the conversation goes on. */
import { menu } from '../answers/answer.ts';
import type { AnswerContext } from '../answers/context.ts';
import type { Menu } from '../answers/menu-data.ts';
import type { IncomingMessage } from '../channels/channel.ts';
import type { Session } from '../conversation/machine-types.ts';
import { loadActor } from '../people/actor.ts';
import { redeemInvitation } from '../people/link.ts';
import type { Actor } from '../people/roles.ts';
import { type Speaker, whoSpeaks } from '../store/actors.ts';
import type { Tx } from '../store/database.ts';
import { getPerson } from '../store/people.ts';
import type { Language } from '../words/say.ts';
import type { Reply } from '../words/text.ts';
import type { TurnServices } from './context.ts';
import { type Conversed, converse } from './converse.ts';
import { freshRun, freshSession } from './fresh.ts';
import { isAnswer, lostConversation } from './lost-conversation.ts';
import { typedChoice } from './typed-choice.ts';

export interface Said extends Conversed {
  language: Language;
  /** Whether something written to this chat before has not left yet; without it, nobody asked. */
  waiting?: boolean;
}

export async function speak(
  services: TurnServices & { menu: Menu },
  message: IncomingMessage,
  session: Session,
  tx: Tx,
  now: string,
): Promise<Said> {
  const { waiting, ...speaker } = await whoSpeaks(tx, message);
  return { ...(await answer(services, message, session, tx, now, speaker)), waiting };
}

async function answer(
  services: TurnServices & { menu: Menu },
  message: IncomingMessage,
  session: Session,
  tx: Tx,
  now: string,
  { actor, choices }: Omit<Speaker, 'waiting'>,
): Promise<Said> {
  const code = codeIn(message.body);
  if (!actor || (message.body.kind === 'start' && code !== ''))
    return enter(services, message, session, tx, now, code);

  const ctx = contextOf(services, actor, now);
  if (message.body.kind === 'start') return greet(ctx, session);
  const incoming = session.threads.length > 0 ? message.body : typedChoice(choices, message.body);
  const lost = await lostConversation(tx, message, session);
  if (lost) services.onSessionLost?.();
  if (lost && isAnswer(incoming)) {
    const { lines, choices = [] } = menu(ctx);
    return { session, replies: [{ lines: [...lost.lines, ...lines], choices }], language: actor.language };
  }
  const said = await converse(
    tx,
    {
      ...ctx,
      flows: services.flows,
      words: services.words,
      reminders: services.reminders,
      freshRun: freshRun(message),
    },
    session,
    incoming,
  );
  // A change of language speaks at once in the new one.
  const after = said.recorded ? await getPerson(tx, actor.personId) : null;
  const replies = lost ? [lost, ...said.replies] : said.replies;
  return { ...said, replies, language: after?.language ?? actor.language };
}

/** A chat nobody is known by, or a link with an invitation: only a code opens the door. */
async function enter(
  services: TurnServices & { menu: Menu },
  message: IncomingMessage,
  session: Session,
  tx: Tx,
  now: string,
  code: string,
): Promise<Said> {
  if (code === '')
    return { session, replies: [{ lines: [{ key: 'common.welcomeStranger' }] }], language: 'vi' };
  const redeemed = await redeemInvitation(tx, { channel: message.channel, chat: message.chat, code, now });
  if (!redeemed.ok)
    return { session, replies: [{ lines: [{ key: `errors.${redeemed.code}` }] }], language: 'vi' };
  const actor = await loadActor(tx, redeemed.personId);
  if (!actor) throw new Error('an invitation names nobody');
  return { ...greet(contextOf(services, actor, now), freshSession(message)), recorded: true };
}

/** A conversation under way is kept: it goes on with the next message. */
function greet(ctx: AnswerContext, session: Session): Said {
  const greeting: Reply = { lines: [{ key: 'common.greeting', params: { name: ctx.actor.name } }] };
  return { session, replies: [greeting, menu(ctx)], language: ctx.language };
}

function contextOf(services: TurnServices & { menu: Menu }, actor: Actor, now: string): AnswerContext {
  return {
    actor,
    today: services.clock.today(),
    now,
    language: actor.language,
    catalog: services.catalog,
    calendar: services.calendar,
    menu: services.menu,
  };
}

/** The code of a link, or what is typed like one; a greeting is none, and is answered by asking for a code. */
function codeIn(body: IncomingMessage['body']): string {
  if (body.kind === 'start') return body.payload.trim();
  if (body.kind !== 'text') return '';
  const typed = body.text.trim();
  const oneWord = /^[\dA-Z-]{6,12}$/i.test(typed);
  const inGroups = /^[\dA-Z -]{6,16}$/i.test(typed) && /\d/.test(typed);
  return oneWord || inGroups ? typed : '';
}
