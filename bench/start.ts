/**
 * How long a start takes: first in an empty folder, later, after kill -9, and a second process on the same folder. Each is
 * a process of its own, as `npm start` makes it. Run: `node --import tsx bench/start.ts [runs]`.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const runs = Number(process.argv[2] ?? 3);
const program = join(import.meta.dirname, '../bin/danbuoc.js');
/** A start that takes longer is given up, and everything is cleaned away. */
const longestMs = 60_000;

interface Start {
  firstLine: number;
  /** When the address was printed. */
  address: number;
  /** Processor seconds by then; NaN where the system does not tell. */
  processor: number;
  /** When the answer to "việc của tôi" was there. */
  reply: number;
}

interface Running extends Omit<Start, 'reply'> {
  child: ChildProcessWithoutNullStreams;
  url: string;
  spawned: number;
}

const started = new Set<ChildProcessWithoutNullStreams>();
const kinds = {
  'first start': [] as Start[],
  'later start': [] as Start[],
  'after kill -9': [] as Start[],
};
const refusals: number[] = [];

try {
  for (let run = 0; run < runs; run += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'danbuoc-bench-'));
    try {
      kinds['first start'].push(await startAndAsk(folder, 'SIGTERM'));
      kinds['later start'].push(await startAndAsk(folder, 'SIGKILL'));
      kinds['after kill -9'].push(
        await startAndAsk(folder, 'SIGTERM', async () => {
          refusals.push(await secondProcess(folder));
        }),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
} finally {
  for (const child of started) child.kill('SIGKILL');
}

console.log(`seconds, median of ${runs}`);
console.log('                first line   address   first reply   processor time');
for (const [kind, starts] of Object.entries(kinds)) {
  const column = (pick: (one: Start) => number, width: number) =>
    median(starts.map(pick)).toFixed(2).padStart(width);
  console.log(
    `${kind.padEnd(14)}${column((s) => s.firstLine, 12)}${column((s) => s.address, 10)}${column((s) => s.reply, 14)}${column((s) => s.processor, 17)}`,
  );
}
console.log(`a second process is refused after ${median(refusals).toFixed(2)}`);

async function startAndAsk(
  folder: string,
  end: 'SIGTERM' | 'SIGKILL',
  meanwhile: () => Promise<void> = async () => {},
): Promise<Start> {
  const { child, url, spawned, ...times } = await startIn(folder);
  await askForMyWork(url);
  const reply = since(spawned);
  await meanwhile();
  const over = new Promise((resolve) => child.once('close', resolve));
  child.kill(end);
  await over;
  return { ...times, reply };
}

function startIn(folder: string): Promise<Running> {
  const spawned = performance.now();
  const child = launch(folder);
  let firstLine: number | null = null;
  let said = '';
  return new Promise((resolve, reject) => {
    const tooLong = setTimeout(
      () => reject(new Error(`no address after ${longestMs} ms:\n${said}`)),
      longestMs,
    );
    child.once('close', (code) => reject(new Error(`ended with ${code}:\n${said}`)));
    child.stderr.on('data', (text) => {
      said += text;
    });
    child.stdout.on('data', (text) => {
      firstLine ??= since(spawned);
      said += text;
      const url = /http:\/\/[\d.:]+/.exec(said)?.[0];
      if (!url) return;
      clearTimeout(tooLong);
      resolve({
        child,
        url,
        spawned,
        firstLine,
        address: since(spawned),
        processor: processorSeconds(child.pid),
      });
    });
  });
}

/** Resolves with the seconds it took to be refused; throws when it is not. */
async function secondProcess(folder: string): Promise<number> {
  const spawned = performance.now();
  const child = launch(folder);
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 1) throw new Error(`a second process on the folder ended with ${code}: ${said}`);
  return since(spawned);
}

function launch(folder: string): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [program, 'serve'], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'error' },
  });
  child.stdout.setEncoding('utf8');
  child.stderr.setEncoding('utf8');
  started.add(child);
  child.once('close', () => started.delete(child));
  return child;
}

/** Over HTTP, as the page does it. */
async function askForMyWork(url: string): Promise<void> {
  const groups = (await (await fetch(`${url}/api/people`)).json()) as { people: { chat: string }[] }[];
  const chat = groups.at(-1)?.people[0]?.chat;
  if (!chat) throw new Error('nobody in the sample');
  const messages = `${url}/api/chats/${chat}/messages`;
  await fetch(messages, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key: `bench-${Date.now()}`, text: 'việc của tôi' }),
  });
  for (const asked = performance.now(); since(asked) < longestMs / 1000; await pause(10)) {
    const said = (await (await fetch(messages)).json()) as { messages: unknown[] };
    if (said.messages.length > 0) return;
  }
  throw new Error('no reply');
}

/** Fields 14 and 15 of /proc/<pid>/stat, in ticks of 10 ms. */
function processorSeconds(pid: number | undefined): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
}

function since(moment: number): number {
  return (performance.now() - moment) / 1000;
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
