/** Whether this process can work: what `/readyz` says. */
import type { Redis } from 'ioredis';
import type { Readiness } from '../server/app.ts';
import type { Db } from '../store/database.ts';
import { workerSeen } from '../store/processes.ts';

/** A process that works says so every ten seconds; a minute of silence means that there is none. */
const workerSilenceSeconds = 60;
/** Whoever asks for our health has a time limit of some seconds. */
const longestAnswerMilliseconds = 2000;

/** Never rejects: what does not answer in time is away. */
export function createHealth({ db, redis }: { db: Db; redis: Redis | null }): () => Promise<Readiness> {
  return async () => {
    const [worker, pong] = await Promise.all([
      answered(workerSeen(db, workerSilenceSeconds)),
      redis ? answered(redis.ping()) : null,
    ]);
    const database = worker !== null;
    const redisThere = redis ? pong !== null : null;
    return { ready: database && redisThere !== false, database, redis: redisThere, worker: worker ?? false };
  };
}

/** Null for what failed or took too long. */
function answered<T>(question: Promise<T>): Promise<T | null> {
  return new Promise((resolve) => {
    const tooLong = setTimeout(() => resolve(null), longestAnswerMilliseconds);
    question.then(resolve, () => resolve(null)).finally(() => clearTimeout(tooLong));
  });
}
