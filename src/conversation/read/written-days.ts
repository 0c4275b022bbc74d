/** Days named by date: "30/4", "30.4.26", "2026-03-05", "mùng 5 tháng ba năm nay", "cuối tháng", "March 5". Folded words. */
import type { Temporal } from 'temporal-polyfill';
import { dayOf, englishMonth, monthNumber, shiftOf, yearsOf } from './calendar-words.ts';
import { inYears, type Meaning } from './meaning.ts';
import { numberIn } from './numbers.ts';

type Reader = (said: string, today: Temporal.PlainDate) => Meaning;

export function writtenDay(said: string, today: Temporal.PlainDate): Meaning {
  for (const reader of readers) {
    const meaning = reader(said, today);
    if (meaning) return meaning;
  }
  return null;
}

const yearFirst: Reader = (said) => {
  const match = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:t[\d:.z+-]*)?$/.exec(said);
  return match ? inYears(Number(match[3]), Number(match[2]), [Number(match[1])]) : null;
};

const inFigures: Reader = (said, today) => {
  const match = /^(?:ngay |hom )?(\d{1,2}) ?[-/. ] ?(\d{1,2})(?: ?[-/.] ?(\d{2,4})| (?:nam )?(.+))?$/.exec(
    said,
  );
  if (!match) return null;
  const year = match[3] ?? match[4];
  const years = year === undefined ? around(today) : yearsOf(year, today);
  return years && inYears(Number(match[1]), Number(match[2]), years);
};

const inOneRun: Reader = (said) => {
  const match = /^(\d\d)(\d\d)((?:19|20)\d\d)$/.exec(said);
  return match ? inYears(Number(match[1]), Number(match[2]), [Number(match[3])]) : null;
};

const inWords: Reader = (said, today) => {
  const match =
    /^(?:ngay |hom |mung |mong |ngay mung |ngay mong )*(.+?) ?thang (.+?)(?:(?: ?nam | ?[/.-] ?| )(\d{4}|\d\d|(?<=nam ).+))?$/.exec(
      said,
    );
  if (!match) return null;
  const day = numberIn(match[1] ?? '');
  if (day === null) return null;
  return ofMonth(match[2] ?? '', match[3], today, (year, month) => inYears(day, month, [year]), day);
};

const partOfMonth: Reader = (said, today) => {
  const match = /^(?:ngay )?(dau|giua|cuoi) thang(?: (.+?))?(?:(?: nam | ?[/.-] ?)(.+))?$/.exec(said);
  if (!match) return null;
  const pick = (first: Temporal.PlainDate): Temporal.PlainDate =>
    first.with({ day: match[1] === 'dau' ? 1 : match[1] === 'giua' ? 15 : first.daysInMonth });
  if (match[2] === undefined) {
    return { days: [0, -1, 1].map((months) => pick(today.with({ day: 1 }).add({ months }))), inOrder: true };
  }
  const whole = (year: number, month: number): Meaning => {
    const first = dayOf(year, month, 1);
    return first
      ? { days: [pick(first)] }
      : { why: { key: 'machine.refuse.monthImpossible', params: { month } } };
  };
  return ofMonth(match[2], match[3], today, whole, null);
};

/** "ngày 5": of the month that is nearest. */
const dayAlone: Reader = (said, today) => {
  const match = /^(?:ngay|hom|mung|mong|ngay mung|ngay mong) (.+)$/.exec(said);
  const day = match ? numberIn(match[1] ?? '') : null;
  if (day === null) return null;
  const months = [-2, -1, 0, 1, 2].map((shift) => today.with({ day: 1 }).add({ months: shift }));
  const days = months.map((month) => dayOf(month.year, month.month, day)).filter((found) => found !== null);
  return days.length > 0 ? { days } : { why: { key: 'machine.refuse.dateDay', params: { day } } };
};

const english: Reader = (said, today) => {
  const match =
    /^(?:the )?(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]{3,9})(?: (\d{4}))?$/.exec(said) ??
    /^([a-z]{3,9}) (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?$/.exec(said);
  if (!match) return null;
  const [first = '', second = ''] = match.slice(1, 3);
  const dayFirst = /^\d/.test(first);
  const month = englishMonth(dayFirst ? second : first);
  if (month === null) return null;
  return inYears(Number(dayFirst ? first : second), month, match[3] ? [Number(match[3])] : around(today));
};

/** A month, a year or a bare number: the day itself is missing. */
const unfinished: Reader = (said) => {
  const shapes = [
    /^\d{1,4}$/,
    /^(?:\d{1,2}|thang .+?) ?[-/.] ?\d{4}$/,
    /^\d{4}[-/.]\d{1,2}$/,
    /^thang \S+(?: \S+)?(?: nam \S+)?$/,
    /^nam (?:\d{4}|nay|ngoai|truoc|sau|toi)$/,
    /^tuan nay$/,
  ];
  return shapes.some((shape) => shape.test(said)) ? { why: { key: 'machine.refuse.dateIncomplete' } } : null;
};

const readers = [yearFirst, inFigures, inOneRun, partOfMonth, inWords, dayAlone, english, unfinished];

// Wide enough to hold a leap year on either side.
const around = (today: Temporal.PlainDate): number[] =>
  Array.from({ length: 17 }, (_, index) => today.year - 8 + index);

function ofMonth(
  month: string,
  year: string | undefined,
  today: Temporal.PlainDate,
  on: (year: number, month: number) => Meaning,
  day: number | null,
): Meaning {
  const shift = shiftOf(month);
  if (shift !== null && year === undefined) {
    const meant = today.with({ day: 1 }).add({ months: shift });
    return on(meant.year, meant.month);
  }
  const number = monthNumber(month);
  if (number === null) return null;
  const years = year === undefined ? around(today) : yearsOf(year, today);
  if (!years) return null;
  if (day !== null) return inYears(day, number, years);
  const found = years.map((each) => on(each, number));
  const days = found.flatMap((meaning) => (meaning && 'days' in meaning ? meaning.days : []));
  return days.length > 0 ? { days } : (found[0] ?? null);
}
