import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { lintFlowData } from '../../src/cli/lint.ts';
import { danbuoc, danbuocProcess, root } from './command.ts';

let local: string;
const lay = (path: string, text: string): void => {
  mkdirSync(join(local, path, '..'), { recursive: true });
  writeFileSync(join(local, path), text);
};
const found = (): string[] =>
  lintFlowData([root, local]).map(
    ({ file, line, message }) => `${file.replace(`${local}/`, '')}:${line}: ${message}`,
  );

const overlay = `id: nghe-an
kind: overlay
over: [central-2025]
effective: 2026-01-01
documents:
  hd-nghe-an: { number: 05-HD/TU, date: 2026-01-05, issuer: Tỉnh uỷ Nghệ An, read: true }
`;
const words = `versions: { nghe-an: Nghệ An }
documents: { hd-nghe-an: Hướng dẫn 05-HD/TU }
parameters: { send_up_wd: ngày gửi hồ sơ }
`;
const parameter = `parameters:
  send_up_wd:
    value: 7
    unit: working-days
    basis: [{ document: hd-nghe-an, clause: "2" }]
    confidence: verified-local
`;

describe('danbuoc lint', () => {
  beforeEach(() => {
    local = mkdtempSync(join(tmpdir(), 'danbuoc-lint-'));
  });

  it('finds nothing wrong in what is shipped', async () => {
    expect(lintFlowData([root])).toEqual([]);
    expect(await danbuocProcess('lint')).toMatchObject({ code: 0, out: 'flow data: nothing wrong\n' });
  });

  it('accepts a province that brings its own overlay and words', async () => {
    lay('flows/procedures/nghe-an/overlay.yaml', overlay + parameter);
    lay('locales/vi/procedure.yaml', words);
    lay('locales/en/procedure.yaml', words);
    expect(found()).toEqual([]);
    expect(await danbuoc('lint', '--local', local)).toMatchObject({ code: 0 });
  });

  it('asks for the name of a ladder that a province brings, and for limits that exist', () => {
    const standard = readFileSync(join(root, 'flows/ladders/standard.yaml'), 'utf8');
    lay('flows/ladders/nghe-an.yaml', standard.replace('certificate-expiry:', 'certificate-lost:'));
    expect(found()).toEqual([
      'flows/ladders/nghe-an.yaml:1: clocks: no limit of any procedure is called "certificate-lost"',
      'flows/ladders/nghe-an.yaml:1: No words in "vi" for lookups.ladder.title.nghe-an',
      'flows/ladders/nghe-an.yaml:1: No words in "en" for lookups.ladder.title.nghe-an',
    ]);
  });

  it('names file and line of a rule without basis', () => {
    lay('flows/procedures/nghe-an/overlay.yaml', `${overlay}${parameter.replace(/ {4}basis.*\n/, '')}`);
    expect(found().join('\n')).toMatch(/nghe-an\/overlay\.yaml:\d+: .*basis/);
  });

  it('finds words missing in one language', () => {
    lay('flows/procedures/nghe-an/overlay.yaml', overlay + parameter);
    lay('locales/vi/procedure.yaml', words);
    expect(found().filter((line) => line.includes('"en"')).length).toBeGreaterThan(0);
    expect(found().filter((line) => line.includes('"vi"'))).toEqual([]);
  });

  it.each([
    [
      'a step after one that does not exist',
      'steps:\n  ceremony:\n    after: [no-such-step]\n',
      /overlay\.yaml:\d+: .*no-such-step/,
    ],
    [
      'a parameter that does not exist',
      'steps:\n  ceremony:\n    clocks:\n      ceremony-limit:\n        within: no_such_number\n',
      /overlay\.yaml:\d+: .*no_such_number/,
    ],
    [
      'a document that does not exist',
      'steps:\n  ceremony:\n    basis: [{ document: no-such-paper }]\n',
      /overlay\.yaml:\d+: .*no-such-paper/,
    ],
    ['a word that is no field', 'steps:\n  ceremony:\n    deadline: 30\n', /overlay\.yaml:\d+: .*deadline/],
    ['broken YAML', 'steps: [\n', /overlay\.yaml:\d+:/],
  ])('names file and line of %s', async (_what, rule, expected) => {
    lay('flows/procedures/nghe-an/overlay.yaml', overlay + rule);
    expect(found().join('\n')).toMatch(expected);
    expect((await danbuoc('lint', '--local', local)).code).toBe(1);
  });

  it('names file and line of a conversation that asks for an unknown lookup or command', () => {
    lay(
      'flows/conversations/odd.yaml',
      'flow: odd\nwho: [cadre]\nquestions:\n  case:\n    input: { kind: lookup, lookup: nobodyKnows }\ncommand: no-such-command\n',
    );
    expect(found().join('\n')).toMatch(/odd\.yaml:5: .*nobodyKnows/);
    expect(found().join('\n')).toMatch(/odd\.yaml:\d+: .*no-such-command/);
  });
});
