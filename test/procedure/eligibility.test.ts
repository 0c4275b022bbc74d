/** Who may be admitted (section on eligibility): findings with their rule, never a verdict on the person. */
import { describe, expect, it } from 'vitest';
import {
  checkEligibility,
  neededIntroducers,
  organizationSettings,
  personFacts,
} from '../../src/procedure/index.ts';
import { central2025, look, paper, roadUntil, tell } from './story.ts';

const on = '2026-02-04';
const finding = (id: string, person: object, organization: object = {}) =>
  checkEligibility(
    central2025,
    personFacts.parse({ birthDate: '2001-05-20', ...person }),
    organizationSettings.parse({ officialMembers: 12, ...organization }),
    on,
  ).find((one) => one.id === id);

describe('age', () => {
  it('under eighteen is only said: the age counts on the day the branch considers', () => {
    expect(finding('old-enough', { birthDate: '2008-02-05' })).toMatchObject({
      holds: false,
      outcome: 'warn',
      params: { age: 17, age_min: 18 },
    });
    expect(finding('old-enough', { birthDate: '2008-02-04' })).toMatchObject({ holds: true, outcome: 'ok' });
  });
  it('over sixty by month needs the consent of the province', () => {
    expect(finding('not-over-age', { birthDate: '1966-01-05' })?.outcome).toBe('ok');
    expect(finding('not-over-age', { birthDate: '1966-01-04' })).toMatchObject({
      outcome: 'consent',
      paper: 'over-age-consent',
      params: { age: 60, age_max: 60 },
    });
  });
});

describe('education', () => {
  it.each([
    ['upper-secondary', false, 'education', 'ok'],
    ['primary', false, 'education', 'bar'],
    ['primary', true, 'education-difficult-area', 'ok'],
    ['none', true, 'education-difficult-area', 'bar'],
    ['literate', true, 'education-literate', 'consent'],
  ])('%s, difficult area %s: %s says %s', (education, difficultArea, id, outcome) => {
    expect(finding(id, { education, difficultArea })?.outcome).toBe(outcome);
  });
});

describe('special matters name who must agree or conclude', () => {
  it.each([
    ['religion', 'consent'],
    ['religious-dignitary', 'refer'],
    ['foreign-spouse', 'refer'],
    ['political-history', 'refer'],
    ['ethnic-chinese', 'refer'],
    ['private-owner', 'refer'],
    ['population-policy', 'refer'],
    ['relative-abroad', 'inform'],
  ])('%s: %s', (matter, outcome) => {
    expect(finding(matter, { special: [matter] })).toMatchObject({ holds: false, outcome });
    expect(finding(matter, {})).toBeUndefined();
  });

  it('none of them bars anybody', () => {
    const all = checkEligibility(
      central2025,
      personFacts.parse({
        birthDate: '2001-05-20',
        special: ['religion', 'foreign-spouse', 'political-history', 'population-policy', 'ethnic-chinese'],
      }),
      organizationSettings.parse({}),
      on,
    );
    expect(all.filter((one) => one.outcome === 'bar')).toEqual([]);
  });

  it('a consent that is in answers its rule', () => {
    const file = tell([...roadUntil('2025-11-20'), paper('religion-agreement', '2025-11-21')], {
      person: { birthDate: '2001-05-20', special: ['religion'] },
    });
    const outcome = (today: string) =>
      look(file, today).eligibility.find((one) => one.id === 'religion')?.outcome;
    expect(outcome('2025-11-20')).toBe('consent');
    expect(outcome('2025-11-22')).toBe('ok');
  });
});

describe('coming back', () => {
  const former = (reason: string, more: object = {}) => ({
    formerMember: { leftOn: '2020-01-01', reason, ...more },
  });
  it.each([
    ['abandoned-activity', 'bar'],
    ['asked-to-leave', 'bar'],
    ['disunity', 'bar'],
    ['corruption', 'bar'],
    ['serious-crime', 'bar'],
    ['family-hardship', 'ok'],
    ['resigned', 'ok'],
  ])('left because of %s: %s', (reason, outcome) => {
    expect(finding('readmission-bans', former(reason))?.outcome).toBe(outcome);
  });
  it('is possible once, with the consent of the province', () => {
    expect(finding('readmission-once', former('resigned', { readmittedBefore: true }))?.outcome).toBe('bar');
    expect(finding('readmission-consent', former('resigned'))).toMatchObject({
      outcome: 'consent',
      paper: 'readmission-consent',
    });
    expect(finding('readmission-consent', {})).toBeUndefined();
  });
});

it('says who must introduce before there is a case', () => {
  const needed = (birthDate: string) =>
    neededIntroducers(central2025, personFacts.parse({ birthDate }), organizationSettings.parse({}), on);
  expect(needed('2001-05-20')).toMatchObject({
    officialMembers: 1,
    resolution: 'youth-union-resolution',
    confidence: 'verified-local',
  });
  expect(needed('1980-05-20')).toMatchObject({ officialMembers: 2 });
});

it('after the branch has considered, the findings stay those of that day', () => {
  const file = tell(roadUntil('2026-02-27'), {
    person: { birthDate: '1966-01-20', youthUnionMember: false },
  });
  const early = look(file, '2026-01-20').eligibility.find((one) => one.id === 'not-over-age');
  expect(early?.outcome).toBe('ok');
  expect(look(file, '2026-03-01').eligibility.find((one) => one.id === 'not-over-age')?.outcome).toBe('ok');
});
