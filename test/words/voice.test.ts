/** How the product speaks: like a colleague of the organisation committee, never like software. */
import { describe, expect, it } from 'vitest';
import { type Language, languages } from '../../src/words/say.ts';
import { sentencesOf } from './keys.ts';

/** As read, with "…" where a name or a number will stand. */
function withoutBlanks(text: string): string {
  return text.replaceAll(/\{\{\w+\}\}/g, '…');
}

/** Said to whoever runs the program, in their terms. */
const forOperators = /^(errors\.store\.|common\.(tokenRefused|portInUse|workNeedsServer)$)/;
/** Examples of what may be typed. */
const examples = /^machine\.(wanted|refuse)\./;
/** Read on paper or at the command line, where longer texts are at home. */
const reference = /^(procedure\.(facts|documents)\.|explain\.)/;

const told = sentencesOf('vi')
  .filter(([key]) => !forOperators.test(key))
  .map(([key, text]): [string, string] => [key, withoutBlanks(text.trim())]);

/** Those that `wrong` finds something in, with what it finds. */
function found(texts: [string, string][], wrong: RegExp): string[] {
  return texts.flatMap(([key, text]) => {
    const [hit] = wrong.exec(text) ?? [];
    return hit === undefined ? [] : [`${key}: ${hit}`];
  });
}

const wordsIn = (text: string): number => text.split(/\s+/).filter(Boolean).length;
const sentences = (text: string): string[] => text.split(/(?<=[.?!;])\s+|\n/);

describe('Vietnamese spelling', () => {
  it('puts the tone of open syllables on the main vowel: uỷ, hoà, khoẻ', () => {
    expect(found(told, /[ủúùũụ]y|[óòỏõọ][ae](?!\p{L})/u)).toEqual([]);
  });

  it('is composed, so that it can be found and compared', () => {
    expect(told.filter(([, text]) => text !== text.normalize('NFC'))).toEqual([]);
  });

  it('has no doubled word, space or stop', () => {
    expect(found(told, /(?<!\p{L})(\p{L}{2,}) \1(?!\p{L})/iu)).toEqual([]);
    expect(found(told, / {2,}|[,.;:]{2,}| [,.;:?!](?! )/)).toEqual([]);
  });

  it('quotes with “ ”', () => {
    expect(found(told, /"/)).toEqual([]);
  });
});

describe('Party usage', () => {
  it.each([
    ['the Party has a capital', /(vào|cảm tình|ra khỏi|trong) đảng(?! (uỷ|viên|bộ))/],
    ['a member has none in the midst of a sentence', /[\p{Ll},;] Đảng viên/u],
    ['nor have bodies that are not named', /[\p{Ll},] (Chi bộ|Chi uỷ|Cấp uỷ)(?! \p{Lu})/u],
    ['whoever helps is not a teacher', /(đảng viên|người) hướng dẫn/i],
    ['the reader is a comrade', /\b(bạn|quý vị|quý khách|anh\/chị)(?!\p{L})/iu],
    ['one is removed, not expelled, from the list', /đuổi|sa thải/],
  ])('%s', (_rule, wrong) => {
    expect(found(told, wrong)).toEqual([]);
  });

  it('nobody is a user, nothing a system', () => {
    const jargon =
      /(?<!\p{L})(hệ thống|phiên làm việc|cập nhật trạng thái|hợp lệ|không hợp lệ|nhấp|click|chat|bot|menu|file|email|ok|update|status|link|login|đăng nhập|tài khoản|người dùng|dữ liệu đầu vào|lỗi hệ thống|mã lỗi|workflow|deadline|checklist|template|tính năng|giao diện|thao tác)(?!\p{L})/iu;
    expect(found(told, jargon)).toEqual([]);
  });

  it('no English slips in', () => {
    const english = /(?<![\p{L}-])(the|and|or|of|to|is|are|not|please|your|you|with|for|from)(?![\p{L}-])/iu;
    expect(found(told, english)).toEqual([]);
  });
});

describe('short', () => {
  it('no sentence is longer than a breath', () => {
    const long = told
      .filter(([key]) => !reference.test(key))
      .flatMap(([key, text]) => sentences(text).map((one): [string, number] => [key, wordsIn(one)]))
      .filter(([, count]) => count > 35);
    expect(long).toEqual([]);
  });

  it.each([
    ['errors', 175],
    ['machine', 160],
    ['menu', 160],
    ['status', 130],
    ['reminders', 100],
    ['cases', 200],
    ['lookups', 180],
    ['conversations', 260],
  ])('%s: what is said fits on a small screen', (namespace, most) => {
    const long = told.filter(([key, text]) => key.startsWith(`${namespace}.`) && text.length > most);
    expect(long).toEqual([]);
  });

  it('what stands on a button is a few words', () => {
    const onButtons =
      /^(status\.choice\.|menu\.entries\.[\w-]+\.label$|machine\.buttons\.|lookups\.offers\.|reminders\.door\.)/;
    const labels = told.filter(([key]) => onButtons.test(key));
    expect(labels.length).toBeGreaterThan(40);
    expect(labels.filter(([, text]) => text.length > 32)).toEqual([]);
    expect(labels.filter(([, text]) => /[.!?]$/.test(text))).toEqual([]);
  });

  it('a conversation asks one thing at a time', () => {
    const asks = told.filter(([key]) => /^conversations\..+\.ask$/.test(key));
    expect(asks.length).toBeGreaterThan(60);
    expect(asks.filter(([, text]) => (text.match(/\?/g) ?? []).length > 1)).toEqual([]);
  });

  it('a refusal says what to do', () => {
    const refusals = sentencesOf('vi').filter(
      ([key]) => key.startsWith('errors.') && !forOperators.test(key),
    );
    expect(refusals.length).toBeGreaterThan(60);
    // A rule brings its own way out; one text is a part of another.
    const shown = refusals.filter(([key]) => key !== 'errors.correct.breaks-step');
    const bare = shown.filter(([, text]) => !/\{\{(wayOut|basis)\}\}|đồng chí/i.test(text));
    expect(bare.map(([key]) => key)).toEqual([]);
  });
});

describe('days and numbers', () => {
  const texts = told.filter(([key]) => !examples.test(key));

  it('days are written as 5/3/2026', () => {
    expect(
      found(
        texts,
        /\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}-\d{1,2}-\d{4}\b|(?<!\d)0\d\/\d{1,2}\/|\/0\d\/\d{4}|ngày \d+ tháng \d/,
      ),
    ).toEqual([]);
  });

  it('decimals take a comma, thousands a point', () => {
    expect(found(texts, /\d\.\d(?!\d{2}\b)/)).toEqual([]);
  });
});

/** Names of a combination of introducers, and what is history or habit: no numbers of a rule in force. */
const names = /^procedure\.(introducers|documents|parameters|versions)\./;
const noRule = new Set([
  'procedure.facts.union-rule-readings',
  'procedure.facts.old-limits',
  'procedure.facts.new-member-class-length',
  'procedure.facts.targets-by-year',
]);
const counted: Record<Language, RegExp> = {
  vi: /(\d+|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|trăm)\s+(ngày|tháng|năm|tuổi|lần|phiếu|phần trăm|đảng viên|chuyên đề|giấy khen|đời)(?!\p{L})|\d+ ?%/iu,
  en: /(\b\d+|\b(two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|thirty|sixty))\s+(working |calendar )?(days|months|years|times|votes|members|topics)\b|\d+ ?%/i,
};

describe.each(languages)('numbers of rules in %s', (language) => {
  it('come from the rules, never from the words', () => {
    const ofRules = sentencesOf(language)
      .filter(([key]) => key.startsWith('procedure.') && !noRule.has(key) && !names.test(key))
      .map(([key, text]): [string, string] => [key, withoutNumbersOfPapers(text)]);
    expect(ofRules.length).toBeGreaterThan(500);
    expect(found(ofRules, counted[language])).toEqual([]);
  });
});

/** Codes of forms, items of a form and years are names. */
const withoutNumbersOfPapers = (text: string): string =>
  text
    .replaceAll(/năm \d{4}|tháng \d+ năm \d{4}|\b(19|20)\d{2}\b/g, '')
    .replaceAll(/\d+[A-Z]?-[A-ZĐ]+(\/[A-ZĐ]+)?/g, '')
    .replaceAll(/100% vốn/g, '');
