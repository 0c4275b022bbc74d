/**
 * What one person's message does: the machine first; what it does not know is a request to be understood; a confirmed
 * conversation becomes a command; whatever interrupted a conversation, its question comes back at the end.
 */
import { answerAction, answerText, menu } from '../answers/answer.ts';
import type { AnswerContext } from '../answers/context.ts';
import type { CommandName } from '../cases/commands.ts';
import { runCommand } from '../cases/run.ts';
import { goFlow, parseGoFlow } from '../conversation/buttons.ts';
import type { Flow } from '../conversation/flow.ts';
import { lookupKey, next, refused, resume } from '../conversation/machine.ts';
import type { Incoming, LookupResult, Need, Session, Turn, View } from '../conversation/machine-types.ts';
import { type ReminderRules, runLookup } from '../lookups/index.ts';
import { hats } from '../people/actor.ts';
import type { Tx } from '../store/database.ts';
import type { Words } from '../words/say.ts';
import type { Reply } from '../words/text.ts';

export interface Conversing extends AnswerContext {
  flows: ReadonlyMap<string, Flow>;
  words: Words;
  freshRun: string;
  reminders: ReminderRules;
}

export interface Conversed {
  session: Session;
  replies: Reply[];
  /** A command was carried out. */
  recorded?: boolean;
}

/** A lookup may need another one; a flow that asks for more than this in one turn is at fault. */
const lookupRounds = 20;

export async function converse(
  tx: Tx,
  ctx: Conversing,
  session: Session,
  incoming: Incoming,
): Promise<Conversed> {
  const action = incoming.kind === 'button' && incoming.id.startsWith('go:') ? incoming.id : null;
  if (action) return act(tx, ctx, session, action);

  const turn = await step(tx, ctx, (view) => next(ctx.flows, session, incoming, view));
  if (turn.unhandled) return understand(tx, ctx, turn, turn.unhandled.text);
  return finish(tx, ctx, turn);
}

async function act(tx: Tx, ctx: Conversing, session: Session, action: string): Promise<Conversed> {
  const flow = parseGoFlow(action);
  if (flow) return open(tx, ctx, session, flow.flow, flow.answers);
  const outcome = await answerAction(tx, withAbout(ctx, session), action);
  if (outcome.kind === 'open') return open(tx, ctx, session, outcome.flow, outcome.answers);
  const replies = outcome.kind === 'replies' ? outcome.replies : [outcome.reply];
  return comeBack(tx, ctx, about(session, outcome), replies);
}

async function understand(tx: Tx, ctx: Conversing, turn: Turn, text: string): Promise<Conversed> {
  const { session } = turn;
  const outcome = await answerText(tx, withAbout(ctx, session), text);
  if (outcome.kind === 'open') return open(tx, ctx, session, outcome.flow, outcome.answers);
  if (outcome.kind === 'replies') return comeBack(tx, ctx, about(session, outcome), outcome.replies);
  // Inside a conversation the machine already said what is wrong with the answer, and asked again.
  if (session.threads.length > 0) return { session, replies: turn.replies };
  return { session, replies: [outcome.reply] };
}

async function open(
  tx: Tx,
  ctx: Conversing,
  session: Session,
  flow: string,
  answers: Record<string, string | number | string[]>,
): Promise<Conversed> {
  // Of a conversation that is no more the machine tells.
  const who = ctx.flows.get(flow)?.who ?? ['anyone'];
  const allowed = who.some((one) => one === 'anyone' || (hats(ctx.actor) as string[]).includes(one));
  if (!allowed)
    return comeBack(tx, ctx, session, [
      { lines: [{ key: 'common.notYours' }], choices: menu(ctx).choices ?? [] },
    ]);
  const turn = await step(tx, ctx, (view) => next(ctx.flows, session, { kind: 'open', flow, answers }, view));
  return finish(tx, ctx, turn);
}

async function finish(tx: Tx, ctx: Conversing, turn: Turn): Promise<Conversed> {
  const { command } = turn;
  if (!command) return { session: turn.session, replies: turn.replies };
  // A savepoint: a command that was refused half-way leaves nothing behind, the conversation goes on.
  const result = await runCommand(
    tx,
    { ...ctx, key: command.key },
    command.name as CommandName,
    command.answers,
  );
  if (!result.ok) {
    const again = await step(tx, ctx, (view) => refused(ctx.flows, turn.session, command, result, view));
    return finish(tx, ctx, again);
  }
  const choices = result.offers.map((offer) => ({
    id: goFlow(offer.flow, offer.answers),
    label: offer.label,
  }));
  const said: Reply = { lines: result.lines, choices: [...choices, menuChoice] };
  return { ...(await comeBack(tx, ctx, turn.session, [said, ...turn.replies])), recorded: true };
}

/** After an interruption, the question that was open is asked again. */
async function comeBack(tx: Tx, ctx: Conversing, session: Session, replies: Reply[]): Promise<Conversed> {
  if (session.threads.length === 0) return { session, replies };
  const turn = await step(tx, ctx, (view) => resume(ctx.flows, session, view));
  return { session: turn.session, replies: [...replies, ...turn.replies] };
}

async function step(tx: Tx, ctx: Conversing, run: (view: View) => Turn | Need): Promise<Turn> {
  const lookups = new Map<string, LookupResult>();
  const view: View = {
    today: ctx.today,
    now: ctx.now,
    language: ctx.language,
    roles: hats(ctx.actor),
    freshRun: ctx.freshRun,
    wording: ctx.words.in(ctx.language),
    lookups,
  };
  let result = run(view);
  for (let round = 0; round < lookupRounds; round++) {
    if (!('need' in result)) return result;
    for (const call of result.need) lookups.set(lookupKey(call), await runLookup(tx, ctx, call));
    result = result.again();
  }
  throw new Error('a conversation asked for lookups without end');
}

const menuChoice = { id: 'go:menu', label: { key: 'common.menu' } };

const withAbout = (ctx: Conversing, session: Session): Conversing =>
  session.about === undefined ? ctx : { ...ctx, lastCase: session.about };

const about = (session: Session, outcome: { kind: string; about?: number }): Session =>
  outcome.about === undefined ? session : { ...session, about: outcome.about };
