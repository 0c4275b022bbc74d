/**
 * What the daily plan costs at 10,000, 100,000 and 1,000,000 open cases of which two in a hundred fall due that day, on a
 * PostgreSQL of its own (without fsync). Run: `node --import tsx bench/plan.ts [sizes …]`, e.g. `bench/plan.ts 10000 100000`.
 *
 * "plan": `runReminders` at the first tick of the day: due cases are locked in batches, whom to tell of what is decided from
 * the cached agendas, the notices are written (two a case) and the next day of each case is set. Nothing is examined: that
 * is paid where something was recorded. "digests": `runReminders` at the hour of the digests: each person's is composed,
 * worded and written to the outbox.
 *
 * The floor reads what a plan cannot do without, in the same run on the same rows, by plain statements through the same
 * driver in batches of the same size: every column of the case rows that are due, their agendas parsed, with the candidate's
 * name and the place of the cell; and around each batch the nodes of its lines, the roles held on them, and the chats of
 * those people, the candidates and the mentors. It locks nothing, decides nothing and writes nothing. Beside it: the case
 * rows alone.
 *
 * Medians of five rounds; in each, other cases fall due. The agendas are those of the sample's cases, a few dozen different
 * ones, so what the planner remembers of the days of a limit is found more often than in life. Memory is the peak of the
 * whole process.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { loadCalendar, loadCatalog } from '../src/catalog/load.ts';
import { loadLadders } from '../src/reminders/ladder.ts';
import { runReminders } from '../src/reminders/run.ts';
import { loadReminderSettings } from '../src/reminders/settings.ts';
import { projectRoot } from '../src/root.ts';
import { setBodiesPlanned } from '../src/store/rules-mark.ts';
import { openServer } from '../src/store/server-database.ts';
import { createWords } from '../src/words/say.ts';
import { startPostgres } from '../test/services/postgres.ts';
import { templates } from './plan/agendas.ts';
import { costOf } from './plan/cost.ts';
import { floor } from './plan/floor.ts';
import { bringDue, lay } from './plan/lay.ts';

const sizes = process.argv.slice(2).map(Number);
/** A Tuesday on which no duty of a body is spoken of; the first round warms up and is not counted. */
const day = '2026-11-17';
const measured = 6;

const roots = [projectRoot];
const catalog = loadCatalog(roots);
const calendar = loadCalendar(roots);
const settings = loadReminderSettings(roots);
const ladders = loadLadders(roots);
const ctx = {
  catalog,
  calendar,
  settings,
  ladders,
  words: createWords(roots),
  channelTraits: new Map([['telegram', { oneMessage: false }]]),
  now: `${day}T01:00:00Z`,
};
/** The first tick of the day, when nobody's hour has come; and the hour of everybody's digest. */
const night = { today: day, hours: { from: 0, to: 0 } };
const morning = { today: day, hours: { from: 8, to: 8 } };
const agendas = templates({ catalog, calendar, settings, ladders, day });

const folder = mkdtempSync(join(tmpdir(), 'danbuoc-bench-'));
const server = await startPostgres(folder, process.pid, [
  'shared_buffers=512MB',
  'max_wal_size=8GB',
  'autovacuum=off',
]);
try {
  console.log(
    `${agendas.length} agendas of the sample; medians of ${measured - 1} rounds; ms elapsed (ms of processor time)`,
  );
  let least: Figures | null = null;
  for (const size of sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]) {
    const row = await measure(size);
    least ??= row;
    report(row, least);
  }
} finally {
  process.kill(-server.group, 'SIGQUIT');
  await pause(500);
  rmSync(folder, { recursive: true, force: true });
}

interface Figures {
  size: number;
  due: number;
  bare: Time;
  floor: Time;
  plan: Time;
  digests: Time;
  noticed: number;
  written: number;
  /** MB. */
  peak: number;
}

interface Time {
  ms: number;
  cpu: number;
}

function report(row: Figures, least: Figures): void {
  const { due, bare, floor: read, plan, digests, noticed, written, peak } = row;
  const times = ({ ms, cpu }: Time): string => `${ms.toFixed(0)} (${cpu.toFixed(0)})`;
  const ratio = (a: Time, b: Time): string => `${(a.ms / b.ms).toFixed(2)} (${(a.cpu / b.cpu).toFixed(2)})`;
  const each = ({ ms, cpu }: Time, count: number): Time => ({
    ms: (ms * 1000) / count,
    cpu: (cpu * 1000) / count,
  });
  console.log(
    [
      `${row.size} open cases, ${due} due, ${noticed} notices, ${written} digests`,
      `  floor: rows that are due with their people ${times(read)}; the case rows alone ${times(bare)}`,
      `  plan ${times(plan)} = ${ratio(plan, read)} x floor; ${times(each(plan, due))} µs a case = ${ratio(each(plan, due), each(least.plan, least.due))} x ${least.size}`,
      `  digests ${times(digests)}: ${times(each(digests, written))} µs each`,
      `  peak memory ${peak.toFixed(0)} MB`,
    ].join('\n'),
  );
}

async function measure(size: number): Promise<Figures> {
  const url = new URL(server.url);
  const admin = postgres(server.url, { max: 1, onnotice: () => {} });
  const name = `bench_${size}`;
  await admin.unsafe(`create database ${name}`);
  url.pathname = `/${name}`;
  const { db, close } = await openServer({ databaseUrl: url.href, onProgress: () => {} });
  const sql = postgres(url.href, { max: 2, onnotice: () => {} });
  const laying = await costOf(server.group, () =>
    lay(sql, size, agendas, { day, until: '2026-12-31', parked: '2027-02-01', measured }),
  );
  console.log(`${size} open cases laid in ${(laying.ms / 1000).toFixed(0)} s`);
  const rounds: Omit<Figures, 'size'>[] = [];
  for (let round = 0; round < measured; round += 1) {
    const due = await bringDue(sql, round, day);
    await setBodiesPlanned(db, day);
    await sql.unsafe('vacuum (analyze) notices');
    await sql.unsafe('checkpoint');
    const bare = await costOf(server.group, () => floor(sql, day, false));
    const read = await costOf(server.group, () => floor(sql, day, true));
    const plan = await costOf(server.group, () => runReminders(db, ctx, night));
    const digests = await costOf(server.group, () => runReminders(db, ctx, morning));
    const { casesLooked, examined, noticed } = plan.result;
    if (
      read.result !== due ||
      casesLooked !== due ||
      examined > 0 ||
      plan.result.digests > 0 ||
      digests.result.noticed > 0
    )
      throw new Error(JSON.stringify([due, read.result, plan.result, digests.result]));
    const peak = Math.max(plan.peak, digests.peak);
    process.stderr.write(
      `round ${round}: floor ${read.ms.toFixed(0)}, plan ${plan.ms.toFixed(0)}, digests ${digests.ms.toFixed(0)} ms\n`,
    );
    rounds.push({ due, bare, floor: read, plan, digests, noticed, written: digests.result.digests, peak });
  }
  await sql.end();
  await close();
  await admin.unsafe(`drop database ${name} with (force)`);
  await admin.end();

  const counted = rounds.slice(1);
  const median = (pick: (one: (typeof counted)[number]) => number): number =>
    counted.map(pick).sort((a, b) => a - b)[Math.floor(counted.length / 2)] ?? Number.NaN;
  const time = (pick: (one: (typeof counted)[number]) => Time): Time => ({
    ms: median((one) => pick(one).ms),
    cpu: median((one) => pick(one).cpu),
  });
  return {
    size,
    due: median((one) => one.due),
    bare: time((one) => one.bare),
    floor: time((one) => one.floor),
    plan: time((one) => one.plan),
    digests: time((one) => one.digests),
    noticed: median((one) => one.noticed),
    written: median((one) => one.written),
    peak: Math.max(...counted.map((one) => one.peak)),
  };
}
