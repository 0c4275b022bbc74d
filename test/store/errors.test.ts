/** What passes by itself and what does not: the one is tried again, for the other somebody gets an apology. */
import { describe, expect, test } from 'vitest';
import { SessionsError } from '../../src/sessions/errors.ts';
import { isClash, isHopeless, isTransient, StoreError } from '../../src/store/errors.ts';

const coded = (code: string, message = 'said by the server', name = 'PostgresError'): Error =>
  Object.assign(new Error(message), { code, name });
const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });
/** As drizzle hands on what a driver said. */
const wrapped = (cause: Error): Error => new Error('Failed query: select 1', { cause });

describe('passes by itself', () => {
  test.each<[string, Error]>([
    ['the connection broke', coded('CONNECTION_CLOSED')],
    ['the connection was ended', coded('CONNECTION_ENDED')],
    ['no connection in time', coded('CONNECT_TIMEOUT')],
    ['nobody listens', coded('ECONNREFUSED', 'connect', 'Error')],
    ['the socket broke', coded('ECONNRESET', 'read', 'Error')],
    ['the name is not known for the moment', coded('EAI_AGAIN', 'getaddrinfo', 'Error')],
    ['the server is stopped by its operator', coded('57P01')],
    ['the server is starting', coded('57P03')],
    ['the password was changed', coded('28P01')],
    ['too many connections', coded('53300')],
    ['the disk is full', coded('53100')],
    ['it is a standby', coded('25006')],
    ['deadlock', coded('40P01')],
    ['serialization', coded('40001')],
    ['the embedded database is closing', new Error('PGlite is closed')],
    [
      'Redis does not answer',
      named('MaxRetriesPerRequestError', 'Reached the max retries per request limit (which is 1).'),
    ],
    ['the client of Redis was closed', new Error('Connection is closed.')],
    ['Redis is slow', new Error('Command timed out')],
    ['Redis reads its file', named('ReplyError', 'LOADING Redis is loading the dataset in memory')],
    ['Redis is a replica', named('ReplyError', "READONLY You can't write against a read only replica.")],
    ['the password of Redis was changed', named('ReplyError', 'WRONGPASS invalid username-password pair')],
    ['Redis is full', named('ReplyError', "OOM command not allowed when used memory > 'maxmemory'.")],
    ['sessions cannot be reached', new SessionsError('sessions.unreachable')],
    ['the lock was lost', new SessionsError('sessions.lock-lost')],
    ['the chat is busy', new SessionsError('sessions.busy')],
    ['the database cannot be reached', new StoreError('database-unreachable')],
  ])('%s', (_, error) => {
    expect(isTransient(error)).toBe(true);
    expect(isTransient(wrapped(error))).toBe(true);
  });
});

describe('does not', () => {
  test.each<[string, unknown]>([
    ['a rule of the schema', coded('23514')],
    ['a key that is taken', coded('23505')],
    ['a statement that takes too long', coded('57014')],
    ['a transaction that takes too long', new StoreError('transaction-too-long')],
    ['the program at fault', new TypeError("Cannot read properties of undefined (reading 'code')")],
    ['a script at fault', named('ReplyError', 'ERR user_script:1: attempt to compare nil')],
    ['words that only look like it', new Error('LOADING the menu failed')],
    ['no error at all', 'ECONNREFUSED'],
  ])('%s', (_, error) => {
    expect(isTransient(error)).toBe(false);
  });
});

test('two transactions in each other’s way are told from a server that is away', () => {
  expect(isClash(wrapped(coded('40P01')))).toBe(true);
  expect(isClash(coded('57P01'))).toBe(false);
});

test('what will fail however often it is tried is told from what nobody foresaw', () => {
  expect(isHopeless(wrapped(coded('22021')))).toBe(true);
  expect(isHopeless(new TypeError('of the program'))).toBe(true);
  expect(isHopeless(new Error('of whom?'))).toBe(false);
  expect(isHopeless(coded('ECONNRESET'))).toBe(false);
});
