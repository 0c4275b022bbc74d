/** Who acts, with all that access is decided on, in one statement: every message begins with it. */
import { type SQL, sql } from 'drizzle-orm';
import { cases, chats, organizations, people, roles } from '../../db/schema.ts';
import type { Actor } from '../people/roles.ts';
import type { Queryable } from './database.ts';

/** Null when there is no such person. */
export const actorOf = (q: Queryable, personId: number): Promise<Actor | null> =>
  find(q, sql`${people.id} = ${personId}`);

/** Whom a chat speaks for; null for a stranger's. */
export const actorOfChat = (q: Queryable, channel: string, chat: string): Promise<Actor | null> =>
  find(
    q,
    sql`${people.id} = (select ${chats.personId} from ${chats} where ${chats.channel} = ${channel} and ${chats.chat} = ${chat})`,
  );

async function find(q: Queryable, which: SQL): Promise<Actor | null> {
  const [row] = await q
    .select({
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
    })
    .from(people)
    .where(which);
  return row ?? null;
}

/** As text, which both engines hand over alike. */
const listed = <Item>(items: SQL, from: SQL): SQL<Item[]> =>
  sql`(select coalesce(json_agg(${items}), '[]')::text from ${from})`.mapWith(
    (text: string) => JSON.parse(text) as Item[],
  );
