/** One process of the product, which can be killed and started again on the same port. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { freePort } from '../../services/free-port.ts';
import { until } from './until.ts';

export interface Program {
  readonly name: string;
  readonly role: 'serve' | 'work';
  readonly address: string;
  /** Up as far as we know: started, answered, and not killed since. */
  readonly up: boolean;
  /** How often it ended without being told to, once it was up. */
  readonly endedByItself: number;
  /** Resolves when it answers. */
  start(): Promise<void>;
  /** SIGKILL, at once; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; gives the exit code. */
  stop(): Promise<number | null>;
  /** The end of what it wrote. */
  log(): string;
}

export async function program(
  role: Program['role'],
  number: number,
  place: { folder: string; logs: string; env: Record<string, string> },
): Promise<Program> {
  const name = `${role}-${number}`;
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const logFile = join(place.logs, `${name}.log`);
  let child: ChildProcess | null = null;
  let up = false;
  let endedByItself = 0;

  const gone = (one: ChildProcess): Promise<number | null> =>
    one.exitCode !== null || one.signalCode !== null
      ? Promise.resolve(one.exitCode)
      : new Promise((resolve) => one.once('exit', (code) => resolve(code)));

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    const ending = child;
    child = null;
    up = false;
    if (!ending) return null;
    ending.kill(signal);
    return gone(ending);
  }

  const log = (): string => readFileSync(logFile, 'utf8').slice(-4000);

  return {
    name,
    role,
    address,
    get up() {
      return up;
    },
    get endedByItself() {
      return endedByItself;
    },
    async start() {
      if (child) return;
      const out = openSync(logFile, 'a');
      const started = spawn(
        process.execPath,
        ['--import', join(import.meta.dirname, 'shifted-clock.js'), 'bin/danbuoc.js', role],
        {
          cwd: place.folder,
          stdio: ['ignore', out, out],
          env: {
            PATH: process.env.PATH,
            NODE_ENV: 'production',
            FAULTS_OWNER: String(inject('services').owner),
            ...place.env,
            HOST: '127.0.0.1',
            PORT: String(port),
            LOG_LEVEL: 'warn',
          },
        },
      );
      closeSync(out);
      child = started;
      started.once('exit', () => {
        if (child !== started) return;
        // A start that meets a database that is away ends; whoever runs it starts it again.
        if (up) endedByItself += 1;
        child = null;
        up = false;
      });
      await until(
        `${name} answers`,
        async () => {
          if (child !== started) return true;
          return fetch(`${address}/healthz`, { signal: AbortSignal.timeout(2000) }).then(
            (answer) => answer.ok,
            () => false,
          );
        },
        { seconds: 60, every: 50, why: log },
      );
      up = child === started;
    },
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    log,
  };
}
