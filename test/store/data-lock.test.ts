import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDataFolder } from '../../src/store/data-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const lockFile = () => join(folder, 'lock');
/** What this process writes, with some of it changed, last touched so many seconds ago. */
function leaveLock(change: Record<string, unknown>, secondsAgo = 0): void {
  const lock = lockDataFolder(folder);
  const own = JSON.parse(readFileSync(lockFile(), 'utf8')) as Record<string, unknown>;
  lock.release();
  writeFileSync(lockFile(), JSON.stringify({ ...own, ...change }));
  age(lockFile(), secondsAgo);
}
function age(path: string, seconds: number): void {
  const at = Date.now() / 1000 - seconds;
  utimesSync(path, at, at);
}
const refused = () =>
  expect(() => lockDataFolder(folder)).toThrow(expect.objectContaining({ code: 'data-in-use' }));
const taken = () => {
  const lock = lockDataFolder(folder);
  expect(JSON.parse(readFileSync(lockFile(), 'utf8'))).toMatchObject({ pid: process.pid });
  lock.release();
  expect(existsSync(lockFile())).toBe(false);
};

test('the same process is refused as well until it lets go', () => {
  const lock = lockDataFolder(folder);
  refused();
  lock.release();
  taken();
});

test('a holder whose process id now belongs to another process is gone', () => {
  leaveLock({ started: '1' });
  taken();
});

test('a holder whose process does not exist is gone', () => {
  leaveLock({ pid: 2 ** 22 + 1 });
  taken();
});

test('a holder in a container we cannot look into is alive while its heartbeat is young', () => {
  leaveLock({ world: 'elsewhere', pid: 1 }, 12);
  refused();
  age(lockFile(), 60);
  taken();
});

test('a lock without a readable holder may be half written just now; later it counts for nothing', () => {
  writeFileSync(lockFile(), '{"pid":');
  refused();
  age(lockFile(), 60);
  taken();
});

test('while another process is taking over, nobody else does; a take-over that died does not block for ever', () => {
  leaveLock({ started: '1' });
  const turn = join(folder, 'lock.takeover');
  mkdirSync(turn);
  refused();
  age(turn, 60);
  taken();
});

test('a lock that somebody else has taken over meanwhile is not removed by the one who lost it', () => {
  const lost = lockDataFolder(folder);
  writeFileSync(lockFile(), '{"pid":1,"started":"9","world":"elsewhere"}');
  lost.release();
  refused();
});
