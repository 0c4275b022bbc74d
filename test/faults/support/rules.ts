/** What the product reads from its files, read once for the suites that run it in this process. */
import { loadMenu } from '../../../src/answers/menu-data.ts';
import { loadCalendar, loadCatalog } from '../../../src/catalog/load.ts';
import { loadFlows } from '../../../src/catalog/load-flows.ts';
import { loadLadders } from '../../../src/reminders/ladder.ts';
import { reminderRules } from '../../../src/reminders/reminder-rules.ts';
import { projectRoot } from '../../../src/root.ts';
import { createWords } from '../../../src/words/say.ts';

const roots = [projectRoot];

export const catalog = loadCatalog(roots);
export const calendar = loadCalendar(roots);
export const flows = loadFlows(roots);
export const menu = loadMenu(roots);
export const words = createWords(roots, () => {});
export const reminders = reminderRules(loadLadders(roots));
