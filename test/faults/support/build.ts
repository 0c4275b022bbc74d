/** The program as it goes into production, built into a folder of this run: starting from the sources takes longer. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inject } from 'vitest';
import { once } from '../../services/once.ts';

const repository = resolve(import.meta.dirname, '../../..');
const parts = [
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'bin',
  'src',
  'db',
  'flows',
  'locales',
];

/** Folder with `bin/danbuoc.js`; made once a run. */
export function builtProgram(): Promise<string> {
  const folder = join(inject('services').folder, 'program');
  return once('program', async () => {
    if (existsSync(join(folder, 'whole'))) return folder;
    for (const part of parts) cpSync(join(repository, part), join(folder, part), { recursive: true });
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
    // Types are another check's business.
    run(folder, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--noCheck');
    run(folder, 'bin/copy-assets.js');
    cpSync(join(folder, 'package.json'), join(folder, 'whole'));
    return folder;
  });
}

function run(folder: string, ...command: string[]): void {
  const done = spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8', timeout: 120_000 });
  if (done.status !== 0) throw new Error(`${command.join(' ')}: ${done.stdout}${done.stderr}`);
}
