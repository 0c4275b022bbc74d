/**
 * Who hears of a limit on which of its days: `flows/ladders/<id>.yaml`. The days before the due day are the rule's own
 * (`rungs` in `flows/procedures/`); the ladder says who is told on them, and what follows when the due day has passed.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { WorkingCalendar } from '../procedure/index.ts';
import type { AgendaEntry } from './agenda.ts';

/**
 * `owner`: whoever the rule lays it on. `mentor`, `candidate`: told as well where it is theirs to prepare.
 * `committee`: officers of the nearest body above whoever owes it.
 */
export const tells = ['owner', 'mentor', 'candidate', 'cellCommittee', 'cellSecretary', 'committee'] as const;
export type Tell = (typeof tells)[number];

const tell = z
  .array(z.enum(tells))
  .min(1)
  .refine((list) => new Set(list).size === list.length, 'names somebody twice');

/** A word that nobody acknowledged is said again to whoever owes it: every so many working days, so many times. */
const nudges = z.strictObject({
  everyWorkingDays: z.number().int().min(1),
  atMost: z.number().int().min(0).max(5),
});

const after = z
  .array(z.strictObject({ workingDays: z.number().int().min(1), tell }))
  .refine(
    (list) => list.every((one, at) => at === 0 || one.workingDays > (list[at - 1]?.workingDays ?? 0)),
    'the days must ascend',
  );
const onwards = z.strictObject({ everyDays: z.number().int().min(1), tell }).nullable();

const way = z.strictObject({
  /** On the rule's own days. */
  rung: tell,
  /** On the last of them before the due day. */
  lastRung: tell,
  /** On the due day; on the first day from which something may be done. */
  dueDay: tell,
  /** So many working days after the due day. */
  after,
  /** And from the last of those days on, every so many calendar days; null: nothing more. */
  onwards,
  /** In place of the ladder's own. */
  nudges: nudges.exactOptional(),
});

/** As much of a way as differs from that of the kind. */
const difference = z.strictObject({
  rung: tell.exactOptional(),
  lastRung: tell.exactOptional(),
  dueDay: tell.exactOptional(),
  after: after.exactOptional(),
  onwards: onwards.exactOptional(),
  nudges: nudges.exactOptional(),
});

const ladder = z.strictObject({
  kinds: z.strictObject({ due: way, expiry: way, earliest: way, recurring: way }),
  /** Of limits that a body above the cell owes, in place of `kinds`. */
  above: way,
  /** Of single limits, by the id of their clock: what differs from the above. */
  clocks: z.record(z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/), difference).default({}),
  nudges,
  /** "Xin lùi": how often for one limit, and once late, to how many working days ahead at most. */
  postponing: z.strictObject({
    times: z.number().int().min(0),
    lateWorkingDays: z.number().int().min(1),
  }),
});

export type Way = z.output<typeof way>;
export type Ladder = z.output<typeof ladder> & { id: string };

export const standardLadder = 'standard';

/**
 * Every ladder of these roots by its id (the name of its file); a later root's replaces an earlier one of the same name
 * whole. Throws with the file named when one is malformed or 'standard' is missing.
 */
export function loadLadders(roots: readonly string[]): ReadonlyMap<string, Ladder> {
  const ladders = new Map<string, Ladder>();
  for (const root of roots) {
    const folder = join(root, 'flows', 'ladders');
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder).sort()) {
      const id = /^([a-z0-9]+(?:-[a-z0-9]+)*)\.yaml$/.exec(name)?.[1];
      if (id !== undefined) ladders.set(id, { id, ...readLadder(join(folder, name)) });
    }
  }
  if (!ladders.has(standardLadder))
    throw new Error(`flows/ladders/${standardLadder}.yaml is in none of: ${roots.join(', ')}`);
  return ladders;
}

function readLadder(file: string): z.output<typeof ladder> {
  const parsed = ladder.safeParse(parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** The one an organisation follows; null, or one that is gone from the files: the standard one. */
export function ladderOf(ladders: ReadonlyMap<string, Ladder>, id: string | null): Ladder {
  const found = (id === null ? undefined : ladders.get(id)) ?? ladders.get(standardLadder);
  if (found === undefined) throw new Error(`no ladder '${standardLadder}'`);
  return found;
}

const bodiesAbove: readonly string[] = ['subCommittee', 'grassrootsCommittee', 'decidingBody'];

/** Whether a body above the cell owes it. */
export const owedAbove = (entry: Pick<AgendaEntry, 'owner'>): boolean => bodiesAbove.includes(entry.owner);

/** What of the ladder a limit follows. */
export function wayOf(
  entry: Pick<AgendaEntry, 'kind' | 'clock' | 'owner'>,
  one: Ladder,
): Way & { nudges: Ladder['nudges'] } {
  const base = owedAbove(entry) ? one.above : one.kinds[entry.kind];
  return { nudges: one.nudges, ...base, ...one.clocks[entry.clock] };
}

/**
 * The last day to which whoever owes a limit may put off being reminded: until it is due, the due day; once it is due or
 * late, so many working days ahead. Null when the ladder allows no more, or there is nothing to wait for.
 */
export function latestPostponement(
  entry: Pick<AgendaEntry, 'kind' | 'due'>,
  one: Ladder,
  at: { calendar: WorkingCalendar; today: string; asked: number },
): string | null {
  if (entry.kind === 'earliest' || at.asked >= one.postponing.times) return null;
  const whenLate = at.calendar.addWorkingDays(at.today, one.postponing.lateWorkingDays);
  return entry.due > at.today ? entry.due : whenLate;
}
