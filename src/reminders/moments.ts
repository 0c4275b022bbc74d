/** On which days a limit is spoken of, and to whom: the rule's own days, the due day, and what the ladder adds after it. */
import { turningDay } from '../answers/tone.ts';
import { addDays, daysBetween } from '../procedure/dates.ts';
import type { WorkingCalendar } from '../procedure/index.ts';
import type { AgendaEntry } from './agenda.ts';
import { type Ladder, type Tell, type Way, wayOf } from './ladder.ts';

export interface Moment {
  /** A working day. */
  day: string;
  tell: readonly Tell[];
  /** Said again because nobody acknowledged it. */
  nudge: boolean;
  /** The day whose word it repeats; `day` itself when it is no nudge. */
  rung: string;
}

export interface Moments {
  /**
   * What has come by today, for each of those told only the newest: after days of silence nobody hears all that was
   * missed, and nobody is passed over because the newest day was another's. Latest day first.
   */
  come: Moment[];
  /** The next day after today on which anybody hears of it, nudges counted; null when there is none. */
  next: string | null;
}

export function momentsOf(
  entry: Pick<AgendaEntry, 'kind' | 'clock' | 'owner' | 'due' | 'earliest' | 'rungs'>,
  ladder: Ladder,
  calendar: WorkingCalendar,
  today: string,
): Moments {
  const known = knownFor(ladder, calendar, today);
  const name = `${entry.clock} ${entry.kind} ${entry.owner} ${entry.due} ${entry.earliest} ${entry.rungs.join()}`;
  const found = known.get(name);
  if (found) return found;
  const moments = computed(entry, ladder, calendar, today);
  if (known.size >= mostKnown) known.clear();
  known.set(name, moments);
  return moments;
}

/** Cases share their limits (a month's report is due for all on one day), and a morning asks for each of them. */
const mostKnown = 5000;
const knownOf = new WeakMap<
  Ladder,
  { calendar: WorkingCalendar; today: string; moments: Map<string, Moments> }
>();

function knownFor(ladder: Ladder, calendar: WorkingCalendar, today: string): Map<string, Moments> {
  const known = knownOf.get(ladder);
  if (known?.calendar === calendar && known.today === today) return known.moments;
  const moments = new Map<string, Moments>();
  knownOf.set(ladder, { calendar, today, moments });
  return moments;
}

function computed(
  entry: Parameters<typeof momentsOf>[0],
  ladder: Ladder,
  calendar: WorkingCalendar,
  today: string,
): Moments {
  const way = wayOf(entry, ladder);
  const marks = marksOf(entry, way, calendar, today);
  // Of the days gone by, a nudge counts only where no later word to whoever owes it took its place.
  const passed = marks.findLastIndex((mark) => mark.day <= today);
  const toOwner = marks.findLastIndex((mark, at) => at <= passed && mark.tell.includes('owner'));
  const days = marks.flatMap((mark, at) =>
    at < passed && at !== toOwner
      ? [{ ...mark, nudge: false, rung: mark.day }]
      : withNudges(mark, marks[at + 1], way.nudges, calendar),
  );
  const heard = new Set<Tell>();
  const come: Moment[] = [];
  for (const one of days.filter(({ day }) => day <= today).reverse()) {
    const tell = one.tell.filter((who) => !heard.has(who));
    for (const who of tell) heard.add(who);
    if (tell.length > 0) come.push({ ...one, tell });
  }
  return { come, next: days.find(({ day }) => day > today)?.day ?? null };
}

type Mark = Pick<Moment, 'day' | 'tell'>;

/** Ascending, one a day. Of the endless days long after the due day only those around `today`. */
function marksOf(
  entry: Parameters<typeof momentsOf>[0],
  way: Way,
  calendar: WorkingCalendar,
  today: string,
): Mark[] {
  const due = calendar.onOrAfter(turningDay(entry));
  const rungs = entry.rungs.map((day) => calendar.onOrAfter(day));
  const lastRung = rungs.filter((day) => day < due).at(-1);
  const late = way.after.map(({ workingDays, tell }) => ({
    day: calendar.addWorkingDays(due, workingDays),
    tell,
  }));
  return merged([
    ...rungs.flatMap((day) => {
      if (day === due) return [];
      // Days that an extension would have put before the due day.
      if (day > due) return [{ day, tell: way.onwards?.tell ?? way.dueDay }];
      return [{ day, tell: day === lastRung ? way.lastRung : way.rung }];
    }),
    { day: due, tell: way.dueDay },
    ...late,
    ...endless(late.at(-1)?.day ?? due, way.onwards, calendar, today),
  ]);
}

/** Every so many calendar days from `from`, moved to working days: those around today, enough to know the last and the next. */
function endless(from: string, onwards: Way['onwards'], calendar: WorkingCalendar, today: string): Mark[] {
  if (onwards === null) return [];
  // Counted to the last working day: what falls into days off (nine of them at Tết) has moved past today.
  const lately = calendar.onOrBefore(today);
  const rounds = Math.max(0, Math.floor(daysBetween(from, lately) / onwards.everyDays));
  return [rounds - 1, rounds, rounds + 1, rounds + 2]
    .filter((round) => round > 0)
    .map((round) => ({
      day: calendar.onOrAfter(addDays(from, round * onwards.everyDays)),
      tell: onwards.tell,
    }));
}

function merged(marks: readonly Mark[]): Mark[] {
  const days = new Map<string, Set<Tell>>();
  for (const { day, tell } of marks) days.set(day, new Set([...(days.get(day) ?? []), ...tell]));
  return [...days].map(([day, tell]) => ({ day, tell: [...tell] })).sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** The word itself and its repetitions, until the next one. */
function withNudges(
  mark: Mark,
  next: Mark | undefined,
  nudges: Ladder['nudges'],
  calendar: WorkingCalendar,
): Moment[] {
  const moments: Moment[] = [{ ...mark, nudge: false, rung: mark.day }];
  if (!mark.tell.includes('owner')) return moments;
  for (let count = 1; count <= nudges.atMost; count += 1) {
    const day = calendar.addWorkingDays(mark.day, count * nudges.everyWorkingDays);
    if (next !== undefined && day >= next.day) break;
    moments.push({ day, tell: ['owner'], nudge: true, rung: mark.day });
  }
  return moments;
}
