/** What operators read, the figures and the log, after a day of talk: how much, how fast, what failed; never who or what. */
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWorld, type World } from '../journeys/world.ts';
import { figure, readExposition, type Sample } from '../metrics/exposition.ts';

const typed = 'Đỗ Thị Thu Trang, điện thoại 0912345678';

let world: World;
let samples: Sample[];
let logged = '';
beforeAll(async () => {
  const log = pino(
    { level: 'debug' },
    new Writable({
      write(line, _encoding, done) {
        logged += String(line);
        done();
      },
    }),
  );
  world = await startWorld({ log, telegram: true });
  const secretary = await world.web('Trần Văn Dũng');
  for (const words of ['việc của tôi', 'thêm quần chúng', typed, '12/9/2005', 'thôi'])
    await secretary.say(words);
  await world.telegram(777).say(typed);
  await world.liveUntil('2026-11-25');
  await secretary.heard();
  samples = readExposition(await (await fetch(`${world.address}/metrics`)).text());
}, 120_000);
afterAll(() => world?.close());

it('the figures tell what was done', () => {
  expect(figure(samples, 'danbuoc_turns_total', { outcome: 'done' })).toBe(6);
  expect(figure(samples, 'danbuoc_turn_seconds_count')).toBe(6);
  expect(figure(samples, 'danbuoc_messages_total', { channel: 'telegram', kind: 'sent' })).toBe(1);
  expect(figure(samples, 'danbuoc_plans_total', { outcome: 'done' })).toBe(2);
  expect(figure(samples, 'danbuoc_planned_total', { what: 'digests' })).toBeGreaterThan(0);
});

it('labels are few, known, and of the program’s own words', () => {
  const ours = samples.filter(({ name }) => name.startsWith('danbuoc_'));
  const values = new Map<string, Set<string>>();
  for (const { labels } of ours) {
    for (const [label, value] of Object.entries(labels)) {
      values.set(label, (values.get(label) ?? new Set()).add(value));
    }
  }
  expect([...values.keys()].sort()).toEqual([
    'channel',
    'kind',
    'le',
    'outcome',
    'role',
    'sent',
    'status',
    'store',
    'what',
  ]);
  expect([...(values.get('channel') ?? [])].sort()).toEqual(['telegram', 'web']);
  for (const [label, said] of values) {
    if (label !== 'le') for (const value of said) expect(value).toMatch(/^[a-zA-Z]+$/);
  }
});

it('the log counts what was planned, and names nobody', () => {
  expect(logged).toContain('"digests":');
  expect(logged).not.toMatch(/Trang|Dũng|0912345678|quần chúng|777/);
  for (const line of logged.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('level');
});
