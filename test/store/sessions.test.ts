import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { seenUpdates, sessions } from '../../db/schema.ts';
import { getFact, setFact } from '../../src/store/installation.ts';
import { openServer } from '../../src/store/server-database.ts';
import { createDatabaseSessionStore, sweepSeen, sweepSessions } from '../../src/store/sessions.ts';
import { sessionStoreContract } from '../contracts/session-store.contract.ts';
import { onEachEngine, type TestDatabase } from '../services/databases.ts';

onEachEngine('sessions in the database', (fresh) => {
  sessionStoreContract(async () => {
    const database = await fresh();
    const { url } = database;
    const second = url === null ? null : await openServer({ databaseUrl: url, onProgress: () => {} });
    return {
      store: createDatabaseSessionStore(database.db),
      ...(second ? { elsewhere: createDatabaseSessionStore(second.db) } : {}),
      note: (tx, fact) => setFact(tx, fact, true),
      noted: async (fact) => (await getFact(database.db, fact, z.boolean())) === true,
      close: async () => {
        await second?.close();
        await database.close();
      },
    };
  });
});

onEachEngine('rows of sessions', (fresh) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await fresh();
  });
  afterAll(() => database.close());

  const store = () => createDatabaseSessionStore(database.db);

  test('a session that no longer has the shape of one starts the conversation over', async () => {
    await database.db
      .insert(sessions)
      .values({ channel: 'web', chat: 'old', session: { position: 4 }, updatedAt: new Date(0) });
    const outcome = await store().turn(
      { channel: 'web', chat: 'old', updateKey: 'old-1', now: '2026-05-04T01:00:00Z' },
      async (session) => ({ session, result: session }),
    );
    expect(outcome).toEqual({ kind: 'done', result: { threads: [], seq: 0 } });
  });

  test('marks older than the window of redelivery are swept, later ones stay', async () => {
    for (const [updateKey, now] of [
      ['monday', '2026-05-04T01:00:00Z'],
      ['tuesday', '2026-05-05T01:00:00Z'],
    ] as const) {
      await store().turn({ channel: 'swept', chat: 'c', updateKey, now }, async (session) => ({
        session,
        result: null,
      }));
    }
    expect(await sweepSeen(database.db, '2026-05-05T00:00:00Z')).toBeGreaterThan(0);
    const left = await database.db.select().from(seenUpdates).where(eq(seenUpdates.channel, 'swept'));
    expect(left.map((row) => row.updateKey)).toEqual(['tuesday']);
  });

  test('a session that rested for too long is forgotten, and its chat begins anew', async () => {
    const turn = (chat: string, now: string) =>
      store().turn({ channel: 'rests', chat, updateKey: `${chat} ${now}`, now }, async (session) => ({
        session: { ...session, seq: session.seq + 1 },
        result: session.seq,
      }));
    await turn('long', '2026-01-05T01:00:00Z');
    await turn('short', '2026-05-04T01:00:00Z');
    expect(await sweepSessions(database.db, '2026-02-04T00:00:00Z')).toBeGreaterThan(0);
    expect(await turn('long', '2026-05-05T01:00:00Z')).toEqual({ kind: 'done', result: 0 });
    expect(await turn('short', '2026-05-05T01:00:00Z')).toEqual({ kind: 'done', result: 1 });
  });
});
