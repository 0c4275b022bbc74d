/** Everything the product knows from files: read once at the start, the same for every role. */
import { setImmediate as breath } from 'node:timers/promises';
import type { Logger } from 'pino';
import { loadMenu } from '../answers/menu-data.ts';
import { loadCalendar, loadCatalog } from '../catalog/load.ts';
import { loadFlows } from '../catalog/load-flows.ts';
import { loadLadders } from '../reminders/ladder.ts';
import { reminderRules } from '../reminders/reminder-rules.ts';
import { loadReminderSettings } from '../reminders/settings.ts';
import { createWords } from '../words/say.ts';

export type Rules = Awaited<ReturnType<typeof readRules>>;

/** Later folders lie over earlier ones. Between two files the engine of an embedded database gets on with its own start. */
export async function readRules(roots: string[], log: Logger) {
  const words = createWords(roots, (key, language) => log.warn({ key, language }, 'words missing'));
  await breath();
  const catalog = loadCatalog(roots);
  await breath();
  const calendar = loadCalendar(roots);
  const flows = loadFlows(roots);
  await breath();
  const ladders = loadLadders(roots);
  return {
    words,
    catalog,
    calendar,
    flows,
    menu: loadMenu(roots),
    settings: loadReminderSettings(roots),
    ladders,
    reminders: reminderRules(ladders),
  };
}
