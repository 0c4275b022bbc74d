/** What this person may start from, by their hats. */
import { goFlow } from '../conversation/buttons.ts';
import { hats } from '../people/actor.ts';
import type { Choice, Reply } from '../words/text.ts';
import type { AnswerContext } from './context.ts';
import type { MenuEntry } from './menu-data.ts';

type Asker = Pick<AnswerContext, 'actor' | 'menu'>;

export function menu(ctx: Asker): Reply {
  const more = entriesAt(ctx, 'more').length > 0;
  return {
    lines: [{ key: mayUse(ctx, 'list') ? 'menu.title' : 'menu.title-own', params: { name: ctx.actor.name } }],
    choices: [
      ...entriesAt(ctx, 'main').map(choiceOf),
      ...(more ? [{ id: 'go:menu:more', label: { key: 'menu.more.label' } }] : []),
    ],
  };
}

export function moreMenu(ctx: Asker): Reply {
  return {
    lines: [{ key: 'menu.more.title' }],
    choices: [...entriesAt(ctx, 'more').map(choiceOf), { id: 'go:menu', label: { key: 'menu.back' } }],
  };
}

/** What can be typed, with an example each. */
export function helpReply(ctx: Asker): Reply {
  const named = mayUse(ctx, 'list') ? ['menu.help.by-name'] : [];
  return {
    lines: [
      'menu.help.title',
      ...named,
      'menu.help.by-word',
      'menu.help.basis',
      'menu.help.reminders',
      'menu.help.conversation',
    ].map((key) => ({ key })),
    choices: firstThings(ctx),
  };
}

/** Nothing was understood: said plainly, with three things that can be asked. */
export const unknownReply = (ctx: Asker): Reply => ({
  lines: [{ key: 'menu.unknown' }],
  choices: firstThings(ctx),
});

/** Nobody of that name, or nobody this person may see: the two are not told apart. */
export const notFoundReply = (ctx: Asker): Reply => ({
  lines: [{ key: 'menu.not-found' }],
  choices: firstThings(ctx),
});

export const mayUse = (ctx: Asker, id: string): boolean => allowed(ctx).some((entry) => entry.id === id);

const firstThings = (ctx: Asker): Choice[] => entriesAt(ctx, 'main').slice(0, 3).map(choiceOf);

const entriesAt = (ctx: Asker, place: MenuEntry['place']): MenuEntry[] =>
  allowed(ctx).filter((entry) => entry.place === place);

function allowed({ actor, menu: data }: Asker): MenuEntry[] {
  const worn = hats(actor);
  return data.entries.filter(({ who }) => who.includes('anyone') || worn.some((hat) => who.includes(hat)));
}

const choiceOf = (entry: MenuEntry): Choice => ({
  id: actionOf(entry),
  label: { key: `menu.entries.${entry.id}.label` },
});

const actionOf = (entry: MenuEntry): string =>
  entry.flow === undefined ? `go:${entry.answer}` : goFlow(entry.flow, entry.answers);
