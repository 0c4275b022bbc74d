/**
 * Many small worlds, all alike: the sample with what every conversation needs, copied in the database for each walk, and
 * sessions in Redis under a prefix of its own. A walk goes through real processes of turns: store and runner on the same
 * data, thrown away and made anew at will.
 */
import { and, eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import { Redis } from 'ioredis';
import postgres from 'postgres';
import { laySample } from '../../../db/sample/lay-sample.ts';
import * as schema from '../../../db/schema.ts';
import type { IncomingMessage } from '../../../src/channels/channel.ts';
import type { Flow } from '../../../src/conversation/flow.ts';
import type { Session } from '../../../src/conversation/machine-types.ts';
import { examine, procedureInForce, resolveProcedure } from '../../../src/procedure/index.ts';
import { createRedisSessionStore } from '../../../src/sessions/redis-session-store.ts';
import { loadCase } from '../../../src/store/cases.ts';
import type { Db, Tx } from '../../../src/store/database.ts';
import { grantRole } from '../../../src/store/people.ts';
import { openServer } from '../../../src/store/server-database.ts';
import { turnMemory } from '../../../src/store/sessions.ts';
import type { TurnServices } from '../../../src/turns/context.ts';
import { createTurnRunner, type TurnRunner } from '../../../src/turns/turn.ts';
import { type OwnRedis, ownRedis } from '../../services/redis.ts';
import { type Facts, factsOf } from './facts.ts';
import { chatOf, layCase, levelAssessments, linkEverybody } from './lay.ts';
import { type OwnPostgres, ownPostgres } from './own-postgres.ts';
import type { Act, Road } from './roads.ts';
import { calendar, catalog, flows, menu, reminders, words } from './rules.ts';
import { until } from './until.ts';
import { type Wire, wireTo } from './wire.ts';

/** A Monday, at nine in the morning in Viet Nam. */
export const today = '2026-11-23';
export const now = `${today}T02:00:00.000Z`;

export interface Bubble {
  /** The update it answers. */
  of: string;
  text: string;
  choices: { id: string; label: string }[];
}

/** What may go wrong with the stores in the next turn of a process. */
export type StoreFault =
  /** The database ends the session in the middle of the work. */
  | 'the commit is refused'
  /** All is kept, and the connection breaks before the program hears of it. */
  | 'the receipt of the commit is lost'
  | 'the session is not kept'
  | 'the session is kept, and nobody hears of it';

export interface Process {
  receive: TurnRunner['receive'];
  /** The next turn meets it. */
  next(fault: StoreFault): void;
}

export interface Walker {
  road: Road;
  /** A process like a newly started one; `flows`: a release with other conversations; `post`: what hears of fresh replies. */
  start(as?: { flows?: ReadonlyMap<string, Flow>; post?: TurnServices['post'] }): Process;
  /** The connections to Redis are whole again, and so much time has passed that locks of broken turns are over. */
  mend(): Promise<void>;
  /** Resolves when nothing of this chat waits to be sent. */
  settled(): Promise<void>;
  /** The message by which this person does that now. */
  message(key: string, act: Act | { kind: 'photo' }): Promise<IncomingMessage>;
  session(): Promise<Session>;
  /** Everything answered so far, in order; `all`: to photographs and such too. */
  said(all?: 'all'): Promise<Bubble[]>;
  facts(): Promise<Facts>;
  db: Db;
  close(): Promise<void>;
}

export interface TrapWorld {
  people: number[];
  /** The laid rows, on which roads are looked for. */
  original: Db;
  walker(road: Road): Promise<Walker>;
  close(): Promise<void>;
}

export async function openTrapWorld(): Promise<TrapWorld> {
  const server = await ownPostgres();
  const redis = await ownRedis();
  const wire = await wireTo(Number(new URL(redis.url).port));
  const laid = await openServer({ databaseUrl: server.url, onProgress: () => {} });
  const people = await layTown(laid.db);
  await laid.close();
  const admin = postgres(server.inDatabase('postgres'), { max: 1, onnotice: () => {} });
  await admin.unsafe('create database original template danbuoc');
  const original = postgres(server.inDatabase('original'), { max: 2, onnotice: () => {} });
  const leaving: Promise<void>[] = [];
  let walks = 0;
  return {
    people,
    original: drizzle(original, { schema }) as unknown as Db,
    walker(road) {
      walks += 1;
      return startWalker(road, { name: `walk_${walks}`, leaving, admin, server, redis, wire });
    },
    async close() {
      await Promise.all(leaving);
      await original.end();
      await admin.end();
      await wire.close();
      await redis.close();
      await server.close();
    },
  };
}

async function layTown(db: Db): Promise<number[]> {
  await laySample(db, { today, catalog, calendar });
  const idOf = async (table: 'people' | 'organizations', name: string): Promise<number> => {
    const column = table === 'people' ? sql.raw('full_name') : sql.raw('name');
    const [row] = await db
      .select({ id: sql<number>`id` })
      .from(sql`${sql.raw(table)} as t`)
      .where(sql`${column} = ${name}`);
    if (!row) throw new Error(`${name} is not in the sample`);
    return row.id;
  };
  const dung = await idOf('people', 'Trần Văn Dũng');
  const minh = await idOf('people', 'Lê Quang Minh');
  const quarter3 = await idOf('organizations', 'Chi bộ tổ dân phố số 3');
  const quarter5 = await idOf('organizations', 'Chi bộ tổ dân phố số 5');
  // He has two cells to choose from, two decisions on the way and two people whose letters are out.
  await grantRole(db, dung, quarter5, 'cellSecretary');
  const newcomers: number[] = [];
  await db.transaction(async (tx) => {
    const station = [
      ['Lường Văn Kiên', 'admission-decided'],
      ['Sầm Thị Hiền', 'admission-decided'],
      ['Tô Thị Vân Anh', 'letters-delivered'],
      ['Mạc Đình Khôi', 'letters-delivered'],
    ] as const;
    for (const [name, reached] of station) {
      const { personId } = await layCase(
        tx,
        {
          name,
          cellId: quarter3,
          mentor: minh,
          recordedBy: dung,
          past: { reached, ago: { workingDays: 2 } },
        },
        today,
      );
      newcomers.push(personId);
    }
    await levelAssessments(tx, '2026-10');
    await layDigest(tx, dung, quarter3);
  });
  const all = (await db.select({ id: schema.people.id }).from(schema.people))
    .map((person) => person.id)
    .sort((a, b) => a - b);
  // Two are left who can be invited.
  const linked = all.filter((id) => !newcomers.slice(0, 2).includes(id));
  await db.transaction((tx) => linkEverybody(tx, linked, now));
  return linked;
}

/** He was reminded this morning of everything that runs in this cell. */
async function layDigest(tx: Tx, personId: number, cellId: number): Promise<void> {
  const [digest] = await tx
    .insert(schema.digests)
    .values({ personId, day: today })
    .returning({ id: schema.digests.id });
  const open = await tx
    .select({ id: schema.cases.id })
    .from(schema.cases)
    .where(and(eq(schema.cases.cellId, cellId), schema.cases.open));
  for (const { id } of open) {
    const stored = await loadCase(tx, id);
    if (!stored || !digest) continue;
    const report = examine(
      resolveProcedure(catalog, procedureInForce(stored.file)),
      stored.file,
      calendar,
      today,
    );
    const running = report.obligations.filter((one) => one.status === 'open' || one.status === 'overdue');
    if (running.length === 0) continue;
    await tx.insert(schema.notices).values(
      running.map((one) => ({
        personId,
        caseId: id,
        subject: one.key,
        moment: today,
        reason: 'owner' as const,
        saidOn: today,
        digestId: digest.id,
      })),
    );
  }
}

interface Ground {
  name: string;
  leaving: Promise<void>[];
  admin: postgres.Sql;
  server: OwnPostgres;
  redis: OwnRedis;
  wire: Wire;
}

async function startWalker(
  road: Road,
  { name, leaving, admin, server, redis, wire }: Ground,
): Promise<Walker> {
  await wire.mend();
  await admin.unsafe(`create database ${name} template danbuoc`);
  const client = postgres(server.inDatabase(name), { max: 1, onnotice: () => {} });
  const { db, close: closeDatabase } = await openServer({
    databaseUrl: server.inDatabase(name),
    onProgress: () => {},
    connections: 4,
  });
  const clients: Redis[] = [];
  const chat = String(chatOf(road.personId));
  const onWire = `redis://127.0.0.1:${wire.port}`;
  const prefix = `${name}:`;

  function connected(url: string): Redis {
    const made = new Redis(url, { maxRetriesPerRequest: 1, commandTimeout: 5000, retryStrategy: () => 20 });
    made.on('error', () => {});
    clients.push(made);
    return made;
  }
  const plain = connected(redis.url);

  function start(as: Parameters<Walker['start']>[0] = {}): Process {
    let fault: StoreFault | null = null;
    const transaction = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
      const meets = fault;
      fault = null;
      return meets ? failing(db, wire, meets, work) : db.transaction(work);
    };
    const store = createRedisSessionStore<Tx>({
      redis: connected(onWire),
      transaction,
      memory: turnMemory,
      prefix,
    });
    const runner = createTurnRunner({
      sessions: store,
      words,
      flows: as.flows ?? flows,
      catalog,
      calendar,
      reminders,
      menu,
      clock: { now: () => now, today: () => today },
      post: as.post ?? (() => {}),
      onFailure: (error) => {
        throw new Error('a turn failed by a fault of ours', { cause: error });
      },
    });
    return {
      receive: runner.receive,
      next(which) {
        fault = which;
      },
    };
  }

  async function said(all?: 'all'): Promise<Bubble[]> {
    const rows =
      await client`select dedup_key, message from outbox where chat = ${chat} and dedup_key like 'turn:%' order by id`;
    const bubbles = rows.map(
      (row): Bubble => ({ of: String(row.dedup_key).split(':').slice(2, -1).join(':'), ...row.message }),
    );
    return all ? bubbles : bubbles.filter((bubble) => bubble.of.startsWith('step-'));
  }

  async function session(): Promise<Session> {
    const stored = await plain.get(`${prefix}${chat}:${chat}`);
    return stored ? JSON.parse(stored) : { threads: [], seq: 0 };
  }

  return {
    road,
    db,
    start,
    said,
    session,
    facts: () => factsOf(client),
    async mend() {
      await wire.mend();
      for (const lock of await plain.keys(`${prefix}lock:*`)) await plain.pexpire(lock, 1);
    },
    settled: () =>
      until(
        'everything said is sent',
        async () =>
          (await client`select 1 from outbox where chat = ${chat} and status = 'waiting'`).length === 0,
        { seconds: 20 },
      ),
    async message(key, act) {
      const body: IncomingMessage['body'] =
        act.kind === 'photo'
          ? { kind: 'media', media: 'photo' }
          : act.kind === 'text'
            ? act
            : {
                kind: 'button',
                id: act.kind === 'open' ? act.id : newestButton(await said('all'), act.ending),
              };
      return { channel: 'telegram', chat, updateKey: key, body };
    },
    async close() {
      await wire.mend();
      for (const one of clients) one.disconnect();
      // A connection that was lost lets the driver wait for some seconds: everybody's at once, in the end.
      leaving.push(closeDatabase());
      await client.end({ timeout: 2 });
      await admin.unsafe(`drop database ${name} with (force)`);
    },
  };
}

/** The button under the newest message that ends so: what a person sees and taps. */
function newestButton(bubbles: readonly Bubble[], ending: string): string {
  for (const bubble of bubbles.toReversed()) {
    const found = bubble.choices.find(
      ({ id }) => id.startsWith('q:') && id.replace(/^q:[0-9a-z]+:/, '') === ending,
    );
    if (found) return found.id;
  }
  throw new Error(`nothing that was said has a button "${ending}"`);
}

async function failing<T>(db: Db, wire: Wire, fault: StoreFault, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (fault === 'the commit is refused') {
    return db.transaction(async (tx) => {
      const done = await work(tx);
      await tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`);
      return done;
    });
  }
  const done = await db.transaction(work);
  if (fault === 'the receipt of the commit is lost')
    throw Object.assign(new Error('write CONNECTION_CLOSED'), { code: 'CONNECTION_CLOSED' });
  if (fault === 'the session is not kept') wire.cut();
  else wire.deafen();
  return done;
}
