/** One message, one transaction: what is kept, what is said and what comes again on a bad day. */
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { caseEvents, cases, outbox, sessions } from '../../db/schema.ts';
import type { SessionStore } from '../../src/conversation/session-store.ts';
import { createRedisSessionStore } from '../../src/sessions/redis-session-store.ts';
import type { Db, Tx } from '../../src/store/database.ts';
import { enqueue } from '../../src/store/outbox.ts';
import { createDatabaseSessionStore, turnMemory } from '../../src/store/sessions.ts';
import { freshRun } from '../../src/turns/fresh.ts';
import { emptyDatabase, freshDatabase, type TestDatabase } from '../services/databases.ts';
import { onRedis, type TestRedis } from '../services/redis.ts';
import { laySmallTree, now } from '../store/small-tree.ts';
import { button, channel, know, message, said, says, type Talk, talk, taps, words } from './talk.ts';

const chat = '42';
const word = (key: string): string => words.say({ key }, 'vi');

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await freshDatabase();
  db = database.db;
});
afterAll(() => database.close());
async function layAnew(): Promise<void> {
  await emptyDatabase(db);
  const tree = await laySmallTree(db);
  await know(db, chat, tree.secretary);
}
beforeEach(layAnew);

/** Up to the summary of a new candidate. */
async function upToTheSummary({ turns }: Pick<Talk, 'turns'>): Promise<void> {
  await turns.receive(taps(chat, 'go:flow:register-candidate'));
  for (const answer of ['Nguyễn Thị Lan', '1/2/2003', 'nữ', '1', '1', 'có', 'không', '1/5/2026']) {
    await turns.receive(says(chat, answer));
  }
}
const confirmation = async () => taps(chat, button(await said(db, chat), 'Ghi lại'));

describe('a turn', () => {
  test('hands its replies over to be sent as soon as it is kept', async () => {
    const { turns, posted } = talk(createDatabaseSessionStore(db));
    await turns.receive(message(chat, { kind: 'start', payload: '' }));
    const texts = (await said(db, chat)).map(({ text }) => text);
    expect(texts).toHaveLength(2);
    expect(posted.map((turn) => turn.map((one) => one.message.text))).toEqual([texts]);
  });

  test('an update that comes again says nothing and hands nothing over', async () => {
    const { turns, posted } = talk(createDatabaseSessionStore(db));
    const update = says(chat, 'việc của tôi');
    await turns.receive(update);
    await turns.receive(update);
    expect(posted).toHaveLength(1);
    expect(await said(db, chat)).toHaveLength(posted[0]?.length ?? 0);
  });

  test('opens the same run of a conversation for the same update, and another for any other', () => {
    const update = { channel: 'telegram', chat: '1', updateKey: '7' };
    expect(freshRun(update)).toBe(freshRun({ ...update }));
    const others = [
      { ...update, updateKey: '8' },
      { ...update, chat: '2' },
      { ...update, channel: 'web' },
      { ...update, chat: '17', updateKey: '' },
    ];
    expect(new Set([update, ...others].map(freshRun)).size).toBe(5);
  });
});

/** A store of which the first turns fail with these errors, before anything is done. */
function failing(errors: unknown[]): SessionStore<Tx> {
  const sound = createDatabaseSessionStore(db);
  return {
    turn: async (of, work) => {
      if (errors.length > 0) throw errors.shift();
      return sound.turn(of, work);
    },
  };
}
const coded = (code: string): Error => Object.assign(new Error('of the driver'), { code });

describe('a turn that fails', () => {
  test('for a store that is away: nothing is said, the messenger brings it again, and it is handled then', async () => {
    const { turns, failures } = talk(failing([coded('CONNECTION_CLOSED')]));
    const update = says(chat, 'việc của tôi');
    await expect(turns.receive(update)).rejects.toThrow();
    expect(await said(db, chat)).toEqual([]);
    expect(failures).toEqual([]);
    await turns.receive(update);
    expect(await said(db, chat)).not.toEqual([]);
  });

  test('for another transaction in its way: it is tried again at once', async () => {
    const { turns, failures } = talk(failing([coded('40P01'), coded('40001')]));
    await turns.receive(says(chat, 'việc của tôi'));
    expect(failures).toEqual([]);
    expect(await said(db, chat)).toHaveLength(1);
  });

  test('by a fault of ours: the person is told once, and the update is done with', async () => {
    const { turns, failures, posted } = talk(failing([new TypeError('ours')]));
    const update = says(chat, 'việc của tôi');
    await turns.receive(update);
    await turns.receive(update);
    expect((await said(db, chat)).map(({ text }) => text)).toEqual([word('common.failed')]);
    expect(failures).toHaveLength(1);
    expect(posted).toHaveLength(1);
  });

  test('so that nothing can even be said of it: it is passed over, for others to be served', async () => {
    const { turns, failures } = talk(failing([new TypeError('ours'), coded('22021')]));
    await turns.receive(says(chat, 'hỏng'));
    expect(failures).toHaveLength(2);
    await turns.receive(says(chat, 'việc của tôi'));
    expect(await said(db, chat)).toHaveLength(1);
  });

  test('while the store went away in the midst: the apology does not take its place', async () => {
    const { turns } = talk(failing([new TypeError('ours'), coded('57P01')]));
    await expect(turns.receive(says(chat, 'việc của tôi'))).rejects.toThrow();
    expect(await said(db, chat)).toEqual([]);
  });
});

describe('a conversation whose session was lost', () => {
  const lostWords = word('common.conversationLost');
  let conversing: Talk;
  beforeEach(async () => {
    conversing = talk(createDatabaseSessionStore(db));
    await conversing.turns.receive(taps(chat, 'go:flow:settings'));
  });
  const lose = () => db.delete(sessions);

  test('a tapped option is not taken for anything else: it is said, with what can be begun', async () => {
    const before = await said(db, chat);
    await lose();
    await conversing.turns.receive(taps(chat, button(before, 'Ngôn ngữ')));
    const [answer, ...more] = (await said(db, chat)).slice(before.length);
    expect(more).toEqual([]);
    expect(answer?.text).toContain(lostWords);
    expect(answer?.choices.map(({ id }) => id)).toContain('go:flow:register-candidate');
    expect(conversing.lost).toBe(1);
  });

  test('an option typed by its number is such a tap', async () => {
    const before = await said(db, chat);
    await lose();
    await conversing.turns.receive(says(chat, '1'));
    const answers = (await said(db, chat)).slice(before.length);
    expect(answers).toHaveLength(1);
    expect(answers[0]?.text).toContain(lostWords);
  });

  test('a request is answered all the same, after a word on what was lost', async () => {
    const before = await said(db, chat);
    await lose();
    await conversing.turns.receive(taps(chat, 'go:list'));
    const answers = (await said(db, chat)).slice(before.length);
    expect(answers[0]).toEqual({ text: lostWords, choices: [] });
    expect(answers.length).toBeGreaterThan(1);
  });

  test('is noticed though something else was said to the chat since', async () => {
    await db.transaction((tx) =>
      enqueue(tx, {
        channel,
        chat,
        message: { text: 'Hôm nay', choices: [{ id: 'go:my-work', label: 'Việc của tôi' }] },
        dedupKey: 'digest:1:2026-05-04',
        now,
      }),
    );
    await lose();
    await conversing.turns.receive(says(chat, 'việc của tôi'));
    expect((await said(db, chat)).some(({ text }) => text === lostWords)).toBe(true);
  });

  test('it is said once', async () => {
    await lose();
    await conversing.turns.receive(says(chat, 'việc của tôi'));
    await conversing.turns.receive(says(chat, 'việc của tôi'));
    expect((await said(db, chat)).filter(({ text }) => text === lostWords)).toHaveLength(1);
  });

  test('its old buttons are not those of the conversation begun again', async () => {
    const option = button(await said(db, chat), 'Ngôn ngữ');
    await lose();
    await conversing.turns.receive(taps(chat, 'go:flow:settings'));
    const asked = await said(db, chat);
    expect(button(asked, 'Ngôn ngữ')).not.toBe(option);
    await conversing.turns.receive(taps(chat, option));
    expect((await said(db, chat)).at(-1)?.text).toContain(word('conversations.settings.what.ask'));
  });

  test('where nothing was under way nothing is said of it', async () => {
    await conversing.turns.receive(says(chat, 'thôi'));
    const before = await said(db, chat);
    await lose();
    await conversing.turns.receive(says(chat, 'việc của tôi'));
    expect((await said(db, chat)).slice(before.length).every(({ text }) => !text.includes(lostWords))).toBe(
      true,
    );
    expect(conversing.lost).toBe(0);
  });
});

onRedis('a turn whose session is kept in Redis', (fresh) => {
  let server: TestRedis;
  const clients: Redis[] = [];
  beforeAll(async () => {
    server = await fresh();
  });
  afterEach(async () => {
    const [redis] = clients;
    await redis?.flushdb().catch(() => null);
    for (const client of clients.splice(0)) client.disconnect();
  });
  afterAll(() => server.close());

  /** `dies`: the connection to Redis ends when the database has committed. */
  function store(dies = false): SessionStore<Tx> {
    const redis = new Redis(server.url, { maxRetriesPerRequest: 1 });
    redis.on('error', () => {});
    clients.push(redis);
    return createRedisSessionStore<Tx>({
      redis,
      memory: turnMemory,
      transaction: async (work) => {
        const result = await db.transaction(work);
        if (dies) redis.disconnect();
        return result;
      },
    });
  }
  /** Handled by a process that dies between the two stores; then its lock has ended. */
  async function cutOff(update: ReturnType<typeof says>): Promise<void> {
    await expect(talk(store(true)).turns.receive(update)).rejects.toMatchObject({
      code: 'sessions.unreachable',
    });
    await clients[0]?.del(`lock:${chat}:${chat}`);
  }
  const stored = async () => ({
    cases: await db.$count(cases),
    events: await db.$count(caseEvents),
    letters: await db.$count(outbox),
  });

  test('cut off after a command: it comes again, changes nothing twice, and the conversation is over', async () => {
    await upToTheSummary(talk(store()));
    const update = await confirmation();
    await cutOff(update);
    const kept = await stored();
    expect(kept.cases).toBe(1);

    const again = talk(store());
    await again.turns.receive(update);
    expect(await stored()).toEqual(kept);
    await again.turns.receive(says(chat, 'việc của tôi'));
    expect((await said(db, chat)).at(-1)?.choices.every(({ id }) => id.startsWith('go:'))).toBe(true);
    expect(again.lost).toBe(0);
  });

  test('cut off after a question: it comes again, asks nothing twice, and the conversation goes on', async () => {
    const { turns } = talk(store());
    await turns.receive(taps(chat, 'go:flow:register-candidate'));
    const update = says(chat, 'Nguyễn Thị Lan');
    await cutOff(update);
    const kept = await stored();
    await turns.receive(update);
    expect(await stored()).toEqual(kept);
    await turns.receive(says(chat, '1/2/2003'));
    expect((await said(db, chat)).at(-1)?.text).toContain(word('conversations.register-candidate.sex.ask'));
  });

  test('cut off after a choice typed by its number: what it opened is not taken for what it chose from', async () => {
    const { turns } = talk(store());
    await turns.receive(message(chat, { kind: 'start', payload: '' }));
    const choices = (await said(db, chat)).at(-1)?.choices ?? [];
    const number = choices.findIndex(({ id }) => id === 'go:flow:register-candidate') + 1;
    const update = says(chat, String(number));
    await cutOff(update);
    await turns.receive(update);
    await turns.receive(says(chat, 'Nguyễn Thị Lan'));
    expect((await said(db, chat)).at(-1)?.text).toContain(
      word('conversations.register-candidate.birthDate.ask'),
    );
  });

  test('every turn of a conversation cut off and brought again: as if nothing had happened', async () => {
    const texts = async () => (await said(db, chat)).map(({ text }) => text);
    const undisturbed = talk(createDatabaseSessionStore(db));
    await upToTheSummary(undisturbed);
    await undisturbed.turns.receive(await confirmation());
    const expected = { ...(await stored()), texts: await texts() };
    await layAnew();

    const { turns } = talk(store());
    const twice: Talk['turns'] = {
      receive: async (update) => {
        await cutOff(update);
        await turns.receive(update);
      },
    };
    await upToTheSummary({ turns: twice });
    await twice.receive(await confirmation());
    expect({ ...(await stored()), texts: await texts() }).toEqual(expected);
  });
});
