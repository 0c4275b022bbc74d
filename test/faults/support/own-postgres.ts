/**
 * A PostgreSQL of one suite, which the suite may stop and start again on the same port and the same data. What was
 * committed survives the end of its processes (only a power cut is not tried: nothing is forced to the disk).
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { inject } from 'vitest';
import { freePort } from '../../services/free-port.ts';
import { findBinaries } from '../../services/postgres.ts';
import { until } from './until.ts';

/** `fast` ends every session and shuts down in order; `immediate` as a crash: the next start recovers from the log. */
export type Ending = 'fast' | 'immediate';

export interface OwnPostgres {
  /** Of the database `danbuoc`. */
  url: string;
  inDatabase(name: string): string;
  stop(ending: Ending): Promise<void>;
  start(): Promise<void>;
  /** Nothing is kept. */
  close(): Promise<void>;
}

export async function ownPostgres(): Promise<OwnPostgres> {
  const binaries = findBinaries();
  if (!binaries) throw new Error('no PostgreSQL binaries on this machine');
  const { folder: shared, owner } = inject('services');
  const folder = mkdtempSync(join(shared, 'postgres-'));
  const data = join(folder, 'data');
  mkdirSync(data);
  // The server refuses to run as root.
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : null;
  if (nobody) {
    chownSync(data, nobody.uid, nobody.gid);
    chmodSync(shared, 0o711);
    chmodSync(folder, 0o711);
  }
  const made = spawnSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...nobody, cwd: '/', encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);

  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'fsync=off',
    'shared_buffers=64MB',
    'max_connections=200',
  ];
  const logFile = join(folder, 'postgres.log');
  const inDatabase = (name: string): string => `postgresql://postgres@127.0.0.1:${port}/${name}`;
  let running: ChildProcess | null = null;

  async function start(): Promise<void> {
    if (running) return;
    const log = openSync(logFile, 'a');
    // The shell around it ends the server when this run is gone, however it went.
    running = spawn(
      'sh',
      [
        '-c',
        'owner=$1; shift; "$@" & server=$!; while kill -0 $owner 2>/dev/null || [ -d /proc/$owner ]; do kill -0 $server 2>/dev/null || exit 0; sleep 1; done; kill -QUIT $server',
        'postgres-of-the-faults',
        String(owner),
        join(binaries as string, 'postgres'),
        '-D',
        data,
        ...settings.flatMap((setting) => ['-c', setting]),
      ],
      { ...nobody, cwd: '/', detached: true, stdio: ['ignore', log, log] },
    );
    running.unref();
    await until('PostgreSQL answers', () => answers(inDatabase('postgres')), {
      seconds: 30,
      every: 50,
      why: () => readFileSync(logFile, 'utf8').slice(-2000),
    });
  }

  async function stop(ending: Ending): Promise<void> {
    const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(pid, ending === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await until('PostgreSQL has ended', () => !existsSync(join(data, 'postmaster.pid')), {
      seconds: 30,
    });
    running = null;
  }

  await start();
  const admin = postgres(inDatabase('postgres'), { max: 1, onnotice: () => {} });
  await admin.unsafe('create database danbuoc');
  await admin.end();
  return {
    url: inDatabase('danbuoc'),
    inDatabase,
    start,
    stop,
    async close() {
      if (running) await stop('immediate');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
