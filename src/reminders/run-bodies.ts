/**
 * Second part of a run: duties of the bodies themselves, and the weekly overview of what is late below a committee. They go
 * by the calendar, so the tree is read once a day, and on most days not at all.
 */
import { officersOf } from '../answers/owners.ts';
import type { Db } from '../store/database.ts';
import { insertNotices } from '../store/notices.ts';
import { bodiesPlannedOn, setBodiesPlanned } from '../store/rules-mark.ts';
import { hasDutyToday, noticesOfDuties, overviewDay } from './duties.ts';
import { bodiesOf, type DutyRules, type SomeBodies } from './load-duties.ts';
import type { NewNotice } from './notices.ts';

export interface PlannedBodies {
  noticed: number;
  withoutOwner: number;
  unreachable: number;
}

export async function planBodies(db: Db, rules: DutyRules, today: string): Promise<PlannedBodies> {
  const done: PlannedBodies = { noticed: 0, withoutOwner: 0, unreachable: 0 };
  const plannedOn = await bodiesPlannedOn(db);
  if (plannedOn !== null && plannedOn >= today) return done;
  const at = { today, calendar: rules.calendar, settings: rules.settings };
  const overview = overviewDay(at, plannedOn);
  const speaking = [...rules.catalog.procedures.values()].some(({ duties }) => hasDutyToday(duties, at));
  if (overview !== null || speaking) {
    for await (const some of bodiesOf(db, rules, today)) {
      const told = noticesOfDuties(some.duties, some);
      done.withoutOwner += told.withoutOwner.length;
      done.unreachable += told.unreachable.length;
      done.noticed += await insertNotices(db, [
        ...told.notices,
        ...(overview === null ? [] : overviews(some, overview)),
      ]);
    }
  }
  // Last: after a crash half way the rest is planned by the next run, and what is there is passed over.
  await setBodiesPlanned(db, today);
  return done;
}

/** To each officer. How much is late is counted when it is said; where nothing is, nothing is said. */
const overviews = ({ bodies, roster, reachable }: SomeBodies, moment: string): NewNotice[] =>
  bodies
    .filter((body) => body.level !== 'cell')
    .flatMap((body) =>
      officersOf(body.id, roster)
        .filter(reachable)
        .map((personId) => ({ personId, body })),
    )
    .map(({ personId, body }) => ({
      personId,
      insteadOf: null,
      caseId: null,
      organizationId: body.id,
      subject: 'late',
      moment,
      reason: 'committee',
      nudge: false,
    }));
