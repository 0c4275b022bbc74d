/** One incoming message from any channel, handled once, in one transaction. */
import { menu } from '../answers/answer.ts';
import type { AnswerContext } from '../answers/context.ts';
import type { Menu } from '../answers/menu-data.ts';
import type { IncomingMessage } from '../channels/channel.ts';
import { emptySession } from '../conversation/machine.ts';
import type { Session } from '../conversation/machine-types.ts';
import { loadActor } from '../people/actor.ts';
import { redeemInvitation } from '../people/link.ts';
import type { Actor } from '../people/roles.ts';
import { personOfChat } from '../store/chats.ts';
import type { Tx } from '../store/database.ts';
import { enqueue, lastChoices } from '../store/outbox.ts';
import { getPerson } from '../store/people.ts';
import type { Language } from '../words/say.ts';
import type { Reply } from '../words/text.ts';
import type { TurnServices } from './context.ts';
import { type Conversed, converse } from './converse.ts';
import { render } from './render.ts';
import { typedChoice } from './typed-choice.ts';

export interface TurnRunner {
  /** Resolves when the message was handled and its replies are in the outbox; never rejects for what a person typed. */
  receive(message: IncomingMessage): Promise<void>;
}

export function createTurnRunner(services: TurnServices & { menu: Menu }): TurnRunner {
  return {
    async receive(message) {
      try {
        await turn(services, message, (session, tx, now) => speak(services, message, session, tx, now));
      } catch (error) {
        services.onFailure(error);
        // The work was rolled back and the old session stands; the person is told, and the update is not tried for ever.
        await turn(services, message, async (session) => ({
          session,
          replies: [{ lines: [{ key: 'common.failed' }] }],
          language: 'vi',
        }));
      }
      services.wake();
    },
  };
}

interface Said extends Conversed {
  language: Language;
}

async function turn(
  services: TurnServices,
  message: IncomingMessage,
  work: (session: Session, tx: Tx, now: string) => Promise<Said>,
): Promise<void> {
  const { channel, chat, updateKey } = message;
  const now = services.clock.now();
  await services.sessions.turn({ channel, chat, updateKey, now }, async (stored, tx) => {
    const said = await work(stored, tx, now);
    for (const [index, reply] of said.replies.entries()) {
      await enqueue(tx, {
        channel,
        chat,
        message: render(reply, services.words, said.language),
        dedupKey: `turn:${channel}:${updateKey}:${index}`,
        notBefore: now,
        now,
      });
    }
    return { session: { ...said.session, lastAt: now }, result: undefined };
  });
}

async function speak(
  services: TurnServices & { menu: Menu },
  message: IncomingMessage,
  session: Session,
  tx: Tx,
  now: string,
): Promise<Said> {
  const personId = await personOfChat(tx, message.channel, message.chat);
  const actor = personId === null ? null : await loadActor(tx, personId);
  const code = codeIn(message.body);
  if (!actor || (message.body.kind === 'start' && code !== ''))
    return enter(services, message, session, tx, now, code);

  const ctx = contextOf(services, actor, now);
  if (message.body.kind === 'start') return greet(ctx, session);
  const said = await converse(
    tx,
    { ...ctx, flows: services.flows, words: services.words, freshRun: services.freshRun() },
    session,
    session.threads.length > 0
      ? message.body
      : typedChoice(await lastChoices(tx, message.channel, message.chat), message.body),
  );
  // A change of language speaks at once in the new one.
  const after = await getPerson(tx, actor.personId);
  return { ...said, language: after?.language ?? actor.language };
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
  return greet(contextOf(services, actor, now), emptySession());
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
