/** A database of the first release, with digests and messages in it, under the program of today. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asc, eq, sql } from 'drizzle-orm';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { cases, digests, notices, outbox } from '../../db/schema.ts';
import type { Database, Db } from '../../src/store/database.ts';
import { openEmbedded } from '../../src/store/embedded-database.ts';
import { migrationsFolder } from '../../src/store/migrations.ts';
import { openServer } from '../../src/store/server-database.ts';
import { onEachEngine, type TestDatabase } from '../services/databases.ts';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'old-digests-'));
  folders.push(made);
  return made;
};
afterAll(() => {
  for (const one of folders) rmSync(one, { recursive: true });
});

/** The migrations of the first release alone. */
function firstRelease(): string {
  const old = folder();
  cpSync(migrationsFolder(), old, { recursive: true });
  const entries = ['0000_facts', '0001_guards'];
  const journal = JSON.parse(readFileSync(join(migrationsFolder(), 'meta/_journal.json'), 'utf8')) as {
    entries: { tag: string }[];
  };
  journal.entries = journal.entries.filter((entry) => entries.includes(entry.tag));
  writeFileSync(join(old, 'meta/_journal.json'), JSON.stringify(journal));
  return old;
}

async function layOld(db: Db): Promise<void> {
  await db.execute(sql`insert into organizations (id, parent_id, path, level, name) values
    (1, null, '/1/', 'province', 'Tỉnh'), (2, 1, '/1/2/', 'grassrootsCommittee', 'Xã'), (3, 2, '/1/2/3/', 'cell', 'Chi bộ')`);
  await db.execute(sql`insert into people (id, full_name, search_name) values
    (1, 'Trần Văn Đức', 'tran van duc'), (2, 'Lê Thị An', 'le thi an'), (3, 'Hà Văn Bình', 'ha van binh')`);
  await db.execute(sql`insert into cases (id, person_id, cell_id, procedure_version, person, state, phase, open, next_attention) values
    (12, 2, 3, 'central-2026', '{"birthDate":"2003-02-28"}', 'introduced', 'source', true, '2199-01-01'),
    (13, 3, 3, 'central-2026', '{"birthDate":"2003-02-28"}', 'withdrew', 'source', false, null)`);
  await db.execute(sql`insert into digests (person_id, day, items) values
    (1, '2026-05-04', '["12:file-sent-up/send-up@2026-05-04","12:helped/mentor-report#2026-04@2026-04-29","org2:plan-check#2026-Q2@2026-05-04"]'),
    (1, '2026-05-05', '["12:file-sent-up/send-up@2026-05-05","subtree1:late@2026-05-04","99:gone/gone@2026-05-05"]'),
    (2, '2026-05-05', '[]')`);
  await db.execute(sql`insert into outbox (channel, chat, message, dedup_key, status, not_before, created_at, sent_at) values
    ('web', '1', '{"text":"a","choices":[]}', 'digest:1:2026-05-04', 'sent', '2026-05-04T01:00:20Z', '2026-05-04T01:00:00Z', '2026-05-04T01:00:01Z'),
    ('web', '1', '{"text":"b","choices":[]}', 'digest:1:2026-05-05', 'waiting', '2026-05-05T01:00:00Z', '2026-05-05T01:00:00Z', null)`);
}

// An embedded database in a folder is made from nothing.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

onEachEngine('a database of the first release', (fresh, engine) => {
  let server: TestDatabase | null = null;
  const data = folder();
  const open = async (migrations?: string): Promise<Database> => {
    const shared = { onProgress: () => {}, ...(migrations ? { migrationsFolder: migrations } : {}) };
    if (engine === 'embedded') return openEmbedded({ ...shared, dataDir: data });
    if (server === null) {
      server = await fresh();
      for (const name of ['public', 'drizzle'])
        await server.db.execute(sql.raw(`drop schema ${name} cascade`));
      await server.db.execute(sql`create schema public`);
    }
    return openServer({ ...shared, databaseUrl: server.url ?? '' });
  };
  afterAll(() => server?.close());

  describe('is brought up to date', () => {
    test('what its digests said is remembered as said, messages keep their state, cases are looked at anew', async () => {
      const old = await open(firstRelease());
      await layOld(old.db);
      await old.close();
      const { db, close } = await open();

      const days = await db.select().from(digests).orderBy(asc(digests.personId), asc(digests.day));
      expect(days.map(({ personId, day, kind }) => [personId, day, kind])).toEqual([
        [1, '2026-05-04', 'daily'],
        [1, '2026-05-05', 'daily'],
        [2, '2026-05-05', 'daily'],
      ]);
      const dayOf = new Map(days.map((one) => [one.id, one.day]));
      const said = await db.select().from(notices).orderBy(asc(notices.moment), asc(notices.subject));
      expect(
        said.map((one) => [
          one.caseId,
          one.organizationId,
          one.subject,
          one.moment,
          one.saidOn,
          dayOf.get(one.digestId ?? 0),
        ]),
      ).toEqual([
        [12, null, 'helped/mentor-report#2026-04', '2026-04-29', '2026-05-04', '2026-05-04'],
        [12, null, 'file-sent-up/send-up', '2026-05-04', '2026-05-04', '2026-05-04'],
        [null, 1, 'late', '2026-05-04', '2026-05-05', '2026-05-05'],
        [null, 2, 'plan-check#2026-Q2', '2026-05-04', '2026-05-04', '2026-05-04'],
        [12, null, 'file-sent-up/send-up', '2026-05-05', '2026-05-05', '2026-05-05'],
      ]);
      expect(said.every((one) => one.personId === 1 && one.reason === 'owner' && !one.nudge)).toBe(true);

      const messages = await db.select().from(outbox).orderBy(asc(outbox.id));
      expect(messages.map((one) => [one.status, one.dueAt.toISOString(), one.sendBy, one.digestId])).toEqual([
        ['sent', '2026-05-04T01:00:01.000Z', null, null],
        ['waiting', '2026-05-05T01:00:00.000Z', null, null],
      ]);

      const [running] = await db.select().from(cases).where(eq(cases.open, true));
      expect(running?.agenda).toBeNull();
      expect((running?.nextAttention ?? '') < '2199-01-01').toBe(true);
      const [over] = await db.select().from(cases).where(eq(cases.open, false));
      expect(over?.nextAttention).toBeNull();
      await close();
    });
  });
});
