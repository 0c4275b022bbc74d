/**
 * The pace of a channel kept in Redis, for all processes together; the clock is Redis' own. While Redis is away each process
 * keeps a slower pace by itself, and the messenger's own limit does the rest.
 */
import type { Redis } from 'ioredis';
import { createPace, type Pace, type Place, type RateLimit } from './pace.ts';

export interface RedisPaceOptions {
  redis: Redis;
  channel: string;
  limit: RateLimit;
  /** Before every key. */
  prefix?: string;
  /** Milliseconds that only go forward, for the pace of this process alone. */
  elapsed?: () => number;
  /** Milliseconds of a clock all share, instead of Redis'. */
  clock?: () => number;
  /** Hears that Redis did not answer. */
  onTrouble?: (error: unknown) => void;
}

/** Of the whole pace, for a process that does not hear of the others. */
const shareAlone = 1 / 3;

export function createRedisPace(options: RedisPaceOptions): Pace {
  const { redis, channel, limit, prefix = 'danbuoc', clock, onTrouble = () => {} } = options;
  const { elapsed = () => performance.now() } = options;
  const alone = createPace({ ...limit, perSecond: limit.perSecond * shareAlone }, elapsed);
  const whole = `${prefix}:pace:${channel}`;
  const step = 1000 / limit.perSecond;
  const chatStep = 1000 / limit.perChatPerSecond;
  const now = () => (clock ? String(clock()) : '');

  async function asked<T>(ask: () => Promise<T>, otherwise: () => Promise<T>): Promise<T> {
    // Not after seconds of waiting for a connection.
    if (redis.status !== 'ready') return otherwise();
    try {
      return await ask();
    } catch (error) {
      onTrouble(error);
      return otherwise();
    }
  }

  return {
    reserve: (chat, ahead) =>
      asked(
        async (): Promise<Place> => {
          const answer = await redis.eval(
            reserve,
            2,
            whole,
            `${whole}:${chat}`,
            step,
            chatStep,
            limit.burst,
            limit.chatBurst,
            ahead,
            now(),
          );
          const [wait, kind] = answer as [string, 'taken' | 'busy' | 'chat'];
          return {
            wait: Number(wait),
            taken: kind === 'taken',
            ...(kind === 'chat' ? { chatBusy: true } : {}),
          };
        },
        () => alone.reserve(chat, ahead),
      ),
    async hold(milliseconds) {
      await alone.hold(milliseconds);
      await asked(
        async () => void (await redis.eval(hold, 1, whole, milliseconds, now())),
        async () => {},
      );
    },
  };
}

/** Numbers travel as text: an answer of Redis cuts fractions off. */
const clockOf = (argument: number): string => `
local now = tonumber(ARGV[${argument}])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + time[2] / 1000
end
local function keep(key, at)
  redis.call('SET', key, string.format('%.3f', at), 'PX', math.ceil(math.max(at - now, 0)) + 60000)
end`;

/** As `createPace`. */
const reserve = `${clockOf(6)}
local step, chatStep = tonumber(ARGV[1]), tonumber(ARGV[2])
local burst, chatBurst, ahead = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local function answer(wait, kind) return { string.format('%.3f', wait), kind } end
local next = tonumber(redis.call('GET', KEYS[1]) or 0)
local chatNext = tonumber(redis.call('GET', KEYS[2]) or 0)
local chatReady = chatNext - chatStep * (chatBurst - 1)
if chatReady > now then return answer(chatReady - now, 'chat') end
local wait = math.max(0, next - now)
if wait > ahead then return answer(wait, 'busy') end
keep(KEYS[1], math.max(next, now - step * burst) + step)
if chatStep > 0 then keep(KEYS[2], math.max(chatNext, now + wait) + chatStep) end
return answer(wait, 'taken')`;

const hold = `${clockOf(2)}
local next = tonumber(redis.call('GET', KEYS[1]) or 0)
keep(KEYS[1], math.max(next, now + tonumber(ARGV[1])))
return 1`;
