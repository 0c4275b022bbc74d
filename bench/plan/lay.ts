/**
 * So many open cases in a database, generated in SQL: cells of 33 people (25 candidates, a secretary, two committee
 * members, five mentors), 40 cells a commune with two officers, a province with two. Each case has one of the agendas; what
 * was said of those that will be measured is in the notices. One person in forty has no chat.
 */
import type postgres from 'postgres';
import { type Template, who } from './agendas.ts';

export const casesPerCell = 25;
const cellsPerCommune = 40;
/** Every so manieth case falls due in one of the measured rounds: two in a hundred. */
export const rounds = 50;

export async function lay(
  sql: postgres.Sql,
  count: number,
  templates: readonly Template[],
  at: { day: string; until: string; parked: string; measured: number },
): Promise<void> {
  const cells = Math.ceil(count / casesPerCell);
  const communes = Math.ceil(cells / cellsPerCommune);
  const officers = cells * 33;
  await sql.begin(async (tx) => {
    // Rows are right by construction: triggers and foreign keys are not asked about a million of them.
    await tx.unsafe('set local session_replication_role = replica');
    await tx.unsafe('set local statement_timeout = 0');
    await tx.unsafe(`
      create table bench_template (id int primary key, t jsonb);
      create table bench_said (template int, who int, subject text, moment date, reason text, nudge boolean);`);
    await tx.unsafe(
      'insert into bench_template select ordinality::int - 1, value from jsonb_array_elements($1::text::jsonb) with ordinality',
      [JSON.stringify(templates)],
    );
    await tx.unsafe(`insert into bench_said select b.id, (s->>'personId')::int, s->>'subject', (s->>'moment')::date, s->>'reason', (s->>'nudge')::boolean
      from bench_template b, jsonb_array_elements(b.t->'said') s`);

    // Nodes: 1 the province, then communes, then cells.
    await tx.unsafe(`
      insert into organizations (id, parent_id, path, level, name) values (1, null, '/1/', 'province', 'Đảng bộ tỉnh');
      insert into organizations (id, parent_id, path, level, name)
        select 1 + n, 1, '/1/' || (1 + n) || '/', 'grassrootsCommittee', 'Đảng uỷ xã số ' || n from generate_series(1, ${communes}) n;
      insert into organizations (id, parent_id, path, level, name)
        select ${1 + communes} + n, 2 + (n - 1) / ${cellsPerCommune},
          '/1/' || (2 + (n - 1) / ${cellsPerCommune}) || '/' || (${1 + communes} + n) || '/', 'cell', 'Chi bộ thôn số ' || n
        from generate_series(1, ${cells}) n;`);
    await tx.unsafe(`
      insert into people (id, full_name, search_name)
        select n, (array['Nguyễn Văn','Trần Thị','Lê Minh','Phạm Thu','Hoàng Đức'])[1 + n % 5] || ' ' || (array['An','Bình','Chi','Dũng','Hà','Lan','Minh'])[1 + n % 7],
          'ten ' || n % 9999
        from generate_series(1, ${officers + 2 * communes + 2}) n;
      insert into roles (person_id, organization_id, role)
        select c * 33 + p, ${2 + communes} + c, case p when ${who.secretary} then 'cellSecretary' else 'cellCommitteeMember' end
        from generate_series(0, ${cells - 1}) c, unnest(array[${who.secretary},${who.committee.join()}]) p;
      insert into roles (person_id, organization_id, role)
        select ${officers} + 2 * (n - 1) + p, 1 + n, 'committeeOfficer' from generate_series(1, ${communes}) n, generate_series(1, 2) p;
      insert into roles (person_id, organization_id, role)
        select ${officers + 2 * communes} + p, 1, 'committeeOfficer' from generate_series(1, 2) p;
      insert into chats (person_id, channel, chat) select id, 'telegram', (100000 + id)::text from people where id % 40 <> 0;`);
    await tx.unsafe(`
      insert into cases (id, person_id, cell_id, procedure_version, overlay, person, state, phase, open, current_step, mentor_id,
          event_count, next_attention, next_due, agenda, agenda_until)
        select n, ((n - 1) / ${casesPerCell}) * 33 + 1 + (n - 1) % ${casesPerCell}, ${2 + communes} + (n - 1) / ${casesPerCell},
          t->>'procedure', t->>'overlay', t->'person', t->>'state', t->>'phase', true, t->>'step',
          ((n - 1) / ${casesPerCell}) * 33 + ${who.mentor} + n % 5, 20, '${at.parked}'::date + n % 60, (t->>'nextDue')::date, t->'agenda', '${at.until}'
        from generate_series(1, ${count}) n join bench_template b on b.id = (n / ${rounds}) % ${templates.length};
      insert into notices (person_id, case_id, subject, moment, reason, nudge, said_on)
        select case s.who when ${who.candidate} then c.person_id when ${who.mentor} then c.mentor_id
            when ${who.officers[0]} then ${officers} + 2 * (o.parent_id - 2) + 1 when ${who.officers[1]} then ${officers} + 2 * (o.parent_id - 2) + 2
            when ${who.province[0]} then ${officers + 2 * communes} + 1 when ${who.province[1]} then ${officers + 2 * communes} + 2
            else ((c.id - 1) / ${casesPerCell}) * 33 + s.who end,
          c.id, s.subject, s.moment, s.reason, s.nudge, s.moment
        from cases c join organizations o on o.id = c.cell_id join bench_said s on s.template = (c.id / ${rounds}) % ${templates.length}
        where c.id % ${rounds} < ${at.measured};`);
    await tx.unsafe('drop table bench_template, bench_said');
  });
  await sql.unsafe('vacuum (analyze)');
}

/** The cases of one round fall due. */
export async function bringDue(sql: postgres.Sql, round: number, day: string): Promise<number> {
  const due = await sql.unsafe(`update cases set next_attention = '${day}' where id % ${rounds} = ${round}`);
  // Nobody had a digest today: every round is a day of its own.
  await sql.unsafe(`update digests set day = day - (20000 + 1000 * ${round})`);
  return due.count;
}
