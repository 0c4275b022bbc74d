import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatDate } from '../../src/words/format.ts';
import { createWords, type Language, readWords, type Words } from '../../src/words/say.ts';
import { verbatim } from '../../src/words/text.ts';

const files = {
  'base/locales/vi/talk.yaml': `
hello: "Chào đồng chí {{name}}."
due: "Hạn: {{date}}."
both: "{{first}} Rồi: {{second}}"
list: "Còn thiếu: {{papers}}."
only-vietnamese: Chỉ có tiếng Việt, {{name}}.
days_other: "{{count}} ngày"
paper: { form: Đơn, history: Lý lịch }
`,
  'base/locales/vi/common.yaml': 'verbatim: "{{value}}"',
  'base/locales/en/talk.yaml': `
hello: "Good day, {{name}}."
due: "Due: {{date}}."
both: "{{first}} Then: {{second}}"
list: "Missing: {{papers}}."
days_one: "{{count}} day"
days_other: "{{count}} days"
paper: { form: application, history: personal history }
`,
  'base/locales/en/common.yaml': 'verbatim: "{{value}}"',
  'province/locales/vi/talk.yaml': 'paper: { form: Đơn xin vào Đảng }\nown: Lời của tỉnh',
};

let folder: string;
let words: Words;
let missing: [string, Language][];
const root = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'words-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  missing = [];
  words = createWords([root('base')], (key, language) => missing.push([key, language]));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a day', () => {
  it.each([
    ['2026-03-05', '5/3/2026'],
    ['2026-12-31', '31/12/2026'],
    ['2024-02-29', '29/2/2024'],
    ['2026-03-05T01:00:00.000Z', '5/3/2026'],
  ])('%s is written %s', (day, written) => {
    expect(formatDate(day)).toBe(written);
  });

  it('is written the same way in both languages', () => {
    const due = { key: 'talk.due', params: { date: { date: '2026-03-05' } } };
    expect(words.say(due, 'vi')).toBe('Hạn: 5/3/2026.');
    expect(words.say(due, 'en')).toBe('Due: 5/3/2026.');
  });
});

describe('a text', () => {
  it('speaks the language of the reader', () => {
    const hello = { key: 'talk.hello', params: { name: 'Hoa' } };
    expect(words.say(hello, 'vi')).toBe('Chào đồng chí Hoa.');
    expect(words.say(hello, 'en')).toBe('Good day, Hoa.');
  });

  it('may hold other texts, as deep as they go', () => {
    const inner = { key: 'talk.both', params: { first: verbatim('Một.'), second: verbatim('hai') } };
    const outer = { key: 'talk.both', params: { first: inner, second: { key: 'talk.paper.form' } } };
    expect(words.say(outer, 'vi')).toBe('Một. Rồi: hai Rồi: Đơn');
  });

  it('joins a list with commas, each in the language of the reader', () => {
    const papers = {
      key: 'talk.list',
      params: { papers: [{ key: 'talk.paper.form' }, { key: 'talk.paper.history' }] },
    };
    expect(words.say(papers, 'vi')).toBe('Còn thiếu: Đơn, Lý lịch.');
    expect(words.say(papers, 'en')).toBe('Missing: application, personal history.');
  });

  it('counts as the language does', () => {
    const days = (count: number) => ({ key: 'talk.days', params: { count } });
    expect([1, 2].map((count) => words.say(days(count), 'en'))).toEqual(['1 day', '2 days']);
    expect([1, 2].map((count) => words.say(days(count), 'vi'))).toEqual(['1 ngày', '2 ngày']);
  });

  it("shows a person's own words as they are", () => {
    const name = 'Nguyễn <Thị> & "Hoa"';
    expect(words.say(verbatim(name), 'vi')).toBe(name);
    expect(words.say({ key: 'talk.hello', params: { name } }, 'vi')).toBe(`Chào đồng chí ${name}.`);
  });

  it('takes nothing in a name for a blank to fill or for another text', () => {
    for (const name of ['{{value}}', '$t(talk.own)', '{{name}}']) {
      expect(words.say({ key: 'talk.hello', params: { name } }, 'vi')).toBe(`Chào đồng chí ${name}.`);
    }
  });
});

describe('a key without words', () => {
  it('in English is said in Vietnamese', () => {
    missing.length = 0;
    const only = { key: 'talk.only-vietnamese', params: { name: 'Hoa' } };
    expect(words.say(only, 'en')).toBe('Chỉ có tiếng Việt, Hoa.');
    expect(words.has('talk.only-vietnamese', 'en')).toBe(false);
    expect(words.has('talk.only-vietnamese', 'vi')).toBe(true);
    expect(missing).toEqual([['talk.only-vietnamese', 'en']]);
  });

  it('in either is shown as the key, and told to whoever listens', () => {
    missing.length = 0;
    expect(words.say({ key: 'talk.nowhere' }, 'vi')).toBe('talk.nowhere');
    expect(missing).toEqual([['talk.nowhere', 'vi']]);
  });
});

describe('a folder of local words', () => {
  it('adds to the words of the product and replaces only what it states', () => {
    const local = createWords([root('base'), root('province')]);
    expect(local.say({ key: 'talk.paper.form' }, 'vi')).toBe('Đơn xin vào Đảng');
    expect(local.say({ key: 'talk.paper.history' }, 'vi')).toBe('Lý lịch');
    expect(local.say({ key: 'talk.own' }, 'vi')).toBe('Lời của tỉnh');
    expect(local.say({ key: 'talk.paper.form' }, 'en')).toBe('application');
  });

  it('without words of a language has none', () => {
    expect(readWords([root('province')], 'en')).toEqual({});
  });
});
