/** What the web chat of the demonstration shows: everybody by organisation, what was said to each, and a chat for each. */
import { and, asc, count, eq, gt, sql } from 'drizzle-orm';
import { cases, organizations, outbox, people, roles } from '../../db/schema.ts';
import type { TreeRole } from '../people/roles.ts';
import type { Queryable } from './database.ts';

const channel = 'web';

/** Everybody can be spoken for in the demonstration, people registered a moment ago too. */
export async function ensureWebChats(q: Queryable, now: string): Promise<void> {
  await q.execute(sql`
    insert into chats (person_id, channel, chat, preferred, linked_at)
    select p.id, ${channel}, p.id::text, not exists (select 1 from chats c where c.person_id = p.id and c.preferred), ${now}::timestamptz
    from people p
    where not exists (select 1 from chats c where c.person_id = p.id and c.channel = ${channel})
    on conflict do nothing`);
}

export interface Neighbour {
  personId: number;
  name: string;
  language: 'vi' | 'en';
  organizationId: number;
  roles: TreeRole[];
  isMentor: boolean;
  /** Has a case open at this node. */
  isCandidate: boolean;
}

/** People at the node where they hold a role or have a case; a person with several places stands at each. */
export async function neighbours(q: Queryable): Promise<Neighbour[]> {
  const held = await q
    .select({
      personId: people.id,
      name: people.fullName,
      language: people.language,
      organizationId: roles.organizationId,
      role: roles.role,
    })
    .from(roles)
    .innerJoin(people, eq(people.id, roles.personId))
    .orderBy(asc(people.id));
  const candidates = await q
    .select({
      personId: people.id,
      name: people.fullName,
      language: people.language,
      organizationId: cases.cellId,
      open: cases.open,
    })
    .from(cases)
    .innerJoin(people, eq(people.id, cases.personId))
    .orderBy(asc(people.id));
  const mentors = new Set(
    (await q.selectDistinct({ id: cases.mentorId }).from(cases).where(eq(cases.open, true))).map(
      (row) => row.id,
    ),
  );

  const found = new Map<string, Neighbour>();
  const at = (row: Omit<Neighbour, 'roles' | 'isMentor' | 'isCandidate'>): Neighbour => {
    const key = `${row.organizationId}:${row.personId}`;
    const known = found.get(key) ?? {
      ...row,
      roles: [],
      isMentor: mentors.has(row.personId),
      isCandidate: false,
    };
    found.set(key, known);
    return known;
  };
  for (const { role, ...row } of held) at(row).roles.push(role);
  for (const { open, ...row } of candidates) {
    // Whoever was admitted, or withdrew, is no candidate any more and can still be spoken for.
    const person = at(row);
    person.isCandidate ||= open;
  }
  return [...found.values()];
}

export async function tree(q: Queryable) {
  return q
    .select({
      id: organizations.id,
      path: organizations.path,
      level: organizations.level,
      name: organizations.name,
    })
    .from(organizations)
    .orderBy(asc(organizations.path));
}

/** How many messages were written to each web chat. */
export async function messageCounts(q: Queryable): Promise<Map<string, number>> {
  const rows = await q
    .select({ chat: outbox.chat, messages: count() })
    .from(outbox)
    .where(eq(outbox.channel, channel))
    .groupBy(outbox.chat);
  return new Map(rows.map((row) => [row.chat, row.messages]));
}

export interface SaidMessage {
  id: number;
  text: string;
  choices: { id: string; label: string }[];
  at: string;
}

/** Oldest first; the last `limit` of them. */
export async function saidTo(q: Queryable, chat: string, after = 0, limit = 200): Promise<SaidMessage[]> {
  const conditions = and(eq(outbox.channel, channel), eq(outbox.chat, chat), gt(outbox.id, after));
  const rows = await q
    .select({ id: outbox.id, message: outbox.message, createdAt: outbox.createdAt })
    .from(outbox)
    .where(conditions)
    .orderBy(sql`${outbox.id} desc`)
    .limit(limit);
  return rows.reverse().map((row) => ({ id: row.id, ...row.message, at: row.createdAt.toISOString() }));
}
