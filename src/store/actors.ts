/** Who acts, with all that access is decided on, and how things stand in their chat: one statement, with which every message begins. */
import { type SQL, sql } from 'drizzle-orm';
import { cases, chats, organizations, outbox, people, roles } from '../../db/schema.ts';
import type { Actor } from '../people/roles.ts';
import { askedOften } from './asked-often.ts';
import type { Queryable } from './database.ts';
import { answerKey, type Choices, type Incoming } from './last-answer.ts';

/** Null when there is no such person. */
export async function actorOf(q: Queryable, personId: number): Promise<Actor | null> {
  const [row] = await person(q, { personId });
  return row ?? null;
}

export interface Speaker {
  /** Whom the chat speaks for; null for a stranger's. */
  actor: Actor | null;
  /** The choices under the message written last to this chat, before this one came. */
  choices: Choices;
  /** Whether anything written to this chat has not left yet. */
  waiting: boolean;
}

export async function whoSpeaks(q: Queryable, incoming: Incoming): Promise<Speaker> {
  const { channel, chat } = incoming;
  const [row] = await speaker(q, { channel, chat, answers: answerKey(incoming) });
  if (!row) throw new Error('a statement without conditions gave no row');
  const { personId, name, language, said, waiting, ...rest } = row;
  const known = personId !== null && name !== null && language !== null;
  return {
    actor: known ? { personId, name, language, ...rest } : null,
    choices: said?.choices ?? [],
    waiting,
  };
}

const person = askedOften<{ personId: number }, Actor[]>((q, value) =>
  q
    .select(actor())
    .from(people)
    .where(sql`${people.id} = ${value('personId')}`),
);

interface SpeakerRow extends Omit<Actor, 'personId' | 'name' | 'language'> {
  personId: number | null;
  name: string | null;
  language: Actor['language'] | null;
  said: { choices: Choices } | null;
  waiting: boolean;
}

const speaker = askedOften<{ channel: string; chat: string; answers: string }, SpeakerRow[]>((q, value) => {
  const ofChat = sql`${outbox.channel} = ${value('channel')} and ${outbox.chat} = ${value('chat')}`;
  return q
    .select({
      ...actor(),
      said: sql`(select ${outbox.message} from ${outbox} where ${ofChat} and not starts_with(${outbox.dedupKey}, ${value('answers')}::text)
        order by ${outbox.id} desc limit 1)`.mapWith(outbox.message),
      waiting: sql<boolean>`exists (select 1 from ${outbox} where ${ofChat} and ${outbox.status} = 'waiting')`,
    })
    .from(sql`(select 1) as one`)
    .leftJoin(
      people,
      sql`${people.id} = (select ${chats.personId} from ${chats} where ${chats.channel} = ${value('channel')} and ${chats.chat} = ${value('chat')})`,
    );
});

const actor = () => ({
  personId: people.id,
  name: people.fullName,
  language: people.language,
  roles: listed<Actor['roles'][number]>(
    sql`json_build_object('role', ${roles.role}, 'organizationId', ${roles.organizationId}, 'path', ${organizations.path}) order by ${roles.id}`,
    sql`${roles} join ${organizations} on ${organizations.id} = ${roles.organizationId} where ${roles.personId} = ${people.id}`,
  ),
  mentorOf: listed<number>(
    sql`${cases.id} order by ${cases.id}`,
    sql`${cases} where ${cases.mentorId} = ${people.id} and ${cases.open}`,
  ),
  candidateOf: listed<number>(
    sql`${cases.id} order by ${cases.id} desc`,
    sql`${cases} where ${cases.personId} = ${people.id}`,
  ),
});

/** As text, which both engines hand over alike. */
const listed = <Item>(items: SQL, from: SQL): SQL<Item[]> =>
  sql`(select coalesce(json_agg(${items}), '[]')::text from ${from})`.mapWith(
    (text: string) => JSON.parse(text) as Item[],
  );
