/** Layers into procedures: merging, what is wrong and where, the organisation's own values. */
import { describe, expect, it } from 'vitest';
import {
  buildCatalog,
  resolveProcedure,
  UnknownProcedureError,
  versionInForce,
} from '../../src/procedure/index.ts';

const rule = 'basis: [{ document: law, clause: "1" }], confidence: verified';
const base = `
id: base
kind: version
effective: "2025-01-01"
documents:
  law: { number: 1-QĐ, issuer: TW, read: true }
parameters:
  wait_months: { value: 12, unit: months, ${rule} }
votes:
  two-thirds: { body: cell, atLeast: two-thirds, ${rule} }
steps:
  first: { number: A1, order: 10, phase: source, actor: cell, record: { kind: date }, ${rule} }
  second:
    number: A2
    order: 20
    phase: source
    actor: cell
    after: [first]
    when: { fact: organization.subCommittee, is: true }
    record: { kind: vote, vote: two-thirds }
    gates:
      waited: { kind: elapsed, from: { step: first }, months: wait_months, ${rule} }
    ${rule.replace(', confidence', '\n    confidence')}
`;
const overlay = (body: string) => `id: local\nkind: overlay\nover: [base]\neffective: "2025-06-01"\n${body}`;
const build = (...files: [path: string, text: string][]) =>
  buildCatalog(files.map(([path, text]) => ({ path, text })));
const findings = (...files: [path: string, text: string][]) =>
  build(...files).findings.map((one) => `${one.file}:${one.line}: ${one.message}`);

it('a version alone, and with an overlay laid over it', () => {
  const catalog = build(
    ['a/base/all.yaml', base],
    ['a/local/all.yaml', overlay('steps: { first: { order: 15 } }')],
  );
  expect(catalog.findings).toEqual([]);
  expect(resolveProcedure(catalog, { version: 'base', overlay: null })).toMatchObject({
    version: 'base',
    overlay: null,
    steps: { first: { order: 10 } },
  });
  expect(resolveProcedure(catalog, { version: 'base', overlay: 'local' })).toMatchObject({
    version: 'base',
    overlay: 'local',
    effective: '2025-01-01',
    steps: { first: { order: 15, number: 'A1' } },
  });
});

it('a layer that extends another states only what differs; null removes; a condition replaces the earlier one whole', () => {
  const next = `
id: next
kind: version
extends: base
effective: "2026-01-01"
parameters: { wait_months: { value: 6 } }
steps:
  second:
    when: { fact: organization.approval, in: [one-hop] }
    gates: { waited: null }
`;
  const catalog = build(['a/base/all.yaml', base], ['a/next/all.yaml', next]);
  expect(catalog.findings).toEqual([]);
  const procedure = resolveProcedure(catalog, { version: 'next', overlay: null });
  expect(procedure.parameters.wait_months).toMatchObject({ value: 6, unit: 'months' });
  expect(procedure.steps.second).toMatchObject({
    gates: {},
    when: { fact: 'organization.approval', in: ['one-hop'] },
  });
  expect(procedure.steps.second?.when).not.toHaveProperty('is');
  expect(catalog.versions.map((one) => one.id)).toEqual(['base', 'next']);
});

it('an overlay may extend another overlay', () => {
  const district =
    'id: district\nkind: overlay\nextends: local\neffective: "2025-07-01"\nsteps: { first: { number: A9 } }';
  const catalog = build(
    ['a/base/all.yaml', base],
    ['a/local/all.yaml', overlay('steps: { first: { order: 15 } }')],
    ['a/district/all.yaml', district],
  );
  expect(catalog.findings).toEqual([]);
  expect(resolveProcedure(catalog, { version: 'base', overlay: 'district' }).steps.first).toMatchObject({
    order: 15,
    number: 'A9',
  });
});

it('a rule that changes its kind replaces the old one', () => {
  const other = overlay(`steps: { second: { gates: { waited: { kind: mentor, ${rule} } } } }`);
  const catalog = build(['a/base/all.yaml', base], ['a/local/all.yaml', other]);
  expect(catalog.findings).toEqual([]);
  expect(
    resolveProcedure(catalog, { version: 'base', overlay: 'local' }).steps.second?.gates.waited?.kind,
  ).toBe('mentor');
});

describe('what is wrong is named with file and line', () => {
  it('text that is no YAML', () => {
    expect(findings(['a/base/all.yaml', base], ['a/base/bad.yaml', 'steps:\n  x: [1'])[0]).toMatch(
      /^a\/base\/bad\.yaml:2: /,
    );
  });
  it('a word that the schema does not know', () => {
    expect(
      findings(['a/base/all.yaml', base.replace('phase: source, actor', 'phase: sauce, actor')]),
    ).toEqual([expect.stringMatching(/^a\/base\/all\.yaml:12: steps\.first\.phase: /)]);
  });
  it('a rule without basis', () => {
    const without = base.replace(
      `record: { kind: date }, ${rule} }`,
      'record: { kind: date }, confidence: verified }',
    );
    expect(findings(['a/base/all.yaml', without])).toEqual([
      expect.stringMatching(/^a\/base\/all\.yaml:12: steps\.first\.basis: /),
    ]);
  });
  it.each([
    [
      'months: wait_months',
      'months: no_months',
      'steps.second.gates.waited.months: there is no parameter "no_months"',
      22,
    ],
    ['after: [first]', 'after: [zeroth]', 'steps.second.after: there is no step "zeroth"', 18],
    [
      'vote: two-thirds }',
      'vote: three-thirds }',
      'steps.second.record: there is no vote "three-thirds"',
      20,
    ],
    [
      'from: { step: first }',
      'from: { step: zeroth }',
      'steps.second.gates.waited.from: there is no step "zeroth"',
      22,
    ],
    [
      'confidence: verified }\nvotes',
      'confidence: verified }\n  x_y: { value: 1, unit: days, basis: [{ document: lore }], confidence: verified }\nvotes',
      'parameters.x_y.basis: there is no document "lore"',
      9,
    ],
  ])('a name that is not there: %s', (old, wrong, message, line) => {
    expect(findings(['a/base/all.yaml', base.replace(old, wrong)])).toEqual([
      `a/base/all.yaml:${line}: ${message}`,
    ]);
  });
  it('steps that come after themselves', () => {
    const circle = base.replace('record: { kind: date }', 'after: [second], record: { kind: date }');
    expect(findings(['a/base/all.yaml', circle])).toContain(
      'a/base/all.yaml:12: steps.first.after: step "first" comes after itself',
    );
  });
  it('a slip of the overlay is named in the overlay, not in the version under it', () => {
    expect(
      findings(
        ['a/base/all.yaml', base],
        ['a/local/all.yaml', overlay('steps:\n  first:\n    after: [zeroth]')],
      ),
    ).toEqual(['a/local/all.yaml:7: steps.first.after: there is no step "zeroth"']);
  });
  it('the same value twice in one root; in another root it is an override', () => {
    const twice = 'parameters: { wait_months: { value: 9 } }';
    expect(findings(['a/base/all.yaml', base], ['a/base/more.yaml', twice])).toEqual([
      'a/base/more.yaml:1: parameters.wait_months.value is already set at a/base/all.yaml:8',
    ]);
    const catalog = build(['a/base/all.yaml', base], ['b/base/more.yaml', twice]);
    expect(catalog.findings).toEqual([]);
    expect(resolveProcedure(catalog, { version: 'base', overlay: null }).parameters.wait_months?.value).toBe(
      9,
    );
  });
  it('a layer without id, an unknown base, an overlay over nothing', () => {
    expect(
      findings(['a/base/all.yaml', base], ['a/x/all.yaml', 'kind: version\neffective: "2026-01-01"'])[0],
    ).toBe('a/x/all.yaml:1: Layer "x" has no id');
    expect(
      findings(
        ['a/base/all.yaml', base],
        ['a/x/all.yaml', 'id: x\nkind: version\nextends: nobody\neffective: "2026-01-01"'],
      ),
    ).toContain('a/x/all.yaml:3: There is no layer "nobody" to extend');
    expect(
      findings(
        ['a/base/all.yaml', base],
        ['a/x/all.yaml', 'id: x\nkind: overlay\nover: [nobody]\neffective: "2026-01-01"'],
      ),
    ).toContain('a/x/all.yaml:3: There is no version "nobody"');
  });
});

describe("the organisation's own values", () => {
  const catalog = build([
    'a/base/all.yaml',
    base
      .replace('value: 12', 'value: 10')
      .replace(
        'unit: months, basis: [{ document: law, clause: "1" }], confidence: verified',
        'unit: months, basis: [{ document: law, clause: "1" }], confidence: secondary',
      ),
  ]);
  const own = (parameters: Record<string, number>) =>
    resolveProcedure(catalog, { version: 'base', overlay: null, parameters });

  it('replace the value, and count as its confirmed rule', () => {
    expect(own({ wait_months: 8 }).parameters.wait_months).toMatchObject({
      value: 8,
      confidence: 'verified-local',
    });
    expect(own({ wait_months: 10 }).parameters.wait_months).toMatchObject({
      value: 10,
      confidence: 'verified-local',
    });
    expect(own({}).parameters.wait_months).toMatchObject({ value: 10, confidence: 'secondary' });
  });
  it('are the same procedure when asked for again, and unknown names change nothing', () => {
    expect(own({ wait_months: 8 })).toBe(own({ wait_months: 8 }));
    expect(own({ no_such: 8 })).toBe(own({}));
  });
});

it('an unknown version or overlay is refused by name', () => {
  const catalog = build(['a/base/all.yaml', base]);
  expect(() => resolveProcedure(catalog, { version: 'base', overlay: 'nowhere' })).toThrow(
    UnknownProcedureError,
  );
  expect(() => resolveProcedure(catalog, { version: 'other', overlay: null })).toThrow(
    /"other"; known: base/,
  );
});

it('new cases start under the version in force that day', () => {
  const next = 'id: next\nkind: version\nextends: base\neffective: "2026-01-01"';
  const catalog = build(['a/next/all.yaml', next], ['a/base/all.yaml', base]);
  expect(['2024-01-01', '2025-12-31', '2026-01-01'].map((day) => versionInForce(catalog, day))).toEqual([
    'base',
    'base',
    'next',
  ]);
});

it('a rule can be found where it is written', () => {
  const catalog = build(
    ['a/base/all.yaml', base],
    ['a/local/all.yaml', overlay('steps:\n  first:\n    order: 15')],
  );
  const place = (overlayId: string | null, ...path: string[]) =>
    catalog.placeOf({ version: 'base', overlay: overlayId }, path);
  expect(place(null, 'steps', 'second', 'gates', 'waited')).toEqual({ file: 'a/base/all.yaml', line: 22 });
  expect(place('local', 'steps', 'first', 'order')).toEqual({ file: 'a/local/all.yaml', line: 7 });
});
