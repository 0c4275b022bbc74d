import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { danbuoc, danbuocProcess, root } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'danbuoc-explain-'));
const written = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

interface Explained {
  state: string;
  steps: {
    id: string;
    status: string;
    gates: {
      gate: string;
      holds: boolean;
      reason?: string;
      wayOut?: string;
      basis: { document: string; date: string; clause: string }[];
    }[];
  }[];
  obligations: {
    key: string;
    due: string;
    limit: string;
    status: string;
    basis: { document: string; date: string }[];
  }[];
}

const explain = async (example: string, on: string): Promise<Explained> => {
  const ended = await danbuoc(
    'explain',
    '--case',
    join('docs/cases', `${example}.json`),
    '--on',
    on,
    '--json',
  );
  expect(ended).toMatchObject({ code: 0, err: '' });
  return JSON.parse(ended.out) as Explained;
};

describe('danbuoc explain', () => {
  it('says what it can do when asked nothing it knows', async () => {
    const ended = await danbuocProcess('nonsense');
    expect(ended.code).toBe(2);
    expect(ended.err).toMatch(/serve[\s\S]*explain[\s\S]*lint[\s\S]*graph/);
  });

  it('prints steps, what stops them and limits with their basis, in Vietnamese or English', async () => {
    const vietnamese = await danbuocProcess(
      'explain',
      '--case',
      'docs/cases/ordinary-youth.json',
      '--on',
      '2026-06-01',
    );
    expect(vietnamese.code).toBe(0);
    expect(vietnamese.out).toContain('Đang ở: Đảng viên dự bị');
    expect(vietnamese.out).toContain('C5. Lễ kết nạp đảng viên · 26/3/2026');
    expect(vietnamese.out).toContain('điểm 4.2.1 Quy định 294-QĐ/TW ngày 26/5/2025');
    const english = await danbuoc(
      'explain',
      '--case',
      'docs/cases/ordinary-youth.json',
      '--on',
      '2026-06-01',
      '--language',
      'en',
    );
    expect(english.out).toContain('Obligations and time limits');
    expect(english.out).not.toMatch(/\{\{|procedure\.|lookups\./);
  });

  it('gives programs every gate and obligation with number, date and clause', async () => {
    const { state, steps, obligations } = await explain('ordinary-youth', '2026-06-01');
    expect(state).toBe('probation');
    const vote = steps.find((step) => step.id === 'cell-votes-admission');
    expect(vote?.status).toBe('done');
    expect(vote?.gates.find((gate) => gate.gate === 'two-thirds')).toMatchObject({
      holds: true,
      basis: expect.arrayContaining([expect.objectContaining({ date: '2011-01-19', clause: 'Điều 4.3' })]),
    });
    const window = obligations.find((one) => one.key === 'cell-votes-recognition/recognition-window');
    expect(window?.basis[0]).toMatchObject({ document: '294-QĐ/TW', date: '2025-05-26' });
  });

  it('says why a certificate past its months stops the vote, and the way out', async () => {
    const { steps } = await explain('certificate-expired', '2026-02-10');
    const gate = steps
      .find((step) => step.id === 'cell-votes-admission')
      ?.gates.find((one) => one.gate === 'certificate-valid');
    expect(gate?.holds).toBe(false);
    expect(gate?.reason).toMatch(/60 tháng/);
    expect(gate?.wayOut).toMatch(/học lại/);
  });

  it.each(readdirSync(join(root, 'docs/cases')).map((name) => name.replace('.json', '')))(
    'every example can be explained: %s',
    async (example) => {
      const ended = await danbuoc('explain', '--case', `docs/cases/${example}.json`, '--on', '2026-11-23');
      expect(ended).toMatchObject({ code: 0, err: '' });
      expect(ended.out).not.toMatch(/\{\{|\bprocedure\.[a-z]|\blookups\.[a-z]|undefined/);
    },
  );

  it.each([
    ['no arguments', []],
    ['no such day', ['--case', 'docs/cases/ordinary-youth.json', '--on', '2026-02-30']],
    ['an unknown flag', ['--case', 'x', '--on', '2026-01-01', '--nonsense']],
  ])('refuses %s with its usage', async (_what, args) => {
    const ended = await danbuoc('explain', ...args);
    expect(ended.code).toBe(2);
    expect(ended.err).toContain('danbuoc explain --case FILE --on');
  });

  it.each([
    ['no JSON', '{', /JSON/],
    ['a missing birth date', { procedure: 'central-2025', person: {} }, /person\.birthDate/],
    [
      'an unknown field',
      { procedure: 'central-2025', person: { birthDate: '2000-01-01', idNumber: '1' } },
      /idNumber/,
    ],
    [
      'an unknown version',
      { procedure: 'central-1999', person: { birthDate: '2000-01-01' } },
      /central-1999/,
    ],
    [
      'an unknown event',
      {
        procedure: 'central-2025',
        person: { birthDate: '2000-01-01' },
        events: [{ id: 'e', type: 'x', on: '2026-01-01' }],
      },
      /events\.0/,
    ],
  ])('names what is wrong in a case with %s', async (what, content, expected) => {
    const ended = await danbuoc(
      'explain',
      '--case',
      written(`${what}.json`.replaceAll(' ', '-'), content),
      '--on',
      '2026-01-01',
    );
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(expected);
  });
});
