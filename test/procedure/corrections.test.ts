/** A mistake set right counts as if it had never been made. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveEvents } from '../../src/procedure/effective-events.ts';
import type { CaseEvent, CaseFile } from '../../src/procedure/index.ts';
import { anyEvent, anyHistory } from './histories.ts';
import { clock, gate, look, roadUntil, step, tell } from './story.ts';

const today = '2031-01-01';
const plus = (file: CaseFile, ...events: CaseEvent[]): CaseFile => ({
  ...file,
  events: [...file.events, ...events],
});

describe('a corrected history', () => {
  it('reads as if it had been so from the start', () => {
    fc.assert(
      fc.property(anyHistory, anyEvent, fc.nat(), (file, instead, seed) => {
        const at = seed % file.events.length;
        const target = file.events[at] as CaseEvent;
        const corrected = plus(file, {
          type: 'corrected',
          id: 'c',
          on: today,
          target: target.id,
          with: instead,
        });
        const fromTheStart = { ...file, events: file.events.with(at, { ...instead, id: target.id }) };
        expect(look(corrected, today)).toEqual(look(fromTheStart, today));
      }),
      { numRuns: 60 },
    );
  });

  it('reads without an event that never happened', () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(), (file, seed) => {
        const at = seed % file.events.length;
        const target = file.events[at] as CaseEvent;
        const corrected = plus(file, { type: 'corrected', id: 'c', on: today, target: target.id });
        expect(look(corrected, today)).toEqual(
          look({ ...file, events: file.events.toSpliced(at, 1) }, today),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('reads as before once the correction itself is taken back', () => {
    fc.assert(
      fc.property(anyHistory, anyEvent, fc.nat(), (file, instead, seed) => {
        const target = file.events[seed % file.events.length] as CaseEvent;
        const corrected = plus(
          file,
          { type: 'corrected', id: 'c1', on: today, target: target.id, with: instead },
          { type: 'corrected', id: 'c2', on: today, target: 'c1' },
        );
        expect(look(corrected, today)).toEqual(look(file, today));
      }),
      { numRuns: 60 },
    );
  });
});

it('a wrong day of the ceremony moves every limit that counts from it', () => {
  const file = tell(roadUntil('2026-04-20'));
  const ceremony = file.events.find((event) => event.type === 'step-recorded' && event.step === 'ceremony');
  const corrected = plus(file, {
    type: 'corrected',
    id: 'c',
    on: '2026-04-21',
    target: ceremony?.id ?? '',
    with: { id: 'c', type: 'step-recorded', step: 'ceremony', on: '2026-04-02' },
  });
  expect(clock(file, 'member-papers/member-papers-limit', '2026-04-22')).toMatchObject({
    from: '2026-03-26',
  });
  expect(clock(corrected, 'member-papers/member-papers-limit', '2026-04-22')).toMatchObject({
    from: '2026-04-02',
  });
  expect(clock(corrected, 'cell-votes-recognition/not-before-month-12', '2026-04-22').limit).toBe(
    '2027-04-02',
  );
  expect(look(corrected, '2026-04-22').since).toBe('2026-04-02');
});

it('a birth date set right changes what the age gate said', () => {
  const file = tell(roadUntil('2026-01-26'), { person: { birthDate: '2008-06-01', youthUnionMember: true } });
  expect(gate(file, 'cell-votes-admission/age', '2026-02-04').holds).toBe(false);
  const known = tell(
    [
      ...roadUntil('2026-01-26'),
      { type: 'facts-changed', person: { birthDate: '2008-01-06' }, on: '2026-01-27' },
    ],
    { person: { birthDate: '2008-06-01', youthUnionMember: true } },
  );
  expect(gate(known, 'cell-votes-admission/age', '2026-02-04').holds).toBe(true);
});

describe('corrections of corrections', () => {
  const history = (...corrections: Record<string, unknown>[]) =>
    effectiveEvents([
      { id: 'e1', type: 'step-recorded', step: 'introduced', on: '2026-01-05' },
      ...(corrections.map((one) => ({ type: 'corrected', on: '2026-02-01', ...one })) as CaseEvent[]),
    ]);
  const on = (day: string) => ({ id: 'x', type: 'step-recorded', step: 'introduced', on: day });

  it('the later of two corrections of one event counts', () => {
    const { events } = history(
      { id: 'c1', target: 'e1', with: on('2026-01-06') },
      { id: 'c2', target: 'e1', with: on('2026-01-07') },
    );
    expect(events).toEqual([{ ...on('2026-01-07'), id: 'e1' }]);
  });

  it('correcting a correction replaces what it said', () => {
    const { events, corrected } = history(
      { id: 'c1', target: 'e1', with: on('2026-01-06') },
      { id: 'c2', target: 'c1', with: on('2026-01-08') },
    );
    expect(events).toEqual([{ ...on('2026-01-08'), id: 'e1' }]);
    expect([...corrected]).toEqual(['e1', 'c1']);
  });

  it('a removal taken back brings the event again', () => {
    const { events } = history({ id: 'c1', target: 'e1' }, { id: 'c2', target: 'c1' });
    expect(events.map((event) => event.on)).toEqual(['2026-01-05']);
  });

  it('names those that point at nothing, or at something later', () => {
    const { lost, events } = history({ id: 'c1', target: 'c2' }, { id: 'c2', target: 'e9' });
    expect(lost.map((one) => one.id)).toEqual(['c1', 'c2']);
    expect(events).toHaveLength(1);
    const file = tell([step('introduced', '2026-01-05')]);
    const report = look(
      plus(file, { type: 'corrected', id: 'c', on: '2026-01-06', target: 'e7' }),
      '2026-01-06',
    );
    expect(report.warnings).toContainEqual({
      key: 'procedure.warnings.unknown-correction-target',
      params: { event: 'c', target: 'e7' },
    });
  });
});
