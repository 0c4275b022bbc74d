/** Both queues keep the one contract: in this process on each engine, and on Redis with PostgreSQL. */
import { Redis } from 'ioredis';
import { createBullQueue } from '../../src/delivery/bull-queue.ts';
import { createInProcessQueue } from '../../src/delivery/in-process-queue.ts';
import { queueContract } from '../contracts/queue.contract.ts';
import { freshDatabase, onEachEngine } from '../services/databases.ts';
import { postgresIsThere } from '../services/postgres.ts';
import { onRedis } from '../services/redis.ts';

onEachEngine('the queue in the process', (fresh) => {
  queueContract(async () => {
    const database = await fresh();
    return { database, open: createInProcessQueue, empty: async () => {}, close: () => database.close() };
  });
});

onRedis('the queue of BullMQ', (freshRedis) => {
  queueContract(async () => {
    const database = await freshDatabase(postgresIsThere() ? 'server' : 'embedded');
    const server = await freshRedis();
    const redis = new Redis(server.url);
    return {
      database,
      open: (options) => createBullQueue({ ...options, redisUrl: server.url }),
      empty: async () => void (await redis.flushdb()),
      async close() {
        redis.disconnect();
        await server.close();
        await database.close();
      },
    };
  });
});
