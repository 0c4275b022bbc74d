/**
 * What a database holds to be true, in a form in which two runs can be compared: rows by the names of what they speak of,
 * not by ids that depend on what was tried in between, and no moments of the machine.
 */
import type { Sql } from 'postgres';

export interface Facts {
  /** One line for each fact, sorted. */
  [table: string]: string[];
}

/** Person ids in payloads (mentors, introducers) are of people laid before both runs, so they are the same in both. */
const queries: Record<string, string> = {
  people: `select json_build_object('name', full_name, 'language', language, 'hour', digest_hour) from people`,
  roles: `select json_build_object('person', p.full_name, 'at', o.name, 'role', r.role)
    from roles r join people p on p.id = r.person_id join organizations o on o.id = r.organization_id`,
  organizations: `select json_build_object('name', name, 'settings', settings, 'ladder', ladder, 'procedure', procedure_version) from organizations`,
  chats: `select json_build_object('person', p.full_name, 'chat', c.channel || ':' || c.chat, 'reachable', c.unreachable_since is null, 'preferred', c.preferred)
    from chats c join people p on p.id = c.person_id`,
  invitations: `select json_build_object('person', p.full_name, 'by', b.full_name, 'used', i.used_at is not null)
    from invitations i join people p on p.id = i.person_id left join people b on b.id = i.created_by
    where i.used_at is not null`,
  cases: `select json_build_object('person', p.full_name, 'cell', o.name, 'procedure', c.procedure_version, 'overlay', c.overlay, 'facts', c.person,
      'state', c.state, 'phase', c.phase, 'open', c.open, 'step', c.current_step, 'mentor', m.full_name, 'events', c.event_count, 'due', c.next_due)
    from cases c join people p on p.id = c.person_id join organizations o on o.id = c.cell_id left join people m on m.id = c.mentor_id`,
  events: `select json_build_object('person', p.full_name, 'seq', e.seq, 'id', e.event_id, 'type', e.type, 'on', e."on", 'payload', e.payload, 'by', b.full_name)
    from case_events e join cases c on c.id = e.case_id join people p on p.id = c.person_id left join people b on b.id = e.recorded_by`,
  duties: `select json_build_object('at', o.name, 'duty', d.duty, 'period', d.period, 'on', d.done_on, 'by', p.full_name)
    from organization_duties d join organizations o on o.id = d.organization_id left join people p on p.id = d.recorded_by`,
  postponements: `select json_build_object('person', p.full_name, 'of', k.full_name, 'subject', x.subject, 'until', x.until, 'reason', x.reason)
    from postponements x join people p on p.id = x.person_id join cases c on c.id = x.case_id join people k on k.id = c.person_id`,
  acknowledged: `select json_build_object('person', p.full_name, 'of', coalesce(k.full_name, o.name), 'subject', n.subject, 'moment', n.moment)
    from notices n join people p on p.id = n.person_id left join cases c on c.id = n.case_id left join people k on k.id = c.person_id
    left join organizations o on o.id = n.organization_id where n.acknowledged_at is not null`,
};

export async function factsOf(sql: Sql, tables: readonly string[] = Object.keys(queries)): Promise<Facts> {
  const facts: Facts = {};
  for (const table of tables) {
    const rows = await sql.unsafe(`select fact::text from (${queries[table]}) as facts(fact) order by 1`);
    facts[table] = rows.map((row) => String(row.fact));
  }
  return facts;
}

/** What differs, a line each ("- " only before, "+ " only now); empty when the same holds. */
export function difference(before: Facts, now: Facts): string[] {
  return Object.keys(before).flatMap((table) => {
    const missing = without(before[table] ?? [], now[table] ?? []);
    const added = without(now[table] ?? [], before[table] ?? []);
    return [...missing.map((fact) => `- ${table} ${fact}`), ...added.map((fact) => `+ ${table} ${fact}`)];
  });
}

/** With multiplicity: a fact twice is not the fact once. */
export function without(all: readonly string[], some: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const one of some) left.set(one, (left.get(one) ?? 0) + 1);
  return all.filter((one) => {
    const count = left.get(one) ?? 0;
    if (count > 0) left.set(one, count - 1);
    return count === 0;
  });
}
