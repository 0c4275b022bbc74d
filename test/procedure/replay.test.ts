/** How single events move a case on: papers, mentors, votes, decisions, moves, the end. */
import { describe, expect, it } from 'vitest';
import { look, mentor, paper, road, roadUntil, roadWith, step, tell, vote } from './story.ts';

const stepOf = (file: ReturnType<typeof tell>, id: string, today: string) => {
  const found = look(file, today).steps.find((one) => one.id === id);
  if (!found) throw new Error(`No step ${id}`);
  return found;
};

describe('the straight road', () => {
  it('leads from the list of sympathizers to an official member, and the case closes', () => {
    const report = look(tell(road), '2027-06-04');
    expect(report).toMatchObject({
      state: 'recognized',
      open: false,
      phase: 'probation',
      since: '2027-05-10',
    });
    expect(report.frontier).toEqual([]);
    expect(report.steps.filter((one) => one.irregular)).toEqual([]);
    expect(report.obligations.filter((one) => one.status !== 'met')).toEqual([]);
    expect(report.papers.filter((one) => one.required && one.status !== 'received')).toEqual([]);
    expect(report.warnings).toEqual([]);
  });

  it.each([
    ['2025-08-05', 'introduced', 'source', 'listed'],
    ['2025-08-08', 'sympathizer', 'source', 'sent-to-class'],
    ['2025-11-12', 'sympathizer', 'source', 'file-allowed'],
    ['2025-11-21', 'filing', 'file', 'file-opened'],
    ['2026-01-13', 'filing', 'file', 'cell-committee-comment'],
    ['2026-01-27', 'filing', 'admission', 'cell-votes-admission'],
    ['2026-02-04', 'proposed', 'admission', 'file-sent-up'],
    ['2026-02-27', 'sent-up', 'admission', 'admission-decided'],
    ['2026-03-17', 'decided', 'admission', 'ceremony'],
    ['2026-08-11', 'probation', 'probation', 'self-criticism'],
    ['2027-04-06', 'recognition-proposed', 'probation', 'recognition-sent-up'],
    ['2027-05-11', 'recognized', 'probation', 'recognition-announced'],
  ])('on %s: %s, in phase %s, next is %s', (today, state, phase, next) => {
    const report = look(tell(roadUntil(today)), today);
    expect(report).toMatchObject({ state, phase, open: true });
    expect(report.frontier[0]).toBe(next);
  });
});

describe('papers', () => {
  it('do their step on the day the last of them comes in', () => {
    const file = tell([
      ...roadUntil('2026-03-26'),
      paper('member-history', '2026-04-10'),
      paper('member-sheet', '2026-04-14'),
    ]);
    expect(stepOf(file, 'member-papers', '2026-04-10').status).toBe('ready');
    expect(stepOf(file, 'member-papers', '2026-04-14')).toMatchObject({ status: 'done', on: '2026-04-14' });
  });

  it('are all in when the step is recorded as a whole', () => {
    const file = tell([...roadUntil('2026-03-26'), step('member-papers', '2026-04-14')]);
    const papers = look(file, '2026-04-15').papers.filter((one) => one.requiredFor === 'member-papers');
    expect(papers.map((one) => one.status)).toEqual(['received', 'received']);
  });

  it('given back, they are owed again with the reason, and the step is open again', () => {
    const file = tell([
      ...roadUntil('2025-12-02'),
      { type: 'paper-returned', paper: 'application', reason: 'not-self-made', on: '2025-12-03' },
    ]);
    expect(look(file, '2025-12-03').papers.find((one) => one.id === 'application')).toMatchObject({
      status: 'returned',
      returnedReason: 'not-self-made',
      have: 0,
      owedByCandidate: true,
    });
    expect(stepOf(file, 'application', '2025-12-03').status).toBe('ready');
  });

  it('of two introducers come one from each; the same one twice is one', () => {
    const older = { person: { birthDate: '1985-01-01' } };
    const before = roadWith(
      (event) => (event.type === 'paper-received' && event.paper === 'youth-union-resolution' ? null : event),
      '2026-01-21',
    );
    const twice = tell(
      [...before, paper('introduction', '2026-01-22', 'Lan'), paper('introduction', '2026-01-23', 'Lan')],
      older,
    );
    expect(look(twice, '2026-01-23').papers.find((one) => one.id === 'introduction')).toMatchObject({
      have: 1,
      need: 2,
      status: 'missing',
    });
    const both = tell(
      [...before, paper('introduction', '2026-01-22', 'Lan'), paper('introduction', '2026-01-23', 'Minh')],
      older,
    );
    expect(look(both, '2026-01-23').papers.find((one) => one.id === 'introduction')).toMatchObject({
      have: 2,
      need: 2,
      status: 'received',
    });
    expect(stepOf(both, 'introduced-by-members', '2026-01-23').on).toBe('2026-01-23');
    const oneBack = tell(
      [
        ...before,
        paper('introduction', '2026-01-22', 'Lan'),
        paper('introduction', '2026-01-23', 'Minh'),
        {
          type: 'paper-returned',
          paper: 'introduction',
          reason: 'missing-signature-or-seal',
          on: '2026-01-24',
        },
      ],
      older,
    );
    expect(look(oneBack, '2026-01-24').papers.find((one) => one.id === 'introduction')).toMatchObject({
      have: 1,
      need: 2,
      status: 'returned',
    });
  });
});

describe('mentors', () => {
  it('do the step of assigning only after the steps before it', () => {
    const early = tell([
      step('introduced', '2025-08-04'),
      mentor('Lan', '2025-08-05'),
      step('listed', '2025-08-08'),
    ]);
    expect(stepOf(early, 'mentor-assigned', '2025-08-09').status).toBe('ready');
    const sameDay = tell([
      step('introduced', '2025-08-04'),
      mentor('Lan', '2025-08-08'),
      step('listed', '2025-08-08'),
    ]);
    expect(stepOf(sameDay, 'mentor-assigned', '2025-08-09')).toMatchObject({
      status: 'done',
      on: '2025-08-08',
    });
  });

  it('whoever takes over is a replacement and the one before is no longer the mentor', () => {
    const report = look(
      tell([
        ...roadUntil('2025-09-08'),
        { type: 'mentor-ended', mentor: 'Lan', reason: 'disciplined', on: '2025-09-10' },
        mentor('Minh', '2025-09-12'),
      ]),
      '2025-09-13',
    );
    expect(report.mentor).toBe('Minh');
    expect(report.mentors).toEqual([
      {
        mentor: 'Lan',
        since: '2025-08-08',
        until: '2025-09-10',
        endedBecause: 'disciplined',
        togetherSince: '2023-01-02',
        replacement: false,
      },
      { mentor: 'Minh', since: '2025-09-12', replacement: true },
    ]);
  });

  it('one assigned in the place of another, without more, replaces them', () => {
    const report = look(tell([...roadUntil('2025-09-08'), mentor('Minh', '2025-09-12')]), '2025-09-13');
    expect(report.mentors.map((one) => [one.mentor, one.endedBecause])).toEqual([
      ['Lan', 'replaced'],
      ['Minh', undefined],
    ]);
  });

  it('where two must introduce, two help at a time', () => {
    const report = look(
      tell([...roadUntil('2025-09-08'), mentor('Minh', '2025-09-12', '2020-01-01')], {
        person: { birthDate: '1985-01-01' },
      }),
      '2025-09-13',
    );
    expect(report.mentors.map((one) => [one.mentor, one.until, one.replacement])).toEqual([
      ['Lan', undefined, false],
      ['Minh', undefined, false],
    ]);
  });

  it('are left behind by an official move, not by a temporary one', () => {
    const move = (kind: 'official' | 'temporary') =>
      look(
        tell([
          ...roadUntil('2025-09-08'),
          { type: 'candidate-moved', kind, sameDecidingBody: false, on: '2025-10-01' },
        ]),
        '2025-10-02',
      ).mentor;
    expect(move('official')).toBeNull();
    expect(move('temporary')).toBe('Lan');
  });

  it('who are not official members are not mentors', () => {
    const file = tell([
      ...roadUntil('2025-08-07'),
      step('listed', '2025-08-08'),
      { type: 'mentor-assigned', mentor: 'Dự', officialMember: false, on: '2025-08-08' },
    ]);
    const report = look(file, '2025-08-09');
    expect(report.mentor).toBeNull();
    expect(report.warnings).toContainEqual({
      key: 'procedure.warnings.mentor-not-official',
      params: { mentor: 'Dự', date: { date: '2025-08-08' } },
    });
  });
});

describe('votes and decisions', () => {
  const before = roadUntil('2026-02-03');

  it('a vote below the ratio is counted, leaves the step open and may be held again', () => {
    const failed = tell([...before, vote('cell-votes-admission', '2026-02-04', 7)]);
    expect(look(failed, '2026-02-05').state).toBe('filing');
    expect(stepOf(failed, 'cell-votes-admission', '2026-02-05')).toMatchObject({
      status: 'ready',
      failedVotes: 1,
      vote: { inFavour: 7, needed: 8, passes: false },
    });
    const again = tell([
      ...before,
      vote('cell-votes-admission', '2026-02-04', 7),
      vote('cell-votes-admission', '2026-03-04', 8),
    ]);
    expect(look(again, '2026-03-05').state).toBe('proposed');
    expect(stepOf(again, 'cell-votes-admission', '2026-03-05')).toMatchObject({
      status: 'done',
      on: '2026-03-04',
      failedVotes: 1,
    });
  });

  it('a failed admission vote is reported to the committee', () => {
    const failed = tell([...before, vote('cell-votes-admission', '2026-02-04', 7)]);
    expect(look(failed, '2026-02-05').frontier).toContain('vote-result-reported');
    expect(look(tell(before), '2026-02-05').frontier).not.toContain('vote-result-reported');
  });

  it('voted again and lost, what was won before no longer counts', () => {
    const file = tell([
      ...before,
      vote('cell-votes-admission', '2026-02-04', 12),
      vote('cell-votes-admission', '2026-03-04', 2),
    ]);
    expect(stepOf(file, 'cell-votes-admission', '2026-03-05').status).not.toBe('done');
  });

  it('a recorded vote that cannot be does not pass, and is warned of', () => {
    const file = tell([...before, vote('cell-votes-admission', '2026-02-04', 30, 20)]);
    const report = look(file, '2026-02-05');
    expect(report.state).toBe('filing');
    expect(report.warnings.map((one) => one.key)).toContain('procedure.warnings.impossible-vote');
  });

  it('a decision not to agree leaves the case where it was, and meets the limit for deciding', () => {
    const file = tell([
      ...roadUntil('2026-02-27'),
      step('admission-decided', '2026-03-16', { outcome: 'not-agreed' }),
    ]);
    const report = look(file, '2026-06-01');
    expect(report.state).toBe('sent-up');
    expect(stepOf(file, 'admission-decided', '2026-06-01')).toMatchObject({
      status: 'ready',
      outcome: 'not-agreed',
    });
    expect(report.obligations.find((one) => one.key === 'admission-decided/decide')).toMatchObject({
      status: 'met',
      metOn: '2026-03-16',
    });
    expect(report.warnings.map((one) => one.key)).toContain('procedure.warnings.not-agreed');
  });

  it('an authorised grassroots committee decides by two thirds, another body by more than half', () => {
    const file = (decidingBody: string) =>
      tell(
        [
          ...roadUntil('2026-02-27'),
          step('admission-decided', '2026-03-16', { vote: { members: 10, excluded: [], inFavour: 6 } }),
        ],
        { organization: { officialMembers: 12, decidingBody } },
      );
    expect(look(file('standing-committee'), '2026-03-17').state).toBe('decided');
    const authorised = look(file('authorised-grassroots'), '2026-03-17');
    expect(authorised.steps.find((one) => one.id === 'admission-decided')?.vote).toMatchObject({
      atLeast: 'two-thirds',
      needed: 7,
      passes: false,
    });
  });
});

describe('the end of a case', () => {
  it.each([
    ['withdrew', 'withdrew'],
    ['removed-from-list', 'removed'],
    ['moved-away', 'moved-away'],
    ['deceased', 'deceased'],
    ['not-admitted', 'not-admitted'],
    ['other', 'closed'],
  ] as const)('%s closes it as %s, and nobody owes anything', (reason, state) => {
    const report = look(
      tell([...roadUntil('2025-11-12'), { type: 'closed', reason, on: '2025-11-13' }]),
      '2026-03-01',
    );
    expect(report).toMatchObject({ state, open: false, since: '2025-11-13', frontier: [] });
    expect(report.obligations.filter((one) => one.status !== 'met')).toEqual([]);
  });

  it('striking off ends it, but the person may still complain in time', () => {
    const file = tell([
      ...roadUntil('2026-08-10'),
      vote('cell-votes-striking-off', '2026-09-04', 11),
      vote('committee-proposes-striking-off', '2026-09-18', 10, 11),
      step('striking-off-decided', '2026-10-05', { outcome: 'agreed' }),
      { type: 'decision-received', step: 'striking-off-decided', on: '2026-10-12' },
    ]);
    const report = look(file, '2026-10-20');
    expect(report).toMatchObject({ state: 'struck-off', open: false });
    expect(report.obligations.find((one) => one.key === 'complaint-made/complaint-window')).toMatchObject({
      status: 'open',
      from: '2026-10-12',
    });
  });
});

describe('dates that do not fit', () => {
  it('an event dated after the day of the question is not counted yet', () => {
    const report = look(tell([step('introduced', '2025-08-04'), step('listed', '2025-08-08')]), '2025-08-05');
    expect(report.state).toBe('introduced');
    expect(report.warnings).toContainEqual({
      key: 'procedure.warnings.future-date',
      params: { event: 'e2', date: { date: '2025-08-08' } },
    });
  });

  it('a step dated before the one it rests on is warned of', () => {
    const file = tell(
      roadWith(
        (event) =>
          event.type === 'step-recorded' && event.step === 'file-allowed'
            ? { ...event, on: '2025-11-03' }
            : event,
        '2025-11-20',
      ),
    );
    expect(look(file, '2025-11-21').warnings).toContainEqual({
      key: 'procedure.warnings.out-of-order',
      params: {
        step: 'file-allowed',
        date: { date: '2025-11-03' },
        before: 'file-proposed',
        beforeDate: { date: '2025-11-10' },
      },
    });
  });

  it('a step that was never recorded although a later one is done is warned of, and stays open', () => {
    const file = tell(
      roadWith(
        (event) => (event.type === 'step-recorded' && event.step === 'pages-sealed' ? null : event),
        '2026-02-10',
      ),
    );
    const report = look(file, '2026-02-10');
    expect(report.warnings).toContainEqual({
      key: 'procedure.warnings.passed-over',
      params: { step: 'pages-sealed' },
    });
    expect(report.frontier).toEqual(['committee-proposes-admission', 'pages-sealed']);
  });

  it('names that the procedure does not know are warned of', () => {
    const file = tell([
      step('introduced', '2025-08-04'),
      step('old-step', '2025-08-05'),
      paper('old-paper', '2025-08-05'),
    ]);
    const names = look(file, '2025-08-06').warnings.map((one) => one.params?.name);
    expect(names).toEqual(['old-step', 'old-paper']);
  });
});
