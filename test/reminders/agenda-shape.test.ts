/** The quick look at a stored agenda against a schema that says the same. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Agenda } from '../../src/reminders/agenda.ts';
import { isAgenda } from '../../src/reminders/agenda-shape.ts';

const entry: Agenda['entries'][number] = {
  key: 'verified/reply-domestic#v1',
  kind: 'due',
  owner: 'cellSecretary',
  step: 'verified',
  clock: 'reply-domestic',
  due: '2026-05-08',
  limit: '2026-05-08',
  unit: 'working-days',
  rungs: ['2026-05-04'],
  what: { key: 'procedure.clocks.reply-domestic.title' },
  doors: { cadre: 'go:flow:update-verification:case=2' },
  missed: 0,
  extensible: true,
};
const agenda: Agenda = { decidedAt: 'province', entries: [entry, { ...entry, earliest: '2026-05-01' }] };

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const schema = z.object({
  decidedAt: z.enum(['grassrootsCommittee', 'province']),
  entries: z.array(
    z.object({
      key: z.string(),
      kind: z.enum(['due', 'expiry', 'earliest', 'recurring']),
      owner: z.string(),
      step: z.string(),
      clock: z.string(),
      due: day,
      limit: day,
      earliest: day.exactOptional(),
      unit: z.enum(['working-days', 'days']),
      rungs: z.array(day),
      what: z.object({ key: z.string() }),
      doors: z.record(z.string(), z.unknown()),
      missed: z.number(),
      extensible: z.boolean(),
    }),
  ),
});

const bothSay = (stored: unknown): boolean => {
  const says = isAgenda(stored);
  expect(schema.safeParse(stored).success).toBe(says);
  return says;
};

describe('a stored agenda', () => {
  it('is one when it is written by this program', () => {
    expect(bothSay(agenda)).toBe(true);
    expect(bothSay({ ...agenda, entries: [] })).toBe(true);
  });

  it.each(Object.keys(entry))('is none when an entry lacks its %s, or has something else there', (name) => {
    const { [name as keyof typeof entry]: _, ...rest } = entry;
    expect(bothSay({ ...agenda, entries: [rest] })).toBe(false);
    expect(bothSay({ ...agenda, entries: [{ ...entry, [name]: null }] })).toBe(false);
    expect(bothSay({ ...agenda, entries: [{ ...entry, [name]: [7] }] })).toBe(false);
  });

  it.each([
    null,
    [],
    {},
    'agenda',
    { decidedAt: 'province' },
    { ...agenda, decidedAt: 'cell' },
    { ...agenda, entries: {} },
  ])('is none when it is %j', (stored) => {
    expect(bothSay(stored)).toBe(false);
  });
});
