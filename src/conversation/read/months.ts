/** A month of the past or the present one: "3/2026", "tháng ba", "tháng trước", "2026-03", "March 2026". */
import { Temporal } from 'temporal-polyfill';
import { dayOf, englishMonth, firstYear, monthNumber, shiftOf, yearsOf } from './calendar-words.ts';
import { plain } from './fold.ts';
import { longestPhrase, type Read, read, refuse, unread } from './read.ts';

/** Returns YYYY-MM. Without a year: the latest such month that is not to come. */
export function readMonth(text: string, rule: { today: string }): Read<string> {
  if (text.length > longestPhrase || /\?\s*$/.test(text)) return unread;
  const today = Temporal.PlainDate.from(rule.today).with({ day: 1 });
  const said = plain(text).replace(/,/g, ' ').replace(/ +/g, ' ');
  const shift = /^(?:thang (\S+(?: \S+)?)|(last|this|next) month)$/.exec(said);
  const months = shift ? shiftOf(shift[1] ?? shift[2] ?? '') : null;
  if (months !== null) return within([today.add({ months })], today);
  const named = monthAndYear(said);
  if (!named) return unread;
  if (named.month < 1 || named.month > 12)
    return refuse('machine.refuse.monthImpossible', { month: named.month });
  const years = named.year === null ? [today.year - 1, today.year] : yearsOf(named.year, today);
  if (!years) return unread;
  return within(
    years.map((year) => dayOf(year, named.month, 1)).filter((day) => day !== null),
    today,
  );
}

function monthAndYear(said: string): { month: number; year: string | null } | null {
  const yearFirst = /^(\d{4})[-/.](\d{1,2})$/.exec(said);
  if (yearFirst) return { month: Number(yearFirst[2]), year: yearFirst[1] ?? null };
  const inEnglish = /^([a-z]{3,9})(?: (\d{4}))?$/.exec(said);
  const english = inEnglish ? englishMonth(inEnglish[1] ?? '') : null;
  if (english !== null) return { month: english, year: inEnglish?.[2] ?? null };
  const match = /^(thang )?(.+?)(?:(?: ?nam | ?[-/. ] ?)(\d{4}|\d\d|(?<=nam ).+))?$/.exec(said);
  const month = match ? monthNumber(match[2] ?? '') : null;
  if (!match || month === null) return null;
  // A bare word such as "hai" is no month; a bare figure is.
  if (!match[1] && match[3] === undefined && !/^\d{1,2}$/.test(said)) return null;
  return { month, year: match[3] ?? null };
}

function within(candidates: Temporal.PlainDate[], today: Temporal.PlainDate): Read<string> {
  const past = candidates.filter((month) => Temporal.PlainDate.compare(month, today) <= 0);
  const latest = past.toSorted(Temporal.PlainDate.compare).at(-1);
  if (!latest) return refuse('machine.refuse.monthFuture');
  if (latest.year < firstYear) return unread;
  return read(latest.toPlainYearMonth().toString());
}
