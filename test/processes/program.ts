/** The product as `npx danbuoc` starts it: a process of its own, over its address, its output and its signals. */
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

const program = resolve(import.meta.dirname, '../../bin/danbuoc.js');
/** Longer than any start or stop may take, on two busy cores. */
const watchdogMilliseconds = 150_000;

export interface Program {
  address: string;
  child: ChildProcess;
  /** Everything printed so far, both streams. */
  said(): string;
  /** What was asked of it, as JSON where it is JSON. */
  get(path: string, headers?: Record<string, string>): Promise<{ status: number; text: string }>;
  /** Sends the signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  said: string;
  milliseconds: number;
}

const running = new Set<ChildProcess>();

/** For `afterAll`: nothing that a failed test left goes on. */
export function killPrograms(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Resolves when the address is printed; rejects when the process ends before. */
export async function startProgram(command: string, env: Record<string, string>): Promise<Program> {
  const { child, said, ended } = launch(command, env);
  const address = await new Promise<string>((found, failed) => {
    const look = (): void => {
      const url = /http:\/\/[\d.:]+/.exec(said())?.[0];
      if (url) found(url);
    };
    child.stdout?.on('data', look);
    const tooLong = setTimeout(() => failed(new Error(`no address:\n${said()}`)), watchdogMilliseconds);
    void ended.then(({ code }) => failed(new Error(`${command} ended with ${code}:\n${said()}`)));
    void ended.finally(() => clearTimeout(tooLong));
  });
  return {
    address,
    child,
    said,
    async get(path, headers = {}) {
      const response = await fetch(`${address}${path}`, { headers });
      return { status: response.status, text: await response.text() };
    },
    async stop(signal = 'SIGTERM') {
      const sent = performance.now();
      child.kill(signal);
      return { ...(await ended), milliseconds: performance.now() - sent };
    },
  };
}

/** For a start that is refused. */
export const runProgram = (command: string, env: Record<string, string>): Promise<Ended> =>
  launch(command, env).ended;

function launch(command: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [program, command], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output += text;
    });
  }
  const begun = performance.now();
  const ended = new Promise<Ended>((done) => {
    child.once('close', (code, signal) => {
      running.delete(child);
      done({ code, signal, said: output, milliseconds: performance.now() - begun });
    });
  });
  return { child, said: () => output, ended };
}
