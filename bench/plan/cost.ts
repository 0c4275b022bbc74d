/** What a piece of work costs: elapsed time, processor time of this process and of the database server, resident memory. */
import { readdirSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

export interface Cost<T> {
  result: T;
  /** Elapsed milliseconds. */
  ms: number;
  /** Milliseconds of processor time, of both. What other programs do on the machine hardly changes it. */
  cpu: number;
  /** The highest resident memory of this process meanwhile, in MB. */
  peak: number;
}

/** `group`: process group of the server. */
export async function costOf<T>(group: number, work: () => Promise<T>): Promise<Cost<T>> {
  let peak = 0;
  const look = (): void => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(look, 20);
  const server = processorTime(group);
  const own = process.cpuUsage();
  const begun = performance.now();
  try {
    const result = await work();
    const ms = performance.now() - begun;
    const { user, system } = process.cpuUsage(own);
    look();
    const cpu = (user + system) / 1000 + processorTime(group) - server;
    return { result, ms, cpu, peak: peak / 2 ** 20 };
  } finally {
    clearInterval(timer);
  }
}

/** Milliseconds spent so far by the processes of a group and their children, those that have ended included. */
function processorTime(group: number): number {
  const all = readdirSync('/proc').flatMap((name) =>
    /^\d+$/.test(name) ? (processOf(Number(name)) ?? []) : [],
  );
  const members = new Set(all.filter((one) => one.group === group).map((one) => one.id));
  return all
    .filter((one) => members.has(one.id) || members.has(one.parent))
    .reduce((sum, one) => sum + one.ticks * 10, 0);
}

function processOf(id: number): { id: number; parent: number; group: number; ticks: number } | null {
  try {
    // After the name in brackets: state, parent, group, … and the times as the 12th to 15th.
    const fields = readFileSync(`/proc/${id}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
      .map(Number);
    const [, parent = 0, group = 0] = fields;
    return { id, parent, group, ticks: fields.slice(11, 15).reduce((sum, one) => sum + one, 0) };
  } catch {
    // It ended while we looked.
    return null;
  }
}
