/**
 * Figures for whoever watches over the product, in the text format of Prometheus. The rooms report through callbacks and
 * know nothing of it. Labels are roles, channels and codes: never a person, a chat or what was said.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** `done`; `duplicate`: seen before; `failed`: a fault of ours, rolled back. */
export type TurnOutcome = 'done' | 'duplicate' | 'failed';
export type StoreName = 'database' | 'redis';

export interface Planned {
  casesLooked: number;
  examined: number;
  noticed: number;
  digests: number;
  withoutOwner: number;
  unreachable: number;
}

/** What lies in the outbox at the moment of asking. */
export interface OutboxFigures {
  waiting: number;
  dead: number;
  ambiguous: number;
  /** Seconds since the oldest message that has not left should have; 0 when none waits. */
  oldestDueSeconds: number;
  /** Of the messages that left in the last hour. */
  sent: number;
  sentPromptly: number;
}

export interface Metrics {
  turn(outcome: TurnOutcome, seconds: number): void;
  /** A turn that failed for a fault of ours and was answered with an apology. */
  turnFailed(): void;
  /** `delaySeconds`: from when it should have left until it was settled. */
  settled(message: { channel: string; kind: string; delaySeconds: number }): void;
  planned(result: Planned, seconds: number): void;
  planFailed(): void;
  sessionLost(): void;
  storeError(store: StoreName): void;
  /** Asked anew at each reading. Without it a process says nothing of the outbox. */
  watchOutbox(look: () => Promise<OutboxFigures>): void;
  /** The figures as text; a source that cannot be asked is left out. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** GOV.UK Notify promises "within 10 s": that line has a bucket of its own. */
const delayBuckets = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 7200];
const turnBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const planBuckets = [0.1, 0.5, 1, 5, 15, 60, 300, 900];

export function createMetrics(role: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ role });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  let fill = async (): Promise<void> => {};

  const turns = new Counter({
    name: 'danbuoc_turns_total',
    help: 'Messages of people, by what became of them.',
    labelNames: ['outcome'],
    registers,
  });
  const turnSeconds = new Histogram({
    name: 'danbuoc_turn_seconds',
    help: 'From the lock of the chat to the end of its transaction.',
    buckets: turnBuckets,
    registers,
  });
  const apologies = new Counter({
    name: 'danbuoc_turns_apologised_total',
    help: 'Turns that failed for a fault of the program; the person was told so.',
    registers,
  });
  const messages = new Counter({
    name: 'danbuoc_messages_total',
    help: 'Messages to people, by what became of them.',
    labelNames: ['channel', 'kind'],
    registers,
  });
  const delay = new Histogram({
    name: 'danbuoc_message_delay_seconds',
    help: 'From when a message should have left until it was sent.',
    labelNames: ['channel'],
    buckets: delayBuckets,
    registers,
  });
  const plans = new Counter({
    name: 'danbuoc_plans_total',
    help: 'Runs of the planner of reminders.',
    labelNames: ['outcome'],
    registers,
  });
  const planSeconds = new Histogram({
    name: 'danbuoc_plan_seconds',
    help: 'How long a run of the planner took.',
    buckets: planBuckets,
    registers,
  });
  const planCounts = new Counter({
    name: 'danbuoc_planned_total',
    help: 'What the planner looked at and wrote.',
    labelNames: ['what'],
    registers,
  });
  const lastPlan = new Gauge({
    name: 'danbuoc_last_plan_timestamp_seconds',
    help: 'When the planner last ran to its end.',
    registers,
  });
  const lost = new Gauge({
    name: 'danbuoc_duties_without_owner',
    help: 'Duties of the last run of the planner for which nobody could be found.',
    registers,
  });
  const sessions = new Counter({
    name: 'danbuoc_sessions_lost_total',
    help: 'Conversations that were open and whose session was gone.',
    registers,
  });
  const stores = new Counter({
    name: 'danbuoc_store_errors_total',
    help: 'Times the database or Redis did not do what was asked.',
    labelNames: ['store'],
    registers,
  });
  // Said from the beginning: a counter that is not there cannot be told from one that stands still.
  for (const outcome of ['done', 'duplicate', 'failed']) turns.inc({ outcome }, 0);
  for (const outcome of ['done', 'failed']) plans.inc({ outcome }, 0);
  for (const store of ['database', 'redis']) stores.inc({ store }, 0);

  return {
    turn(outcome, seconds) {
      turns.inc({ outcome });
      if (outcome === 'done') turnSeconds.observe(seconds);
    },
    turnFailed: () => apologies.inc(),
    settled({ channel, kind, delaySeconds }) {
      messages.inc({ channel, kind });
      if (kind === 'sent') delay.observe({ channel }, Math.max(0, delaySeconds));
    },
    planned(result, seconds) {
      plans.inc({ outcome: 'done' });
      planSeconds.observe(seconds);
      lastPlan.setToCurrentTime();
      lost.set(result.withoutOwner);
      for (const what of ['casesLooked', 'examined', 'noticed', 'digests', 'unreachable'] as const) {
        planCounts.inc({ what }, result[what]);
      }
    },
    planFailed: () => plans.inc({ outcome: 'failed' }),
    sessionLost: () => sessions.inc(),
    storeError: (store) => stores.inc({ store }),
    watchOutbox(look) {
      fill = outboxGauges(registers, look);
    },
    async text() {
      await fill();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

/** Returns what fills them; when the outbox cannot be asked they say nothing rather than nought. */
function outboxGauges(registers: Registry[], look: () => Promise<OutboxFigures>): () => Promise<void> {
  const byStatus = new Gauge({
    name: 'danbuoc_outbox',
    help: 'Messages in the outbox that did not arrive, or not yet.',
    labelNames: ['status'],
    registers,
  });
  const oldest = new Gauge({
    name: 'danbuoc_outbox_oldest_due_seconds',
    help: 'How long the oldest message that should have left has been waiting.',
    registers,
  });
  const lastHour = new Gauge({
    name: 'danbuoc_messages_last_hour',
    help: 'Messages sent in the last hour, and how many of them within 10 s of when they should have left.',
    labelNames: ['sent'],
    registers,
  });
  const share = new Gauge({
    name: 'danbuoc_messages_prompt_share',
    help: 'Share of the messages of the last hour sent within 10 s; 1 when none was sent.',
    registers,
  });
  return async () => {
    byStatus.reset();
    lastHour.reset();
    oldest.remove();
    share.remove();
    const figures = await look().catch(() => null);
    if (!figures) return;
    for (const status of ['waiting', 'dead', 'ambiguous'] as const) byStatus.set({ status }, figures[status]);
    oldest.set(figures.oldestDueSeconds);
    lastHour.set({ sent: 'all' }, figures.sent);
    lastHour.set({ sent: 'promptly' }, figures.sentPromptly);
    share.set(figures.sent === 0 ? 1 : figures.sentPromptly / figures.sent);
  };
}
