/** `danbuoc outbox` as whoever looks after the product uses it. */
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { obey, run } from '../../src/cli/outbox.ts';
import { enqueueMany } from '../../src/store/outbox.ts';
import { listLetters } from '../../src/store/outbox-letters.ts';
import { markAmbiguous, markDead } from '../../src/store/outbox-marks.ts';
import { emptyDatabase, freshDatabase, type TestDatabase } from '../services/databases.ts';

let database: TestDatabase;
let out: string;
let err: string;

beforeAll(async () => {
  database = await freshDatabase();
  return () => database.close();
});
beforeEach(async () => {
  await emptyDatabase(database.db);
  out = '';
  err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
  await enqueueMany(
    database.db,
    ['turn:telegram:7:0', 'digest:3:2026-03-05'].map((dedupKey, n) => ({
      channel: 'telegram',
      chat: `80${n}`,
      message: { text: 'Chào đồng chí Lê Thuỳ Linh', choices: [] },
      dedupKey,
      now: '2026-03-05T01:00:00.000Z',
    })),
  );
  await markDead(database.db, 1, 'telegram.500');
  await markAmbiguous(database.db, 2, 'telegram.timeout');
});
afterEach(() => void vi.restoreAllMocks());

test('the list, in Vietnamese or English, without texts, names or chats', async () => {
  expect(await obey(database.db, { what: 'list', json: false }, 'vi')).toBe(0);
  expect(out).toContain('1 thư không gửi được, 1 thư không rõ đã đến hay chưa');
  expect(out).toMatch(/^1 +không gửi được +trả lời +telegram +5\/3\/2026 08:00 +0 +telegram\.500$/m);
  expect(out).toMatch(/^2 +không rõ +nhắc việc /m);
  expect(out).not.toMatch(/Linh|80\d/);
  out = '';
  await obey(database.db, { what: 'list', json: false }, 'en');
  expect(out).toMatch(/^2 +unknown +reminder /m);
});

test('the list as data', async () => {
  await obey(database.db, { what: 'list', json: true }, 'vi');
  expect(JSON.parse(out)).toMatchObject([
    { id: 1, state: 'dead', kind: 'reply', reason: 'telegram.500' },
    { id: 2, state: 'ambiguous', kind: 'digest' },
  ]);
});

test('all that could not be sent is sent again; then there is only the doubtful one', async () => {
  expect(await obey(database.db, { what: 'resend', which: 'all' }, 'vi')).toBe(0);
  expect(out).toBe('Sẽ gửi lại 1 thư.\n');
  expect((await listLetters(database.db)).map(({ id }) => id)).toEqual([2]);
});

test('a number that is not in the list is said, and the others are done', async () => {
  expect(await obey(database.db, { what: 'discard', ids: [2, 77] }, 'vi')).toBe(1);
  expect(out).toBe('Đã bỏ 1 thư.\n');
  expect(err).toBe('Không có trong danh sách: 77.\n');
});

test('nothing undelivered: it says so', async () => {
  await obey(database.db, { what: 'discard', ids: [1, 2] }, 'vi');
  out = '';
  await obey(database.db, { what: 'list', json: false }, 'vi');
  expect(out).toBe('Không có thư nào chưa đến được.\n');
});

describe('what it does not understand it does not do', () => {
  test.each([
    [['resend']],
    [['resend', '--all', '1']],
    [['resend', 'một']],
    [['discard', '--all']],
    [['discard', '-1']],
    [['list', '1']],
    [['forget']],
    [['--language', 'fr']],
  ])('%j', async (args) => {
    expect(await run(args)).toBe(2);
    expect(err).toContain('danbuoc outbox');
  });
});
