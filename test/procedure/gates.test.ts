/** Gates: what is compared, when they block, and what mends them. */
import { describe, expect, it } from 'vitest';
import { resolveProcedure } from '../../src/procedure/index.ts';
import {
  calendar,
  catalog,
  gate,
  look,
  mentor,
  paper,
  roadUntil,
  roadWith,
  step,
  tell,
  vote,
} from './story.ts';

const ready = roadUntil('2026-01-26');
/** With a second introducer, as whoever is past youth age needs. */
const introducedByTwo = [
  ...ready,
  mentor('Minh', '2026-01-23', '2020-01-01'),
  paper('introduction', '2026-01-23', 'Minh'),
];
const withPerson = (person: object) =>
  tell(introducedByTwo, { person: { youthUnionMember: true, ...person } });

describe('age on the day the branch considers', () => {
  it.each([
    ['2008-02-04', true, 18, 'eighteen that day'],
    ['2008-02-05', false, 17, 'a day short of eighteen'],
    ['1966-02-04', true, 60, 'sixty that day'],
    ['1966-01-05', true, 60, 'sixty and not yet a month'],
    ['1966-01-04', false, 60, 'sixty and a month'],
  ])('born %s holds %s at %i: %s', (birthDate, holds, age) => {
    const finding = gate(withPerson({ birthDate }), 'cell-votes-admission/age', '2026-02-04');
    expect(finding).toMatchObject({ holds, effect: 'block', params: { age, min: 18, max: 60, birthDate } });
  });

  it('over sixty is possible with the consent of the province, and the way out says so', () => {
    const older = withPerson({ birthDate: '1960-01-01' });
    expect(gate(older, 'cell-votes-admission/age', '2026-02-04').redo).toEqual(['over-age-consent']);
    const agreed = tell([...introducedByTwo, paper('over-age-consent', '2026-01-28')], {
      person: { birthDate: '1960-01-01' },
    });
    expect(gate(agreed, 'cell-votes-admission/age', '2026-02-04').holds).toBe(true);
  });
});

describe('the awareness certificate', () => {
  const issued = (on: string, ...more: ReturnType<typeof paper>[]) =>
    tell([
      ...roadWith(
        (event) =>
          event.type === 'paper-received' && event.paper === 'awareness-certificate'
            ? { ...event, on }
            : event,
        '2026-01-26',
      ),
      ...more,
    ]);

  it.each([
    ['2021-02-04', true, 'exactly sixty months'],
    ['2021-02-03', false, 'sixty months and a day'],
  ])('issued %s holds on 4/2/2026: %s (%s)', (on, holds) => {
    const finding = gate(issued(on), 'cell-votes-admission/certificate-valid', '2026-02-04');
    expect(finding).toMatchObject({ holds, effect: 'block', params: { months: 60, from: on } });
  });

  it('expired, the branch does not vote: the class is attended again and a new one issued', () => {
    const file = issued('2021-02-03');
    const report = look(file, '2026-02-04');
    expect(report.steps.find((one) => one.id === 'cell-votes-admission')?.status).toBe('blocked');
    expect(gate(file, 'cell-votes-admission/certificate-valid', '2026-02-04').redo).toEqual([
      'awareness-certificate',
      'class-certified',
    ]);
    expect(report.papers.find((one) => one.id === 'awareness-certificate')).toMatchObject({
      status: 'stale',
      validUntil: '2026-02-03',
    });
    expect(report.obligations.find((one) => one.key === 'class-certified/certificate-expiry')?.status).toBe(
      'expired',
    );
    const renewed = issued('2021-02-03', paper('awareness-certificate', '2026-03-10'));
    expect(gate(renewed, 'cell-votes-admission/certificate-valid', '2026-03-20').holds).toBe(true);
    expect(
      look(renewed, '2026-03-20').papers.find((one) => one.id === 'awareness-certificate'),
    ).toMatchObject({ status: 'received', validUntil: '2031-03-10' });
  });
});

describe('the file', () => {
  it('holds for twelve months to the day', () => {
    expect(gate(tell(ready), 'cell-votes-admission/file-fresh', '2026-11-24').holds).toBe(true);
    expect(gate(tell(ready), 'cell-votes-admission/file-fresh', '2026-11-25')).toMatchObject({
      holds: false,
      effect: 'block',
      params: { months: 12, from: '2025-11-24', until: '2026-11-24' },
      redo: ['introduction', 'youth-union-resolution', 'opinions'],
    });
  });

  it('stale: introductions and resolution are redone, opinions supplemented, and all must be new', () => {
    const states = (file: ReturnType<typeof tell>, today: string) =>
      look(file, today)
        .papers.filter((one) =>
          ['introduction', 'youth-union-resolution', 'opinions', 'application'].includes(one.id),
        )
        .map((one) => [one.id, one.status]);
    expect(states(tell(ready), '2026-12-01')).toEqual([
      ['application', 'received'],
      ['introduction', 'redo'],
      ['youth-union-resolution', 'redo'],
      ['opinions', 'supplement'],
    ]);
    const half = [
      ...ready,
      paper('introduction', '2026-12-02', 'Lan'),
      paper('youth-union-resolution', '2026-12-03'),
    ];
    expect(gate(tell(half), 'cell-votes-admission/file-fresh', '2026-12-04').redo).toEqual(['opinions']);
    const whole = tell([...half, paper('opinions', '2026-12-07')]);
    expect(gate(whole, 'cell-votes-admission/file-fresh', '2026-12-08').holds).toBe(true);
    // The months run again from the first of the new papers.
    expect(gate(whole, 'cell-votes-admission/file-fresh', '2027-12-02').holds).toBe(true);
    expect(gate(whole, 'cell-votes-admission/file-fresh', '2027-12-03').holds).toBe(false);
    expect(
      look(whole, '2026-12-08').obligations.find((one) => one.key === 'file-opened/file-expiry'),
    ).toMatchObject({ status: 'open', limit: '2027-12-02' });
  });

  it('Hà Nội verifies current political matters anew as well', () => {
    const haNoi = resolveProcedure(catalog, { version: 'central-2025', overlay: 'ha-noi' });
    const mended = tell(
      [
        ...ready,
        paper('introduction', '2026-12-02', 'Lan'),
        paper('youth-union-resolution', '2026-12-03'),
        paper('opinions', '2026-12-07'),
      ],
      { overlay: 'ha-noi' },
    );
    expect(gate(mended, 'cell-votes-admission/file-fresh', '2026-12-08', haNoi)).toMatchObject({
      holds: false,
      redo: ['verified'],
    });
    const again = tell(
      [
        ...ready,
        paper('introduction', '2026-12-02', 'Lan'),
        paper('youth-union-resolution', '2026-12-03'),
        paper('opinions', '2026-12-07'),
        step('verified', '2026-12-10'),
      ],
      { overlay: 'ha-noi' },
    );
    expect(gate(again, 'cell-votes-admission/file-fresh', '2026-12-11', haNoi).holds).toBe(true);
  });
});

describe('the mentor who introduces', () => {
  const introducedBy = (...events: ReturnType<typeof mentor>[]) =>
    tell([
      ...roadWith(
        (event) =>
          event.type === 'mentor-assigned' ||
          (event.type === 'paper-received' && event.paper === 'introduction')
            ? null
            : event,
        '2026-01-20',
      ),
      ...events,
    ]);

  it.each([
    ['2025-01-22', true, 'twelve months to the day'],
    ['2025-01-23', false, 'a day short'],
  ])('together since %s may introduce on 22/1/2026: %s (%s)', (since, holds) => {
    const finding = gate(
      introducedBy(mentor('Lan', '2025-08-08', since)),
      'introduced-by-members/mentor-months',
      '2026-01-22',
    );
    expect(finding).toMatchObject({ holds, effect: 'block', params: { months: 12, from: since } });
  });

  it('counts from the assignment when nobody said since when they are together', () => {
    expect(
      gate(introducedBy(mentor('Lan', '2025-08-08')), 'introduced-by-members/mentor-months', '2026-01-22'),
    ).toMatchObject({
      holds: false,
      params: { from: '2025-08-08', opens: '2026-08-08' },
    });
  });

  it('needs no months when taking over from another', () => {
    const file = introducedBy(
      mentor('Lan', '2025-08-08', '2020-01-01'),
      { type: 'mentor-ended', mentor: 'Lan', reason: 'moved', on: '2025-12-30' } as never,
      mentor('Minh', '2026-01-02'),
    );
    expect(gate(file, 'introduced-by-members/mentor-months', '2026-01-22').holds).toBe(true);
  });

  it('needs no months after the candidate moved', () => {
    const file = introducedBy(
      mentor('Lan', '2025-08-08', '2020-01-01'),
      { type: 'candidate-moved', kind: 'official', sameDecidingBody: false, on: '2025-12-30' } as never,
      mentor('Hoà', '2026-01-05'),
    );
    expect(gate(file, 'introduced-by-members/mentor-months', '2026-01-22').holds).toBe(true);
  });

  it('must be there at all', () => {
    expect(gate(introducedBy(), 'introduced-by-members/has-mentor', '2026-01-22')).toMatchObject({
      holds: false,
      effect: 'block',
    });
  });
});

describe('introducers', () => {
  const lacks = (file: ReturnType<typeof tell>) =>
    gate(file, 'cell-votes-admission/introducers', '2026-02-04').params;

  it('of youth age with a Youth Union: its resolution and one member', () => {
    expect(look(tell(ready), '2026-02-04').introducers).toMatchObject({
      officialMembers: 1,
      resolution: 'youth-union-resolution',
    });
    expect(lacks(tell(ready))).toMatchObject({ officialMembers: 1, have: 1, lacks: [] });
    expect(
      lacks(tell(ready, { person: { birthDate: '2001-05-20', youthUnionMember: false } })),
    ).toMatchObject({ lacks: ['membership'] });
  });

  it('past youth age: two members', () => {
    const one = tell(ready, { person: { birthDate: '1990-01-01' } });
    expect(look(one, '2026-02-04').introducers).toMatchObject({ id: 'two-members', officialMembers: 2 });
    expect(look(one, '2026-02-04').frontier).toEqual(['introduced-by-members']);
    expect(lacks(withPerson({ birthDate: '1990-01-01' }))).toMatchObject({
      officialMembers: 2,
      have: 2,
      lacks: [],
    });
    const goneBack = {
      type: 'paper-returned',
      paper: 'introduction',
      reason: 'contradiction',
      on: '2026-02-05',
    } as const;
    const voted = tell([...introducedByTwo, vote('cell-votes-admission', '2026-02-04', 11), goneBack], {
      person: { birthDate: '1990-01-01' },
    });
    expect(
      look(voted, '2026-02-06').steps.find((each) => each.id === 'cell-votes-admission')?.irregular,
    ).toBe(false);
  });

  it.each([
    ['1995-02-05', 1, 'thirty'],
    ['1995-02-04', 2, 'thirty-one that day'],
  ])('born %s needs %i (%s)', (birthDate, members) => {
    expect(
      look(tell(ready, { person: { birthDate, youthUnionMember: true } }), '2026-02-04').introducers
        ?.officialMembers,
    ).toBe(members);
  });

  it('a Youth Union cadre counts as of youth age to thirty-five', () => {
    const cadre = tell(ready, {
      person: { birthDate: '1992-01-01', youthUnionMember: true, youthUnionCadre: true },
    });
    expect(look(cadre, '2026-02-04').introducers?.officialMembers).toBe(1);
  });

  it('where there is no Youth Union: the trade union, and where there is neither: two members', () => {
    const at = (organization: object) =>
      look(
        tell(ready, { organization: { officialMembers: 12, youthUnion: false, ...organization } }),
        '2026-02-04',
      ).introducers;
    expect(at({ tradeUnion: true })).toMatchObject({
      officialMembers: 1,
      resolution: 'trade-union-resolution',
    });
    expect(at({})).toMatchObject({ officialMembers: 2 });
  });
});

describe('other conditions of the admission vote', () => {
  it.each([
    ['citizenship', { person: { birthDate: '2001-05-20', vietnameseCitizen: false } }],
    ['education', { person: { birthDate: '2001-05-20', education: 'primary' } }],
    ['enough-members', { organization: { officialMembers: 2 } }],
  ])('%s blocks', (name, rest) => {
    expect(gate(tell(ready, rest), `cell-votes-admission/${name}`, '2026-02-04')).toMatchObject({
      holds: false,
      effect: 'block',
    });
    expect(gate(tell(ready), `cell-votes-admission/${name}`, '2026-02-04').holds).toBe(true);
  });

  it('a letter still out, or an unclear reply, blocks; a later sufficient one about the same person mends it', () => {
    const letter = (id: string, on: string) =>
      ({
        type: 'verification-sent',
        verification: id,
        subject: 'mother',
        place: 'Nơi ở',
        scope: 'domestic',
        byLetter: true,
        on,
      }) as const;
    const reply = (id: string, on: string, result: 'sufficient' | 'unclear') =>
      ({ type: 'verification-replied', verification: id, result, on }) as const;
    const of = (...more: Parameters<typeof tell>[0]) =>
      gate(tell([...ready, ...more]), 'cell-votes-admission/verification-complete', '2026-02-04');
    expect(of(letter('v2', '2026-01-20'))).toMatchObject({
      holds: false,
      params: { waiting: 1, unclear: 0 },
    });
    expect(of(letter('v2', '2026-01-20'), reply('v2', '2026-01-28', 'unclear'))).toMatchObject({
      holds: false,
      params: { waiting: 0, unclear: 1 },
    });
    expect(
      of(
        letter('v2', '2026-01-20'),
        reply('v2', '2026-01-28', 'unclear'),
        letter('v3', '2026-01-29'),
        reply('v3', '2026-02-03', 'sufficient'),
      ).holds,
    ).toBe(true);
  });

  it('a paper missing from the file is named', () => {
    const file = tell(
      roadWith(
        (event) => (event.type === 'paper-received' && event.paper === 'opinions' ? null : event),
        '2026-01-26',
      ).concat(step('opinions-collected', '2026-01-26'), {
        type: 'paper-returned',
        paper: 'application',
        reason: 'contradiction',
        on: '2026-01-27',
      }),
    );
    const report = look(file, '2026-02-04');
    expect(report.papers.find((one) => one.id === 'application')?.status).toBe('returned');
    expect(report.frontier).toContain('application');
  });
});

describe('a step that is done', () => {
  const early = tell([...ready, vote('cell-votes-admission', '2026-02-04', 11)], {
    person: { birthDate: '2008-06-01', youthUnionMember: true },
  });

  it('is judged by its own day, and faulty when a blocking gate did not hold then', () => {
    const done = look(early, '2027-01-01').steps.find((one) => one.id === 'cell-votes-admission');
    expect(done).toMatchObject({ status: 'done', irregular: true });
    expect(done?.gates.filter((one) => !one.holds).map((one) => [one.gate, one.params.age])).toEqual([
      ['age', 17],
    ]);
  });

  it('a paper that came only after the vote does not mend the vote', () => {
    const late = tell(
      [
        ...roadWith(
          (event) =>
            event.type === 'paper-received' && event.paper === 'awareness-certificate'
              ? { ...event, on: '2026-02-10' }
              : event,
          '2026-02-04',
        ),
      ].concat(paper('awareness-certificate', '2026-02-10')),
    );
    const done = look(late, '2026-03-01').steps.find((one) => one.id === 'cell-votes-admission');
    expect(done?.gates.find((one) => one.gate === 'dossier-complete')).toMatchObject({
      holds: false,
      params: { papers: ['awareness-certificate'] },
    });
    expect(done?.irregular).toBe(true);
  });

  it('growing older afterwards changes nothing', () => {
    const file = tell(roadUntil('2026-08-10'), {
      person: { birthDate: '1995-02-10', youthUnionMember: true },
    });
    const report = look(file, '2026-08-11');
    expect(report.introducers?.officialMembers).toBe(1);
    expect(report.papers.find((one) => one.id === 'introduction')).toMatchObject({
      need: 1,
      status: 'received',
    });
    expect(report.papers.find((one) => one.id === 'youth-union-resolution')?.status).toBe('received');
    expect(report.steps.filter((one) => one.irregular)).toEqual([]);
  });
});

describe('the effect of a gate', () => {
  it('is only a warning where the rule, or a number it uses, was not verified', () => {
    const unsure = structuredClone(resolveProcedure(catalog, { version: 'central-2025', overlay: null }));
    const months = unsure.parameters.cert_valid_months;
    if (!months) throw new Error('cert_valid_months');
    unsure.parameters.cert_valid_months = { ...months, confidence: 'secondary' };
    const file = tell(
      roadWith(
        (event) =>
          event.type === 'paper-received' && event.paper === 'awareness-certificate'
            ? { ...event, on: '2019-01-01' }
            : event,
        '2026-01-26',
      ),
    );
    expect(gate(file, 'cell-votes-admission/certificate-valid', '2026-02-04', unsure)).toMatchObject({
      holds: false,
      effect: 'warn',
      confidence: 'secondary',
    });
    const report = look(file, '2026-02-04', unsure);
    expect(report.steps.find((one) => one.id === 'cell-votes-admission')?.status).toBe('ready');
    expect(report.warnings.map((one) => one.params?.rule)).toContain(
      'cell-votes-admission/certificate-valid',
    );
  });
});

it('probation lasts twelve months before anything of the recognition', () => {
  const file = tell(roadUntil('2026-08-10'));
  expect(gate(file, 'self-criticism/after-month-12', '2027-03-25')).toMatchObject({
    holds: false,
    params: { opens: '2027-03-26' },
  });
  expect(gate(file, 'self-criticism/after-month-12', '2027-03-26').holds).toBe(true);
  expect(calendar.isWorkingDay('2027-03-26')).toBe(true);
});
