/**
 * A day as people write or say it: "30/4", "30-4-2026", "30 tháng 4 năm ngoái", "hôm kia", "thứ hai tuần trước",
 * "3 ngày nữa", "cuối tháng 3"; with or without marks. A missing year, month or week is taken as the nearest that the
 * question allows.
 */
import { Temporal } from 'temporal-polyfill';
import { firstYear, lastYear } from './calendar-words.ts';
import { plain } from './fold.ts';
import { longestPhrase, type Read, read, refuse, unread } from './read.ts';
import { relativeDay } from './relative-days.ts';
import { writtenDay } from './written-days.ts';

export interface DateRule {
  /** YYYY-MM-DD, in Viet Nam. */
  today: string;
  /** Not after today. */
  past?: boolean;
  /** Not before today. */
  future?: boolean;
}

/** Returns the day as YYYY-MM-DD. */
export function readDate(text: string, rule: DateRule): Read<string> {
  if (text.length > longestPhrase || /\?\s*$/.test(text)) return unread;
  const today = Temporal.PlainDate.from(rule.today);
  const said = plain(text)
    .replace(/,/g, ' ')
    .replace(/ +/g, ' ')
    .replace(/^(?:(?:vao|tu|la|luc|on) )+/, '');
  if (/\b(?:am lich|ram|tet)\b/.test(said) && /\d|mung|mong|ram/.test(said))
    return refuse('machine.refuse.dateLunar');
  const meaning = relativeDay(said, today) ?? writtenDay(said, today);
  if (meaning === null) return unread;
  return 'why' in meaning
    ? { kind: 'refused', why: meaning.why }
    : choose(meaning.days, meaning.inOrder === true, today, rule);
}

function choose(
  days: Temporal.PlainDate[],
  inOrder: boolean,
  today: Temporal.PlainDate,
  rule: DateRule,
): Read<string> {
  const known = days
    .filter((day) => day.year >= firstYear && day.year <= lastYear)
    .map((day) => ({ day, ahead: milliseconds(day) - milliseconds(today) }));
  if (known.length === 0) return refuse('machine.refuse.dateYear', { first: firstYear, last: lastYear });
  // Of two equally near days the one gone by is meant: most of what is recorded has happened.
  const ranked = inOrder
    ? known
    : known.toSorted((a, b) => Math.abs(a.ahead) - Math.abs(b.ahead) || a.ahead - b.ahead);
  const allowed = ranked.find(({ ahead }) => !(rule.past && ahead > 0) && !(rule.future && ahead < 0));
  if (allowed) return read(allowed.day.toString());
  const meant = { date: ranked[0]?.day.toString() ?? rule.today };
  return refuse(rule.past ? 'machine.refuse.dateFuture' : 'machine.refuse.datePast', {
    date: meant,
    today: { date: rule.today },
  });
}

const milliseconds = (day: Temporal.PlainDate): number => Date.UTC(day.year, day.month - 1, day.day);
