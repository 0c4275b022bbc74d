/** Which procedure a case runs under now: its first version until a recorded change. */
import type { CaseFile } from './case-file.ts';
import { effectiveEvents, inOrderOfDays } from './effective-events.ts';

/** What to give to `resolveProcedure`. With `through`, only changes dated on or before that day count. */
export function procedureInForce(
  file: CaseFile,
  through = '9999-12-31',
): { version: string; overlay: string | null; parameters: Record<string, number> } {
  let { procedure: version, overlay } = file;
  let parameters = file.organization.parameters;
  for (const event of inOrderOfDays(effectiveEvents(file.events).events)) {
    if (event.on > through) break;
    if (event.type === 'procedure-changed') {
      version = event.procedure;
      overlay = event.overlay;
    }
    if (event.type === 'facts-changed') parameters = event.organization?.parameters ?? parameters;
  }
  return { version, overlay, parameters };
}
