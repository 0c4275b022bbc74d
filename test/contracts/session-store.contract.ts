/** What every session store promises. A store's own test calls this with a way to open it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptySession } from '../../src/conversation/machine.ts';
import type { Session } from '../../src/conversation/machine-types.ts';
import type { SessionStore } from '../../src/conversation/session-store.ts';

export interface StoreUnderTest<Transaction> {
  store: SessionStore<Transaction>;
  /** The same store as a second process opens it; not where only one process may. */
  elsewhere?: SessionStore<Transaction>;
  /** Writes a fact through the transaction of a turn … */
  note(tx: Transaction, fact: string): Promise<void>;
  /** … and reads, outside of any, whether it was kept. */
  noted(fact: string): Promise<boolean>;
  close(): Promise<void>;
}

const now = '2026-05-04T01:00:00.000Z';

export function sessionStoreContract<Transaction>(open: () => Promise<StoreUnderTest<Transaction>>): void {
  let under: StoreUnderTest<Transaction>;
  beforeAll(async () => {
    under = await open();
  });
  afterAll(() => under.close());

  const turn = (
    chat: string,
    updateKey: string,
    change: (session: Session) => Session,
    store: SessionStore<Transaction> = under.store,
  ) =>
    store.turn({ channel: 'web', chat, updateKey, now }, async (session) => ({
      session: change(session),
      result: session.seq,
    }));
  /** Every second of them in the other process, if there may be one. */
  const somewhere = (at: number): SessionStore<Transaction> =>
    at % 2 === 0 ? under.store : (under.elsewhere ?? under.store);
  const count = (session: Session): Session => ({ ...session, seq: session.seq + 1 });

  describe('a chat that never spoke', () => {
    test('begins with an empty session', async () => {
      const seen: Session[] = [];
      await turn('new', 'new-1', (session) => {
        seen.push(session);
        return session;
      });
      expect(seen).toEqual([emptySession()]);
    });

    test('whose first two messages come at once gets both counted', async () => {
      await Promise.all([turn('pair', 'pair-1', count), turn('pair', 'pair-2', count)]);
      expect(await turn('pair', 'pair-3', count)).toEqual({ kind: 'done', result: 2 });
    });
  });

  test('the next turn finds the session as the last one left it', async () => {
    const left: Session = {
      threads: [
        { flow: 'record-vote', run: 'r1', answers: { members: 20, cell: 'Tổ dân phố 3' }, at: 'inFavour' },
      ],
      seq: 7,
      lastButton: 'q:7:yes',
    };
    await turn('kept', 'kept-1', () => left);
    const found: Session[] = [];
    await turn('kept', 'kept-2', (session) => {
      found.push(session);
      return session;
    });
    expect(found).toEqual([left]);
  });

  test('twenty turns at once on one chat are all counted, each on the session of the one before', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, at) => turn('busy', `busy-${at}`, count)),
    );
    const found = outcomes.map((outcome) => (outcome.kind === 'done' ? outcome.result : -1));
    expect(found.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at));
  });

  test('and so are twenty that two processes handle at once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, at) => turn('shared', `shared-${at}`, count, somewhere(at))),
    );
    const found = outcomes.map((outcome) => (outcome.kind === 'done' ? outcome.result : -1));
    expect(found.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at));
  });

  test('no two turns of one chat overlap', async () => {
    let inside = 0;
    let most = 0;
    const work = async (session: Session) => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      return { session, result: null };
    };
    await Promise.all(
      Array.from({ length: 5 }, (_, at) =>
        somewhere(at).turn({ channel: 'web', chat: 'alone', updateKey: `alone-${at}`, now }, work),
      ),
    );
    expect(most).toBe(1);
  });

  test('chats do not see each other, nor do channels with a chat of the same name', async () => {
    await turn('one', 'one-1', count);
    expect(await turn('other', 'other-1', count)).toEqual({ kind: 'done', result: 0 });
    const elsewhere = await under.store.turn(
      { channel: 'telegram', chat: 'one', updateKey: 'one-1', now },
      async (session) => ({ session, result: session.seq }),
    );
    expect(elsewhere).toEqual({ kind: 'done', result: 0 });
  });

  describe('an update that was handled', () => {
    test('is a duplicate when it comes again, and is not worked on', async () => {
      await turn('again', 'again-1', count);
      let worked = false;
      const outcome = await turn('again', 'again-1', (session) => {
        worked = true;
        return session;
      });
      expect(outcome).toEqual({ kind: 'duplicate' });
      expect(worked).toBe(false);
    });

    test('delivered five times at once is worked on once', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 5 }, (_, at) => turn('flood', 'flood-1', count, somewhere(at))),
      );
      expect(outcomes.filter((outcome) => outcome.kind === 'done')).toHaveLength(1);
      expect(await turn('flood', 'flood-2', count)).toEqual({ kind: 'done', result: 1 });
    });
  });

  describe('a turn that fails in the middle', () => {
    test('leaves the old session, keeps no fact, and may come again', async () => {
      await turn('fails', 'fails-1', count);
      const failing = under.store.turn(
        { channel: 'web', chat: 'fails', updateKey: 'fails-2', now },
        async (_, tx) => {
          await under.note(tx, 'half');
          throw new Error('in the middle');
        },
      );
      await expect(failing).rejects.toThrow('in the middle');
      expect(await under.noted('half')).toBe(false);
      expect(await turn('fails', 'fails-2', count)).toEqual({ kind: 'done', result: 1 });
    });

    test('does not stand in the way of turns that wait behind it', async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 6 }, (_, at) =>
          turn('mixed', `mixed-${at}`, (session) => {
            if (at % 2 === 0) throw new Error('no');
            return count(session);
          }),
        ),
      );
      expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(3);
      expect(await turn('mixed', 'mixed-last', count)).toEqual({ kind: 'done', result: 3 });
    });
  });

  test('a turn that recorded facts is like any other to the next one', async () => {
    await under.store.turn(
      { channel: 'web', chat: 'records', updateKey: 'records-1', now },
      async (session, tx) => {
        await under.note(tx, 'recorded');
        return { session: count(session), result: null, recorded: true };
      },
    );
    expect(await turn('records', 'records-1', count)).toEqual({ kind: 'duplicate' });
    expect(await turn('records', 'records-2', count, somewhere(1))).toEqual({ kind: 'done', result: 1 });
    expect(await under.noted('recorded')).toBe(true);
  });

  test('what a turn wrote is kept with its session', async () => {
    await under.store.turn(
      { channel: 'web', chat: 'writes', updateKey: 'writes-1', now },
      async (session, tx) => {
        await under.note(tx, 'whole');
        return { session, result: null };
      },
    );
    expect(await under.noted('whole')).toBe(true);
  });
}
