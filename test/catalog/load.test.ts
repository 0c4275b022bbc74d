/** A new version, an overlay or a year of the calendar is a folder of files: no code is touched. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  FlowDataError,
  loadCalendar,
  loadCatalog,
  readCalendar,
  readCatalog,
} from '../../src/catalog/load.ts';
import { examine, resolveProcedure } from '../../src/procedure/index.ts';
import { calendar, roadUntil, roots, tell } from '../procedure/story.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function root(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'danbuoc-flows-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const newVersion = `
id: central-2030
kind: version
extends: central-2025
effective: "2030-01-01"
documents:
  qd-new: { number: 1-QĐ/TW, date: "2029-12-01", issuer: BCH TW, read: true }
parameters:
  ceremony_wd: { value: 10, basis: [{ document: qd-new, clause: "4.1" }] }
steps:
  thanks-the-cell:
    number: C6
    order: 365
    phase: admission
    actor: candidate
    after: [ceremony]
    record: { kind: date }
    basis: [{ document: qd-new, clause: "4.2" }]
    confidence: secondary
  late-ceremony-agreed: null
`;

it('the repository loads without a finding', () => {
  expect(readCatalog(roots).findings).toEqual([]);
  expect(readCalendar(roots).findings).toEqual([]);
  const catalog = loadCatalog(roots);
  expect(catalog.versions.map((one) => one.id)).toEqual(['central-2025', 'central-2026']);
  expect(catalog.overlays.map((one) => one.id)).toEqual(['ha-noi']);
});

describe('a new version in a folder of its own', () => {
  const catalog = loadCatalog([...roots, root({ 'flows/procedures/central-2030/changes.yaml': newVersion })]);
  const file = tell(roadUntil('2026-03-20'), { procedure: 'central-2030' });
  const under = (version: string) =>
    examine(resolveProcedure(catalog, { version, overlay: null }), file, calendar, '2026-03-21');

  it('changes the limit and the road of a case', () => {
    const due = (version: string) =>
      under(version).obligations.find((one) => one.key === 'ceremony/ceremony-limit')?.due;
    expect(due('central-2025')).toBe('2026-04-28');
    expect(due('central-2030')).toBe('2026-03-30');
    const steps = under('central-2030').steps.map((one) => one.id);
    expect(steps).toContain('thanks-the-cell');
    expect(steps).not.toContain('late-ceremony-agreed');
    expect(under('central-2025').steps.map((one) => one.id)).not.toContain('thanks-the-cell');
  });

  it('names the new document as its basis', () => {
    const procedure = resolveProcedure(catalog, { version: 'central-2030', overlay: null });
    expect(procedure.parameters.ceremony_wd?.basis).toEqual([{ document: 'qd-new', clause: '4.1' }]);
  });
});

it('a new overlay in a folder of its own changes the limit of its province alone', () => {
  const overlay = `
id: hue
kind: overlay
over: [central-2025]
effective: "2026-01-01"
documents:
  hd-hue: { number: 5-HD/BTCTU, issuer: Thành uỷ Huế, read: true }
parameters:
  hue_send_up_wd: { value: 2, unit: working-days, basis: [{ document: hd-hue }], confidence: verified-local }
steps:
  file-sent-up:
    clocks:
      hue-send-up:
        kind: due
        owner: cellSecretary
        from: { step: cell-votes-admission }
        within: hue_send_up_wd
        unit: working-days
        basis: [{ document: hd-hue }]
        confidence: verified-local
`;
  const catalog = loadCatalog([...roots, root({ 'flows/procedures/hue/limits.yaml': overlay })]);
  const clocks = (name: string | null) =>
    examine(
      resolveProcedure(catalog, { version: 'central-2025', overlay: name }),
      tell(roadUntil('2026-02-04')),
      calendar,
      '2026-02-05',
    )
      .obligations.filter((one) => one.step === 'file-sent-up')
      .map((one) => [one.clock, one.due, one.confidence]);
  expect(clocks('hue')).toEqual([['hue-send-up', '2026-02-06', 'verified-local']]);
  expect(clocks(null)).toEqual([]);
});

describe('the working calendar', () => {
  it('a year put in a later root replaces the one of the repository', () => {
    const year =
      'year: 2027\nprovisional: false\ndaysOff:\n  - { date: 2027-02-12, name: Tết, source: Thông báo }\n';
    const announced = loadCalendar([...roots, root({ 'flows/calendar/2027.yaml': year })]);
    expect(announced.isProvisional(2027)).toBe(false);
    expect([announced.isWorkingDay('2027-02-12'), announced.isWorkingDay('2027-02-08')]).toEqual([
      false,
      true,
    ]);
    expect(announced.isWorkingDay('2026-02-17')).toBe(false);
  });

  it('a slip is named with file and line', () => {
    const folder = root({
      'flows/calendar/2028.yaml':
        'year: 2028\nprovisional: true\ndaysOff:\n  - { date: 30/4, name: x, source: y }\n',
    });
    expect(() => loadCalendar([folder])).toThrow(FlowDataError);
    expect(readCalendar([folder]).findings).toEqual([
      {
        file: join(folder, 'flows/calendar/2028.yaml'),
        line: 4,
        message: expect.stringContaining('daysOff.0.date'),
      },
    ]);
  });
});

it('flow data with findings is not loaded, and the message says where', () => {
  const folder = root({
    'flows/procedures/broken/all.yaml':
      'id: broken\nkind: version\nextends: central-2025\neffective: "2030-01-01"\nsteps:\n  ceremony:\n    after: [nowhere]\n',
  });
  expect(() => loadCatalog([...roots, folder])).toThrow(
    /broken\/all\.yaml:7: steps\.ceremony\.after: there is no step "nowhere"/,
  );
});

it('a root may hold nothing of ours', () => {
  expect(readCatalog([root({})]).findings).toEqual([]);
});
