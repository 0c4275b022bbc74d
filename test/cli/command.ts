/** The command line: as a process of its own where that is the point, else the command's own function. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { vi } from 'vitest';
import { run as explain } from '../../src/cli/explain.ts';
import { run as graph } from '../../src/cli/graph.ts';
import { run as lint } from '../../src/cli/lint.ts';

export const root = resolve(import.meta.dirname, '../..');

export interface Ended {
  code: number;
  out: string;
  err: string;
}

/** What `npx danbuoc` starts. */
export function danbuocProcess(...args: string[]): Promise<Ended> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [resolve(root, 'bin/danbuoc.js'), ...args],
      { cwd: root },
      (error, out, err) => {
        done({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err });
      },
    );
  });
}

const commands = { explain, graph, lint };

/** The same without a new process. */
export async function danbuoc(name: keyof typeof commands, ...args: string[]): Promise<Ended> {
  const ended: Ended = { code: 0, out: '', err: '' };
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    ended.out += String(text);
    return true;
  });
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    ended.err += String(text);
    return true;
  });
  try {
    ended.code = await commands[name](args);
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
  return ended;
}
