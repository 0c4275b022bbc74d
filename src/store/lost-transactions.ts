/**
 * A transaction whose connection is lost is over: the driver is told nothing more of it. postgres.js 3.4.9 goes on by
 * itself: it writes the rollback to a socket that is no more, which ends the process or leaves the connection unusable, and
 * what the work still asks runs on whatever the connection is used for next, in somebody else's transaction
 * (porsager/postgres issues 1208, 1216; pull requests 1209, 1215). With a release that mends them this file may go.
 */
import type { Sql, TransactionSql } from 'postgres';

type Work = (tx: TransactionSql) => unknown;
type Begin = (...given: [string, Work] | [Work]) => Promise<unknown>;
type Answer = Promise<unknown> & { values?: () => Answer };
interface Asked {
  unsafe: (query: string, parameters?: unknown[], options?: object) => Answer;
  savepoint: Begin;
}

interface Fate {
  /** An answer said that the connection is gone, or the transaction has ended. */
  over: boolean;
  /** The first answer that said so. */
  error?: unknown;
}

/** Should the driver not notice by then, the transaction is ended as any other that failed. */
const noticeMilliseconds = 10_000;

export function endLostTransactions(client: Sql): Sql {
  const asked = client as unknown as { begin: Begin };
  const begin = asked.begin.bind(client);
  asked.begin = (...given) => {
    const fate: Fate = { over: false };
    const inside: Work = (tx) => whileItLasts(fate, given.at(-1) as Work, guarded(tx, fate));
    const done = given.length === 2 ? begin(given[0] as string, inside) : begin(inside);
    const end = (): void => {
      fate.over = true;
    };
    done.then(end, end);
    return done;
  };
  return client;
}

/** Never settles once the connection is lost: the driver rejects the transaction by itself when it closes. */
function whileItLasts(fate: Fate, work: Work, tx: TransactionSql): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      if (fate.over) return;
      if (fate.error === undefined) end();
      else setTimeout(() => fate.over || reject(fate.error), noticeMilliseconds).unref();
    };
    (async () => work(tx))().then(
      (value) => settle(() => resolve(value)),
      (error) => settle(() => reject(error)),
    );
  });
}

function guarded(tx: TransactionSql, fate: Fate): TransactionSql {
  const asked = tx as unknown as Asked;
  const unsafe = asked.unsafe.bind(tx);
  asked.unsafe = (...given) => {
    if (fate.over || fate.error !== undefined) return refused(fate.error ?? closed());
    const answer = unsafe(...given);
    answer.catch((error: unknown) => {
      if (isLost(error)) fate.error ??= error;
    });
    return answer;
  };
  const savepoint = asked.savepoint.bind(tx);
  asked.savepoint = (...given) => {
    if (fate.over || fate.error !== undefined) return refused(fate.error ?? closed());
    const inside: Work = (part) => whileItLasts(fate, given.at(-1) as Work, guarded(part, fate));
    return given.length === 2 ? savepoint(given[0] as string, inside) : savepoint(inside);
  };
  return tx;
}

/** Of the driver, of the socket, and of a server that ends the session. */
const isLost = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  /^(?:CONNECTION_(?:CLOSED|ENDED|DESTROYED)|ECONN\w+|EPIPE|ETIMEDOUT|57P0[1-5]|25P0[34]|08\w{3})$/.test(
    String(error.code),
  );

const closed = (): Error =>
  Object.assign(new Error('the transaction is over'), { code: 'CONNECTION_CLOSED' });

/** As the driver's own answers, which may be asked for in another form. */
function refused(error: unknown): Answer {
  const answer: Answer = Promise.reject(error);
  answer.catch(() => {});
  answer.values = () => answer;
  return answer;
}
