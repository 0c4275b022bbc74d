/** Cases told in a few words, for the specifications of the core. */
import { loadCalendar, loadCatalog } from '../../src/catalog/load.ts';
import {
  type CaseEvent,
  type CaseFile,
  caseFile,
  examine,
  mayRecord,
  type Obligation,
  type PlainEvent,
  type Procedure,
  resolveProcedure,
} from '../../src/procedure/index.ts';

export const roots = [new URL('../..', import.meta.url).pathname];
export const catalog = loadCatalog(roots);
export const calendar = loadCalendar(roots);

export const central2025 = resolveProcedure(catalog, { version: 'central-2025', overlay: null });
export const haNoi2025 = resolveProcedure(catalog, { version: 'central-2025', overlay: 'ha-noi' });

type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;
/** An event without its id: the place in the story gives it. */
export type Told = Without<CaseEvent, 'id'> & { id?: string };

/** A person of 24, a member of the Youth Union, in a residential cell with two-hop approval. */
export const person = { birthDate: '2001-05-20', youthUnionMember: true } as const;

export function tell(
  events: readonly Told[],
  rest: Partial<Without<CaseFile, 'events'>> | object = {},
): CaseFile {
  return caseFile.parse({
    procedure: 'central-2025',
    person,
    organization: { officialMembers: 12 },
    ...rest,
    events: events.map((event, index) => ({ id: `e${index + 1}`, ...event })),
  });
}

export const step = (
  name: string,
  on: string,
  more: Partial<Extract<PlainEvent, { type: 'step-recorded' }>> = {},
) => ({ type: 'step-recorded', step: name, on, ...more }) as Told;
export const paper = (name: string, on: string, by?: string) =>
  ({ type: 'paper-received', paper: name, on, ...(by && { by }) }) as Told;
export const vote = (
  name: string,
  on: string,
  inFavour: number,
  members = 12,
  excluded: { reason: string; count: number }[] = [],
) => step(name, on, { vote: { members, excluded, inFavour } });
export const mentor = (who: string, on: string, togetherSince?: string) =>
  ({
    type: 'mentor-assigned',
    mentor: who,
    officialMember: true,
    on,
    ...(togetherSince && { togetherSince }),
  }) as Told;

/** The straight road of an ordinary young person, day by day. */
export const road: readonly Told[] = [
  step('introduced', '2025-08-04'),
  step('listed', '2025-08-08'),
  mentor('Lan', '2025-08-08', '2023-01-02'),
  step('sent-to-class', '2025-09-08'),
  paper('awareness-certificate', '2025-10-15'),
  step('file-proposed', '2025-11-10'),
  step('file-allowed', '2025-11-20'),
  step('file-opened', '2025-11-24'),
  paper('application', '2025-12-01'),
  paper('personal-history', '2025-12-08'),
  step('pages-sealed', '2025-12-10'),
  {
    type: 'verification-sent',
    verification: 'v1',
    subject: 'father',
    place: 'Quê nội',
    scope: 'domestic',
    byLetter: true,
    on: '2025-12-12',
  },
  { type: 'verification-delivered', verification: 'v1', on: '2025-12-16' },
  { type: 'verification-replied', verification: 'v1', result: 'sufficient', on: '2026-01-12' },
  step('verified', '2026-01-13'),
  step('cell-committee-comment', '2026-01-15'),
  step('history-certified', '2026-01-20'),
  paper('introduction', '2026-01-22', 'Lan'),
  paper('youth-union-resolution', '2026-01-22'),
  paper('opinions', '2026-01-26'),
  vote('cell-votes-admission', '2026-02-04', 11),
  step('file-sent-up', '2026-02-06'),
  vote('committee-proposes-admission', '2026-02-25', 9, 11),
  step('file-sent-to-deciding-body', '2026-02-27'),
  step('admission-decided', '2026-03-16', { outcome: 'agreed', issuedOn: '2026-03-16' }),
  { type: 'decision-received', step: 'admission-decided', on: '2026-03-20' },
  step('ceremony', '2026-03-26'),
  mentor('Lan', '2026-03-26'),
  paper('member-history', '2026-04-20'),
  paper('member-sheet', '2026-04-20'),
  paper('new-member-certificate', '2026-08-10'),
  paper('self-criticism', '2027-03-29'),
  paper('mentor-assessment', '2027-03-30'),
  paper('probation-opinions', '2027-04-01'),
  vote('cell-votes-recognition', '2027-04-06', 12),
  step('recognition-sent-up', '2027-04-08'),
  vote('committee-proposes-recognition', '2027-04-20', 10, 11),
  step('recognition-decided', '2027-05-10', { outcome: 'agreed' }),
  step('recognition-announced', '2027-06-03'),
];

/** The road up to the events of that day. */
export const roadUntil = (day: string): Told[] => road.filter((event) => event.on <= day);

/** The road with some events left out or put in the place of others (by step, paper or type). */
export function roadWith(change: (event: Told) => Told | Told[] | null, until = '9999-12-31'): Told[] {
  return roadUntil(until).flatMap((event) => change(event) ?? []);
}

export const look = (file: CaseFile, today: string, procedure: Procedure = central2025) =>
  examine(procedure, file, calendar, today);

export function clock(
  file: CaseFile,
  key: string,
  today: string,
  procedure: Procedure = central2025,
): Obligation {
  const found = look(file, today, procedure).obligations.find((one) => one.key === key);
  if (!found) throw new Error(`No obligation ${key}`);
  return found;
}

export function gate(file: CaseFile, id: string, today: string, procedure: Procedure = central2025) {
  const [stepName] = id.split('/');
  const found = look(file, today, procedure)
    .steps.find((one) => one.id === stepName)
    ?.gates.find((one) => one.id === id);
  if (!found) throw new Error(`No finding for gate ${id}`);
  return found;
}

/** Codes of the refusals of one more event. */
export function refused(
  file: CaseFile,
  event: Told,
  today: string,
  procedure: Procedure = central2025,
): string[] {
  return mayRecord(procedure, file, { id: 'new', ...event } as CaseEvent, calendar, today).map(
    (one) => one.code,
  );
}
