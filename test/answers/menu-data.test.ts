import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadMenu } from '../../src/answers/menu-data.ts';
import { understand } from '../../src/answers/understand.ts';
import { loadFlows } from '../../src/catalog/load-flows.ts';
import { languages } from '../../src/words/say.ts';
import { menuData as menu, roots, words } from './world.ts';

const flows = loadFlows(roots);

describe('the menu as data', () => {
  it('names conversations that exist and are open to everybody it offers them to', () => {
    for (const { id, flow, who } of menu.entries) {
      if (flow === undefined) continue;
      const open = flows.get(flow)?.who ?? [];
      for (const hat of who)
        expect(open.includes(hat) || open.includes('anyone'), `${id}: ${flow} for ${hat}`).toBe(true);
    }
  });

  it('brings along only answers that the conversation accepts, the case of a named person included', () => {
    for (const { id, flow, answers } of menu.entries) {
      const accepts = flow === undefined ? [] : (flows.get(flow)?.accepts ?? []);
      for (const name of Object.keys(answers)) expect(accepts, id).toContain(name);
      const takesPerson = flow !== undefined && menu.phrases.some((one) => one.entry === id && one.around);
      if (takesPerson) expect(accepts, id).toContain('case');
    }
  });

  it('leads every limit and step to conversations that exist and accept the case', () => {
    const { clocks, letters, records, done } = menu.doors;
    for (const flow of [...Object.values(clocks), letters, ...Object.values(records), done]) {
      expect(flows.get(flow)?.accepts, flow).toContain('case');
    }
  });

  it('has a name and phrases for every entry in every language, and other entries only where they exist', () => {
    const ids = menu.entries.map((one) => one.id);
    for (const { id, otherwise } of menu.entries) {
      for (const language of languages) {
        expect(words.has(`menu.entries.${id}.label`, language), `${language} ${id}`).toBe(true);
        expect(words.has(`menu.entries.${id}.phrases`, language), `${language} ${id}`).toBe(true);
      }
      if (otherwise !== undefined) expect(ids).toContain(otherwise);
    }
  });

  it('gives each phrase one meaning', () => {
    const meanings = new Map<string, Set<string>>();
    for (const { entry, whole, around } of menu.phrases) {
      const mark = `${around ? '…' : ''}${around?.before ?? ''}|${whole}`;
      meanings.set(mark, (meanings.get(mark) ?? new Set()).add(entry));
    }
    expect(
      [...meanings].filter(([, entries]) => entries.size > 1).map(([mark, entries]) => [mark, ...entries]),
    ).toEqual([]);
  });

  it('is refused with the file named when it is malformed', () => {
    const root = mkdtempSync(join(tmpdir(), 'menu-'));
    try {
      mkdirSync(join(root, 'flows'));
      writeFileSync(join(root, 'flows', 'menu.yaml'), 'entries: { list: { who: [cadre], place: main } }\n');
      expect(() => loadMenu([...roots, root])).toThrow(join(root, 'flows', 'menu.yaml'));
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

describe('what was typed', () => {
  it.each([
    ['Việc của tôi ạ.', { kind: 'entry', entry: 'my-work' }],
    ['cho tôi xem danh sách nhé', { kind: 'entry', entry: 'list' }],
    ['tình hình đồng chí Hoà', { kind: 'named', entry: 'status', name: 'Hoà' }],
    ['hồ sơ của chị Nguyễn Thị Hoà tới đâu rồi', { kind: 'named', entry: 'status', name: 'Nguyễn Thị Hoà' }],
    ['ho so hoa toi dau', { kind: 'named', entry: 'status', name: 'hoa' }],
    ['hồ sơ giấy tờ', { kind: 'entry', entry: 'dossier' }],
    ['Nguyễn Thị Hoà', { kind: 'name', name: 'Nguyễn Thị Hoà' }],
    ['anh Nam', { kind: 'name', name: 'Nam' }],
    ['how far is Hoa', { kind: 'named', entry: 'status', name: 'Hoa' }],
    ['đưa Hoa ra khỏi danh sách', { kind: 'named', entry: 'close-case', name: 'Hoa' }],
    ['2/9/2026', { kind: 'nothing' }],
    ['một câu rất dài không phải là tên của ai cả', { kind: 'nothing' }],
    ['', { kind: 'nothing' }],
  ])('"%s"', (typed, meant) => {
    expect(understand(menu, typed)).toEqual(meant);
  });
});
