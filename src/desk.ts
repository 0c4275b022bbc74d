/** The demonstration's desk: speak as anybody of the sample, see what was said to each, live through the mornings. */
import type { IncomingMessage } from './channels/channel.ts';
import { daysAfter, type TravelClock } from './server/clock.ts';
import type { Desk, DeskGroup, DeskHat, DeskPerson } from './server/desk.ts';
import type { Db } from './store/database.ts';
import {
  ensureWebChats,
  messageCounts,
  type Neighbour,
  neighbours,
  saidTo,
  tree,
} from './store/web-chats.ts';

export interface DeskServices {
  db: Db;
  clock: TravelClock;
  receive: (message: IncomingMessage) => Promise<void>;
  /** Plans one day, all hours of it. */
  liveThrough: (today: string) => Promise<void>;
  wake: () => void;
}

/** The most telling first. */
const hatOrder: DeskHat[] = [
  'committeeOfficer',
  'cellSecretary',
  'cellCommitteeMember',
  'mentor',
  'candidate',
  'probationaryMember',
  'officialMember',
];

export function createDesk({ db, clock, receive, liveThrough, wake }: DeskServices): Desk {
  // One traveller at a time: two journeys at once would skip each other's mornings.
  let travelling: Promise<void> = Promise.resolve();

  async function travel(to: string): Promise<void> {
    const from = clock.today();
    if (to <= from) return clock.travel(to);
    for (const day of daysAfter(from, to)) {
      await clock.travel(day);
      await liveThrough(day);
    }
    wake();
  }

  return {
    async people() {
      const [everybody, nodes, counts] = [await neighbours(db), await tree(db), await messageCounts(db)];
      return nodes
        .map(
          (node): DeskGroup => ({
            organization: node.name,
            level: node.level,
            depth: node.path.split('/').length - 3,
            people: everybody
              .filter((person) => person.organizationId === node.id)
              .map((person) => deskPerson(person, counts))
              .sort(byHat),
          }),
        )
        .filter((group) => group.people.length > 0);
    },
    async receive(message) {
      await receive(message);
      await ensureWebChats(db, clock.now());
    },
    history: (chat, after) => saidTo(db, chat, after),
    time: () => ({ today: clock.today(), now: clock.now() }),
    travel(to) {
      const journey = travelling.then(() => travel(to));
      travelling = journey.catch(() => {});
      return journey;
    },
  };
}

function deskPerson(person: Neighbour, counts: Map<string, number>): DeskPerson {
  const hats = new Set<DeskHat>(person.roles);
  if (person.isMentor) hats.add('mentor');
  // A member's case stays open until recognition is announced; membership says better what they are.
  const isMember = hats.has('probationaryMember') || hats.has('officialMember');
  if (person.isCandidate && !isMember) hats.add('candidate');
  const chat = String(person.personId);
  return {
    chat,
    name: person.name,
    language: person.language,
    hats: hatOrder.filter((hat) => hats.has(hat)),
    messages: counts.get(chat) ?? 0,
  };
}

const rank = (person: DeskPerson): number => hatOrder.indexOf(person.hats[0] ?? 'officialMember');
const byHat = (a: DeskPerson, b: DeskPerson): number =>
  rank(a) - rank(b) || a.name.localeCompare(b.name, 'vi');
