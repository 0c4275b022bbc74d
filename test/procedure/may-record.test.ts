/** What may not be recorded, and why: one line for each code, and the field that is asked again. */
import { describe, expect, it } from 'vitest';
import { type CaseEvent, mayRecord, refusalCodes } from '../../src/procedure/index.ts';
import {
  calendar,
  central2025,
  haNoi2025,
  mentor,
  paper,
  refused,
  road,
  roadUntil,
  roadWith,
  step,
  type Told,
  tell,
  vote,
} from './story.ts';

const at = (day: string, rest: object = {}) => tell(roadUntil(day), rest);
const letter = (verification: string, on: string): Told => ({
  type: 'verification-sent',
  verification,
  subject: 'mother',
  place: 'Nơi ở',
  scope: 'domestic',
  byLetter: true,
  on,
});
const reply = (verification: string, on: string): Told => ({
  type: 'verification-replied',
  verification,
  result: 'sufficient',
  on,
});
const assessment = (period: string, by = 'Lan'): Told => ({
  type: 'assessment-recorded',
  period,
  by,
  on: '2025-09-01',
  ratings: { awareness: 3, tasks: 3, conduct: 3, relations: 3 },
});
const corrected = (target: string, instead?: CaseEvent): Told => ({
  type: 'corrected',
  target,
  on: '2026-02-05',
  ...(instead && { with: instead as never }),
});

const listed = roadUntil('2025-08-08').slice(0, 2);
const beforeVote = at('2026-02-03');
const voted = at('2026-02-04');
const idOf = (file: ReturnType<typeof tell>, name: string) =>
  file.events.find((event) => 'step' in event && event.step === name)?.id ?? '';

type Line = readonly [code: string, file: ReturnType<typeof tell>, event: Told, today: string];
const lines: readonly Line[] = [
  ['future-date', at('2025-08-04'), step('listed', '2025-08-08'), '2025-08-07'],
  ['unknown-step', at('2025-08-04'), step('old-step', '2025-08-05'), '2025-08-07'],
  ['already-done', at('2025-08-08'), step('listed', '2025-08-08'), '2025-08-09'],
  ['step-not-open', at('2025-08-08'), step('file-opened', '2025-08-09'), '2025-08-09'],
  [
    'not-applicable',
    at('2026-02-27', { organization: { officialMembers: 12, approval: 'one-hop' } }),
    step('sub-committee-appraises-admission', '2026-02-27'),
    '2026-02-28',
  ],
  ['date-before-dependency', at('2025-11-10'), step('file-allowed', '2025-11-09'), '2025-11-21'],
  [
    'gate-blocks',
    at('2026-02-03', { person: { birthDate: '2008-06-01', youthUnionMember: true } }),
    vote('cell-votes-admission', '2026-02-04', 11),
    '2026-02-04',
  ],
  [
    'wrong-record',
    at('2025-08-08'),
    step('sent-to-class', '2025-08-11', { vote: { members: 3, excluded: [], inFavour: 3 } }),
    '2025-08-12',
  ],
  ['vote-missing', beforeVote, step('cell-votes-admission', '2026-02-04'), '2026-02-04'],
  ['vote-no-members', beforeVote, vote('cell-votes-admission', '2026-02-04', 0, 0), '2026-02-04'],
  [
    'vote-excluded-too-many',
    beforeVote,
    vote('cell-votes-admission', '2026-02-04', 0, 3, [{ reason: 'suspended', count: 4 }]),
    '2026-02-04',
  ],
  [
    'vote-unknown-exclusion',
    beforeVote,
    vote('cell-votes-admission', '2026-02-04', 9, 12, [{ reason: 'ill', count: 1 }]),
    '2026-02-04',
  ],
  ['vote-too-many-in-favour', beforeVote, vote('cell-votes-admission', '2026-02-04', 30, 20), '2026-02-04'],
  ['vote-not-a-count', beforeVote, vote('cell-votes-admission', '2026-02-04', -1, 20), '2026-02-04'],
  [
    'mentor-not-official',
    tell(listed),
    { ...mentor('Dự', '2025-08-08'), officialMember: false } as Told,
    '2025-08-08',
  ],
  [
    'mentor-is-candidate',
    tell(listed, { name: 'Trần Thị  Hoa' }),
    mentor('trần thị hoa', '2025-08-08'),
    '2025-08-08',
  ],
  ['mentor-already-assigned', at('2025-08-08'), mentor('Lan', '2025-09-01'), '2025-09-01'],
  [
    'mentor-not-current',
    at('2025-08-08'),
    { type: 'mentor-ended', mentor: 'Minh', reason: 'moved', on: '2025-09-01' },
    '2025-09-01',
  ],
  ['together-after-start', tell(listed), mentor('Lan', '2025-08-08', '2025-08-09'), '2025-08-10'],
  [
    'case-closed',
    tell([...roadUntil('2025-08-08'), { type: 'closed', reason: 'withdrew', on: '2025-08-10' }]),
    step('sent-to-class', '2025-08-11'),
    '2025-08-11',
  ],
  ['target-unknown', voted, corrected('e99'), '2026-02-05'],
  [
    'target-already-corrected',
    tell([...roadUntil('2026-02-04'), corrected('e1')]),
    corrected('e1'),
    '2026-02-05',
  ],
  [
    'correction-of-other-kind',
    voted,
    corrected('e1', paper('opinions', '2026-02-01') as CaseEvent),
    '2026-02-05',
  ],
  ['unknown-paper', beforeVote, paper('birth-chart', '2026-02-03'), '2026-02-04'],
  ['unknown-verification', beforeVote, reply('v9', '2026-02-03'), '2026-02-04'],
  ['verification-exists', beforeVote, letter('v1', '2026-02-03'), '2026-02-04'],
  ['verification-already-replied', beforeVote, reply('v1', '2026-02-03'), '2026-02-04'],
  ['verification-pending', at('2025-12-16'), step('verified', '2025-12-20'), '2025-12-20'],
  [
    'assessment-exists',
    tell([...roadUntil('2025-08-08'), assessment('2025-08')]),
    assessment('2025-08'),
    '2025-09-02',
  ],
  ['future-period', at('2025-08-08'), assessment('2025-10'), '2025-09-02'],
  [
    'received-before-issued',
    at('2026-03-16'),
    { type: 'decision-received', step: 'admission-decided', on: '2026-03-13' },
    '2026-03-20',
  ],
  [
    'decision-not-recorded',
    at('2026-02-27'),
    { type: 'decision-received', step: 'admission-decided', on: '2026-03-13' },
    '2026-03-20',
  ],
  [
    'decision-already-received',
    at('2026-03-20'),
    { type: 'decision-received', step: 'admission-decided', on: '2026-03-21' },
    '2026-03-21',
  ],
  [
    'unknown-clock',
    voted,
    { type: 'extension-granted', step: 'admission-decided', clock: 'no-clock', on: '2026-02-05' },
    '2026-02-05',
  ],
  [
    'clock-not-running',
    beforeVote,
    { type: 'extension-granted', step: 'admission-decided', clock: 'decide', on: '2026-02-03' },
    '2026-02-05',
  ],
  [
    'not-extendable',
    at('2026-03-16'),
    { type: 'extension-granted', step: 'ceremony', clock: 'ceremony-limit', on: '2026-03-17' },
    '2026-03-17',
  ],
  [
    'already-extended',
    tell([
      ...roadUntil('2026-02-04'),
      { type: 'extension-granted', step: 'admission-decided', clock: 'decide', on: '2026-02-05' },
    ]),
    { type: 'extension-granted', step: 'admission-decided', clock: 'decide', on: '2026-02-06' },
    '2026-02-06',
  ],
  ['event-exists', at('2025-08-04'), { ...step('listed', '2025-08-08'), id: 'e1' }, '2025-08-08'],
];

describe('an event is refused', () => {
  it.each(lines)('%s', (code, file, event, today) => {
    expect(refused(file, event, today)).toEqual([code]);
  });

  it('for every reason that has a code', () => {
    expect(lines.map(([code]) => code).sort()).toEqual([...refusalCodes].sort());
  });
});

it('what was given another day may be given yet another; what was taken out may not', () => {
  const [first] = tell(roadUntil('2025-08-04')).events as [CaseEvent & Told];
  const moved = corrected(first.id, { ...first, on: '2025-08-03' });
  expect(refused(tell([...roadUntil('2026-02-04'), moved]), corrected(first.id), '2026-02-05')).toEqual([]);
  const removed = tell([...roadUntil('2026-02-04'), corrected(first.id)]);
  expect(refused(removed, moved, '2026-02-05')).toEqual(['target-already-corrected']);
});

it('every event of the straight road may be recorded on its day', () => {
  for (const procedure of [central2025, haNoi2025]) {
    for (const [index, event] of road.entries()) {
      // Hà Nội has more papers and steps; what its gates ask beyond the central road is not the matter here.
      if (procedure === haNoi2025 && event.on > '2025-11-20') break;
      const file = tell(road.slice(0, index), { overlay: procedure.overlay });
      expect(refused(file, event, event.on, procedure), JSON.stringify(event)).toEqual([]);
    }
  }
});

describe('a refusal says what to ask again, and under which rule', () => {
  it.each([
    ['future-date', 'on'],
    ['vote-too-many-in-favour', 'inFavour'],
    ['vote-no-members', 'members'],
    ['vote-excluded-too-many', 'excluded'],
    ['mentor-is-candidate', 'mentor'],
    ['together-after-start', 'togetherSince'],
    ['date-before-dependency', 'on'],
    ['target-unknown', 'target'],
  ])('%s asks again for %s', (code, field) => {
    const [, file, event, today] = lines.find(([name]) => name === code) as Line;
    expect(
      mayRecord(central2025, file, { id: 'new', ...event } as CaseEvent, calendar, today)[0]?.field,
    ).toBe(field);
  });

  it('a blocked gate names its words, its numbers and its clause', () => {
    const [, file, event, today] = lines.find(([name]) => name === 'gate-blocks') as Line;
    expect(mayRecord(central2025, file, { id: 'new', ...event } as CaseEvent, calendar, today)).toEqual([
      {
        code: 'gate-blocks',
        params: {
          step: 'cell-votes-admission',
          gate: 'age',
          reason: 'procedure.gates.age.reason',
          wayOut: 'procedure.gates.age.wayOut',
          redo: [],
          age: 17,
          months: 212,
          min: 18,
          max: 60,
          birthDate: '2008-06-01',
        },
        basis: [
          { document: 'qd-294-2025', clause: '1.1' },
          { document: 'hd-06-2025', clause: '1.1' },
        ],
        field: 'on',
      },
    ]);
  });

  it('what waits for others names them', () => {
    const refusals = mayRecord(
      central2025,
      at('2025-08-08'),
      { id: 'new', ...step('file-allowed', '2025-08-09') } as CaseEvent,
      calendar,
      '2025-08-09',
    );
    expect(refusals.map((one) => [one.code, one.params.waitsFor])).toEqual([
      ['step-not-open', ['file-proposed']],
    ]);
  });
});

describe('gates count on the day of the event, not on the day of recording', () => {
  it('a vote held in time may be recorded after the file went stale', () => {
    const file = at('2026-02-03');
    expect(refused(file, vote('cell-votes-admission', '2026-11-24', 11), '2026-12-20')).toEqual([]);
    expect(refused(file, vote('cell-votes-admission', '2026-11-25', 11), '2026-12-20')).toEqual([
      'gate-blocks',
    ]);
  });

  it('a paper of the recognition is not taken before month twelve', () => {
    const file = at('2026-08-10');
    expect(refused(file, paper('self-criticism', '2027-03-25'), '2027-03-30')).toEqual(['gate-blocks']);
    expect(refused(file, paper('self-criticism', '2027-03-26'), '2027-03-30')).toEqual([]);
  });

  it('a vote below the ratio is not refused: it is recorded as what it is', () => {
    expect(refused(beforeVote, vote('cell-votes-admission', '2026-02-04', 3), '2026-02-04')).toEqual([]);
  });

  it('after three failed votes there is no fourth', () => {
    const fails = ['2027-04-06', '2027-04-13', '2027-04-20'].map((on) =>
      vote('cell-votes-recognition', on, 7),
    );
    const file = tell([...roadUntil('2027-04-01'), ...fails]);
    expect(refused(file, vote('cell-votes-recognition', '2027-04-27', 12), '2027-04-27')).toEqual([
      'gate-blocks',
    ]);
  });
});

describe('a step done once may be done again when something went stale', () => {
  it('the class, when the certificate expired', () => {
    const old = tell(
      roadWith(
        (event) =>
          event.type === 'paper-received' && event.paper === 'awareness-certificate'
            ? { ...event, on: '2021-01-15' }
            : event,
        '2026-01-26',
      ),
    );
    expect(refused(old, step('class-certified', '2026-03-10'), '2026-03-11')).toEqual([]);
    expect(refused(at('2026-01-26'), step('class-certified', '2026-03-10'), '2026-03-11')).toEqual([
      'already-done',
    ]);
  });

  it('the introduction, when the file is older than twelve months', () => {
    expect(refused(beforeVote, step('introduced-by-members', '2026-12-01'), '2026-12-01')).toEqual([]);
    expect(refused(beforeVote, step('introduced-by-members', '2026-03-01'), '2026-12-01')).toEqual([
      'already-done',
    ]);
  });
});

describe('verification', () => {
  it('no letter goes out before the pages are sealed', () => {
    expect(refused(at('2025-12-08'), letter('v5', '2025-12-09'), '2025-12-09')).toEqual(['step-not-open']);
    expect(refused(at('2025-12-10'), letter('v5', '2025-12-11'), '2025-12-11')).toEqual([]);
  });
  it('a reply is not older than its letter', () => {
    const file = tell([...roadUntil('2025-12-10'), letter('v5', '2025-12-11')]);
    expect(refused(file, reply('v5', '2025-12-10'), '2025-12-20')).toEqual(['date-before-dependency']);
  });
});

describe('mentors', () => {
  it('the same one may be given again for the probation', () => {
    expect(refused(at('2026-03-25'), mentor('Lan', '2026-03-26'), '2026-03-26')).toEqual([
      'mentor-already-assigned',
    ]);
    const ceremonyHeld = tell([...roadUntil('2026-03-25'), step('ceremony', '2026-03-26')]);
    expect(refused(ceremonyHeld, mentor('Lan', '2026-03-26'), '2026-03-26')).toEqual([]);
    expect(refused(ceremonyHeld, mentor('Lan', '2026-03-25'), '2026-03-26')).toEqual([
      'date-before-dependency',
    ]);
  });
  it('nobody is assigned before the branch has put the person on its list', () => {
    expect(refused(at('2025-08-04'), mentor('Lan', '2025-08-05'), '2025-08-05')).toEqual(['step-not-open']);
  });
});

describe('corrections', () => {
  it('another day is taken when it fits the rest', () => {
    const id = idOf(voted, 'history-certified');
    const other = (on: string) =>
      corrected(id, { id: 'x', type: 'step-recorded', step: 'history-certified', on });
    expect(refused(voted, other('2026-01-19'), '2026-02-05')).toEqual([]);
    expect(refused(voted, other('2026-01-14'), '2026-02-05')).toEqual(['date-before-dependency']);
    expect(refused(voted, other('2026-02-06'), '2026-02-05')).toEqual(['future-date']);
  });

  it('other numbers of a vote are checked as those of a vote', () => {
    const id = idOf(voted, 'cell-votes-admission');
    const other = (inFavour: number) =>
      corrected(id, { id: 'x', ...vote('cell-votes-admission', '2026-02-04', inFavour) } as CaseEvent);
    expect(refused(voted, other(9), '2026-02-05')).toEqual([]);
    expect(refused(voted, other(13), '2026-02-05')).toEqual(['vote-too-many-in-favour']);
  });

  it('a case closed by mistake is opened by correcting the closing', () => {
    const file = tell([
      ...roadUntil('2025-08-08'),
      { id: 'end', type: 'closed', reason: 'withdrew', on: '2025-08-10' },
    ]);
    expect(refused(file, { type: 'corrected', target: 'end', on: '2025-08-12' }, '2025-08-12')).toEqual([]);
  });

  it('a correction may itself be corrected', () => {
    const file = tell([...roadUntil('2026-02-04'), { ...corrected('e1'), id: 'c1' }]);
    expect(refused(file, corrected('c1'), '2026-02-05')).toEqual([]);
  });
});

it('after striking off only the side roads that follow it are open', () => {
  const file = tell([
    ...roadUntil('2026-08-10'),
    vote('cell-votes-striking-off', '2026-09-04', 11),
    vote('committee-proposes-striking-off', '2026-09-18', 10, 11),
    step('striking-off-decided', '2026-10-05', { outcome: 'agreed' }),
  ]);
  expect(refused(file, step('complaint-made', '2026-10-20'), '2026-10-20')).toEqual([]);
  expect(refused(file, step('data-entered', '2026-10-20'), '2026-10-20')).toEqual(['case-closed']);
});
