/** A case keeps the version it began under until a recorded change. */
import { expect, it } from 'vitest';
import { type CaseFile, procedureInForce } from '../../src/procedure/index.ts';
import { look, roadUntil, step, tell } from './story.ts';

const began = tell([step('introduced', '2025-08-04')], {
  overlay: 'ha-noi',
  organization: { parameters: { mentor_min_months: 18 } },
});
const changed: CaseFile = {
  ...began,
  events: [
    ...began.events,
    { id: 'p1', type: 'procedure-changed', procedure: 'central-2026', overlay: null, on: '2026-08-01' },
    { id: 'f1', type: 'facts-changed', organization: { parameters: {} }, on: '2026-09-01' },
  ],
};

it('is the first version, then the one last changed to, with the limits the organisation sets', () => {
  expect(procedureInForce(began)).toEqual({
    version: 'central-2025',
    overlay: 'ha-noi',
    parameters: { mentor_min_months: 18 },
  });
  expect(procedureInForce(changed, '2026-07-31').version).toBe('central-2025');
  expect(procedureInForce(changed, '2026-08-15')).toEqual({
    version: 'central-2026',
    overlay: null,
    parameters: { mentor_min_months: 18 },
  });
  expect(procedureInForce(changed).parameters).toEqual({});
});

it('a change taken back by a correction never was', () => {
  const back: CaseFile = {
    ...changed,
    events: [...changed.events, { id: 'c', type: 'corrected', target: 'p1', on: '2026-09-02' }],
  };
  expect(procedureInForce(back).version).toBe('central-2025');
});

it('a report made under another version than the one in force says so', () => {
  expect(look(changed, '2026-10-01').warnings).toContainEqual({
    key: 'procedure.warnings.other-procedure',
    params: { procedure: 'central-2026' },
  });
});

it("the organisation's own limit in the file is applied, and an unknown one is warned of", () => {
  const file = tell(roadUntil('2025-11-24'), {
    organization: { officialMembers: 12, parameters: { file_valid_months: 10, made_up: 3 } },
  });
  const report = look(file, '2025-11-25');
  expect(report.obligations.find((one) => one.key === 'file-opened/file-expiry')).toMatchObject({
    limit: '2026-09-24',
    confidence: 'verified-local',
  });
  expect(report.warnings).toContainEqual({
    key: 'procedure.warnings.unknown-parameter',
    params: { parameter: 'made_up' },
  });
});
