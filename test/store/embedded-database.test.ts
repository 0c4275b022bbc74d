import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadCase } from '../../src/store/cases.ts';
import { type OpeningStage, openDatabase } from '../../src/store/database.ts';

let folder: string;
let first: ChildProcess;
let lines: AsyncIterator<string>;
const stages: OpeningStage[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'embedded-'));
  const made = await openDatabase({ dataDir: folder, onProgress: (stage) => stages.push(stage) });
  await made.close();
  [first, lines] = start(folder);
});
afterAll(() => {
  first.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

test('the first start says that it is creating the database, and ends ready', () => {
  expect(stages).toEqual(['creating', 'migrating', 'ready']);
});

test('a folder has one process at a time, and what a killed one acknowledged is kept', async () => {
  expect(await lines.next()).toMatchObject({ value: 'case 1' });
  expect(await lines.next()).toMatchObject({ value: 'recorded 1' });

  // While it writes: neither another process nor this one gets in.
  const [second, answers] = start(folder);
  expect(await answers.next()).toMatchObject({ value: 'refused data-in-use' });
  expect(await exitOf(second)).toBe(3);
  await expect(openDatabase({ dataDir: folder })).rejects.toMatchObject({
    code: 'data-in-use',
    details: { pid: first.pid },
  });

  let acknowledged = 1;
  while (acknowledged < 25) acknowledged = Number((await lines.next()).value.split(' ')[1]);
  const gone = exitOf(first);
  first.kill('SIGKILL');
  await gone;
  for (let line = await lines.next(); !line.done; line = await lines.next()) acknowledged += 1;

  // The lock of the dead is taken over, and every acknowledged event is there.
  const again: OpeningStage[] = [];
  const reopened = await openDatabase({ dataDir: folder, onProgress: (stage) => again.push(stage) });
  const kept = await loadCase(reopened.db, 1);
  await reopened.db.execute(sql`reindex table case_events`);
  await reopened.close();
  expect(again[0]).toBe('opening');
  const seqs = kept?.events.map((event) => event.seq) ?? [];
  expect(seqs.length).toBeGreaterThanOrEqual(acknowledged);
  expect(seqs).toEqual(seqs.map((_, at) => at + 1));
});

test('once closed, the folder is free for the next', async () => {
  await (await openDatabase({ dataDir: folder })).close();
  await (await openDatabase({ dataDir: folder })).close();
});

test('a folder that cannot be one is refused with a code', async () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  await expect(openDatabase({ dataDir: join(file, 'data') })).rejects.toMatchObject({
    code: 'data-folder-unwritable',
  });
});

function start(dataDir: string): [ChildProcess, AsyncIterator<string>] {
  const program = join(import.meta.dirname, 'programs/append-forever.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return [child, createInterface({ input: child.stdout })[Symbol.asyncIterator]()];
}

const exitOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode);
    else child.once('exit', resolve);
  });
