/** Plain reading of the rows that are due: see the head of `bench/plan.ts`. */
import type postgres from 'postgres';

/** As many rows at a time as the planner takes. */
const batch = 500;

/** Reads them all and returns how many cases there were; `people`: with whoever acts around each of them. */
export async function floor(sql: postgres.Sql, day: string, people: boolean): Promise<number> {
  let read = 0;
  await sql.begin(async (tx) => {
    const rows = tx`
      select c.*, p.full_name, o.path from cases c
      join people p on p.id = c.person_id join organizations o on o.id = c.cell_id
      where c.open and c.next_attention <= ${day}::text::date`.cursor(batch);
    for await (const some of rows) {
      read += some.length;
      if (!people) continue;
      const nodes = [...new Set(some.flatMap((row) => String(row.path).split('/').filter(Boolean)))];
      const own = some.flatMap((row) => [row.person_id, row.mentor_id]);
      await sql`
        select r.*, o.*, h.* from organizations o left join roles r on r.organization_id = o.id
        left join chats h on h.person_id = r.person_id where o.id = any(${`{${nodes.join()}}`}::text::int[])`;
      await sql`select * from chats where person_id = any(${`{${own.join()}}`}::text::int[])`;
    }
  });
  return read;
}
