/**
 * The four steps of a turn in Redis, each one round trip and atomic. A client that lost its connection may send a script
 * twice: each gives the same answer then.
 */
import type { Redis } from 'ioredis';
import type { ChatKeys } from './keys.ts';

/** Taken: [1, mark or null, session or null]; busy: [0]; the update is done already: [2]. */
const begin = `
if redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2], 'NX') or redis.call('GET', KEYS[1]) == ARGV[1] then
  local mark = redis.call('GET', KEYS[2])
  if mark == '1' then
    redis.call('DEL', KEYS[1])
    return {2}
  end
  redis.call('SET', KEYS[2], '0', 'EX', ARGV[3])
  return {1, mark, redis.call('GET', KEYS[3])}
end
return {0}`;

/** Keeps the session (none where it is empty) with the mark and lets go; 0 when the lock is no longer ours. */
const save = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  if redis.call('GET', KEYS[2]) == '1' then return 1 end
  return 0
end
if ARGV[2] ~= '' then redis.call('SET', KEYS[3], ARGV[2], 'EX', ARGV[3]) end
redis.call('SET', KEYS[2], '1', 'EX', ARGV[4])
redis.call('DEL', KEYS[1])
return 1`;

const renew = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;

const release = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`;

interface Commands {
  danbuocBegin(...args: (string | number)[]): Promise<[number, (string | null)?, (string | null)?]>;
  danbuocSave(...args: (string | number)[]): Promise<number>;
  danbuocRenew(...args: (string | number)[]): Promise<number>;
  danbuocRelease(...args: (string | number)[]): Promise<number>;
}

export type Begun =
  | { kind: 'taken'; mark: string | null; session: string | null }
  | { kind: 'busy' | 'done' };

export interface TurnScripts {
  begin(keys: ChatKeys, token: string, lockMilliseconds: number, seenSeconds: number): Promise<Begun>;
  /** Empty `session`: what is stored stays. False: nothing was saved, the lock is another's. */
  save(
    keys: ChatKeys,
    token: string,
    session: string,
    ttl: { sessionSeconds: number; seenSeconds: number },
  ): Promise<boolean>;
  renew(keys: ChatKeys, token: string, lockMilliseconds: number): Promise<boolean>;
  release(keys: ChatKeys, token: string): Promise<void>;
}

export function turnScripts(client: Redis): TurnScripts {
  client.defineCommand('danbuocBegin', { numberOfKeys: 3, lua: begin });
  client.defineCommand('danbuocSave', { numberOfKeys: 3, lua: save });
  client.defineCommand('danbuocRenew', { numberOfKeys: 1, lua: renew });
  client.defineCommand('danbuocRelease', { numberOfKeys: 1, lua: release });
  const redis = client as Redis & Commands;
  return {
    async begin({ lock, seen, session }, token, lockMilliseconds, seenSeconds) {
      const [state, mark, stored] = await redis.danbuocBegin(
        lock,
        seen,
        session,
        token,
        lockMilliseconds,
        seenSeconds,
      );
      if (state !== 1) return { kind: state === 2 ? 'done' : 'busy' };
      return { kind: 'taken', mark: mark ?? null, session: stored ?? null };
    },
    async save({ lock, seen, session }, token, json, { sessionSeconds, seenSeconds }) {
      return (await redis.danbuocSave(lock, seen, session, token, json, sessionSeconds, seenSeconds)) === 1;
    },
    renew: async ({ lock }, token, milliseconds) =>
      (await redis.danbuocRenew(lock, token, milliseconds)) === 1,
    release: async ({ lock }, token) => void (await redis.danbuocRelease(lock, token)),
  };
}
