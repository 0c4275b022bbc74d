/** How reminders climb: what each ladder does, in words made from its own figures, and which one a body follows. */
import type { LookupResult } from '../conversation/machine-types.ts';
import type { EffectiveOrganization } from '../store/organizations.ts';
import { type Text, verbatim } from '../words/text.ts';
import { bodyFor, bodyOptions, ownBodies } from './bodies.ts';
import { stop } from './case-view.ts';
import {
  type Asked,
  answered,
  type LadderRules,
  type Lookup,
  numbered,
  type ReminderRules,
} from './context.ts';

/** The choice of no ladder of one's own. */
export const asAbove = 'as-above';

export const rightForLadder = () => 'organization.choose-ladder' as const;

export const bodiesWithLadder: Lookup = async (asked): Promise<LookupResult> => {
  const bodies = await ownBodies(asked.q, asked.actor, rightForLadder);
  return bodies.length === 0 ? stop({ key: 'lookups.none.ladder' }) : bodyOptions(bodies);
};

export const ladderChoices: Lookup = async (asked): Promise<LookupResult> => {
  const body = await chosenBody(asked);
  if (!body) return stop({ key: 'lookups.none.ladder' });
  const own = asked.reminders.ladders.map(({ id }) => ({ value: id, label: ladderTitle(id) }));
  const above = { value: asAbove, label: { key: 'lookups.ladder.asAbove' } };
  return { options: body.parentId === null ? own : [...own, above] };
};

export const laddersNow: Lookup = async (asked): Promise<LookupResult> => {
  const body = await chosenBody(asked);
  if (!body) return stop({ key: 'lookups.none.ladder' });
  const params = {
    organization: verbatim(body.name),
    ladder: ladderTitle(followed(asked.reminders, body).id),
  };
  return {
    lines: [
      { key: body.ladder === null ? 'lookups.ladder.nowAsAbove' : 'lookups.ladder.now', params },
      ...asked.reminders.ladders.flatMap(ladderLines),
    ],
  };
};

export const ladderOutlook: Lookup = async (asked): Promise<LookupResult> => {
  const body = await chosenBody(asked);
  if (!body) return stop({ key: 'lookups.none.ladder' });
  const chosen = asked.reminders.ladders.find((one) => one.id === answered(asked, 'ladder'));
  return {
    lines: [
      ...(chosen ? ladderLines(chosen) : []),
      { key: body.level === 'cell' ? 'lookups.ladder.hereOnly' : 'lookups.ladder.below' },
    ],
  };
};

const chosenBody = (asked: Asked): Promise<EffectiveOrganization | null> =>
  bodyFor(asked.q, asked.actor, numbered(asked, 'organization'), rightForLadder);

/** The ladder that the body's reminders follow; one that is gone from the files: the standard one. */
export function followed(rules: ReminderRules, body: { followsLadder: string | null }): LadderRules {
  const found = rules.ladders.find((one) => one.id === body.followsLadder) ?? rules.ladders[0];
  if (!found) throw new Error('no ladder of reminders');
  return found;
}

export const ladderTitle = (id: string): Text => ({ key: `lookups.ladder.title.${id}` });

/** Its name, from which day on each hears, how often what is late comes back, and what an unacknowledged word brings. */
function ladderLines({ id, told, nudges }: LadderRules): Text[] {
  const { everyWorkingDays: days, atMost: times } = nudges;
  const last = told.find((one) => one.when === 'then');
  return [
    { key: 'lookups.ladder.head', params: { ladder: ladderTitle(id) } },
    ...told.flatMap((one, at) => beginningWith(one, told.slice(0, at))),
    ...(last ? [{ key: 'lookups.ladder.again', params: { days: last.days } }] : []),
    ...(times > 0 ? [{ key: 'lookups.ladder.nudges', params: { days, times } }] : []),
  ];
}

/** Those who hear for the first time on this day. */
function beginningWith(
  { when, days, who }: LadderRules['told'][number],
  before: LadderRules['told'],
): Text[] {
  const fresh = who.filter((one) => !before.some((earlier) => earlier.who.includes(one)));
  if (fresh.length === 0) return [];
  const names = fresh.map((one): Text => ({ key: `lookups.ladder.who.${one}` }));
  return [{ key: `lookups.ladder.from.${when}`, params: { days, who: names } }];
}
