/**
 * Keeps transactions honest. The embedded database has one session: asking it anything beside an open transaction waits
 * for ever, and a transaction that waits for something slow stops everybody. So the first is refused at once, on both
 * engines alike, and the second is rolled back after a while.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Db, Tx } from './database.ts';
import { StoreError } from './errors.ts';

const doors = new Set([
  'select',
  'selectDistinct',
  'selectDistinctOn',
  'insert',
  'update',
  'delete',
  'execute',
  'query',
  '$count',
  'transaction',
]);

/** `limitMs`: after it an open transaction is rolled back; null for no limit. */
export function guardTransactions(db: Db, limitMs: number | null): Db {
  const inside = new AsyncLocalStorage<{ open: boolean }>();

  const transaction: Db['transaction'] = (work, config) =>
    db.transaction(async (tx) => {
      const state = { open: true };
      try {
        return await within(limitMs, () => inside.run(state, () => work(tx as Tx)));
      } finally {
        state.open = false;
      }
    }, config);

  return new Proxy(db, {
    get(target, name) {
      if (typeof name === 'string' && doors.has(name) && inside.getStore()?.open) {
        throw new StoreError('outside-transaction', { method: name });
      }
      return name === 'transaction' ? transaction : Reflect.get(target, name, target);
    },
  });
}

async function within<T>(limitMs: number | null, work: () => Promise<T>): Promise<T> {
  if (limitMs === null) return work();
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StoreError('transaction-too-long', { limitMs })), limitMs);
  });
  try {
    return await Promise.race([work(), tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
