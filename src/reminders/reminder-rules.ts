/** What the conversations are told of the ladders, in their own terms. */
import type { LadderRules, ReminderRules } from '../lookups/index.ts';
import { type Ladder, ladderOf, latestPostponement, standardLadder } from './ladder.ts';

export function reminderRules(ladders: ReadonlyMap<string, Ladder>): ReminderRules {
  const others = [...ladders.values()].filter((one) => one.id !== standardLadder);
  return {
    ladders: [ladderOf(ladders, null), ...others].map(rulesOf),
    latestPostponement: (limit, ladder, at) => latestPostponement(limit, ladderOf(ladders, ladder), at),
  };
}

/** Of what a cell owes by a day: what most reminders are about. */
function rulesOf({ id, kinds, nudges, postponing }: Ladder): LadderRules {
  const { rung, lastRung, dueDay, after, onwards, nudges: own } = kinds.due;
  return {
    id,
    told: [
      { when: 'rung', days: 0, who: rung },
      { when: 'lastRung', days: 0, who: lastRung },
      { when: 'dueDay', days: 0, who: dueDay },
      ...after.map((one) => ({ when: 'after' as const, days: one.workingDays, who: one.tell })),
      ...(onwards ? [{ when: 'then' as const, days: onwards.everyDays, who: onwards.tell }] : []),
    ],
    nudges: own ?? nudges,
    postponing,
  };
}
