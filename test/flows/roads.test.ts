/** The rules as data, walked by real cases: side roads open where they should, and their limits run. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCalendar, readCatalog } from '../../src/catalog/load.ts';
import { type CaseReport, caseFile, examine, resolveProcedure } from '../../src/procedure/index.ts';

const root = join(import.meta.dirname, '../..');
const catalog = readCatalog([root]);
const calendar = loadCalendar([root]);

type Event = Record<string, unknown> & { on: string; type: string };
const event = (on: string, type: string, more: object = {}): Event => ({ on, type, ...more });
const step = (on: string, id: string, more: object = {}): Event =>
  event(on, 'step-recorded', { step: id, ...more });
const vote = (on: string, id: string, inFavour: number, members = 9): Event =>
  step(on, id, { vote: { members, excluded: [], inFavour } });
const paper = (on: string, id: string, more: object = {}): Event =>
  event(on, 'paper-received', { paper: id, ...more });
const moved = (on: string, kind: string, more: object = {}): Event =>
  event(on, 'candidate-moved', { kind, ...more });

/** A young resident's road in a branch of nine under a grassroots committee, up to the ceremony on 3/2/2026. */
const road: Event[] = [
  step('2025-07-10', 'introduced'),
  step('2025-07-20', 'listed'),
  event('2025-07-20', 'mentor-assigned', { mentor: 'M', togetherSince: '2023-01-01' }),
  step('2025-08-05', 'sent-to-class'),
  paper('2025-09-10', 'awareness-certificate'),
  step('2025-10-05', 'file-proposed'),
  step('2025-10-15', 'file-allowed'),
  step('2025-10-20', 'file-opened'),
  paper('2025-10-22', 'application'),
  paper('2025-10-25', 'personal-history'),
  step('2025-10-27', 'pages-sealed'),
  step('2025-11-21', 'verified'),
  step('2025-11-22', 'cell-committee-comment'),
  step('2025-11-28', 'history-certified'),
  paper('2025-11-29', 'introduction', { by: 'M' }),
  paper('2025-11-29', 'youth-union-resolution'),
  paper('2025-12-01', 'opinions'),
  vote('2025-12-05', 'cell-votes-admission', 7),
  step('2025-12-08', 'file-sent-up'),
  vote('2025-12-20', 'committee-proposes-admission', 12, 15),
  step('2025-12-22', 'file-sent-to-deciding-body'),
  step('2026-01-15', 'admission-decided', {
    outcome: 'agreed',
    issuedOn: '2026-01-15',
    receivedOn: '2026-01-20',
  }),
  step('2026-02-03', 'ceremony'),
];
const until = (id: string): Event[] =>
  road.slice(0, road.findIndex((one) => (one.step ?? one.paper) === id) + 1);
const readyToVote = until('opinions');
const probation: Event[] = [
  ...road,
  event('2026-02-03', 'mentor-assigned', { mentor: 'M' }),
  step('2026-02-20', 'member-papers'),
  step('2026-06-01', 'new-member-class'),
  step('2027-02-05', 'self-criticism'),
  step('2027-02-06', 'mentor-assessment'),
  step('2027-02-08', 'probation-opinions'),
];

interface Given {
  version?: string;
  overlay?: string;
  person?: object;
  organization?: object;
}

function on(day: string, events: Event[], given: Given = {}): CaseReport {
  const file = caseFile.parse({
    procedure: given.version ?? 'central-2025',
    overlay: given.overlay ?? null,
    organization: { officialMembers: 9, ...given.organization },
    person: { birthDate: '2000-05-05', youthUnionMember: true, ...given.person },
    events: events.map((one, index) => ({ id: `e${index}`, ...one })),
  });
  const procedure = resolveProcedure(catalog, { version: file.procedure, overlay: file.overlay });
  return examine(procedure, file, calendar, day);
}

const unmet = (report: CaseReport, id: string): string[] =>
  report.steps
    .find((one) => one.id === id)
    ?.gates.filter((gate) => !gate.holds)
    .map((gate) => `${gate.gate} ${gate.effect}`) ?? [];
const due = (report: CaseReport, key: string): string | undefined =>
  report.obligations.find((one) => one.key === key)?.due;
const missing = (report: CaseReport): string[] =>
  report.papers.filter((one) => one.required && one.status === 'missing').map((one) => one.id);

describe('The branch votes on admission', () => {
  it('when everything is in, nothing stops it', () => {
    const report = on('2025-12-05', readyToVote);
    expect(report.frontier).toContain('cell-votes-admission');
    expect(unmet(report, 'cell-votes-admission')).toEqual([]);
  });

  it('an old file: the introductions are redone, the opinions supplemented; Hanoi also verifies again', () => {
    expect(unmet(on('2026-11-05', readyToVote), 'cell-votes-admission')).toEqual(['file-fresh block']);
    const hanoi = on('2026-11-05', readyToVote, { overlay: 'ha-noi' });
    const gate = hanoi.steps
      .find((one) => one.id === 'cell-votes-admission')
      ?.gates.find((one) => one.gate === 'file-fresh');
    expect(gate?.redo).toContain('verified');
  });

  it('an expired certificate stops it under the rules of 2025 and is only warned of where 2026 is unconfirmed', () => {
    expect(unmet(on('2030-11-05', readyToVote), 'cell-votes-admission')).toContain('certificate-valid block');
    const later = on('2030-11-05', readyToVote, { version: 'central-2026' });
    expect(unmet(later, 'cell-votes-admission')).toContain('certificate-valid warn');
  });

  it('somebody past youth age needs two members and no Youth Union', () => {
    const report = on('2025-12-05', readyToVote, {
      person: { birthDate: '1980-05-05', youthUnionMember: false },
    });
    expect(report.introducers?.id).toBe('two-members');
    expect(report.papers.find((one) => one.id === 'introduction')).toMatchObject({ have: 1, need: 2 });
    expect(report.steps.find((one) => one.id === 'introduced-by-trade-union')?.status).toBe('not-applicable');
  });

  it.each([
    ['a minor in any version', { birthDate: '2009-05-05' }, 'central-2026', 'of-age block'],
    ['no citizen', { vietnameseCitizen: false }, 'central-2026', 'citizenship block'],
    [
      'the programme without the diploma in 2025',
      { education: 'lower-secondary-programme' },
      'central-2025',
      'education block',
    ],
    [
      'left two years ago',
      { formerMember: { leftOn: '2023-10-01', reason: 'struck-off' } },
      'central-2025',
      'readmission-wait block',
    ],
    [
      'a record whose clearing is not on file',
      { formerMember: { leftOn: '2015-10-01', reason: 'minor-crime' } },
      'central-2025',
      'record-cleared block',
    ],
    [
      'put out for corruption',
      { formerMember: { leftOn: '2015-10-01', reason: 'corruption' } },
      'central-2025',
      'readmission-open block',
    ],
  ])('is stopped for %s', (_, person, version, gate) => {
    expect(unmet(on('2025-12-05', readyToVote, { person, version }), 'cell-votes-admission')).toContain(gate);
  });

  it('is stopped for somebody over sixty until the consent is in', () => {
    const person = { birthDate: '1960-05-05', youthUnionMember: false };
    const twoIntroduce = [...readyToVote, paper('2025-12-02', 'introduction', { by: 'N' })];
    expect(unmet(on('2025-12-05', twoIntroduce, { person }), 'cell-votes-admission')).toContain('age block');
    const agreed = [...twoIntroduce, paper('2025-12-03', 'over-age-consent')];
    expect(unmet(on('2025-12-05', agreed, { person }), 'cell-votes-admission')).toEqual([]);
  });

  it('the programme is enough in 2026', () => {
    const report = on('2025-12-05', readyToVote, {
      version: 'central-2026',
      person: { education: 'lower-secondary-programme' },
    });
    expect(unmet(report, 'cell-votes-admission')).toEqual([]);
  });

  it('a failed vote is to be reported', () => {
    const report = on('2025-12-08', [...readyToVote, vote('2025-12-05', 'cell-votes-admission', 5)]);
    expect(report.state).toBe('filing');
    expect(report.frontier).toContain('vote-result-reported');
  });
});

describe('Special dossiers in Hanoi', () => {
  it.each([
    ['religion', ['religion-agreement']],
    [
      'religious-dignitary',
      [
        'religion-agreement',
        'dignitary-confirmation',
        'front-and-religion-opinions',
        'security-conclusion',
        'city-committee-opinion',
      ],
    ],
    [
      'foreign-spouse',
      ['security-conclusion', 'political-conclusion', 'marriage-certificate', 'spouse-history'],
    ],
    ['political-history', ['political-conclusion', 'merit-proof']],
    ['ethnic-chinese', ['security-conclusion']],
    [
      'private-owner',
      ['business-licence', 'tax-and-insurance-proof', 'collective-agreement', 'business-report'],
    ],
  ])('%s adds its papers and nothing is concluded here', (matter, papers) => {
    const ordinary = missing(on('2025-12-05', readyToVote, { overlay: 'ha-noi' }));
    const report = on('2025-12-05', readyToVote, { overlay: 'ha-noi', person: { special: [matter] } });
    expect(
      missing(report)
        .filter((one) => !ordinary.includes(one))
        .sort(),
    ).toEqual([...papers].sort());
    expect(report.eligibility.find((one) => one.id === matter)?.outcome).toMatch(/consent|refer/);
  });
});

describe('Mentor and moves', () => {
  it('a mentor who leaves is replaced at once, without the months together', () => {
    const left = [
      ...until('file-opened'),
      event('2025-11-10', 'mentor-ended', { mentor: 'M', reason: 'moved' }),
    ];
    expect(on('2025-11-11', left).frontier).toContain('mentor-replaced');
    const replaced = on('2025-11-13', [...left, event('2025-11-12', 'mentor-assigned', { mentor: 'N' })]);
    expect(replaced.frontier).not.toContain('mentor-replaced');
    expect(unmet(replaced, 'introduced-by-members')).toEqual([]);
  });

  it.each([
    ['while being helped', 'file-proposed', '2025-10-10', {}, 'help-certificate-issued'],
    ['after the proposal', 'cell-votes-admission', '2025-12-07', {}, 'file-passed-to-new-body'],
    ['after the file was sent up', 'file-sent-to-deciding-body', '2025-12-26', {}, 'file-forwarded'],
    [
      'after the decision, under the same body',
      'admission-decided',
      '2026-01-26',
      { sameDecidingBody: true },
      'decision-passed-within',
    ],
    ['after the decision, outside it', 'admission-decided', '2026-01-26', {}, 'decision-sent-outside'],
    ['as a probationer', 'ceremony', '2026-05-26', {}, 'old-cell-commented'],
  ])('moving %s opens its own road', (_, last, day, more, expected) => {
    const report = on(day, [...until(last), moved(day, 'official', more)]);
    expect(report.frontier).toContain(expected);
  });

  it('a forwarded file is decided anew in thirty working days, and the old limit no longer runs', () => {
    const report = on('2026-01-20', [
      ...until('file-sent-to-deciding-body'),
      moved('2025-12-26', 'official'),
      step('2026-01-05', 'file-forwarded'),
      step('2026-01-12', 'new-body-received-file'),
    ]);
    expect(due(report, 'admission-decided/decide')).toBeUndefined();
    expect(due(report, 'admission-decided/decide-after-move')).toBe('2026-03-02');
  });

  it('a decision of the old body made too late is cancelled and the file stands where it stood', () => {
    const late = [
      ...until('file-sent-to-deciding-body'),
      moved('2025-12-26', 'official'),
      step('2026-02-25', 'admission-decided', { outcome: 'agreed' }),
    ];
    expect(on('2026-02-26', late).frontier).toContain('late-decision-cancelled');
    const cancelled = on('2026-03-03', [...late, step('2026-03-02', 'late-decision-cancelled')]);
    expect(cancelled.state).toBe('sent-up');
    expect(cancelled.frontier).toContain('file-forwarded');
  });

  it('abroad the shorter limit reminds and the longer is kept', () => {
    const report = on('2026-06-28', [...road, moved('2026-05-26', 'abroad')]);
    const limit = report.obligations.find(
      (one) => one.key === 'papers-presented-abroad/present-papers-abroad',
    );
    expect(limit).toMatchObject({ due: '2026-07-07', readings: [{ due: '2026-08-18' }] });
  });
});

describe('Approval in one hop', () => {
  it('the file goes straight to the deciding body, in Hanoi within its own five days', () => {
    const given = { organization: { approval: 'one-hop' }, overlay: 'ha-noi', version: 'central-2026' };
    const report = on('2025-12-08', until('cell-votes-admission'), given);
    expect(report.frontier).toContain('file-sent-to-deciding-body');
    expect(report.steps.find((one) => one.id === 'committee-proposes-admission')?.status).toBe(
      'not-applicable',
    );
    expect(due(report, 'file-sent-to-deciding-body/send-up')).toBe('2025-12-12');
  });
});

describe('The end of probation', () => {
  it('three failed votes end the voting and are reported', () => {
    const failed = ['2027-02-12', '2027-03-12', '2027-04-12'].map((day) =>
      vote(day, 'cell-votes-recognition', 4),
    );
    const report = on('2027-04-13', [...probation, ...failed]);
    expect(unmet(report, 'cell-votes-recognition')).toContain('votes-left block');
    expect(report.frontier).toContain('failed-votes-reported');
  });

  it('striking off leaves the right to complain, counted from receipt', () => {
    const report = on('2027-03-13', [
      ...probation,
      vote('2027-02-12', 'cell-votes-striking-off', 7),
      vote('2027-02-20', 'committee-proposes-striking-off', 12, 15),
      step('2027-03-01', 'striking-off-decided', { outcome: 'agreed', receivedOn: '2027-03-05' }),
    ]);
    expect(report.state).toBe('struck-off');
    expect(due(report, 'complaint-made/complaint-window')).toBe('2027-04-19');
  });
});
