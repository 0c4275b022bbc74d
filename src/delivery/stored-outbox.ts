/** The outbox rows of the database, as delivery needs them. Each mark is a statement or transaction of its own. */
import type { Db } from '../store/database.ts';
import { markAmbiguous, markDead, markGone, markRetry, markSent, takeDue } from '../store/outbox.ts';
import type { OutboxRows } from './outbox-rows.ts';

export const storedOutbox = (db: Db): OutboxRows => ({
  take: (now, limit, leaseSeconds) => takeDue(db, { now, limit, leaseSeconds }),
  markSent: (id, at) => markSent(db, id, at),
  markRetry: (id, notBefore, reason) => markRetry(db, id, notBefore, reason),
  markDead: (id, reason) => markDead(db, id, reason),
  markAmbiguous: (id, reason) => markAmbiguous(db, id, reason),
  markGone: ({ channel, chat }, at, reason) =>
    db.transaction((tx) => markGone(tx, { channel, chat, at, reason })),
});
