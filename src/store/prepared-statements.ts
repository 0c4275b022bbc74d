/**
 * Lets PostgreSQL keep the statements it is asked again and again: each is parsed and described once a connection, and takes
 * one way there and back instead of two. Drizzle asks for that only where a query was named, and then only outside
 * transactions. `?prepare=false` in DATABASE_URL turns it off, for a pooler that hands connections around.
 */
import type { Sql, TransactionSql } from 'postgres';

/** Longer ones are of a different length each time and would only fill the memory of the server. */
const mostParameters = 24;

type Begin = (...given: [string, Work] | [Work]) => Promise<unknown>;
type Work = (tx: TransactionSql) => unknown;
/** What is asked through `Sql` and inside a transaction alike. */
interface Asked {
  unsafe: (query: string, parameters?: unknown[], options?: object) => unknown;
}

export function withPreparedStatements(client: Sql): Sql {
  const asked = client as unknown as Asked & { begin: Begin };
  prepare(asked);
  const begin = asked.begin.bind(client);
  asked.begin = (...given) => {
    const work = given.at(-1) as Work;
    const inside: Work = (tx) => work(inTransaction(tx));
    return given.length === 2 ? begin(given[0] as string, inside) : begin(inside);
  };
  return client;
}

function inTransaction(tx: TransactionSql): TransactionSql {
  const asked = tx as unknown as Asked & { savepoint: Begin };
  prepare(asked);
  const savepoint = asked.savepoint.bind(tx);
  asked.savepoint = (...given) => {
    const work = given.at(-1) as Work;
    const inside: Work = (part) => work(inTransaction(part));
    return given.length === 2 ? savepoint(given[0] as string, inside) : savepoint(inside);
  };
  return tx;
}

function prepare(asked: Asked): void {
  const unsafe = asked.unsafe.bind(asked);
  asked.unsafe = (query, parameters = [], options = {}) =>
    unsafe(query, parameters, { ...options, prepare: parameters.length <= mostParameters });
}
