/**
 * First part of a run: cases whose day has come, in batches. Each is taken under a lock, its notices are written and its
 * next day set in one transaction, so that a second planner, a crash or a missed week neither repeats nor loses a word.
 */
import { examiner } from '../answers/examined.ts';
import type { Roster } from '../answers/owners.ts';
import { addDays } from '../procedure/dates.ts';
import type { Catalog, WorkingCalendar } from '../procedure/index.ts';
import { loadCases, type Projection, projectionOf } from '../store/cases.ts';
import type { Db, Tx } from '../store/database.ts';
import { insertNotices } from '../store/notices.ts';
import {
  type DueCase,
  type Examined,
  idsOn,
  isHeld,
  ladderAt,
  type NodeWithPeople,
  nodesWithPeople,
  type Planned,
  saveExamined,
  savePlanned,
  takeDueCases,
} from '../store/planning.ts';
import { type Agenda, agendaOf, readAgenda } from './agenda.ts';
import { type Ladder, ladderOf } from './ladder.ts';
import { type NewNotice, type NoticesAt, noticesOf } from './notices.ts';
import type { ReminderSettings } from './settings.ts';

export interface PlanContext {
  catalog: Catalog;
  calendar: WorkingCalendar;
  ladders: ReadonlyMap<string, Ladder>;
  settings: ReminderSettings;
  /** Hears of a case that could not be planned: its number, never what is in it. */
  onTrouble?: (trouble: { caseId: number; error: unknown }) => void;
}

export interface Plan {
  casesLooked: number;
  /** Of those, the ones whose agenda had to be computed. */
  examined: number;
  noticed: number;
  /** Limits for which nobody could be found. */
  withoutOwner: number;
  /** People who should have been told and have no chat. */
  unreachable: number;
}

/** Cases in one transaction. */
const batch = 500;
/** Of those, how many are examined at most: a millisecond or more each, while the rows are locked. */
const examinedAtOnce = 50;

/**
 * Ends when nothing is due any more. What others hold meanwhile is waited for: a digest is written by the last planner that
 * ends, and speaks of everything.
 */
export async function planDueCases(db: Db, ctx: PlanContext, today: string): Promise<Plan> {
  const plan: Plan = { casesLooked: 0, examined: 0, noticed: 0, withoutOwner: 0, unreachable: 0 };
  const unreachable = new Set<number>();
  const planSome = async (patient: boolean): Promise<boolean> => {
    const done = await db.transaction((tx) => planBatch(tx, ctx, today, patient));
    plan.casesLooked += done.casesLooked;
    plan.examined += done.examined;
    plan.noticed += done.noticed;
    plan.withoutOwner += done.withoutOwner;
    for (const personId of done.unreachable) unreachable.add(personId);
    return done.casesLooked > 0;
  };
  try {
    while ((await planSome(false)) || (await planSome(true)));
  } catch (error) {
    // Somebody holds a case for long: the next run finds it.
    if (!isHeld(error)) throw error;
  }
  return { ...plan, unreachable: unreachable.size };
}

type DoneBatch = Omit<Plan, 'unreachable'> & { unreachable: number[] };

async function planBatch(tx: Tx, ctx: PlanContext, today: string, patient: boolean): Promise<DoneBatch> {
  const due = await takeDueCases(tx, { today, limit: batch, patient });
  const around = await loadSurroundings(tx, due);
  const notices: NewNotice[] = [];
  const done: DoneBatch = { casesLooked: 0, examined: 0, noticed: 0, withoutOwner: 0, unreachable: [] };

  /** Its notices are noted; returns the day to look at it next. */
  const plan = (one: DueCase, agenda: Agenda, agendaUntil: string): string => {
    const { caseId, candidateId, mentorId, cellId, path } = one;
    const place = { candidateId, mentorId, cellId, path, decidedAt: agenda.decidedAt };
    const ladder = ladderOf(ctx.ladders, ladderAt(path, around.nodes));
    const { roster, reachable } = around;
    const at = { today, calendar: ctx.calendar, roster, reachable, ...saidOf(one) };
    const told = noticesOf({ ...place, caseId, agenda, agendaUntil, ladder }, at);
    notices.push(...told.notices);
    done.withoutOwner += told.withoutOwner.length;
    done.unreachable.push(...told.unreachable);
    return told.nextAttention > today ? told.nextAttention : addDays(today, 1);
  };

  const planned: Planned[] = [];
  const unknown: DueCase[] = [];
  for (const one of due) {
    const until = one.agendaUntil;
    const agenda = until !== null && until > today ? readAgenda(one.agenda) : null;
    if (until !== null && agenda !== null)
      planned.push({ caseId: one.caseId, nextAttention: plan(one, agenda, until) });
    else unknown.push(one);
  }
  const examined: Examined[] = [];
  for (const { of, result } of await examineSome(tx, ctx, unknown.slice(0, examinedAtOnce), today)) {
    if ('error' in result) {
      // Tried again tomorrow, and nobody else waits for it.
      ctx.onTrouble?.({ caseId: of.caseId, error: result.error });
      planned.push({ caseId: of.caseId, nextAttention: addDays(today, 1) });
      continue;
    }
    const { agenda, agendaUntil, projection } = result;
    const nextAttention = projection.open ? plan(of, agenda, agendaUntil) : null;
    examined.push({ caseId: of.caseId, agenda, agendaUntil, projection, nextAttention });
  }
  const [noticed] = await Promise.all([
    insertNotices(tx, notices),
    savePlanned(tx, planned),
    saveExamined(tx, examined),
  ]);
  return { ...done, noticed, examined: examined.length, casesLooked: planned.length + examined.length };
}

/** What was said to people on its subjects that bears on what is said now. */
function saidOf(one: DueCase): Pick<NoticesAt, 'acknowledged' | 'postponedUntil'> {
  const dayOf = (list: DueCase['acknowledged'], personId: number, subject: string): string | null =>
    list.find(([person, about]) => person === personId && about === subject)?.[2] ?? null;
  return {
    acknowledged: (personId, subject, rung) => (dayOf(one.acknowledged, personId, subject) ?? '') >= rung,
    postponedUntil: (personId, subject) => dayOf(one.postponed, personId, subject),
  };
}

interface Surroundings {
  nodes: ReadonlyMap<number, NodeWithPeople>;
  roster: Roster;
  reachable: (personId: number) => boolean;
}

async function loadSurroundings(tx: Tx, due: readonly DueCase[]): Promise<Surroundings> {
  const nodes = await nodesWithPeople(tx, [...new Set(due.flatMap((one) => idsOn(one.path)))]);
  const organizations = [...nodes.values()];
  const reached = new Set(due.flatMap((one) => one.reachable));
  for (const { roles } of organizations)
    for (const { personId, reachable } of roles) if (reachable) reached.add(personId);
  return {
    nodes,
    roster: {
      organizations,
      roles: organizations.flatMap(({ id, roles }) =>
        roles.map(({ personId, role }) => ({ personId, role, organizationId: id })),
      ),
    },
    reachable: (personId) => reached.has(personId),
  };
}

type ExaminedOrNot = {
  of: DueCase;
  result: { agenda: Agenda; agendaUntil: string; projection: Projection } | { error: unknown };
};

async function examineSome(
  tx: Tx,
  ctx: PlanContext,
  cases: readonly DueCase[],
  today: string,
): Promise<ExaminedOrNot[]> {
  if (cases.length === 0) return [];
  const examineOne = examiner({ catalog: ctx.catalog, calendar: ctx.calendar, today });
  const byId = new Map(cases.map((one) => [one.caseId, one]));
  const examine = async (ids: number[]): Promise<ExaminedOrNot[]> =>
    (await loadCases(tx, ids)).flatMap((stored) => {
      const of = byId.get(stored.id);
      if (of === undefined) return [];
      const one = examineOne(stored);
      const { agenda, until } = agendaOf(one, ctx.settings.doors, ctx.calendar);
      const projection = projectionOf(one.report);
      return [
        { of: { ...of, mentorId: projection.mentorId }, result: { agenda, agendaUntil: until, projection } },
      ];
    });
  try {
    return await examine([...byId.keys()]);
  } catch {
    // One that cannot be read or examined stops nobody else.
    const each: ExaminedOrNot[] = [];
    for (const of of cases) {
      try {
        each.push(...(await examine([of.caseId])));
      } catch (error) {
        each.push({ of, result: { error } });
      }
    }
    return each;
  }
}
