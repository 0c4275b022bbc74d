/** Digests in the outbox: taken back when their time is over, so that what they would have said is said again. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { digests, notices, outbox } from '../../db/schema.ts';
import type { Db } from '../../src/store/database.ts';
import { newDigest } from '../../src/store/digests.ts';
import { enqueue, enqueueClaimed, type WaitingMessage } from '../../src/store/outbox.ts';
import { renew, takeDue } from '../../src/store/outbox-claims.ts';
import { markGone, markRetry, markSent, withdrawOverdue } from '../../src/store/outbox-marks.ts';
import { emptyDatabase, onEachEngine, type TestDatabase } from '../services/databases.ts';
import { laySmallTree, type SmallTree } from './small-tree.ts';

const at = (time: string) => `2026-05-04T${time}.000Z`;
const evening = at('14:00:00');

onEachEngine('digests in the outbox', (fresh) => {
  let database: TestDatabase;
  let db: Db;
  let tree: SmallTree;
  let digest: number;
  beforeAll(async () => {
    database = await fresh();
    db = database.db;
  });
  beforeEach(async () => {
    await emptyDatabase(db);
    tree = await laySmallTree(db);
    digest = (await newDigest(db, { personId: tree.officer, day: '2026-05-04', kind: 'daily' })) ?? 0;
    await db.insert(notices).values({
      personId: tree.officer,
      organizationId: tree.commune.id,
      subject: 'late',
      moment: '2026-05-04',
      reason: 'committee',
      saidOn: '2026-05-04',
      digestId: digest,
    });
  });
  afterAll(() => database.close());

  const write = (
    text: string,
    more: { digestId?: number; sendBy?: string } = { digestId: digest, sendBy: evening },
  ) =>
    enqueue(db, {
      channel: 'web',
      chat: 'a',
      message: { text, choices: [] },
      dedupKey: text,
      now: at('01:00:00'),
      ...more,
    });
  const take = async (now: string) => {
    const [message] = await takeDue(db, { now, limit: 10 });
    return message as WaitingMessage | undefined;
  };
  const withdraw = (now: string) => db.transaction((tx) => withdrawOverdue(tx, now));
  const states = async () =>
    Object.fromEntries((await db.select().from(outbox)).map(({ dedupKey, status }) => [dedupKey, status]));
  const saidOn = async () => (await db.select().from(notices))[0]?.saidOn;
  const written = async () => (await db.select().from(digests)).length;

  test('one that has not left by its last moment is withdrawn, and what it said is to be said again', async () => {
    await write('digest');
    expect(await withdraw(at('13:59:59'))).toEqual([]);
    expect(await withdraw(evening)).toEqual([{ channel: 'web', dueAt: at('01:00:00') }]);
    expect(await states()).toEqual({ digest: 'withdrawn' });
    expect(await saidOn()).toBeNull();
    expect(await written()).toBe(0);
    expect(await withdraw(evening)).toEqual([]);
  });

  test('it blocks nobody, even before it is withdrawn: neither the next message nor the reply of a turn', async () => {
    await write('digest');
    await write('after', {});
    expect((await take(evening))?.message.text).toBe('after');
    const fresh = await db.transaction((tx) =>
      enqueueClaimed(tx, [
        {
          channel: 'web',
          chat: 'b',
          message: { text: 'reply', choices: [] },
          dedupKey: 'reply',
          now: evening,
        },
      ]),
    );
    expect(fresh).toHaveLength(1);
  });

  test('one that waits for another attempt is withdrawn as well', async () => {
    await write('digest');
    await markRetry(db, (await take(at('13:59:00'))) as WaitingMessage, at('14:05:00'), 'telegram.500');
    await withdraw(evening);
    expect(await states()).toEqual({ digest: 'withdrawn' });
  });

  test('one that is under way is left: it may be arriving', async () => {
    await write('digest');
    const message = await take(at('13:59:50'));
    expect(await withdraw(evening)).toEqual([]);
    await markSent(db, message?.id ?? 0, at('14:00:01'));
    expect(await states()).toEqual({ digest: 'sent' });
    expect(await saidOn()).toBe('2026-05-04');
  });

  test('what was done while it waited for its turn is not said: the claim cannot be confirmed', async () => {
    await write('digest');
    const message = (await take(at('08:00:00'))) as WaitingMessage;
    expect(await renew(db, message, at('08:00:01'))).not.toBeNull();
    await db
      .update(outbox)
      .set({ sendBy: new Date(0) })
      .where(eq(outbox.dedupKey, 'digest'));
    const again = { ...message, claimedUntil: at('08:00:31') };
    expect(await renew(db, again, at('08:00:02'))).toBeNull();
  });

  test('of a digest in two messages the second follows the first, whatever the hour', async () => {
    await write('urgent');
    await write('rest');
    await markSent(db, (await take(at('13:59:50')))?.id ?? 0, at('13:59:59'));
    expect(await withdraw(evening)).toEqual([]);
    expect((await take(evening))?.message.text).toBe('rest');
    expect(await saidOn()).toBe('2026-05-04');
  });

  test('of one in two messages both are withdrawn while none has left', async () => {
    await write('urgent');
    await write('rest');
    expect(await withdraw(evening)).toHaveLength(2);
    expect(await written()).toBe(0);
  });

  test('a chat that is gone: what its digest would have said is to be said to somebody else', async () => {
    await write('digest');
    await write('reply', {});
    await db.transaction((tx) =>
      markGone(tx, { channel: 'web', chat: 'a', at: at('08:00:00'), reason: 'blocked' }),
    );
    expect(await states()).toEqual({ digest: 'withdrawn', reply: 'dead' });
    expect(await saidOn()).toBeNull();
  });
});
