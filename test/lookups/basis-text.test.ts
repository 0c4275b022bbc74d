import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/catalog/load.ts';
import { basisText } from '../../src/lookups/basis-text.ts';
import { parameterValues } from '../../src/lookups/parameter-values.ts';
import { reportValues } from '../../src/lookups/procedure-words.ts';
import { resolveProcedure } from '../../src/procedure/index.ts';
import { createWords } from '../../src/words/say.ts';

const root = resolve(import.meta.dirname, '../..');
const words = createWords([root]);
const catalog = loadCatalog([root]);
const procedure = resolveProcedure(catalog, { version: 'central-2025', overlay: null });

const vi = (...given: Parameters<typeof basisText> extends [unknown, ...infer R] ? R : never): string =>
  words.say(basisText(procedure, ...given), 'vi');

describe('a basis names document, day and clause', () => {
  it('a point of a regulation', () => {
    expect(vi([{ document: 'qd-294-2025', clause: '4.3.1' }])).toBe(
      'Căn cứ: điểm 4.3.1 Quy định 294-QĐ/TW ngày 26/5/2025.',
    );
  });

  it('an article of the Charter, a section of a guidance, and several of them together', () => {
    expect(
      vi([
        { document: 'dieu-le', clause: 'Điều 4.3' },
        { document: 'hd-38-2025', clause: 'I.1.4' },
      ]),
    ).toBe(
      'Căn cứ: Điều 4.3 Điều lệ Đảng (khoá XI) ngày 19/1/2011; mục I.1.4 Hướng dẫn 38-HD/BTCTW ngày 29/9/2025.',
    );
  });

  it('three documents are called 01-HD/TW: the day tells which', () => {
    expect(vi([{ document: 'hd-01-2026' }], 'secondary')).toBe(
      'Căn cứ: Hướng dẫn 01-HD/TW ngày 19/5/2026 (theo nguồn thứ cấp, cần đối chiếu văn bản gốc).',
    );
  });

  it('says so when the text itself was not checked, or is a province’s own', () => {
    expect(vi([{ document: 'qd-05-2018' }], 'unverified')).toContain('chưa đối chiếu được văn bản gốc');
    expect(vi([{ document: 'hd-02-ha-noi-2025', clause: '2.5' }], 'verified-local')).toMatch(
      /^Căn cứ \(hướng dẫn của địa phương\): điểm 2\.5 Hướng dẫn 02-HD\/BTCTU/,
    );
  });

  it('in English too', () => {
    const text = basisText(procedure, [{ document: 'qd-294-2025', clause: '4.3.1' }]);
    expect(words.say(text, 'en')).toBe('Basis: point 4.3.1 of Regulation 294-QĐ/TW of 26/5/2025.');
  });

  it('every document of every rule can be named', () => {
    for (const one of catalog.procedures.values()) {
      for (const step of Object.values(one.steps)) {
        const said = words.say(basisText(one, step.basis, step.confidence), 'vi');
        expect(said).toMatch(/^Căn cứ.*: .*\d/);
        expect(said).not.toMatch(/undefined|\{\{|lookups\./);
      }
    }
  });
});

describe('values for the words of the procedure', () => {
  it('the numbers in force, by name', () => {
    expect(parameterValues(procedure)).toMatchObject({ cert_valid_months: 60, file_valid_months: 12 });
    const own = resolveProcedure(catalog, {
      version: 'central-2025',
      overlay: null,
      parameters: { file_valid_months: 9 },
    });
    expect(parameterValues(own).file_valid_months).toBe(9);
  });

  it('days as days, papers and steps by name, word keys with the other values in them', () => {
    const values = reportValues(procedure, {
      until: '2026-05-04',
      papers: ['application'],
      step: 'ceremony',
      months: 12,
      reason: 'procedure.gates.file-fresh.reason',
    });
    expect(values.until).toEqual({ date: '2026-05-04' });
    expect(values.papers).toMatchObject([{ key: 'procedure.papers.application.title' }]);
    expect(values.step).toMatchObject({ key: 'procedure.steps.ceremony.title' });
    expect(values.reason).toMatchObject({
      key: 'procedure.gates.file-fresh.reason',
      params: { months: 12, until: { date: '2026-05-04' } },
    });
  });
});
