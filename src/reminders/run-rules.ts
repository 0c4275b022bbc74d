/**
 * When the rules of this program differ from those the agendas were computed under, the touched cases are looked at anew:
 * those of a procedure that changed, those whose days lie in a calendar year that changed, those under a ladder that
 * changed. Run once when a process that plans starts.
 */
import { createHash } from 'node:crypto';
import { addDays, yearOf } from '../procedure/dates.ts';
import type { Catalog, WorkingCalendar } from '../procedure/index.ts';
import type { Db } from '../store/database.ts';
import {
  type ChangedRules,
  forgetTouched,
  getRulesMark,
  type RulesMark,
  setRulesMark,
} from '../store/rules-mark.ts';
import { type Ladder, standardLadder } from './ladder.ts';

export interface Rules {
  catalog: Catalog;
  calendar: WorkingCalendar;
  ladders: ReadonlyMap<string, Ladder>;
}

/**
 * Returns how many cases will be looked at anew: 0 when nothing changed, or when nothing was ever planned here. A crash
 * half way does it again.
 */
export async function replanIfRulesChanged(db: Db, rules: Rules, today: string): Promise<number> {
  const now = markOf(rules, today);
  const before = await getRulesMark(db);
  if (before !== null && sameMark(before, now)) return 0;
  const touched = before === null ? 0 : await forgetTouched(db, changesOf(before, now, rules, today));
  await setRulesMark(db, now);
  return touched;
}

/** Years of the calendar that a running limit may be counted through, seen from `today`. */
const yearsAround = (today: string): number[] => [-1, 0, 1, 2].map((ahead) => yearOf(today) + ahead);

function markOf({ catalog, calendar, ladders }: Rules, today: string): RulesMark {
  return {
    procedures: hashesOf(catalog.procedures),
    years: Object.fromEntries(yearsAround(today).map((year) => [year, hashOf(workingDays(year, calendar))])),
    ladders: hashesOf(ladders),
  };
}

const hashesOf = (all: ReadonlyMap<string, unknown>): Record<string, string> =>
  Object.fromEntries([...all].map(([name, one]) => [name, hashOf(one)]));

const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);

/** One sign a day: the calendar is asked, whatever its files look like. */
function workingDays(year: number, calendar: WorkingCalendar): string {
  let signs = '';
  for (let day = `${year}-01-01`; yearOf(day) === year; day = addDays(day, 1))
    signs += calendar.isWorkingDay(day) ? '1' : '0';
  return signs;
}

function changesOf(before: RulesMark, now: RulesMark, { catalog }: Rules, today: string): ChangedRules {
  return {
    procedures: [...catalog.procedures]
      .filter(([name]) => before.procedures[name] !== now.procedures[name])
      .map(([, { version, overlay }]) => ({ version, overlay })),
    // A year that was not looked at before was counted by the same calendar as far as anybody knows.
    years: Object.keys(now.years)
      .filter((year) => before.years[year] !== undefined && before.years[year] !== now.years[year])
      .map(Number),
    thisYear: yearOf(today),
    ladders: changedLadders(before.ladders, now.ladders),
  };
}

/** One that is gone, or is there again, changes what follows it as well: the standard one stands in for it. */
function changedLadders(before: Record<string, string>, now: Record<string, string>): (string | null)[] {
  const changed = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(
    (id) => before[id] !== now[id],
  );
  return changed.includes(standardLadder) ? [null, ...changed] : changed;
}

const sameMark = (a: RulesMark, b: RulesMark): boolean =>
  [a.procedures, a.years, a.ladders].every((part, at) => {
    const other = [b.procedures, b.years, b.ladders][at] ?? {};
    return hashOf(sorted(part)) === hashOf(sorted(other));
  });

const sorted = (record: Record<string, string>): [string, string][] =>
  Object.entries(record).sort(([x], [y]) => (x < y ? -1 : 1));
