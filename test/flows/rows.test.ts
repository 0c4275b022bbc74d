/**
 * The admission procedure is there, rule by rule: every number below must stand in the catalogue, be answered by the
 * data of some layer with its source, and have words in both languages.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readCatalog } from '../../src/catalog/load.ts';
import { caseStates, type Procedure, resolveProcedure, warningCodes } from '../../src/procedure/index.ts';
import { actor, confidence, phase } from '../../src/procedure/schema.ts';
import { languages, readWords, type WordTree } from '../../src/words/say.ts';

const root = join(import.meta.dirname, '../..');

const orderedSteps = `A0 A1 A2 A3 A4 A5 A6 B1 B2 B3 B4 B5 B6 B7 B8 B9 C1 C2 C3 C4 C5
  D1 D2 D3 D4 D5 D6 D7 D8 D9 D10 D-alt`;
const introducers = '2.1/past-youth-age 2.1/youth-age 2.1/trade-union 2.1/neither 2.1/contradiction';
const votes = '2.2/cell 2.2/committee 2.2/three-members 2.2/form-of-vote 2.2/general-rule';
const forms = '2.3/series 2.3/fields 2.3/handwriting 2.3/file-papers';
const deciders = `2.4/authorised-committee 2.4/standing-committee 2.4/province-standing 2.4/police-standing
  2.4/army-police 2.4/limits`;
const changes = '3.1 3.2 3.3 3.4 3.5 3.6 3.7 3.8 3.9 3.9a 3.10 3.11 3.11a 3.11b 3.12 3.13';
const parameters = `cert_valid_months file_valid_months mentor_min_months verify_reply_wd decide_central_wd
  recog_decide_central_wd ext_central_wd ceremony_wd probation_months member_cv_wd recognition_wd max_votes
  move_forward_wd move_decide_wd move_decision_window_wd move_review_wd transfer_wd present_papers_wd
  strike_complaint_wd complaint_answer_wd readmit_months readmit_minor_crime_months send_up_wd ducs_wd decide_wd
  decide_ext_wd recog_decide_wd recog_revote_wd db_entry_wd working-day`;
const people = '4.1 4.2 4.3 4.4 4.5 4.6 4.7 4.8 4.9 4.10 4.11 4.12 4.13 4/disqualifying';
const verification = `5/who 5/what 5/how 5/known-people 5/member-relatives 5/armed-forces 5/candidate-abroad
  5/relatives-abroad 5/foreign-employers 5/who-may-not-go 5/who-signs 5/time-limit 5/before-sending 5/cost
  5/re-verification`;
const probation = `6/ceremony 6/probation 6/recognition-date 6/party-age 6/forgotten 6/discipline 6/extension`;
const duties = `7/monthly-cell 7/monthly-committee 7/monthly-mentor 7/monthly-cards 7/quarterly 7/half-year 7/yearly
  7/november 7/weekly 7/event-certificate 7/event-file-age 7/event-verification 7/event-resolution 7/event-decision
  7/event-ceremony 7/event-probation-end 7/event-mentor`;

const list = (text: string): string[] => text.trim().split(/\s+/);
const rules = [
  ...[orderedSteps, introducers, votes, forms, deciders, changes].flatMap(list),
  ...list(parameters).map((name) => `3.14/${name}`),
  ...[people, verification, probation, duties].flatMap(list),
];

const catalog = readCatalog([root]);
const procedures = [...catalog.procedures.values()];
const procedure = (version: string, overlay: string | null = null): Procedure =>
  resolveProcedure(catalog, { version, overlay });
const named = ({ version, overlay }: Procedure): string => (overlay ? `${version}+${overlay}` : version);

interface Rule {
  path: string;
  rows: string[];
  basis: { document: string }[];
  confidence: string;
}

/** Every entry that states a rule, wherever it stands in the procedure. */
function rulesOf(value: unknown, path: string[] = []): Rule[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, one]) => rulesOf(one, [...path, key]));
  return 'rows' in value ? [{ ...(value as Omit<Rule, 'path'>), path: path.join('.') }, ...inner] : inner;
}

describe('The catalogue of rules', () => {
  const catalogue = parse(readFileSync(join(root, 'flows/procedures/rows.yaml'), 'utf8')) as Record<
    string,
    string
  >;

  it('names every rule of the procedure, each with a title, and no other', () => {
    expect(Object.keys(catalogue).sort()).toEqual([...rules].sort());
    for (const title of Object.values(catalogue)) expect(title).toMatch(/\w+/);
  });

  it('is answered rule by rule in the layers', () => {
    const answered = new Set(procedures.flatMap((one) => rulesOf(one)).flatMap((rule) => rule.rows));
    expect(rules.filter((rule) => !answered.has(rule))).toEqual([]);
    expect([...answered].filter((row) => !rules.includes(row))).toEqual([]);
  });
});

describe('Every entry of every layer', () => {
  it('is read without a finding', () => {
    expect(catalog.findings).toEqual([]);
    expect(procedures.map(named).sort()).toEqual([
      'central-2025',
      'central-2025+ha-noi',
      'central-2026',
      'central-2026+ha-noi',
    ]);
  });

  it.each(procedures.map((one) => [named(one), one] as const))(
    '%s: rests on a document that is listed',
    (_, one) => {
      for (const rule of rulesOf(one)) {
        expect(rule.basis.length, rule.path).toBeGreaterThan(0);
        for (const { document } of rule.basis) expect(one.documents, rule.path).toHaveProperty([document]);
      }
    },
  );

  it.each(procedures.map((one) => [named(one), one] as const))(
    '%s: claims to be verified only on a text that was read',
    (_, one) => {
      const claims = rulesOf(one).filter((rule) => rule.confidence === 'verified');
      expect(claims.length).toBeGreaterThan(50);
      for (const { path, basis } of claims) {
        expect(
          basis.some(({ document }) => one.documents[document]?.read),
          path,
        ).toBe(true);
      }
    },
  );
});

describe('The version of 2026', () => {
  const now = procedure('central-2026');

  it('claims nothing as verified that rests only on the texts it replaced', () => {
    const standing = ['dieu-le', 'hd-38-2025'];
    const bold = rulesOf(now).filter(
      ({ confidence: one, basis }) =>
        one === 'verified' && !basis.some(({ document }) => standing.includes(document)),
    );
    expect(bold.map((rule) => rule.path)).toEqual([]);
  });

  it('keeps the numbers that nobody confirmed, and says so', () => {
    const unconfirmed = list(`decide_central_wd recog_decide_central_wd ext_central_wd cert_valid_months
      file_valid_months mentor_min_months verify_reply_domestic_wd verify_reply_abroad_wd move_forward_wd
      move_decide_wd move_decision_window_wd move_review_wd`);
    const before = procedure('central-2025').parameters;
    for (const name of unconfirmed) {
      expect(now.parameters[name]?.confidence, name).toBe('unverified');
      expect(now.parameters[name]?.value, name).toBe(before[name]?.value);
      expect(before[name]?.confidence, name).toBe('verified');
    }
  });

  it('still stands on the Charter for votes, probation, the least number of members and introducers', () => {
    const vote = now.steps['cell-votes-admission'];
    expect(vote?.gates['two-thirds']?.confidence).toBe('verified');
    expect(vote?.gates['enough-members']?.confidence).toBe('verified');
    expect(vote?.gates.introducers?.confidence).toBe('verified');
    expect(now.parameters.probation_months?.confidence).toBe('verified');
  });
});

describe('Where sources conflict', () => {
  it.each(procedures.map((one) => [named(one), one] as const))(
    '%s: the ceremony is counted from the earlier day, the other reading kept',
    (_, one) => {
      const clock = one.steps.ceremony?.clocks['ceremony-limit'];
      expect(clock?.kind).toBe('due');
      if (clock?.kind !== 'due') return;
      expect(clock.from).toEqual({
        earliestOf: [
          { step: 'admission-decided', date: 'issuedOn' },
          { step: 'admission-decided', date: 'receivedOn' },
        ],
      });
      expect(clock.readings?.[0]?.from).toEqual({ step: 'admission-decided', date: 'receivedOn' });
    },
  );

  it('Hanoi keeps its printed limit for recognition as a reading, while the central one applies', () => {
    const hanoi = procedure('central-2025', 'ha-noi');
    const clock = hanoi.steps['recognition-decided']?.clocks['decide-recognition'];
    expect(clock?.kind === 'due' && clock.within).toBe('recog_decide_central_wd');
    expect(clock?.kind === 'due' && clock.readings?.map((reading) => reading.within)).toEqual([
      'recog_decide_wd',
    ]);
    expect(hanoi.parameters.recog_decide_wd?.value).toBe(15);
    expect(hanoi.parameters.recog_decide_central_wd?.value).toBe(30);
  });

  it('Hanoi tells of extending probation and extends nothing', () => {
    const hanoi = procedure('central-2025', 'ha-noi');
    expect(hanoi.facts['ha-noi-extend-probation']?.confidence).toBe('unverified');
    const steps = JSON.stringify(hanoi.steps);
    expect(steps).not.toContain('probation_extension_months');
  });
});

describe('Words of the procedure', () => {
  const words = Object.fromEntries(languages.map((language) => [language, readWords([root], language)]));
  const at = (language: string, key: string): unknown =>
    key.split('.').reduce<unknown>((tree, part) => (tree as WordTree | undefined)?.[part], words[language]);

  function keysOf(one: Procedure): string[] {
    const under = (kind: string, entries: object, ...parts: string[]): string[] =>
      Object.keys(entries).flatMap((id) =>
        parts.map((part) => `procedure.${kind}.${id}${part && `.${part}`}`),
      );
    const steps = Object.values(one.steps);
    return [
      ...under('documents', one.documents, ''),
      ...under('parameters', one.parameters, ''),
      ...under('facts', one.facts, ''),
      ...under('steps', one.steps, 'title', 'explain', 'result'),
      ...steps.flatMap((step) => under('gates', step.gates, 'title', 'reason', 'wayOut')),
      ...steps.flatMap((step) => under('clocks', step.clocks, 'title', 'do')),
      ...under('papers', one.papers, 'title'),
      ...Object.keys(one.forms).map((id) => `forms.${id}.title`),
      ...under('exclusions', one.exclusions, 'title'),
      ...under('eligibility', one.eligibility, 'title', 'holds', 'fails'),
      ...under('introducers', one.introducers, 'title'),
      ...under('situations', one.situations, 'title', 'explain'),
      ...under('duties', one.duties, 'title'),
      `procedure.versions.${one.version}`,
    ];
  }

  it.each(languages)('are there for every id of every procedure (%s)', (language) => {
    const fixed = [
      ...caseStates.map((one) => `procedure.states.${one}`),
      ...actor.options.map((one) => `procedure.actors.${one}`),
      ...phase.options.map((one) => `procedure.phases.${one}`),
      ...confidence.options.map((one) => `procedure.confidence.${one}`),
      ...warningCodes.map((one) => `procedure.warnings.${one}`),
      ...catalog.overlays.map(({ id }) => `procedure.versions.${id}`),
    ];
    const missing = [...new Set([...fixed, ...procedures.flatMap(keysOf)])].filter(
      (key) => typeof at(language, key) !== 'string',
    );
    expect(missing).toEqual([]);
  });

  it.each(languages)('take their numbers from parameters that the procedure has (%s)', (language) => {
    const ownValues = new Set(
      list(`inFavour needed denominator members months from until opens age min max papers officialMembers have
        waiting unclear failedVotes`),
    );
    for (const one of procedures) {
      for (const key of keysOf(one)) {
        for (const [, name = ''] of String(at(language, key)).matchAll(/\{\{(\w+)\}\}/g)) {
          if (key.startsWith('procedure.gates.') && ownValues.has(name)) continue;
          expect(one.parameters, `${key} names {{${name}}}`).toHaveProperty([name]);
        }
      }
    }
  });

  it('never write out a limit of the rules', () => {
    const written = procedures
      .flatMap(keysOf)
      .filter(
        (key) =>
          /\d+ (ngày làm việc|tháng|tuổi|working days|months)/.test(String(at('vi', key))) ||
          /\d+ (working days|months)/.test(String(at('en', key))),
      );
    expect(written).toEqual([]);
  });
});
