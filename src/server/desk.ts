/**
 * What the server needs of the product, and nothing more: the people of the demo, a way to speak as one of them, what was
 * said to them, and the time. The composition root implements it; tests use one in memory.
 */
import type { IncomingMessage } from '../channels/channel.ts';
import type { Language } from '../words/say.ts';

/** The capacities shown beside a name; each has words `web.hat.<hat>` and `web.hint.<hat>`. */
export const deskHats = [
  'cellSecretary',
  'cellCommitteeMember',
  'committeeOfficer',
  'mentor',
  'candidate',
  'probationaryMember',
  'officialMember',
] as const;
export type DeskHat = (typeof deskHats)[number];

export interface DeskPerson {
  /** The web chat of this person: the person's id as text. */
  chat: string;
  name: string;
  language: Language;
  /** The telling one first. */
  hats: DeskHat[];
  /** How many messages were sent to this chat until now; it only grows, so a page knows what it has not shown. */
  messages: number;
}

export interface DeskGroup {
  /** Name of the organisation, as stored. */
  organization: string;
  level: 'province' | 'grassrootsCommittee' | 'subCommittee' | 'cell';
  /** How deep on the tree, the root being 0. */
  depth: number;
  /** In the order to be shown: cadres first. */
  people: DeskPerson[];
}

/** One message to a web chat, oldest first; ids grow. */
export interface ChatMessage {
  id: number;
  text: string;
  choices: { id: string; label: string }[];
  /** ISO instant of the product's clock. */
  at: string;
}

export interface DeskTime {
  /** Day in Asia/Ho_Chi_Minh, `YYYY-MM-DD`. */
  today: string;
  /** ISO instant. */
  now: string;
}

export interface Desk {
  /** In the order of the tree; organisations without people may be left out. */
  people(): Promise<DeskGroup[]>;
  /** One message of the web channel; resolves when it was handled and its answer can be read by `history`. */
  receive(message: IncomingMessage): Promise<void>;
  /** What was said to this chat and is due by now, oldest first; with `after`, only later ids. */
  history(chat: string, after?: number): Promise<ChatMessage[]>;
  time(): DeskTime;
  /** Lives through every morning up to that day. Throws `TravelRefused` for an earlier or impossible day. */
  travel(to: string): Promise<void>;
}
