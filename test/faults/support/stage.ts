/**
 * The whole product on one stage: PostgreSQL, Redis, the messenger, two processes that serve and two that work, the people
 * of the town, and a clock that can be moved for all of them.
 */
import { mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres, { type Sql } from 'postgres';
import { inject } from 'vitest';
import { openServer } from '../../../src/store/server-database.ts';
import { FakeTelegram } from '../../fakes/telegram-server.ts';
import { type OwnRedis, ownRedis } from '../../services/redis.ts';
import { builtProgram } from './build.ts';
import { type Front, openFront } from './front.ts';
import { type OwnPostgres, ownPostgres } from './own-postgres.ts';
import { type OutboxWatch, type Person, type PersonCounts, personAt } from './person.ts';
import { type Program, program } from './program.ts';
import type { Cast } from './script.ts';
import type { Dice } from './size.ts';
import { layTown, type Town } from './town.ts';
import { until } from './until.ts';

/** A Monday, at nine in the morning in Viet Nam. */
const firstDay = '2026-11-23';
const firstMorning = Date.parse(`${firstDay}T02:00:00Z`);
const dayMilliseconds = 24 * 3600 * 1000;

export interface Stage extends Cast {
  postgres: OwnPostgres;
  redis: OwnRedis;
  telegram: FakeTelegram;
  front: Front;
  programs: Program[];
  town: Town;
  watch: OutboxWatch;
  people: PersonCounts;
  /** ISO day of the moved clock. */
  today(): string;
  /** The same hour of the next day, for all processes at once. */
  nextDay(): void;
  /** Every process that works has planned since it was started. */
  planned(): Promise<void>;
  /** No update waits to be taken, and no message to be sent. */
  quiet(seconds: number): Promise<void>;
  /** All processes up; those that were killed are started. */
  allUp(): Promise<void>;
  logs(): string;
  close(): Promise<void>;
}

export async function openStage(cellCount: number, luck: Dice): Promise<Stage> {
  const folder = mkdtempSync(join(inject('services').folder, 'stage-'));
  const closing: (() => Promise<unknown>)[] = [];
  async function close(): Promise<void> {
    for (const end of closing.splice(0).reverse()) await end();
  }
  try {
    const built = await builtProgram();
    const server = await ownPostgres();
    closing.push(() => server.close());
    const redis = await ownRedis({ keeps: true });
    closing.push(() => redis.close());
    const telegram = await FakeTelegram.start();
    closing.push(() => telegram.close());
    const clock = openClock(join(folder, 'clock'));

    const laying = await openServer({ databaseUrl: server.url, onProgress: () => {} });
    const town = await layTown(laying.db, cellCount, firstDay);
    await laying.close();

    const programs: Program[] = [];
    const serving = (): Program[] => programs.filter((one) => one.role === 'serve');
    const front = await openFront(() => serving().map((one) => one.address), luck.apart('front'));
    closing.push(() => front.close());
    const env = {
      FAULTS_CLOCK: clock.file,
      DATABASE_URL: server.url,
      REDIS_URL: redis.url,
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.apiRoot,
      PUBLIC_URL: front.url,
      TELEGRAM_WEBHOOK_SECRET: 'a-secret-of-the-fault-suites',
    };
    for (const [role, number] of [
      ['serve', 1],
      ['serve', 2],
      ['work', 1],
      ['work', 2],
    ] as const) {
      programs.push(await program(role, number, { folder: built, logs: folder, env }));
    }
    closing.push(() => Promise.all(programs.map((one) => one.kill())));

    // Everybody is known to the messenger before the first word; the update itself is one that nobody wants.
    telegram.allowedUpdates = ['message', 'callback_query'];
    for (const { chat } of town.everybody) telegram.push(chat, { edited_message: {} });
    const sql = postgres(server.url, { max: 4, onnotice: () => {}, connect_timeout: 5 });
    closing.push(() => sql.end({ timeout: 2 }));
    const watch = watchOutbox(sql);
    closing.push(() => watch.stop());

    const counts: PersonCounts = { updates: 0, askedAgain: 0, begunAgain: 0 };
    const people = new Map<number, Person>();
    const logs = (): string => programs.map((one) => `--- ${one.name}\n${one.log()}`).join('\n');

    const ask = async <T>(question: (sql: Sql) => Promise<T>): Promise<T> => {
      let answer: { value: T } | undefined;
      await until(
        'the database answers the suite',
        async () => {
          try {
            answer = { value: await question(sql) };
            return true;
          } catch (error) {
            if (!isAway(error)) throw error;
            return false;
          }
        },
        { seconds: 60, every: 100 },
      );
      return (answer as { value: T }).value;
    };

    return {
      postgres: server,
      redis,
      telegram,
      front,
      programs,
      town,
      sql,
      watch,
      people: counts,
      ask,
      today: clock.today,
      nextDay: clock.nextDay,
      logs,
      close,
      person(chat) {
        const known = people.get(chat) ?? personAt(telegram, chat, watch, counts);
        people.set(chat, known);
        return known;
      },
      async planned() {
        for (const one of programs.filter(({ role }) => role === 'work')) {
          await until(`${one.name} has planned`, () => hasPlanned(one), {
            seconds: 60,
            every: 100,
            why: logs,
          });
        }
      },
      async quiet(seconds) {
        await until(
          'nothing is under way',
          async () =>
            telegram.pendingUpdates().length === 0 &&
            front.busy === 0 &&
            (await ask((q) => q`select 1 from outbox where status = 'waiting' limit 1`)).length === 0,
          {
            seconds,
            every: 100,
            why: async () =>
              `${telegram.pendingUpdates().length} updates, ${JSON.stringify(
                await ask(
                  (q) =>
                    q`select id, chat, attempts, not_before, due_at, send_by, last_error from outbox where status = 'waiting' limit 10`,
                ),
              )}\n${logs()}`,
          },
        );
      },
      async allUp() {
        await until(
          'all processes are up',
          async () => {
            // A start may have met a database that was away, and ended: whoever runs it starts it again.
            await Promise.all(programs.map((one) => one.start()));
            return programs.every((one) => one.up);
          },
          { seconds: 90, every: 200, why: logs },
        );
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Connection lost, refused, or the server on its way down or up. */
const isAway = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(CONNECT|ECONN|57P|08|EPIPE)/.test(String(error.code));

/** One that ended in its start is started again. */
async function hasPlanned(one: Program): Promise<boolean> {
  if (!one.up) {
    one.start().catch(() => {});
    return false;
  }
  const figures = await fetch(`${one.address}/metrics`, { signal: AbortSignal.timeout(3000) })
    .then((answer) => answer.text())
    .catch(() => '');
  return /^danbuoc_plans_total\{[^}]*outcome="done"[^}]*\} [1-9]/m.test(figures);
}

function openClock(file: string): { file: string; today: () => string; nextDay: () => void } {
  let shift = firstMorning - Date.now();
  const write = (): void => {
    writeFileSync(`${file}.new`, String(shift));
    // Whole or not at all: processes read it at any moment.
    renameSync(`${file}.new`, file);
  };
  write();
  return {
    file,
    today: () => new Date(Date.now() + shift + 7 * 3600 * 1000).toISOString().slice(0, 10),
    nextDay() {
      shift += dayMilliseconds;
      write();
    },
  };
}

function watchOutbox(sql: Sql): OutboxWatch & { stop(): Promise<void> } {
  let looks = 0;
  let waiting = new Set<string>();
  let stopped = false;
  const running = (async () => {
    while (!stopped) {
      try {
        const rows = await sql`select distinct chat from outbox where status = 'waiting'`;
        waiting = new Set(rows.map((row) => String(row.chat)));
        looks += 1;
      } catch {
        // The database is away for a while.
        await pause(200);
      }
      await pause(40);
    }
  })();
  return {
    async settled(chat, seconds) {
      // The look under way may have begun before what we wait for was written.
      const from = looks + 2;
      await until(
        `everything meant for chat ${chat} is sent`,
        () => looks >= from && !waiting.has(String(chat)),
        {
          seconds,
          why: async () =>
            JSON.stringify(
              await sql`select id, status, attempts, not_before, due_at, send_by, last_error from outbox where chat = ${String(chat)} and status = 'waiting' order by id limit 5`,
            ),
        },
      );
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}
