/** What must hold of every history, however it came about. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyDay, anyHistory } from './histories.ts';
import { calendar, look } from './story.ts';

it('the same history gives the same report, and leaves the file as it was', () => {
  fc.assert(
    fc.property(anyHistory, anyDay, (file, today) => {
      const before = structuredClone(file);
      expect(look(file, today)).toEqual(look(structuredClone(file), today));
      expect(file).toEqual(before);
    }),
    { numRuns: 120 },
  );
});

it('what is not yet known on a day does not change what is said of it', () => {
  fc.assert(
    fc.property(anyHistory, anyDay, (file, today) => {
      const known = { ...file, events: file.events.filter((event) => event.on <= today) };
      const { warnings: _, ...whole } = look(file, today);
      const { warnings: __, ...early } = look(known, today);
      expect(whole).toEqual(early);
    }),
    { numRuns: 120 },
  );
});

it('a due day and a day to speak of it are never days off', () => {
  fc.assert(
    fc.property(anyHistory, anyDay, (file, today) => {
      for (const one of look(file, today).obligations) {
        expect(calendar.isWorkingDay(one.due), `${one.key} due ${one.due}`).toBe(true);
        for (const rung of one.rungs)
          expect(calendar.isWorkingDay(rung), `${one.key} rung ${rung}`).toBe(true);
        for (const reading of one.readings) expect(calendar.isWorkingDay(reading.due)).toBe(true);
      }
    }),
    { numRuns: 120 },
  );
});

it('no vote passes below its ratio, whatever was recorded', () => {
  fc.assert(
    fc.property(anyHistory, anyDay, (file, today) => {
      for (const step of look(file, today).steps) {
        if (step.status !== 'done' || !step.vote) continue;
        const { members, excluded, inFavour, atLeast } = step.vote;
        const denominator = members - excluded.reduce((sum, one) => sum + one.count, 0);
        expect(denominator).toBeGreaterThan(0);
        expect(inFavour).toBeLessThanOrEqual(denominator);
        if (atLeast === 'two-thirds') expect(3 * inFavour).toBeGreaterThanOrEqual(2 * denominator);
        else expect(2 * inFavour).toBeGreaterThan(denominator);
        for (const gate of step.gates.filter((one) => one.kind === 'vote')) expect(gate.holds).toBe(true);
      }
    }),
    { numRuns: 120 },
  );
});

it('a step that is done, ready or blocked is never also waiting, and every step is listed once', () => {
  fc.assert(
    fc.property(anyHistory, anyDay, (file, today) => {
      const report = look(file, today);
      expect(new Set(report.steps.map((step) => step.id)).size).toBe(report.steps.length);
      for (const step of report.steps) {
        if (step.status !== 'later') expect(step.waitsFor).toEqual([]);
      }
      const turn = report.steps.filter((step) => step.status === 'ready' || step.status === 'blocked');
      for (const id of report.frontier) expect(turn.map((step) => step.id)).toContain(id);
    }),
    { numRuns: 120 },
  );
});
