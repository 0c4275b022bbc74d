/** How often and how much is said in the morning (`flows/reminders.yaml`), and what answers it (the menu's doors). */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Doors, loadDoors } from '../answers/menu-data.ts';

const rungs = z.array(z.number().int().min(0)).default([]);

const settings = z.strictObject({
  /** Calendar days between two reminders of the same late thing. */
  lateEveryDays: z.number().int().min(1),
  /** Items in one digest; what does not fit comes on the next working day. */
  maxItems: z.number().int().min(1),
  /** No digest after this hour, unless the person chose a later one. */
  latestHour: z.number().int().min(0).max(23),
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
