import { describe, expect, it } from 'vitest';
import { createMetrics, type Metrics, type OutboxFigures } from '../../src/metrics/metrics.ts';
import { figure, readExposition } from './exposition.ts';

const read = async (metrics: Metrics) => readExposition(await metrics.text());

const quiet: OutboxFigures = {
  waiting: 0,
  dead: 0,
  ambiguous: 0,
  oldestDueSeconds: 0,
  sent: 0,
  sentPromptly: 0,
};

describe('the figures', () => {
  it('are readable from the first moment on, each with the role of its process', async () => {
    const samples = await read(createMetrics('serve'));
    expect(figure(samples, 'danbuoc_turns_total', { outcome: 'failed', role: 'serve' })).toBe(0);
    expect(samples.some(({ name }) => name === 'process_resident_memory_bytes')).toBe(true);
    expect(samples.every(({ labels }) => labels.role === 'serve')).toBe(true);
  });

  it('of two processes in one program do not mix', async () => {
    const [one, other] = [createMetrics('serve'), createMetrics('work')];
    one.turn('done', 0.1);
    expect(figure(await read(one), 'danbuoc_turns_total', { outcome: 'done' })).toBe(1);
    expect(figure(await read(other), 'danbuoc_turns_total', { outcome: 'done' })).toBe(0);
  });

  it('count turns by what became of them, and time those that were done', async () => {
    const metrics = createMetrics('all');
    metrics.turn('done', 0.03);
    metrics.turn('duplicate', 0.001);
    metrics.turn('failed', 3);
    const samples = await read(metrics);
    const turns = (outcome: string) => figure(samples, 'danbuoc_turns_total', { outcome });
    expect(['done', 'duplicate', 'failed'].map(turns)).toEqual([1, 1, 1]);
    expect(figure(samples, 'danbuoc_turn_seconds_count')).toBe(1);
    expect(figure(samples, 'danbuoc_turn_seconds_bucket', { le: '0.025' })).toBe(0);
    expect(figure(samples, 'danbuoc_turn_seconds_bucket', { le: '0.05' })).toBe(1);
  });

  it('tell the messages that left within ten seconds from those that did not', async () => {
    const metrics = createMetrics('work');
    for (const delaySeconds of [0.2, 9.9, 10.1, -0.5]) {
      metrics.settled({ channel: 'telegram', kind: 'sent', delaySeconds });
    }
    metrics.settled({ channel: 'telegram', kind: 'dead', delaySeconds: 3600 });
    const samples = await read(metrics);
    const bucket = (le: string) =>
      figure(samples, 'danbuoc_message_delay_seconds_bucket', { channel: 'telegram', le });
    expect([bucket('10'), bucket('+Inf')]).toEqual([3, 4]);
    expect(figure(samples, 'danbuoc_messages_total', { kind: 'dead' })).toBe(1);
  });

  it('say when reminders were last planned, and how much it was', async () => {
    const metrics = createMetrics('work');
    const before = Date.now() / 1000;
    metrics.planned(
      { casesLooked: 40, examined: 3, noticed: 12, digests: 5, withoutOwner: 1, unreachable: 2 },
      0.4,
    );
    metrics.planFailed();
    const samples = await read(metrics);
    expect(figure(samples, 'danbuoc_last_plan_timestamp_seconds')).toBeGreaterThanOrEqual(Math.floor(before));
    expect(figure(samples, 'danbuoc_planned_total', { what: 'digests' })).toBe(5);
    expect(figure(samples, 'danbuoc_duties_without_owner')).toBe(1);
    expect(figure(samples, 'danbuoc_plans_total', { outcome: 'failed' })).toBe(1);
  });
});

describe('the outbox in the figures', () => {
  const share = async (figures: Partial<OutboxFigures>) => {
    const metrics = createMetrics('work');
    metrics.watchOutbox(async () => ({ ...quiet, ...figures }));
    return figure(await read(metrics), 'danbuoc_messages_prompt_share');
  };

  it('the share that left promptly is whole when nothing was to be sent', async () => {
    expect(await share({})).toBe(1);
    expect(await share({ sent: 8, sentPromptly: 6 })).toBe(0.75);
  });

  it('is asked at each reading', async () => {
    const metrics = createMetrics('work');
    let waiting = 3;
    metrics.watchOutbox(async () => ({ ...quiet, waiting, oldestDueSeconds: 12 }));
    expect(figure(await read(metrics), 'danbuoc_outbox', { status: 'waiting' })).toBe(3);
    waiting = 0;
    const samples = await read(metrics);
    expect(figure(samples, 'danbuoc_outbox', { status: 'waiting' })).toBe(0);
    expect(figure(samples, 'danbuoc_outbox_oldest_due_seconds')).toBe(12);
  });

  it('is left out, not nought, while the database does not answer; the rest is there', async () => {
    const metrics = createMetrics('work');
    let away = false;
    metrics.watchOutbox(() => (away ? Promise.reject(new Error('away')) : Promise.resolve(quiet)));
    expect(figure(await read(metrics), 'danbuoc_outbox_oldest_due_seconds')).toBe(0);
    away = true;
    const samples = await read(metrics);
    for (const name of [
      'danbuoc_outbox',
      'danbuoc_outbox_oldest_due_seconds',
      'danbuoc_messages_prompt_share',
    ]) {
      expect(samples.some((sample) => sample.name === name)).toBe(false);
    }
    expect(figure(samples, 'danbuoc_turns_total', { outcome: 'done' })).toBe(0);
  });

  it('is no concern of a process that does not work', async () => {
    const samples = await read(createMetrics('serve'));
    expect(samples.some(({ name }) => name.startsWith('danbuoc_outbox'))).toBe(false);
  });
});
