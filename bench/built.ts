/**
 * The program as the production image has it: compiled, beside what it reads, in a folder of its own that goes with the
 * process. Through tsx, functions made at run time cost a multiple of what they cost in production.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Returns the folder: `bin/`, `dist/src`, `dist/bench` and everything they need. */
export function build(): string {
  const folder = mkdtempSync(join(tmpdir(), 'danbuoc-built-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const part of ['bin', 'flows', 'locales', 'package.json', 'db/migrations', 'bench']) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  cpSync(join(root, 'src/server/web'), join(folder, 'dist/src/server/web'), { recursive: true });
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const { status, stdout } = spawnSync(
    process.execPath,
    [compiler, '-p', join(root, 'bench/tsconfig.json'), '--outDir', join(folder, 'dist')],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the program does not compile: ${stdout}`);
  return folder;
}
