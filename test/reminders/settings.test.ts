/** Hours in which people may be written to, and the file that says so. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTheirTurn, loadReminderSettings, sendBy } from '../../src/reminders/settings.ts';
import { settings } from './given.ts';

const overNight = { quietHours: { from: 21, until: 6 } };
const overNoon = { quietHours: { from: 12, until: 14 } };
const turn = (digestHour: number, hour: number, quiet = overNight) =>
  isTheirTurn(digestHour, { from: hour, to: hour }, quiet);

describe('whose turn it is', () => {
  it('from one’s own hour on, until the quiet hours', () => {
    expect([6, 7, 8, 9, 20, 21, 23, 0, 5].filter((hour) => turn(8, hour))).toEqual([8, 9, 20]);
  });

  it('whoever chose a quiet hour is told in it and in no other', () => {
    expect([20, 21, 22, 23].filter((hour) => turn(22, hour))).toEqual([22]);
    // Who chose four in the morning is told then, or when the day begins.
    expect([3, 4, 5, 6, 7].filter((hour) => turn(4, hour))).toEqual([4, 6, 7]);
  });

  it('quiet hours may lie in the midst of the day', () => {
    expect([11, 12, 13, 14].filter((hour) => turn(8, hour, overNoon))).toEqual([11, 14]);
  });

  it('a run for several hours answers for each of them', () => {
    expect(isTheirTurn(18, { from: 0, to: 23 }, overNight)).toBe(true);
    expect(isTheirTurn(18, { from: 0, to: 17 }, overNight)).toBe(false);
    expect(isTheirTurn(8, { from: 21, to: 23 }, overNight)).toBe(false);
  });

  it('everybody’s turn comes on every day, and never twice at different hours for want of one', () => {
    const hour = fc.integer({ min: 0, max: 23 });
    fc.assert(
      fc.property(hour, hour, hour, (digestHour, from, until) => {
        const quiet = { quietHours: { from, until } };
        expect(isTheirTurn(digestHour, { from: 0, to: 23 }, quiet)).toBe(true);
        const hours = Array.from({ length: 24 }, (_, at) => at).filter((at) => turn(digestHour, at, quiet));
        expect(hours[0]).toBe(digestHour);
      }),
    );
  });
});

describe('until when a digest may leave', () => {
  it('until the quiet hours begin; for whoever chose a later hour, until the day ends', () => {
    expect(sendBy('2026-06-08', 8, overNight)).toBe('2026-06-08T21:00:00+07:00');
    expect(sendBy('2026-06-08', 22, overNight)).toBe('2026-06-09T00:00:00+07:00');
    expect(sendBy('2026-06-08', 8, overNoon)).toBe('2026-06-09T00:00:00+07:00');
  });

  it('never before the turn of whoever gets it', () => {
    const hour = fc.integer({ min: 0, max: 23 });
    fc.assert(
      fc.property(hour, hour, hour, (digestHour, from, until) => {
        const said = Date.parse(`2026-06-08T${String(digestHour).padStart(2, '0')}:00:00+07:00`);
        expect(Date.parse(sendBy('2026-06-08', digestHour, { quietHours: { from, until } }))).toBeGreaterThan(
          said,
        );
      }),
    );
  });
});

describe('the file', () => {
  const rootWith = (text: string): string => {
    const root = mkdtempSync(join(tmpdir(), 'reminders-'));
    mkdirSync(join(root, 'flows'));
    writeFileSync(join(root, 'flows', 'reminders.yaml'), text);
    return root;
  };

  it('keeps the nights quiet, and a digest to a few things', () => {
    expect(settings.quietHours).toEqual({ from: 21, until: 6 });
    expect(settings.maxItems).toBeGreaterThan(0);
  });

  it('is refused with its name when something in it is wrong', () => {
    const root = rootWith('maxItems: 0\nquietHours: { from: 25, until: 6 }\nweeklyOverview: true\n');
    expect(() => loadReminderSettings([process.cwd(), root])).toThrow(/flows\/reminders\.yaml/);
    expect(() => loadReminderSettings([process.cwd(), root])).toThrow(/quietHours\.from/);
  });
});
