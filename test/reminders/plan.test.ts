import { describe, expect, it } from 'vitest';
import type { DutyDue } from '../../src/reminders/duties.ts';
import {
  aCase,
  candidate,
  committee,
  deputy,
  everybody,
  limit,
  mentor,
  morning,
  province,
  provinceOfficer,
  remembered,
  report,
  roster,
  secretary,
  settings,
  step,
  toldTo,
  wardOfficer,
} from './given.ts';

const rungs = ['2026-05-18', '2026-06-01'];
const month = (instance: string, due: string, over: Parameters<typeof limit>[0] = {}) =>
  limit({
    step: 'helped',
    clock: 'mentor-report',
    kind: 'recurring',
    owner: 'mentor',
    instance,
    from: `${instance}-01`,
    due,
    limit: due,
    rungs: [],
    daysUnit: 'days',
    ...over,
  });

describe('when something enters a digest', () => {
  it('is silent before the first rung, and sends nothing empty', () => {
    expect(morning('2026-05-15', [aCase('2026-05-15', [limit({ rungs })])]).digests).toEqual([]);
  });

  it('speaks on a rung, to whoever owes it, once', () => {
    const first = morning('2026-05-18', [aCase('2026-05-18', [limit({ rungs })])]);
    expect(toldTo(first, secretary)).toEqual(['7:ceremony/ceremony-limit@2026-05-18']);
    expect(first.digests.map((digest) => digest.person.personId)).toEqual([secretary]);
    const said = remembered(first);
    for (const day of ['2026-05-19', '2026-05-25', '2026-05-29']) {
      expect(morning(day, [aCase(day, [limit({ rungs })])], { said }).digests).toEqual([]);
    }
    const second = morning('2026-06-01', [aCase('2026-06-01', [limit({ rungs })])], { said });
    expect(toldTo(second, secretary)).toEqual(['7:ceremony/ceremony-limit@2026-06-01']);
  });

  it('speaks on the due day, when newly late, and weekly while late', () => {
    const days: string[] = [];
    let plans: ReturnType<typeof morning>[] = [];
    for (let day = 15; day <= 30; day += 1) {
      const today = `2026-06-${day}`;
      const status = today > '2026-06-15' ? 'overdue' : 'open';
      const plan = morning(today, [aCase(today, [limit({ status })])], { said: remembered(...plans) });
      plans = [...plans, plan];
      if (toldTo(plan, secretary).length > 0) days.push(today);
    }
    expect(days).toEqual(['2026-06-15', '2026-06-16', '2026-06-23', '2026-06-30']);
  });

  it('says when something becomes possible, and what is about to run out', () => {
    const opens = limit({
      step: 'cell-votes-recognition',
      clock: 'not-before-month-12',
      kind: 'earliest',
      earliest: '2026-06-15',
      due: '2026-06-15',
      status: 'met',
    });
    const runsOut = limit({
      step: 'class-certified',
      clock: 'certificate-expiry',
      kind: 'expiry',
      rungs: ['2026-06-15'],
      due: '2026-09-15',
      limit: '2026-09-15',
    });
    const seen = report({
      on: '2026-06-15',
      obligations: [opens, runsOut],
      steps: [step({ id: 'cell-votes-recognition', recordKind: 'vote' })],
    });
    const plan = morning('2026-06-15', [aCase('2026-06-15', [], { report: seen })]);
    expect(plan.digests[0]?.items.map((item) => item.tone)).toEqual(['possible', 'expiring']);
  });

  it('is silent about what was done meanwhile', () => {
    const done = limit({ rungs, status: 'met', metOn: '2026-05-15' });
    expect(morning('2026-05-18', [aCase('2026-05-18', [done])]).digests).toEqual([]);
  });

  it('speaks again when a correction moves the limit', () => {
    const said = remembered(morning('2026-05-18', [aCase('2026-05-18', [limit({ rungs })])]));
    const moved = limit({ rungs: ['2026-05-20'], due: '2026-06-17', limit: '2026-06-17' });
    expect(toldTo(morning('2026-05-20', [aCase('2026-05-20', [moved])], { said }), secretary)).toHaveLength(
      1,
    );
  });
});

describe('never too much', () => {
  it('gives nobody a second digest the same day', () => {
    const cases = [aCase('2026-05-18', [limit({ rungs })])];
    expect(morning('2026-05-18', cases, { toldToday: new Set([secretary]) }).digests).toEqual([]);
  });

  it('catches up after silent days with the newest word alone', () => {
    const many = limit({ rungs: ['2026-05-11', '2026-05-13', '2026-05-18', '2026-05-20'] });
    const plan = morning('2026-05-25', [aCase('2026-05-25', [many])]);
    expect(toldTo(plan, secretary)).toEqual(['7:ceremony/ceremony-limit@2026-05-20']);
    const said = remembered(plan);
    expect(morning('2026-05-26', [aCase('2026-05-26', [many])], { said }).digests).toEqual([]);
  });

  it('names missed months of one duty as one thing', () => {
    const missed = [
      month('2026-04', '2026-04-29', { status: 'overdue' }),
      month('2026-05', '2026-05-29', { status: 'overdue' }),
      month('2026-06', '2026-06-30', { rungs: ['2026-06-25'] }),
    ];
    const june = morning('2026-06-25', [aCase('2026-06-25', missed)]);
    const [item, ...rest] = june.digests[0]?.items ?? [];
    expect(rest).toEqual([]);
    expect(item).toMatchObject({ key: '7:helped/mentor-report#2026-06@2026-06-25', missed: 2, tone: 'soon' });
  });

  it('still tells of the month that was just missed, before the new one has its day', () => {
    const both = [
      month('2026-05', '2026-05-29', { status: 'overdue' }),
      month('2026-06', '2026-06-30', { rungs: ['2026-06-25'] }),
    ];
    expect(toldTo(morning('2026-06-01', [aCase('2026-06-01', both)]), mentor)).toEqual([
      '7:helped/mentor-report#2026-05@2026-06-01',
    ]);
  });

  it('leaves what does not fit for the next working day, and says how much', () => {
    const many = Array.from({ length: 11 }, (_, n) =>
      aCase('2026-05-18', [limit({ rungs })], { caseId: n + 1 }),
    );
    const first = morning('2026-05-18', many);
    expect(toldTo(first, secretary)).toHaveLength(settings.maxItems);
    expect(first.digests[0]?.left).toBe(11 - settings.maxItems);
    expect(first.waiting.size).toBe(11 - settings.maxItems);
    const next = morning('2026-05-19', many, { said: remembered(first) });
    expect(toldTo(next, secretary)).toHaveLength(11 - settings.maxItems);
    const both = [...toldTo(first, secretary), ...toldTo(next, secretary)];
    expect(new Set(both).size).toBe(11);
  });

  it('puts what hurts first first', () => {
    const cases = [
      aCase('2026-06-15', [limit({ rungs: ['2026-06-15'], due: '2026-07-01', limit: '2026-07-01' })], {
        caseId: 1,
      }),
      aCase('2026-06-15', [limit()], { caseId: 2 }),
      aCase('2026-06-15', [limit({ due: '2026-06-12', limit: '2026-06-12', status: 'overdue' })], {
        caseId: 3,
      }),
      aCase('2026-06-15', [limit({ due: '2026-06-01', limit: '2026-06-01', status: 'overdue' })], {
        caseId: 4,
      }),
    ];
    const plan = morning('2026-06-15', cases);
    const items = plan.digests.find((digest) => digest.person.personId === secretary)?.items ?? [];
    expect(items.map((item) => item.key.split(':')[0])).toEqual(['4', '3', '2', '1']);
    expect(items.map((item) => item.tone)).toEqual(['late', 'late', 'today', 'soon']);
  });
});

describe('at whose hour, and on which days', () => {
  const cases = (today: string) => [aCase(today, [limit({ rungs: ['2026-05-15', '2026-05-18'] })])];

  it('waits for the hour of the person, and is said at the first run after it', () => {
    const people = everybody({ personId: secretary, digestHour: 18 });
    const early = morning('2026-05-18', cases('2026-05-18'), { people });
    expect(early.digests).toEqual([]);
    expect([...early.waiting]).toEqual([7]);
    expect(morning('2026-05-18', cases('2026-05-18'), { people, hour: 18 }).digests).toHaveLength(1);
    expect(morning('2026-05-18', cases('2026-05-18'), { people, hour: 19 }).digests).toHaveLength(1);
  });

  it('leaves people in peace late in the evening, unless they chose that hour', () => {
    const quiet = { ...settings, latestHour: 20 };
    expect(morning('2026-05-18', cases('2026-05-18'), { hour: 22, settings: quiet }).digests).toEqual([]);
    const people = everybody({ personId: secretary, digestHour: 22 });
    expect(
      morning('2026-05-18', cases('2026-05-18'), { hour: 22, people, settings: quiet }).digests,
    ).toHaveLength(1);
  });

  it('says nothing on days off, and the rest on the next working day', () => {
    const saturday = morning('2026-05-16', cases('2026-05-16'));
    expect(saturday.digests).toEqual([]);
    expect([...saturday.waiting]).toEqual([7]);
    expect(toldTo(morning('2026-05-18', cases('2026-05-18')), secretary)).toHaveLength(1);
  });

  it('speaks on a day off of what is due that very day', () => {
    const today = limit({ due: '2026-05-16', limit: '2026-05-16', rungs: ['2026-05-16'] });
    // The calendar was changed after the limit was counted: the word falls to the working day before.
    const plan = morning('2026-05-16', [
      aCase('2026-05-16', [{ ...today, rungs: ['2026-05-15'] }]),
      ...cases('2026-05-16').map((one) => ({ ...one, caseId: 8 })),
    ]);
    expect(toldTo(plan, secretary)).toEqual(['7:ceremony/ceremony-limit@2026-05-15']);
  });

  it('works on a Saturday that is worked instead of a holiday, and not on the holiday', () => {
    const on = (day: string) =>
      morning(day, [aCase(day, [limit({ rungs: ['2026-08-21'], due: '2026-09-30', limit: '2026-09-30' })])]);
    expect(on('2026-08-22').digests).toHaveLength(1);
    expect(on('2026-09-02').digests).toEqual([]);
  });
});

describe('who hears of it', () => {
  it.each([
    ['candidate', candidate],
    ['mentor', mentor],
    ['cell', secretary],
    ['grassrootsCommittee', wardOfficer],
    ['decidingBody', provinceOfficer],
  ] as const)('%s', (owner, person) => {
    const plan = morning('2026-05-18', [aCase('2026-05-18', [limit({ owner, rungs })])]);
    expect(plan.digests.map((digest) => digest.person.personId)).toEqual([person]);
  });

  it('is the committee of the cell when it has no secretary, and counted when there is nobody at all', () => {
    const cases = [aCase('2026-05-18', [limit({ rungs })])];
    const headless = { ...roster, roles: roster.roles.filter((role) => role.personId !== secretary) };
    expect(toldTo(morning('2026-05-18', cases, { roster: headless }), deputy)).toHaveLength(1);
    const empty = { ...roster, roles: headless.roles.filter((role) => role.personId !== deputy) };
    const plan = morning('2026-05-18', cases, { roster: empty });
    expect(plan.digests).toEqual([]);
    expect(plan.withoutOwner).toEqual(['7:ceremony/ceremony-limit']);
  });

  it('counts those without a chat and does not wait for them', () => {
    const people = everybody({ personId: secretary, reachable: false });
    const plan = morning('2026-05-18', [aCase('2026-05-18', [limit({ rungs })])], { people });
    expect(plan.digests).toEqual([]);
    expect(plan.withoutChat).toEqual([secretary]);
    expect(plan.waiting.size).toBe(0);
  });
});

describe('the button of each thing opens what answers it', () => {
  const doorOf = (over: Parameters<typeof limit>[0], steps = [step()]) => {
    const obligation = limit({ rungs, ...over });
    const seen = report({ on: '2026-05-18', obligations: [obligation], steps });
    return morning('2026-05-18', [aCase('2026-05-18', [], { report: seen })]).digests[0]?.items[0]?.door;
  };

  it.each([
    ['a step', {}, [step()], 'go:flow:work-step:case=7:step=ceremony'],
    [
      'a vote',
      { step: 'committee-proposes-admission', clock: 'committee-limit', owner: 'grassrootsCommittee' },
      [
        step({
          id: 'committee-proposes-admission',
          recordKind: 'vote',
          actor: 'grassrootsCommittee',
          owner: 'grassrootsCommittee',
        }),
      ],
      'go:flow:record-vote:case=7:step=committee-proposes-admission',
    ],
    [
      'the monthly assessment',
      { step: 'helped', clock: 'mentor-report', owner: 'mentor' },
      [step({ id: 'helped' })],
      'go:flow:assess:case=7',
    ],
    [
      'the monthly review',
      { step: 'helped', clock: 'cell-review' },
      [step({ id: 'helped' })],
      'go:flow:review:case=7',
    ],
    [
      'a verification letter',
      { step: 'verified', clock: 'reply-domestic', instance: 'v1' },
      [step({ id: 'verified', recordKind: 'verification' })],
      'go:flow:update-verification:case=7:verification=v1',
    ],
    [
      'a paper that runs out',
      { step: 'class-certified', clock: 'certificate-expiry', kind: 'expiry' },
      [step({ id: 'class-certified', recordKind: 'papers', status: 'done' })],
      'go:flow:dossier:case=7',
    ],
    [
      'what a candidate owes',
      { owner: 'candidate', step: 'member-papers' },
      [step({ id: 'member-papers' })],
      'go:status:7',
    ],
  ] as const)('%s', (_, over, steps, door) => {
    expect(doorOf(over, [...steps])).toBe(door);
  });

  it('is the assignment of a mentor where the mentor is missing', () => {
    const owed = month('2026-05', '2026-05-29', { rungs: ['2026-05-18'] });
    const plan = morning('2026-05-18', [aCase('2026-05-18', [owed], { mentorId: null })]);
    expect(plan.digests[0]).toMatchObject({
      person: { personId: secretary },
      items: [{ door: 'go:flow:assign-mentor:case=7' }],
    });
  });
});

describe('the weekly word to committees', () => {
  const late = (today: string) => [
    aCase(today, [limit({ status: 'overdue', due: '2026-06-01', limit: '2026-06-01' })], { caseId: 1 }),
    aCase(today, [limit({ due: '2026-12-01', limit: '2026-12-01' })], { caseId: 2 }),
  ];

  it('counts what is late below each committee on the first working day of the week', () => {
    const monday = morning('2026-06-08', late('2026-06-08'));
    for (const [officer, node] of [
      [wardOfficer, committee],
      [provinceOfficer, province],
    ] as const) {
      expect(monday.digests.find((d) => d.person.personId === officer)?.items).toEqual([
        expect.objectContaining({
          about: 'overview',
          key: `subtree${node}:late@2026-06-08`,
          late: 1,
          cases: 1,
          cells: 1,
        }),
      ]);
    }
    const said = remembered(monday);
    expect(toldTo(morning('2026-06-08', late('2026-06-08'), { said, hour: 9 }), wardOfficer)).toEqual([]);
  });

  it('keeps silent on other days and when nothing is late', () => {
    expect(toldTo(morning('2026-06-09', late('2026-06-09'), { lastRun: '2026-06-08' }), wardOfficer)).toEqual(
      [],
    );
    expect(toldTo(morning('2026-06-08', [aCase('2026-06-08', [limit()])]), wardOfficer)).toEqual([]);
  });

  it('comes on the first working day of a week that begins with holidays, and the day after a morning that was missed', () => {
    expect(toldTo(morning('2026-09-03', late('2026-09-03')), wardOfficer)).toEqual([
      `subtree${committee}:late@2026-09-03`,
    ]);
    expect(
      toldTo(morning('2026-06-09', late('2026-06-09'), { lastRun: '2026-06-05' }), wardOfficer),
    ).toHaveLength(1);
  });
});

describe('duties of the body itself', () => {
  const duty: DutyDue = {
    key: 'org2:plan-checked#2026-Q2',
    duty: 'plan-checked',
    organization: { id: committee, path: '/1/2/', level: 'grassrootsCommittee', name: 'Đảng uỷ phường' },
    period: '2026-Q2',
    due: '2026-06-30',
    moment: '2026-06-16',
    owners: [wardOfficer],
  };

  it('reach the officer once for each of their days', () => {
    const first = morning('2026-06-16', [], { duties: [duty] });
    expect(toldTo(first, wardOfficer)).toEqual(['org2:plan-checked#2026-Q2@2026-06-16']);
    const said = remembered(first);
    expect(morning('2026-06-17', [], { duties: [duty], said }).digests).toEqual([]);
    expect(
      morning('2026-06-30', [], { duties: [{ ...duty, moment: '2026-06-30' }], said }).digests,
    ).toHaveLength(1);
  });

  it('are counted when nobody holds the office', () => {
    expect(morning('2026-06-16', [], { duties: [{ ...duty, owners: [] }] }).withoutOwner).toEqual([duty.key]);
  });
});
