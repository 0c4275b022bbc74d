/**
 * A PostgreSQL for the tests of one run: the one at TEST_DATABASE_URL, else one started from the binaries of this machine
 * on a free port and stopped with the run. Started by the first test file that asks, shared by all.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { freePort } from './free-port.ts';

/** Folder of `initdb` and `postgres`, the newest version first; null when there is none. */
export function findBinaries(): string | null {
  const installed = existsSync('/usr/lib/postgresql')
    ? readdirSync('/usr/lib/postgresql').sort((a, b) => Number(b) - Number(a))
    : [];
  const onPath = (process.env.PATH ?? '').split(':').filter((folder) => folder !== '');
  const folders = [...installed.map((version) => `/usr/lib/postgresql/${version}/bin`), ...onPath];
  return (
    folders.find((folder) => ['initdb', 'postgres'].every((name) => existsSync(join(folder, name)))) ?? null
  );
}

export const postgresIsThere = (): boolean =>
  Boolean(process.env.TEST_DATABASE_URL) || findBinaries() !== null;

export interface StartedServer {
  url: string;
  /** Leader of the server's process group. */
  group: number;
}

/** `owner`: when this process is gone, however it went, the server goes too. `more`: settings over those of the tests. */
export async function startPostgres(
  folder: string,
  owner: number,
  more: readonly string[] = [],
): Promise<StartedServer> {
  const binaries = findBinaries();
  if (!binaries) throw new Error('no PostgreSQL binaries on this machine');
  const data = join(folder, 'postgres');
  mkdirSync(data);
  // The server refuses to run as root.
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : null;
  if (nobody) {
    chownSync(data, nobody.uid, nobody.gid);
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
    'full_page_writes=off',
    'synchronous_commit=off',
    'shared_buffers=32MB',
    'max_connections=200',
    ...more,
  ];
  const log = openSync(join(folder, 'postgres.log'), 'a');
  const server = spawn(
    'sh',
    [
      '-c',
      'owner=$1; shift; "$@" & server=$!; while kill -0 $owner 2>/dev/null || [ -d /proc/$owner ]; do kill -0 $server || exit 1; sleep 1; done; kill -QUIT $server',
      'postgres-of-the-tests',
      String(owner),
      join(binaries, 'postgres'),
      '-D',
      data,
      ...settings.flatMap((setting) => ['-c', setting]),
    ],
    { ...nobody, cwd: '/', detached: true, stdio: ['ignore', log, log] },
  );
  server.unref();
  if (server.pid === undefined) throw new Error('PostgreSQL was not started');
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  await untilReady(url, () => readFileSync(join(folder, 'postgres.log'), 'utf8'));
  return { url, group: server.pid };
}

async function untilReady(url: string, log: () => string): Promise<void> {
  for (let left = 200; left > 0; left -= 1) {
    const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} });
    try {
      await sql`select 1`;
      return;
    } catch {
      await pause(50);
    } finally {
      await sql.end();
    }
  }
  throw new Error(`PostgreSQL did not start: ${log()}`);
}
