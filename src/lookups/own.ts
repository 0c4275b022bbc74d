/** The reader's own settings, and people who have no chat yet. */
import type { LookupResult } from '../conversation/machine-types.ts';
import { chatsToWriteTo } from '../store/chats.ts';
import { getPerson } from '../store/people.ts';
import { verbatim } from '../words/text.ts';
import { stop } from './case-view.ts';
import { type Lookup, numbered } from './context.ts';
import { peopleInReach } from './people-in-reach.ts';

export const settingsNow: Lookup = async (asked): Promise<LookupResult> => {
  const person = await getPerson(asked.q, asked.actor.personId);
  if (!person) return {};
  const language = { key: `conversations.settings.language.options.${person.language}` };
  return { lines: [{ key: 'lookups.settings.now', params: { language, hour: person.digestHour } }] };
};

/** Everybody this person may invite; those without a chat first, for whom an invitation is meant. */
export const peopleToInvite: Lookup = async (asked): Promise<LookupResult> => {
  const people = await peopleInReach(asked);
  if (people.length === 0) return stop({ key: 'lookups.none.people' });
  const chats = await chatsToWriteTo(
    asked.q,
    people.map((one) => one.id),
  );
  const linked = people.filter((one) => chats.has(one.id));
  const waiting = people.filter((one) => !chats.has(one.id));
  return {
    options: [
      ...waiting.map((one) => ({ value: String(one.id), label: verbatim(one.fullName) })),
      ...linked.map((one) => ({
        value: String(one.id),
        label: { key: 'lookups.invite.linked', params: { name: verbatim(one.fullName) } },
        name: verbatim(one.fullName),
      })),
    ],
  };
};

export const inviteAdvice: Lookup = async (asked): Promise<LookupResult> => {
  const id = numbered(asked, 'person');
  const person = (await peopleInReach(asked)).find((one) => one.id === id);
  if (!person) return stop({ key: 'lookups.none.people' });
  return { lines: [{ key: 'lookups.invite.once', params: { name: verbatim(person.fullName) } }] };
};
