/** Days said from today: "hôm qua", "ngày kia", "3 ngày trước", "hai tuần nữa", "thứ hai tuần trước". Folded words. */
import type { Temporal } from 'temporal-polyfill';
import { shiftOf, weekdayOf } from './calendar-words.ts';
import type { Meaning } from './meaning.ts';
import { numberIn } from './numbers.ts';

export function relativeDay(said: string, today: Temporal.PlainDate): Meaning {
  const offset = named.get(said);
  if (offset !== undefined) return { days: [today.add({ days: offset })] };
  return counted(said, today) ?? weekday(said, today);
}

const named = new Map<string, number>([
  ...phrases(0, 'hom nay|nay|bua nay|ngay hom nay|sang nay|trua nay|chieu nay|toi nay|bay gio|today|now'),
  ...phrases(-1, 'hom qua|qua|bua qua|ngay hom qua|sang qua|chieu qua|toi qua|dem qua|yesterday'),
  ...phrases(-2, 'hom kia|bua kia|ngay hom kia|day before yesterday|the day before yesterday'),
  ...phrases(1, 'mai|ngay mai|sang mai|chieu mai|toi mai|tomorrow'),
  ...phrases(2, 'ngay kia|ngay mot|mot|day after tomorrow|the day after tomorrow'),
  ...phrases(-7, 'tuan truoc|tuan qua|tuan roi|tuan vua roi|last week'),
  ...phrases(7, 'tuan sau|tuan toi|next week'),
]);

function phrases(offset: number, list: string): [string, number][] {
  return list.split('|').map((phrase) => [phrase, offset]);
}

function counted(said: string, today: Temporal.PlainDate): Meaning {
  const match =
    /^(?:cach day |hom )?(.+?) (ngay|hom|bua|tuan|thang|nam)(?: (truoc|qua|nua|sau|toi|roi))?$/.exec(said) ??
    /^(?:in )?(.+?) (day|week|month|year)s?(?: (ago|later|from now))?$/.exec(said);
  if (!match) return null;
  const count = numberIn(match[1] ?? '');
  const back = /^cach day /.test(said) || ['truoc', 'qua', 'roi', 'ago'].includes(match[3] ?? '');
  const ahead = /^in /.test(said) || ['nua', 'sau', 'toi', 'later', 'from now'].includes(match[3] ?? '');
  if (count === null || count > 1000 || (!back && !ahead)) return null;
  const amount = back ? -count : count;
  switch (match[2]) {
    case 'tuan':
    case 'week':
      return { days: [today.add({ weeks: amount })] };
    case 'thang':
    case 'month':
      return { days: [today.add({ months: amount })] };
    case 'nam':
    case 'year':
      return { days: [today.add({ years: amount })] };
    default:
      return { days: [today.add({ days: amount })] };
  }
}

function weekday(said: string, today: Temporal.PlainDate): Meaning {
  const match = /^(?:(last|next|this) )?(thu \S+|t\d|chu nhat|cn|[a-z]+day)(?: (.+))?$/.exec(said);
  const day = match ? weekdayOf(match[2] ?? '') : null;
  if (!match || day === null) return null;
  const thisWeek = today.add({ days: day - today.dayOfWeek });
  const which = (match[1] ?? match[3] ?? '').trim();
  if (which === '') return { days: [-1, 0, 1].map((week) => thisWeek.add({ weeks: week })) };
  const week = shiftOf(which.replace(/^tuan /, ''));
  if (week === null) return null;
  if (which.startsWith('tuan ') || week === 0) return { days: [thisWeek.add({ weeks: week })] };
  // "thứ hai vừa rồi" is the last one gone by, be it of this week or of the week before.
  const distance = week < 0 ? (today.dayOfWeek - day + 7) % 7 || 7 : (day - today.dayOfWeek + 7) % 7 || 7;
  return { days: [today.add({ days: week * distance })] };
}
