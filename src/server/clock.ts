/**
 * What time it is. Passed in everywhere; the demo's clock can be moved forward, so that a newcomer sees a year of
 * reminders in five minutes.
 */
import { Temporal } from 'temporal-polyfill';

export const zone = 'Asia/Ho_Chi_Minh';

export interface Clock {
  /** ISO instant, UTC ("2026-11-23T01:00:00Z"). */
  now(): string;
  /** Calendar day in Asia/Ho_Chi_Minh, `YYYY-MM-DD`. */
  today(): string;
}

/** A clock that may be moved forward, never back: what was recorded must not come to lie in the future. */
export interface TravelClock extends Clock {
  /** Moves to a later day, same time of day; the same day changes nothing. Throws `TravelRefused`. */
  travel(toDay: string): Promise<void>;
  /** Reads anew how far another process has moved it. */
  refresh(): Promise<void>;
}

/** Where the demo's offset survives a restart. */
export interface OffsetShelf {
  read(): Promise<number>;
  write(days: number): Promise<void>;
}

/** The farthest day a demo may reach. */
export const lastDay = '2100-01-01';

export class TravelRefused extends Error {
  readonly code: 'time.backwards' | 'time.too-far' | 'time.not-a-day';
  constructor(code: TravelRefused['code']) {
    super(code);
    this.name = 'TravelRefused';
    this.code = code;
  }
}

export function dayOf(instant: string): string {
  const hour = instant.slice(0, 13);
  if (hour === last.hour && instant.endsWith('Z')) return last.day;
  last = { hour, day: Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString() };
  return last.day;
}

/** Asked several times a turn; the zone is whole hours from UTC, so all of an hour is one day. */
let last = { hour: '', day: '' };

const clockOf = (now: () => string): Clock => ({ now, today: () => dayOf(now()) });

export const systemClock: Clock = clockOf(() =>
  // The same text as Temporal's, which takes longer to write it.
  new Date().toISOString(),
);

/** `base` is the real clock; the days travelled are kept on the shelf. */
export async function openDemoClock(shelf: OffsetShelf, base: Clock = systemClock): Promise<TravelClock> {
  let offset = await shelf.read();
  const now = (): string =>
    Temporal.Instant.from(base.now())
      .add({ hours: 24 * offset })
      .toString({ smallestUnit: 'millisecond' });
  return {
    ...clockOf(now),
    async travel(toDay) {
      const days = daysAhead(base.today(), toDay);
      if (days < offset) throw new TravelRefused('time.backwards');
      await shelf.write(days);
      offset = days;
    },
    async refresh() {
      // One that travels here at this moment knows better.
      offset = Math.max(offset, await shelf.read());
    },
  };
}

function daysAhead(from: string, to: string): number {
  let target: Temporal.PlainDate;
  try {
    target = Temporal.PlainDate.from(to, { overflow: 'reject' });
  } catch {
    throw new TravelRefused('time.not-a-day');
  }
  if (Temporal.PlainDate.compare(target, lastDay) > 0) throw new TravelRefused('time.too-far');
  return Temporal.PlainDate.from(from).until(target, { largestUnit: 'days' }).days;
}

/** The days after `from` up to and including `to`, ascending; none when `to` is not later. */
export function daysAfter(from: string, to: string): string[] {
  const start = Temporal.PlainDate.from(from);
  const count = start.until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;
  return Array.from({ length: Math.max(0, count) }, (_, index) => start.add({ days: index + 1 }).toString());
}
