/**
 * What begins with a message: the same for the same message, however often and wherever it is handled, so that one that
 * comes again after a crash goes the way it went before.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from '../channels/channel.ts';
import { emptySession } from '../conversation/machine.ts';
import type { Session } from '../conversation/machine-types.ts';

type Came = Omit<IncomingMessage, 'body'>;

/** The id of a conversation opened by it: part of the key by which its command is recorded once. */
export const freshRun = (message: Came): string => digest('run', message).toString('base64url').slice(0, 12);

/** Five digits of the base in which buttons carry the number of their question. */
const numbers = 36 ** 5;

/**
 * How a chat begins, the first time or after its session was lost. Its questions are numbered from somewhere of its own: a
 * button shown under an earlier session hardly ever has the number of a question asked now.
 */
export const freshSession = (message: Came): Session => ({
  ...emptySession(),
  seq: digest('session', message).readUInt32BE() % numbers,
});

/** Every turn leaves its moment in the session: one without it begins now. */
export const isFresh = (session: Session): boolean => session.lastAt === undefined;

const digest = (what: string, { channel, chat, updateKey }: Came): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([what, channel, chat, updateKey]))
    .digest();
