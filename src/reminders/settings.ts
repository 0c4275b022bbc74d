/** How much is said a day and in which hours (`flows/reminders.yaml`), and what answers it (the menu's doors). */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Doors, loadDoors } from '../answers/menu-data.ts';
import { addDays } from '../procedure/dates.ts';

const rungs = z.array(z.number().int().min(0)).default([]);

const hour = z.number().int().min(0).max(23);

const settings = z.strictObject({
  /** Things in one digest; what does not fit comes on the next working day. */
  maxItems: z.number().int().min(1),
  /** Hours of the day without any word, unless the person chose one of them; over midnight when `from` is the later. */
  quietHours: z.strictObject({ from: hour, until: hour }),
  weeklyOverview: z.boolean(),
  /** Working days before the end of the period on which a duty of the body itself is spoken of. */
  dutyRungs: z.strictObject({ month: rungs, quarter: rungs, 'half-year': rungs, year: rungs }),
});

export type ReminderSettings = z.infer<typeof settings> & { doors: Doors };

/** The last root that has the file wins. Throws with the file named when it is missing everywhere or malformed. */
export function loadReminderSettings(roots: string[]): ReminderSettings {
  const files = roots.map((root) => join(root, 'flows', 'reminders.yaml')).filter((file) => existsSync(file));
  const file = files.at(-1);
  if (file === undefined) throw new Error(`flows/reminders.yaml is in none of: ${roots.join(', ')}`);
  const parsed = settings.safeParse(parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return { ...parsed.data, doors: loadDoors(roots) };
}

/**
 * Whether somebody's turn comes in these hours of the day (both included): from their own hour on, but not in the quiet
 * ones; an hour they chose is theirs even if it is quiet.
 */
export function isTheirTurn(
  digestHour: number,
  hours: { from: number; to: number },
  settings: Pick<ReminderSettings, 'quietHours'>,
): boolean {
  for (let hour = Math.max(hours.from, digestHour); hour <= hours.to; hour += 1)
    if (hour === digestHour || !isQuiet(hour, settings)) return true;
  return false;
}

/** When a digest of this day must have left, as an instant: when the quiet hours begin, or with the day itself. */
export function sendBy(
  today: string,
  digestHour: number,
  settings: Pick<ReminderSettings, 'quietHours'>,
): string {
  const { from, until } = settings.quietHours;
  const late = from <= digestHour || from <= until;
  return late
    ? `${addDays(today, 1)}T00:00:00+07:00`
    : `${today}T${String(from).padStart(2, '0')}:00:00+07:00`;
}

function isQuiet(
  hour: number,
  { quietHours: { from, until } }: Pick<ReminderSettings, 'quietHours'>,
): boolean {
  return from <= until ? from <= hour && hour < until : hour >= from || hour < until;
}
