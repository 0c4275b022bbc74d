/** "Việc của tôi": what somebody owes, soonest first. Pure: examined cases and the roster in, a reply out. */
import { stepTitle } from '../lookups/procedure-words.ts';
import type { Actor, Hat } from '../people/roles.ts';
import { addDays } from '../procedure/dates.ts';
import type { Obligation } from '../procedure/report.ts';
import { type Choice, type Reply, type Text, verbatim } from '../words/text.ts';
import { type CaseView, hatFor, openSteps } from './case-view.ts';
import { mondayOf } from './days.ts';
import { doorFor, stepDoor } from './doors.ts';
import { shownObligations } from './duties-text.ts';
import { doorLabel, limitName, type Owed, owedChoice, owedLine, sameLine } from './limit-words.ts';
import type { Doors } from './menu-data.ts';
import { ownersOf, type Roster } from './owners.ts';
import { together } from './together.ts';
import { toldDay, toneOf } from './tone.ts';

const groups = ['late', 'today', 'week', 'possible', 'later', 'without-limit'] as const;
type Group = (typeof groups)[number];

/** A step whose turn has come and that no rule dates. */
interface OpenStep {
  step: Text;
  candidate: string;
  since: string;
  door: string;
  hat: Hat;
}

export type WorkItem = { kind: 'owed'; owed: Owed } | { kind: 'step'; open: OpenStep };

/** Lines and buttons of one answer. */
export interface WorkLimits {
  lines: number;
  buttons: number;
  /** Calendar days ahead; what is further off shows once a reminder of it has come. */
  days: number;
}

export const workItems = (
  views: readonly CaseView[],
  person: Actor,
  roster: Roster,
  doors: Doors,
): WorkItem[] =>
  views.filter((view) => view.report.open).flatMap((view) => itemsOf(view, person, roster, doors));

export function myWorkReply(items: readonly WorkItem[], today: string, limits: WorkLimits): Reply {
  const menu: Choice = { id: 'go:menu', label: { key: 'status.choice.menu' } };
  const all = linesOf(
    items.filter((item) => isWork(item, today, limits.days)),
    today,
  );
  if (all.length === 0) return { lines: [{ key: 'status.work.nothing' }], choices: [menu] };
  const shown = all.slice(0, limits.lines);
  const lines: Text[] = [{ key: 'status.work.title', params: { count: all.length } }];
  for (const group of groups) {
    const inGroup = shown.filter((line) => line.group === group);
    if (inGroup.length > 0)
      lines.push({ key: `status.work.group.${group}` }, ...inGroup.map((one) => one.line));
  }
  if (all.length > shown.length)
    lines.push({ key: 'status.more', params: { count: all.length - shown.length } });
  const choices = new Map(shown.map((one) => [one.choice.id, one.choice]));
  return { lines, choices: [...choices.values()].slice(0, limits.buttons).concat(menu) };
}

const isWork = (item: WorkItem, today: string, days: number): boolean =>
  item.kind === 'step' ||
  item.owed.due <= addDays(today, days) ||
  item.owed.obligation.rungs.some((rung) => rung <= today);

interface WorkLine {
  group: Group;
  /** Day to sort by inside the group. */
  day: string;
  line: Text;
  choice: Choice;
}

function linesOf(items: readonly WorkItem[], today: string): WorkLine[] {
  const owed = items.flatMap((item) => (item.kind === 'owed' ? [item.owed] : []));
  const limits = together(owed, sameLine).map((same): WorkLine => {
    const [first] = same;
    return { group: groupOf(first, today), day: first.due, line: owedLine(same), choice: owedChoice(same) };
  });
  const steps = items.flatMap((item): WorkLine[] => {
    if (item.kind !== 'step') return [];
    const { step, candidate, since, door, hat } = item.open;
    const line: Text = { key: 'status.work.step', params: { candidate, step } };
    return [
      {
        group: 'without-limit',
        day: since,
        line,
        choice: { id: door, label: doorLabel(door, hat, verbatim(candidate)) },
      },
    ];
  });
  return [...limits, ...steps].sort(
    (a, b) => groups.indexOf(a.group) - groups.indexOf(b.group) || a.day.localeCompare(b.day),
  );
}

function itemsOf(view: CaseView, person: Actor, roster: Roster, doors: Doors): WorkItem[] {
  const hat = hatFor(person, view);
  if (hat === null) return [];
  const { report, caseId, candidate } = view;
  const owes = (o: Obligation): boolean => ownersOf(o.owner, view, roster).includes(person.personId);
  const owed = shownObligations(report)
    // Before its day there is nothing to do.
    .filter(({ obligation: o }) => owes(o) && toneOf(o, report.on) !== 'upcoming')
    .map(({ obligation, missed }): WorkItem => {
      // A secretary may help somebody as well: then it is the mentor who is asked for the assessment.
      const asMentor = hat === 'cadre' && obligation.owner === 'mentor' && view.mentorId === person.personId;
      const worn = asMentor ? 'mentor' : hat;
      return {
        kind: 'owed',
        owed: {
          caseId,
          candidate,
          hat: worn,
          obligation,
          what: limitName(view.procedure, report, obligation),
          tone: toneOf(obligation, report.on),
          due: toldDay(obligation),
          door: doorFor(doors, caseId, obligation, report, worn),
          missed,
        },
      };
    });
  const next = undatedStep(view, person, roster);
  if (!next || hat === 'candidate') return owed;
  const door = stepDoor(doors, caseId, next, report, hat);
  const open = {
    step: stepTitle(view.procedure, next.id),
    candidate,
    since: report.since ?? report.on,
    door,
    hat,
  };
  return [...owed, { kind: 'step', open }];
}

/** The step whose turn it is, when it is this person's and no limit of it runs. */
function undatedStep(view: CaseView, person: Actor, roster: Roster) {
  const [next] = openSteps(view.report).filter((step) => !step.optional);
  if (!next || !ownersOf(next.owner, view, roster).includes(person.personId)) return null;
  const dated = shownObligations(view.report).some(
    ({ obligation: o }) => o.step === next.id && o.kind === 'due',
  );
  return dated ? null : next;
}

function groupOf({ tone, due }: Owed, today: string): Group {
  if (tone === 'late' || tone === 'expired') return 'late';
  if (tone === 'today' || tone === 'possible') return tone;
  return due <= addDays(mondayOf(today), 6) ? 'week' : 'later';
}
