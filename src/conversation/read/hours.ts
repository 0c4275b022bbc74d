/** An hour of the day: "8", "8h", "8 giờ sáng", "20:00", "3 giờ chiều", "7am". */
import { plain } from './fold.ts';
import { numberIn } from './numbers.ts';
import { longestPhrase, type Read, read, refuse, unread } from './read.ts';

const shape =
  /^(?:luc )?(.+?) ?(?:(?:gio|h|g|:) ?(\d{1,2}|ruoi)?(?: ?(?:phut|p))?)? ?(sang|trua|chieu|toi|dem|am|pm)?$/;

/** Whole hours only, 0 to 23. */
export function readHour(text: string): Read<number> {
  if (text.length > longestPhrase) return unread;
  const match = shape.exec(
    plain(text)
      .replace(/^at /, '')
      .replace(/ o'clock$/, ''),
  );
  if (!match) return unread;
  const hour = numberIn(match[1] ?? '');
  if (hour === null) return unread;
  if (match[2] !== undefined && Number(match[2]) !== 0) return refuse('machine.refuse.hourWhole');
  const shifted = shift(hour, match[3]);
  if (shifted < 0 || shifted > 23) return refuse('machine.refuse.hourRange');
  return read(shifted);
}

function shift(hour: number, part: string | undefined): number {
  if (part === 'chieu' || part === 'toi' || part === 'pm') return hour < 12 ? hour + 12 : hour;
  if (part === 'dem') return hour === 12 ? 0 : hour >= 6 && hour < 12 ? hour + 12 : hour;
  if (part === 'am') return hour === 12 ? 0 : hour;
  if (part === 'trua' && hour < 3) return hour + 12;
  return hour;
}
