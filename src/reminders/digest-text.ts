/** A planned digest as a message: hardest first, a short line each, and a button that opens what answers it. */
import { owedChoice, owedLine } from '../answers/limit-words.ts';
import { together } from '../answers/together.ts';
import type { Tone } from '../answers/tone.ts';
import type { Choice, Reply, Text } from '../words/text.ts';
import { type DigestItem, lineOf, type PlannedDigest, urgencyOf } from './plan.ts';

const groups: { id: string; tones: readonly Tone[] }[] = [
  { id: 'late', tones: ['late', 'expired'] },
  { id: 'today', tones: ['today'] },
  { id: 'possible', tones: ['possible'] },
  { id: 'coming', tones: ['soon', 'expiring', 'upcoming'] },
];

export function digestReply(digest: PlannedDigest, today: string): Reply {
  const { items, left, person } = digest;
  const lines: Text[] = [
    { key: 'reminders.digest.title', params: { name: person.name, day: { date: today } } },
  ];
  for (const group of groups) {
    const inGroup = items.filter((item) => group.tones.includes(urgencyOf(item)));
    if (inGroup.length === 0) continue;
    lines.push({ key: `reminders.group.${group.id}` }, ...together(inGroup, lineOf).map(wordsOf));
  }
  if (left > 0) lines.push({ key: 'reminders.digest.left', params: { count: left } });
  return { lines, choices: choicesOf(items, left > 0) };
}

function wordsOf(line: [DigestItem, ...DigestItem[]]): Text {
  const [item] = line;
  if (item.about === 'overview') {
    const { organization, late, cases, cells } = item;
    return { key: 'reminders.item.overview', params: { organization, late, cases, cells } };
  }
  if (item.about === 'duty') {
    return {
      key: `reminders.item.duty.${item.tone}`,
      params: {
        what: { key: `procedure.duties.${item.duty}.title` },
        organization: item.organization,
        due: { date: item.due },
      },
    };
  }
  return owedLine([item, ...line.slice(1).filter(isOwed)]);
}

function choicesOf(items: readonly DigestItem[], more: boolean): Choice[] {
  const choices = new Map<string, Choice>();
  for (const [item, ...others] of together(items, lineOf)) {
    const choice =
      item.about === 'obligation'
        ? owedChoice([item, ...others.filter(isOwed)])
        : { id: item.door, label: { key: `reminders.door.${item.about}` } };
    if (!choices.has(choice.id)) choices.set(choice.id, choice);
  }
  if (more) choices.set('go:my-work', { id: 'go:my-work', label: { key: 'reminders.door.my-work' } });
  return [...choices.values()];
}

const isOwed = (item: DigestItem): item is DigestItem & { about: 'obligation' } =>
  item.about === 'obligation';
