import { expect, test } from 'vitest';
import { skippedLine } from './summary-reporter.ts';

test('what was skipped is named in one line: what is missing with its number of tests, anything else by its name', () => {
  expect(
    skippedLine([
      'sessions in the database (server) > a chat that never spoke',
      'sessions in Redis (Redis) > a chat that never spoke',
      'two processes and a Redis (Redis) > what lies in Redis',
      'the web chat page (no Chromium on this machine) > a message',
      'somebody wrote skip here',
    ]),
  ).toBe(
    'skipped: 1 for want of PostgreSQL (TEST_DATABASE_URL, or its binaries), 2 for want of Redis (TEST_REDIS_URL, or redis-server), 1 for want of Chromium, "somebody wrote skip here"',
  );
});

test('where one test was asked for, not all the rest is named', () => {
  expect(skippedLine(['a', 'b', 'c', 'd', 'e'])).toBe('skipped: "a", "b", "c", 2 others');
});
