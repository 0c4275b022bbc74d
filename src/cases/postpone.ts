/**
 * "Xin lùi": whoever owes something and was reminded of it is told again on a later day. The limit does not move; the
 * cell's secretary hears who asked for what.
 */
import { limitTitle } from '../lookups/limit-line.ts';
import { delayables, named, whyNot } from '../lookups/postponement.ts';
import { can } from '../people/access.ts';
import { addDays } from '../procedure/dates.ts';
import { caseResource, loadCaseForUpdate, type StoredCase } from '../store/cases.ts';
import type { Tx } from '../store/database.ts';
import { insertNotices } from '../store/notices.ts';
import { membersOf } from '../store/people.ts';
import { ask, ofKey, type Postponement } from '../store/postponements.ts';
import { type Text, verbatim } from '../words/text.ts';
import type { CommandAnswers, CommandResult } from './commands.ts';
import type { CommandContext } from './context.ts';
import { examined } from './open-case.ts';
import { refuse } from './refuse.ts';

export async function postpone(
  tx: Tx,
  ctx: CommandContext,
  { what, until, reason }: CommandAnswers<'postpone'>,
): Promise<CommandResult> {
  const cut = what.indexOf('/');
  const caseId = Number(what.slice(0, cut));
  const subject = what.slice(cut + 1);
  // Of two requests at once the second sees the first.
  const stored = await loadCaseForUpdate(tx, caseId);
  if (!stored || !can(ctx.actor, 'case.view', caseResource(stored))) {
    return refuse('access.no-such-case', {}, 'what');
  }
  const earlier = await ofKey(tx, ctx.key);
  if (earlier) return tell(tx, ctx, stored, earlier);

  const thing = (await delayables({ ...ctx, q: tx })).find((one) => one.what === what);
  if (!thing) return refuse('postpone.not-yours', {}, 'what');
  const why = whyNot(thing, until, ctx.today);
  if (why) return { ok: false, why, question: thing.latest === null ? 'what' : 'until' };

  const asked: Postponement = { caseId, subject, personId: ctx.actor.personId, until, reason };
  await ask(tx, { ...asked, key: ctx.key, now: ctx.now });
  for (const personId of await toBeTold(tx, ctx, stored)) await tellSecretary(tx, ctx, asked, personId);
  return tell(tx, ctx, stored, asked);
}

/** The secretary, or who leads the cell without one; nobody when the asker is among them. */
async function toBeTold(tx: Tx, ctx: CommandContext, stored: StoredCase): Promise<number[]> {
  const leads = await membersOf(tx, [stored.cellId], ['cellSecretary', 'cellCommitteeMember']);
  const secretaries = leads.filter((one) => one.role === 'cellSecretary');
  const told = new Set((secretaries.length > 0 ? secretaries : leads).map((one) => one.id));
  if (told.has(ctx.actor.personId)) return [];
  // Nobody hears of the inside of their own case.
  return [...told].filter((id) => id !== stored.personId);
}

/** Days back that are tried: one word a person, thing and day is kept, and another may have today's place. */
const places = 7;

async function tellSecretary(
  tx: Tx,
  ctx: CommandContext,
  { caseId, subject }: Postponement,
  personId: number,
): Promise<void> {
  for (let back = 0; back < places; back += 1) {
    const written = await insertNotices(tx, [
      {
        personId,
        insteadOf: null,
        caseId,
        organizationId: null,
        subject,
        moment: addDays(ctx.today, -back),
        reason: 'postponed',
        nudge: false,
      },
    ]);
    if (written > 0) return;
  }
}

/** From what was stored: the same request is answered in the same words. */
async function tell(
  tx: Tx,
  ctx: CommandContext,
  stored: StoredCase,
  { subject, until }: Postponement,
): Promise<CommandResult> {
  const { procedure, report } = examined(ctx, stored.file);
  const limit = report.obligations.find((one) => one.key === subject);
  const title: Text = limit ? limitTitle(procedure, report, limit) : { key: 'cases.postponed.thing' };
  const own = ctx.actor.candidateOf.includes(stored.id);
  const told = await toBeTold(tx, ctx, stored);
  return {
    ok: true,
    lines: [
      {
        key: 'cases.postponed.done',
        params: { what: named({ own, name: verbatim(stored.personName), title }), until: { date: until } },
      },
      ...(limit ? [{ key: 'cases.postponed.limit', params: { date: { date: limit.due } } }] : []),
      ...(told.length > 0 ? [{ key: 'cases.postponed.told' }] : []),
    ],
    offers: [],
  };
}
