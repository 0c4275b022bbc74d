/** The door of this room: a typed request or a tapped button becomes a reply, or the name of a conversation to open. */
import { goFlow } from '../conversation/buttons.ts';
import type { AnswerValue } from '../conversation/machine-types.ts';
import { foldName } from '../people/fold-name.ts';
import { type CaseRow, findCasesByName, visibleCases } from '../store/cases.ts';
import type { Queryable } from '../store/database.ts';
import type { Reply } from '../words/text.ts';
import { basisReply } from './basis.ts';
import { moreReply } from './case-status.ts';
import type { AnswerContext } from './context.ts';
import { helpReply, mayUse, menu, moreMenu, notFoundReply, unknownReply } from './menu.ts';
import type { MenuEntry } from './menu-data.ts';
import {
  type AboutCase,
  figuresReply,
  listOrOverview,
  ownStatusReply,
  pageReply,
  replyOnCase,
  toldOfCase,
  workReply,
} from './replies.ts';
import { statusReply } from './status.ts';
import { understand } from './understand.ts';
import { unreachableReply } from './unreachable.ts';

export type { AnswerContext } from './context.ts';
export { menu } from './menu.ts';

export type AnswerOutcome =
  /** `about`: the case spoken of, for the caller to keep as `lastCase`. */
  | { kind: 'replies'; replies: Reply[]; about?: number }
  | { kind: 'open'; flow: string; answers: Record<string, AnswerValue> }
  /** Nothing was understood; `reply` is an honest sentence with three things that can be asked. */
  | { kind: 'unknown'; reply: Reply };

/** More matches than these are not offered: the asker types more of the name. */
const mostMatches = 8;

export async function answerText(q: Queryable, ctx: AnswerContext, text: string): Promise<AnswerOutcome> {
  const asked = understand(ctx.menu, text);
  if (asked.kind === 'nothing') return { kind: 'unknown', reply: unknownReply(ctx) };
  if (asked.kind === 'entry') return forEntry(q, ctx, entryOf(ctx, asked.entry));
  const entry = entryOf(ctx, asked.kind === 'named' ? asked.entry : 'status');
  if (!mayUse(ctx, entry.id)) return say(notYours(ctx));
  const found = namesakes(
    asked.name,
    await findCasesByName(q, ctx.actor, asked.name, { limit: mostMatches }),
  );
  if (found.length > 0) return forPerson(q, ctx, entry, found);
  return asked.kind === 'named' ? say(notFoundReply(ctx)) : { kind: 'unknown', reply: unknownReply(ctx) };
}

/** Buttons `go:…` except `go:flow`. An id that is not known, or no longer may be seen, is answered, never thrown. */
export async function answerAction(
  q: Queryable,
  ctx: AnswerContext,
  actionId: string,
): Promise<AnswerOutcome> {
  const [go, action = '', first = '', second = ''] = actionId.split(':');
  if (go !== 'go') return say(stale(ctx));
  switch (action) {
    case 'menu':
      return say(first === 'more' ? moreMenu(ctx) : menu(ctx));
    case 'help':
      return say(helpReply(ctx));
    case 'my-work':
      return say(await workReply(q, ctx));
    case 'own-status':
      return sayAbout(await ownStatusReply(q, ctx));
    case 'late':
      return say(await pageReply(q, ctx, 'late', 1));
    case 'report':
      return say(await figuresReply(q, ctx));
    case 'unreachable':
      return say(await forLeaders(q, ctx, action, unreachableReply));
    case 'list':
      if (first !== 'all' && first !== 'late') return say(await listOrOverview(q, ctx));
      return say(await pageReply(q, ctx, first, whole(second) ?? 1));
    default:
      return caseAction(q, ctx, action, whole(first), second);
  }
}

async function caseAction(
  q: Queryable,
  ctx: AnswerContext,
  action: string,
  caseId: number | null,
  step: string,
): Promise<AnswerOutcome> {
  if (caseId === null) return say(stale(ctx));
  const { doors } = ctx.menu;
  switch (action) {
    case 'status':
      return sayAbout(
        await replyOnCase(q, ctx, caseId, (view, hat) => statusReply(view, hat, doors, ctx.actor.personId)),
      );
    case 'basis':
      return sayAbout(
        await replyOnCase(q, ctx, caseId, (view, hat) => basisReply(view, hat, step || undefined)),
      );
    case 'told':
      return sayAbout(await toldOfCase(q, ctx, caseId));
    case 'more':
      return sayAbout(
        await replyOnCase(q, ctx, caseId, (view, hat) =>
          hat === 'cadre' ? moreReply(view) : statusReply(view, hat, doors, ctx.actor.personId),
        ),
      );
    default:
      return say(stale(ctx));
  }
}

async function forEntry(q: Queryable, ctx: AnswerContext, entry: MenuEntry): Promise<AnswerOutcome> {
  if (!mayUse(ctx, entry.id)) {
    const { otherwise } = entry;
    return otherwise !== undefined && mayUse(ctx, otherwise)
      ? forEntry(q, ctx, entryOf(ctx, otherwise))
      : say(notYours(ctx));
  }
  if (entry.flow !== undefined) return { kind: 'open', flow: entry.flow, answers: entry.answers };
  if (!isAboutCase(entry.answer)) return answerAction(q, ctx, `go:${entry.answer}`);
  if (entry.answer !== 'status' && ctx.lastCase !== undefined)
    return answerAction(q, ctx, `go:${entry.answer}:${ctx.lastCase}`);
  const mine = await visibleCases(q, ctx.actor, { open: true, limit: mostMatches });
  return mine.length === 0 ? sayAbout(await ownStatusReply(q, ctx)) : forPerson(q, ctx, entry, mine);
}

/** "Hoa" means those named Hoa; Hoàng and Hoài only where nobody is. */
function namesakes(typed: string, found: CaseRow[]): CaseRow[] {
  const whole = found.filter((row) => ` ${foldName(row.personName)} `.includes(` ${foldName(typed)} `));
  return whole.length > 0 ? whole : found;
}

/** The request for the one person found; with several, first the question which of them is meant. */
async function forPerson(
  q: Queryable,
  ctx: AnswerContext,
  entry: MenuEntry,
  found: readonly CaseRow[],
): Promise<AnswerOutcome> {
  const [first] = found;
  if (!first) return say(notFoundReply(ctx));
  // Several cases of one person: the open one, which comes first, is meant.
  if (found.some((row) => row.personId !== first.personId)) return say(whichReply(entry, found));
  if (entry.flow !== undefined)
    return { kind: 'open', flow: entry.flow, answers: { ...entry.answers, case: first.id } };
  return answerAction(q, ctx, doorOf(entry, first.id));
}

const whichReply = (entry: MenuEntry, found: readonly CaseRow[]): Reply => ({
  lines: [{ key: found.length < mostMatches ? 'menu.which' : 'menu.which-of-many' }],
  choices: found.map((row) => ({
    id: doorOf(entry, row.id),
    label: { key: 'menu.person', params: { name: row.personName, cell: row.cellName } },
  })),
});

const doorOf = (entry: MenuEntry, caseId: number): string =>
  entry.flow === undefined
    ? `go:${isAboutCase(entry.answer) ? entry.answer : 'status'}:${caseId}`
    : goFlow(entry.flow, { ...entry.answers, case: caseId });

/** Answers that need a case to speak of. */
const isAboutCase = (answer: MenuEntry['answer']): boolean =>
  answer === 'status' || answer === 'basis' || answer === 'told';

/** An answer of the menu that somebody asks for by a button: only for those whom the menu offers it. */
const forLeaders = async (
  q: Queryable,
  ctx: AnswerContext,
  entry: string,
  tell: (q: Queryable, ctx: AnswerContext) => Promise<Reply>,
): Promise<Reply> => (mayUse(ctx, entry) ? tell(q, ctx) : notYours(ctx));

/** Throws when a phrase or this program names an entry that the menu does not have: the data is at fault. */
function entryOf(ctx: AnswerContext, id: string): MenuEntry {
  const entry = ctx.menu.entries.find((one) => one.id === id);
  if (!entry) throw new Error(`flows/menu.yaml has no entry ${id}`);
  return entry;
}

const say = (reply: Reply): AnswerOutcome => ({ kind: 'replies', replies: [reply] });

const sayAbout = ({ reply, about }: AboutCase): AnswerOutcome =>
  about === undefined ? say(reply) : { kind: 'replies', replies: [reply], about };

const stale = (ctx: AnswerContext): Reply => ({
  lines: [{ key: 'menu.stale' }],
  choices: menu(ctx).choices ?? [],
});
const notYours = (ctx: AnswerContext): Reply => ({
  lines: [{ key: 'common.notYours' }],
  choices: menu(ctx).choices ?? [],
});

const whole = (text: string): number | null => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : null);
