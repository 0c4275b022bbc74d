/** The part that talks: what people send becomes turns, by the web chat of the demonstration or by a messenger. */
import { performance } from 'node:perf_hooks';
import type { SessionStore } from '../conversation/session-store.ts';
import type { Queue } from '../delivery/queue.ts';
import { createDesk } from '../desk.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Desk } from '../server/desk.ts';
import { createRedisSessionStore } from '../sessions/redis-session-store.ts';
import type { Tx } from '../store/database.ts';
import { createDatabaseSessionStore, turnMemory } from '../store/sessions.ts';
import { createTurnRunner, type TurnRunner } from '../turns/turn.ts';
import type { Foundation } from './foundation.ts';
import { type Planner, wholeDay } from './planner.ts';

export interface Talking {
  turns: TurnRunner;
  /** In the demonstration only. */
  desk: Desk | null;
}

export function createTalking(foundation: Foundation, queue: Queue, planner: Planner): Talking {
  const { config, db, clock, rules, metrics, report } = foundation;
  const { words, flows, catalog, calendar, reminders, menu } = rules;
  const turns = createTurnRunner({
    sessions: measured(openSessions(foundation), metrics),
    words,
    flows,
    catalog,
    calendar,
    reminders,
    clock,
    menu,
    post: queue.post,
    onSessionLost: metrics.sessionLost,
    onFailure(error) {
      metrics.turnFailed();
      report(error, 'a turn failed');
    },
  });
  const desk = config.demo
    ? createDesk({
        db,
        clock,
        receive: turns.receive,
        liveThrough: (day) => planner.plan(day, wholeDay),
        wake: queue.wake,
      })
    : null;
  return { turns, desk };
}

/** In Redis, beside the facts in the database; without Redis, in the same transaction as the facts. */
function openSessions({ db, redis, config }: Foundation): SessionStore<Tx> {
  if (!redis) return createDatabaseSessionStore(db);
  return createRedisSessionStore<Tx>({
    redis,
    transaction: (work) => db.transaction(work),
    memory: turnMemory,
    prefix: config.redis?.sessionPrefix ?? '',
  });
}

/** Counts turns and how long they took, whatever store they go through. */
export function measured(sessions: SessionStore<Tx>, metrics: Pick<Metrics, 'turn'>): SessionStore<Tx> {
  return {
    async turn(of, work) {
      const begun = performance.now();
      const seconds = (): number => (performance.now() - begun) / 1000;
      try {
        const outcome = await sessions.turn(of, work);
        metrics.turn(outcome.kind, seconds());
        return outcome;
      } catch (error) {
        metrics.turn('failed', seconds());
        throw error;
      }
    },
  };
}
