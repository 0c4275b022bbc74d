/**
 * One process a data folder. Two would corrupt an embedded database without either noticing, so the holder is written
 * down and only a holder known to be gone is replaced: by process id and its start time where we can see the process
 * table it lives in, by the age of its heartbeat where we cannot (another container on the same volume).
 */
import { mkdirSync, readFileSync, readlinkSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { StoreError } from './errors.ts';

interface Holder {
  pid: number;
  /** Start time of the process in clock ticks since boot; empty where the system does not tell. */
  started: string;
  /** Names the process table: host, boot and pid namespace. */
  world: string;
}

export interface DataLock {
  release(): void;
}

const heartbeatMs = 10_000;
const goneAfterMs = 3 * heartbeatMs;

/** Throws `StoreError` data-in-use while a live process, this one included, holds the folder. */
export function lockDataFolder(folder: string): DataLock {
  const path = join(folder, 'lock');
  const own = JSON.stringify({
    pid: process.pid,
    started: startOf(process.pid),
    world: world(),
  } satisfies Holder);
  if (!create(path, own)) takeOver(folder, path, own);
  const heartbeat = setInterval(() => touch(path), heartbeatMs);
  heartbeat.unref();
  return {
    release: () => {
      clearInterval(heartbeat);
      if (read(path) === own) rmSync(path, { force: true });
    },
  };
}

/** Two starting at once must not both replace the same dead holder: whoever makes the folder `lock.takeover` does. */
function takeOver(folder: string, path: string, own: string): void {
  const turn = join(folder, 'lock.takeover');
  if (ageOf(turn) > goneAfterMs) rmSync(turn, { recursive: true, force: true });
  try {
    mkdirSync(turn);
  } catch {
    throw new StoreError('data-in-use', { folder });
  }
  try {
    const holder = parse(read(path));
    if (holder ? isAlive(holder, path) : ageOf(path) < heartbeatMs) {
      throw new StoreError('data-in-use', { folder, ...(holder ? { pid: holder.pid } : {}) });
    }
    rmSync(path, { force: true });
    if (!create(path, own)) throw new StoreError('data-in-use', { folder });
  } finally {
    rmSync(turn, { recursive: true, force: true });
  }
}

function isAlive(holder: Holder, path: string): boolean {
  if (holder.world !== world()) return ageOf(path) < goneAfterMs;
  if (holder.started !== '') return startOf(holder.pid) === holder.started;
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function create(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function parse(text: string): Holder | null {
  try {
    const { pid, started, world } = JSON.parse(text) as Partial<Holder>;
    if (typeof pid !== 'number' || typeof started !== 'string' || typeof world !== 'string') return null;
    return { pid, started, world };
  } catch {
    return null;
  }
}

/** Infinity when the file is not there. */
function ageOf(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function touch(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // The folder was removed under us; the database will say so itself.
  }
}

/**
 * Field 22 of /proc/<pid>/stat; the command before it may hold spaces and brackets. Empty for a process that is gone, or
 * was killed and only waits for its parent to notice.
 */
function startOf(pid: number): string {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return /^[ZX]/.test(fields[0] ?? '') ? '' : (fields[19] ?? '');
}

function world(): string {
  return [hostname(), read('/proc/sys/kernel/random/boot_id').trim(), pidNamespace()].join(' ');
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
