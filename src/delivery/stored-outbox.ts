/** The outbox rows of the database, as delivery needs them. Each call is a statement or transaction of its own. */
import type { Db } from '../store/database.ts';
import { claimOne, dueIn, listDue, putBack, renew, takeDue } from '../store/outbox-claims.ts';
import {
  markAllSent,
  markAmbiguous,
  markDead,
  markGone,
  markRetry,
  type Sent,
  withdrawOverdue,
} from '../store/outbox-marks.ts';
import { gathered } from './gathered.ts';
import type { OutboxRows } from './outbox-rows.ts';

export function storedOutbox(db: Db): OutboxRows {
  const markSent = gathered<Sent, boolean>((sent) => markAllSent(db, sent));
  return {
    take: (now, limit) => takeDue(db, { now, limit }),
    due: (now, limit) => listDue(db, { now, limit }),
    dueIn: (channel, chat, now) => dueIn(db, channel, chat, now),
    claim: (id, now) => claimOne(db, id, now),
    renew: (message, now) => renew(db, message, now),
    putBack: (messages, notBefore, reason) => putBack(db, messages, notBefore, reason),
    markSent: (id, at) => markSent({ id, at }),
    markRetry: (message, notBefore, reason, begun) => markRetry(db, message, notBefore, reason, begun),
    markDead: (id, reason) => markDead(db, id, reason),
    markAmbiguous: (id, reason) => markAmbiguous(db, id, reason),
    markGone: ({ channel, chat }, at, reason) =>
      db.transaction((tx) => markGone(tx, { channel, chat, at, reason })),
    withdraw: (now) => db.transaction((tx) => withdrawOverdue(tx, now)),
  };
}
