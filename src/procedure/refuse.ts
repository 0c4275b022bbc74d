/** What the checks of a new event share. */
import type { WorkingCalendar } from './calendar.ts';
import type { CaseFile } from './case-file.ts';
import type { Question } from './journey.ts';
import type { RefusalCode } from './refusal-codes.ts';
import type { Refusal } from './report.ts';
import type { Basis } from './schema.ts';

export interface Attempt {
  file: CaseFile;
  /** The case with everything recorded so far. */
  now: Question;
  /** The case as it stood on the day of the event. */
  asOf: Question;
  calendar: WorkingCalendar;
}

export function refuse(
  code: RefusalCode,
  params: Refusal['params'],
  field?: string,
  basis: Basis[] = [],
): Refusal {
  return { code, params, basis, ...(field !== undefined && { field }) };
}
