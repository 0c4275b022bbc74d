/** "Ai chưa liên lạc được": who has something to hear and no chat, why, and the button that gives them a way in. */
import { goFlow } from '../conversation/buttons.ts';
import { can } from '../people/access.ts';
import type { Queryable } from '../store/database.ts';
import { personResource } from '../store/people.ts';
import { type Unreachable, unreachablePeople } from '../store/reach.ts';
import type { Choice, Reply } from '../words/text.ts';
import type { AnswerContext } from './context.ts';

/** People named, and people whom a button invites. */
const few = { lines: 12, buttons: 4 };

const menuChoice: Choice = { id: 'go:menu', label: { key: 'status.choice.menu' } };

export async function unreachableReply(q: Queryable, ctx: AnswerContext): Promise<Reply> {
  const { total, people } = await unreachablePeople(q, ctx.actor, few.lines);
  if (total === 0) return { lines: [{ key: 'status.unreachable.none' }], choices: [menuChoice] };
  return {
    lines: [
      { key: 'status.unreachable.title', params: { count: total } },
      ...people.map(lineOf),
      ...(total > people.length
        ? [{ key: 'status.unreachable.more', params: { count: total - people.length } }]
        : []),
      { key: 'status.unreachable.meanwhile' },
    ],
    choices: [...(await invitations(q, ctx, people)), menuChoice],
  };
}

function lineOf({ name, organization, since }: Unreachable) {
  const params = { name, where: organization };
  return since === null
    ? { key: 'status.unreachable.never', params }
    : { key: 'status.unreachable.blocked', params: { ...params, date: { date: since } } };
}

/** Whoever invites somebody could speak as them: not everybody who may be seen may be invited. */
async function invitations(
  q: Queryable,
  ctx: AnswerContext,
  people: readonly Unreachable[],
): Promise<Choice[]> {
  const choices: Choice[] = [];
  for (const { personId, name } of people) {
    if (choices.length === few.buttons) break;
    if (!can(ctx.actor, 'person.invite', await personResource(q, personId))) continue;
    choices.push({
      id: goFlow('invite', { person: personId }),
      label: { key: 'status.unreachable.invite', params: { name } },
    });
  }
  return choices;
}
