/** People within somebody's scope who have something to hear and no chat to hear it in. */
import { asc, eq, sql } from 'drizzle-orm';
import { cases, chats, organizations, people, roles } from '../../db/schema.ts';
import type { Actor } from '../people/roles.ts';
import type { Queryable } from './database.ts';
import { caseScope, organizationScope } from './scope.ts';

export interface Unreachable {
  personId: number;
  name: string;
  /** The body they act in, or the cell of their case. */
  organization: string;
  /** The day since which their messenger takes nothing, in Asia/Ho_Chi_Minh; null: they never had a chat. */
  since: string | null;
}

/**
 * Officers, secretaries and committee members, mentors and candidates of open cases; whoever is only a member is reminded
 * of nothing. Those who lead first, then by place on the tree. `total` counts all of them.
 */
export async function unreachablePeople(
  q: Queryable,
  actor: Actor,
  limit: number,
): Promise<{ total: number; people: Unreachable[] }> {
  const inScope = caseScope(actor, 'case.view-inside');
  const heard = sql`
    select ${roles.personId} as person_id, ${organizations.id} as organization_id, 1 as place
    from ${roles} inner join ${organizations} on ${organizations.id} = ${roles.organizationId}
    where ${organizationScope(actor, 'organization.view')}
      and ${roles.role} in ('committeeOfficer', 'cellSecretary', 'cellCommitteeMember')
    union all
    select ${cases.mentorId}, ${organizations.id}, 2
    from ${cases} inner join ${organizations} on ${organizations.id} = ${cases.cellId}
    where ${inScope} and ${cases.open} and ${cases.mentorId} is not null
    union all
    select ${cases.personId}, ${organizations.id}, 3
    from ${cases} inner join ${organizations} on ${organizations.id} = ${cases.cellId}
    where ${inScope} and ${cases.open}`;
  const away = sql`(
    select distinct on (heard.person_id) heard.person_id, heard.organization_id, heard.place
    from (${heard}) as heard
    where heard.person_id <> ${actor.personId} and not exists (
      select 1 from ${chats}
      where ${chats.personId} = heard.person_id and ${chats.preferred} and ${chats.unreachableSince} is null
    )
    order by heard.person_id, heard.place, heard.organization_id
  ) as away`;
  const rows = await q
    .select({
      personId: people.id,
      name: people.fullName,
      organization: organizations.name,
      since: sql<string | null>`(
        select (max(${chats.unreachableSince}) at time zone 'Asia/Ho_Chi_Minh')::date::text
        from ${chats} where ${chats.personId} = ${people.id})`,
      total: sql<number>`(count(*) over ())::int`,
    })
    .from(away)
    .innerJoin(people, sql`${people.id} = away.person_id`)
    .innerJoin(organizations, eq(organizations.id, sql`away.organization_id`))
    .orderBy(
      sql`away.place`,
      asc(sql`${organizations.path} collate "C"`),
      asc(people.searchName),
      asc(people.id),
    )
    .limit(limit);
  return {
    total: rows[0]?.total ?? 0,
    people: rows.map(({ total: _, ...person }) => person),
  };
}
