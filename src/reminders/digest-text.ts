/** A digest in words: hardest first, a short line each, and buttons that answer it. */
import { statusDoor } from '../answers/doors.ts';
import { owedChoice, owedLine, sameLine } from '../answers/limit-words.ts';
import { goFlow } from '../conversation/buttons.ts';
import { latest } from '../procedure/dates.ts';
import { type Choice, type Reply, type Text, verbatim } from '../words/text.ts';
import type { Delay, Recipient, Told } from './digest.ts';
import {
  type DigestItem,
  type DutyItem,
  isPressing,
  type ObligationItem,
  type OverviewItem,
  urgencyOf,
} from './digest-items.ts';

/** Things told in one line: the same limit towards several people. */
export type DigestLine = readonly [DigestItem, ...DigestItem[]];

export interface DigestContent {
  person: Recipient;
  today: string;
  /** Never empty, the hardest first. */
  lines: readonly DigestLine[];
  /** Lines that wait for the next working day. */
  left: number;
  /** The digest of the day was given before. */
  again: boolean;
  oneMessage: boolean;
}

/** Things with the same mark are one line. */
export function lineMark(item: DigestItem): string {
  if (item.about !== 'obligation') return `${item.about} ${item.notice.id}`;
  const { owed, entry, notice } = item;
  const as = [item.own, notice.reason, notice.insteadOf?.personId ?? ''].join(' ');
  if (item.of.delay !== undefined) return `delay ${notice.id}`;
  // The same period of many people, which somebody else owes: one line, whoever they are.
  if (!item.own && entry.kind === 'recurring') return [entry.key, item.tone, entry.missed > 0, as].join(' ');
  return `${sameLine(owed)} ${as}`;
}

interface Message {
  title: 'title' | 'urgent' | 'again' | 'besides';
  lines: readonly DigestLine[];
  /** Says how much is left; the last one does. */
  left: number;
}

/** One message, or two: what presses apart from the rest, first. */
export function messagesOf({ lines, left, again, oneMessage }: DigestContent): Message[] {
  const pressing = lines.filter(([first]) => isPressing(first));
  const calm = lines.filter(([first]) => !isPressing(first));
  if (again) return [{ title: 'again', lines, left }];
  if (calm.length === 0) return [{ title: 'urgent', lines, left }];
  if (oneMessage || pressing.length === 0) return [{ title: 'title', lines, left }];
  return [
    { title: 'urgent', lines: pressing, left: 0 },
    { title: 'besides', lines: calm, left },
  ];
}

export const digestReplies = (content: DigestContent, digestId: number): Reply[] =>
  messagesOf(content).map((message) => replyOf(message, content, digestId));

function replyOf({ title, lines, left }: Message, { person, today }: DigestContent, digestId: number): Reply {
  const head: Text = {
    key: `reminders.digest.${title}`,
    params: { name: person.name, day: { date: today } },
  };
  const grouped = groups.flatMap((group): Text[] => {
    const inGroup = lines.filter(([first]) => groupOf(first) === group);
    if (inGroup.length === 0) return [];
    return [{ key: `reminders.group.${group}` }, ...inGroup.flatMap((line) => wordsOf(line, person))];
  });
  const more: Text[] = left > 0 ? [{ key: 'reminders.digest.left', params: { count: left } }] : [];
  return { lines: [head, ...grouped, ...more], choices: choicesOf(lines, left > 0, digestId) };
}

const groups = ['late', 'today', 'others', 'overview', 'possible', 'coming'] as const;

function groupOf(item: DigestItem): (typeof groups)[number] {
  if (item.about === 'overview') return 'overview';
  if (item.about === 'obligation' && !item.own && item.notice.insteadOf === null && isPressing(item))
    return 'others';
  const tone = urgencyOf(item);
  if (tone === 'late' || tone === 'expired') return 'late';
  return tone === 'today' || tone === 'possible' ? tone : 'coming';
}

function wordsOf(line: DigestLine, person: Recipient): Text[] {
  const [first, ...others] = line;
  if (first.about === 'overview') return [overviewText(first)];
  if (first.about === 'duty') return [dutyText(first), ...inPlaceOf(first)];
  const items: [ObligationItem, ...ObligationItem[]] = [first, ...others.filter(isObligation)];
  return [obligationText(items, person), ...inPlaceOf(first), ...whoOwes(items, person)];
}

const isObligation = (item: DigestItem): item is ObligationItem => item.about === 'obligation';

const overviewText = ({ of, late }: OverviewItem): Text => ({
  key: 'reminders.item.overview',
  params: { organization: of.name, late: late.limits, cases: late.cases, cells: late.cells },
});

const dutyText = ({ duty, of, tone, due }: DutyItem): Text => ({
  key: `reminders.item.duty.${tone}`,
  params: {
    what: { key: `procedure.duties.${duty}.title` },
    organization: of.name,
    due: { date: due },
  },
});

/** The limit itself; that it is said again, or was put off till now. */
function obligationText(items: readonly [ObligationItem, ...ObligationItem[]], person: Recipient): Text {
  const [first, ...others] = items;
  const line = owedLine([first.owed, ...others.map((item) => item.owed)]);
  if (first.notice.reason === 'postponed' && first.own)
    return { key: 'reminders.item.postponed', params: { line } };
  const again = items.every(
    ({ notice, of }) => notice.nudge && of.told.some((told) => told.personId === person.personId),
  );
  return again ? { key: 'reminders.item.again', params: { line } } : line;
}

function inPlaceOf({ notice }: DigestItem): Text[] {
  if (notice.insteadOf === null) return [];
  return [{ key: 'reminders.item.in-place-of', params: { name: notice.insteadOf.name } }];
}

/** Under what others owe: whose it is, and who was told when. The candidate hears nothing of who was told. */
function whoOwes(items: readonly [ObligationItem, ...ObligationItem[]], person: Recipient): Text[] {
  const [{ own, notice, entry, owed, of }] = items;
  if (own || notice.insteadOf !== null || owed.hat === 'candidate') return [];
  if (of.delay !== undefined) return [delayText(of.delay)];
  const who: Text = { key: `lookups.actor.${entry.owner}` };
  // Told along, to prepare their part: nobody lets anything lie.
  if (notice.reason === 'owner') return [{ key: 'reminders.item.owed', params: { who } }];
  // What the reader heard in their own right they know.
  const words = items.flatMap((item) => item.of.told);
  const told = toldBy(words.filter((one) => one.personId !== person.personId || one.insteadOf !== null));
  if (told.length === 0) return [{ key: 'reminders.item.owed-untold', params: { who } }];
  return [{ key: 'reminders.item.owed-told', params: { who, told } }];
}

/** Somebody asked to hear of it later: the limit stays. */
const delayText = ({ name, until, reason }: Delay): Text => ({
  key: 'reminders.item.delayed',
  params: { name, until: { date: until }, why: { key: `cases.postponed.because.${reason}` } },
});

/** People named in one line, and days named of one person: the latest. */
const [fewPeople, fewDays] = [3, 3];

/** Those who owe it first, then in the order in which they heard of it. */
function toldBy(told: readonly Told[]): Text[] {
  const people = new Map<string, [Told, ...Told[]]>();
  const isOwner = (one: Told): boolean => one.reason === 'owner' || one.reason === 'postponed';
  const inOrder = [...told].sort((a, b) => Number(isOwner(b)) - Number(isOwner(a)) || compare(a.on, b.on));
  for (const one of inOrder) {
    const as = `${one.personId} ${one.insteadOf ?? ''}`;
    const before = people.get(as);
    if (before) before.push(one);
    else people.set(as, [one]);
  }
  const named = [...people.values()].map(personText);
  const more = named.length - fewPeople;
  const others: Text[] = more > 0 ? [{ key: 'status.people-more', params: { count: more } }] : [];
  return [...named.slice(0, fewPeople), ...others];
}

function personText(words: readonly [Told, ...Told[]]): Text {
  const [{ name: own, insteadOf }] = words;
  const name: Text = insteadOf
    ? { key: 'reminders.told.in-place-of', params: { name: own, absent: insteadOf } }
    : verbatim(own);
  const all = [...new Set(words.map((one) => one.on))].sort();
  const days = all.slice(-fewDays).map((date): Text => ({ key: 'lookups.day', params: { date: { date } } }));
  const acknowledged = latest(words.map((one) => one.acknowledgedOn ?? undefined));
  if (acknowledged === undefined) return { key: 'reminders.told.heard', params: { name, days } };
  return { key: 'reminders.told.acknowledged', params: { name, days, on: { date: acknowledged } } };
}

/** "Đã nhận" first, then what answers each line, "Xin lùi" last. */
function choicesOf(lines: readonly DigestLine[], more: boolean, digestId: number): Choice[] {
  const choices = new Map<string, Choice>();
  const add = (choice: Choice): void => {
    if (!choices.has(choice.id)) choices.set(choice.id, choice);
  };
  add({
    id: goFlow('acknowledge', { digest: digestId }),
    label: { key: 'reminders.door.acknowledge' },
  });
  for (const line of lines) add(doorOf(line));
  if (more) add({ id: 'go:my-work', label: { key: 'reminders.door.my-work' } });
  if (lines.flat().some((item) => item.about === 'obligation' && item.mayPostpone))
    add({ id: goFlow('postpone'), label: { key: 'reminders.door.postpone' } });
  return [...choices.values()];
}

function doorOf(line: DigestLine): Choice {
  const [first, ...others] = line;
  if (first.about !== 'obligation')
    return { id: first.door, label: { key: `reminders.door.${first.about}` } };
  // Of several people that somebody else has to do something for: the list of them.
  if (others.length > 0 && first.door === statusDoor(first.of.caseId))
    return isPressing(first)
      ? { id: 'go:list:late', label: { key: 'reminders.door.overview' } }
      : { id: 'go:list:all', label: { key: 'reminders.door.list' } };
  return owedChoice([first.owed, ...others.filter(isObligation).map((item) => item.owed)]);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
