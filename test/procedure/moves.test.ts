/** The candidate moves (3.6–3.10): what the move begins depends on how far the case had come at that moment. */
import { describe, expect, it } from 'vitest';
import { clock, look, mentor, paper, roadUntil, step, tell, vote } from './story.ts';

const moves = (
  on: string,
  sameDecidingBody = false,
  kind: 'official' | 'temporary' | 'afar' | 'abroad' = 'official',
) => ({ type: 'candidate-moved', kind, sameDecidingBody, on }) as const;

it.each([
  ['2025-10-20', false, 'moved-while-helped'],
  ['2026-02-10', false, 'moved-after-proposal'],
  ['2026-03-03', false, 'moved-after-sent-up'],
  ['2026-03-18', true, 'moved-after-decision-within'],
  ['2026-03-18', false, 'moved-after-decision-outside'],
  ['2026-06-01', false, 'probationer-moved'],
])('a move on %s (same deciding body: %s) is: %s', (on, same, situation) => {
  const { situations } = look(tell([...roadUntil(on), moves(on, same)]), on);
  expect(situations.filter((one) => one.includes('moved'))).toEqual([situation]);
});

it.each([
  ['2025-10-20', 'temporary', 'temporary-elsewhere'],
  ['2026-06-01', 'temporary', 'probationer-temporary'],
  ['2026-06-01', 'afar', 'probationer-afar'],
  ['2026-06-01', 'abroad', 'probationer-abroad'],
] as const)('on %s, %s: %s', (on, kind, situation) => {
  expect(look(tell([...roadUntil(on), moves(on, false, kind)]), on).situations).toContain(situation);
});

it('what followed later does not change what the move was', () => {
  const file = tell([
    ...roadUntil('2026-03-03'),
    moves('2026-03-03'),
    step('admission-decided', '2026-03-16', { outcome: 'agreed' }),
  ]);
  expect(look(file, '2026-03-20').situations).toContain('moved-after-sent-up');
  expect(look(file, '2026-03-20').situations).not.toContain('moved-after-decision-outside');
});

describe('while being helped (3.6)', () => {
  const moved = [...roadUntil('2025-10-20'), moves('2025-10-20')];

  it('the certificate of help, the new cell and a new mentor come first, without months together', () => {
    const report = look(tell(moved), '2025-10-21');
    expect(report.mentor).toBeNull();
    expect(report.frontier).toContain('help-certificate-issued');
    const given = tell([
      ...moved,
      paper('help-certificate', '2025-10-24'),
      step('given-to-new-cell', '2025-11-03'),
      mentor('Hoà', '2025-11-05'),
    ]);
    const after = look(given, '2025-11-06');
    expect(after.mentor).toBe('Hoà');
    expect(after.mentors.at(-1)).toMatchObject({ mentor: 'Hoà', replacement: true });
    expect(after.steps.find((one) => one.id === 'new-mentor-after-move')).toMatchObject({
      status: 'done',
      on: '2025-11-05',
    });
  });

  it('the certificate keeps running: the move does not give it new months', () => {
    expect(clock(tell(moved), 'class-certified/certificate-expiry', '2025-10-21').limit).toBe('2030-10-15');
  });

  it('a second move asks for all of it again', () => {
    const twice = tell([
      ...moved,
      paper('help-certificate', '2025-10-24'),
      step('given-to-new-cell', '2025-11-03'),
      mentor('Hoà', '2025-11-05'),
      moves('2025-12-01'),
    ]);
    const report = look(twice, '2025-12-02');
    expect(report.mentor).toBeNull();
    expect(report.steps.find((one) => one.id === 'given-to-new-cell')?.status).not.toBe('done');
  });
});

describe('after the file was sent up (3.8)', () => {
  const moved = [...roadUntil('2026-03-03'), moves('2026-03-03')];

  it('the old body sends it on within 15 working days of the move', () => {
    expect(clock(tell(moved), 'file-forwarded/forward-file', '2026-03-04')).toMatchObject({
      from: '2026-03-03',
      due: '2026-03-24',
      owner: 'decidingBody',
    });
  });

  it('the new body decides within 30 working days of receiving it; the old limit no longer runs', () => {
    const received = tell([
      ...moved,
      step('file-forwarded', '2026-03-20'),
      step('new-body-received-file', '2026-03-27'),
    ]);
    expect(clock(received, 'admission-decided/decide-after-move', '2026-03-30')).toMatchObject({
      from: '2026-03-27',
      due: '2026-05-13',
    });
    expect(look(received, '2026-03-30').obligations.map((one) => one.key)).not.toContain(
      'admission-decided/decide',
    );
  });

  it('a decision of the old body counts only within 30 working days of the move', () => {
    const window = clock(tell(moved), 'admission-decided/decision-after-move-window', '2026-03-04');
    expect(window).toMatchObject({ from: '2026-03-03', due: '2026-04-14' });
    const late = tell([...moved, step('admission-decided', '2026-04-20', { outcome: 'agreed' })]);
    expect(clock(late, 'admission-decided/decision-after-move-window', '2026-04-21').status).toBe('met-late');
    expect(look(late, '2026-04-21').frontier).toContain('late-decision-cancelled');
  });
});

it('a late decision of the old body is cancelled, and the new body decides afresh (3.9)', () => {
  const cancelled = [
    ...roadUntil('2026-03-03'),
    moves('2026-03-03'),
    step('admission-decided', '2026-04-20', { outcome: 'agreed' }),
    step('late-decision-cancelled', '2026-05-04'),
  ];
  const report = look(tell(cancelled), '2026-05-05');
  expect(report).toMatchObject({ state: 'sent-up', since: '2026-05-04' });
  expect(report.frontier[0]).toBe('admission-decided');
  const afresh = tell([
    ...cancelled,
    step('file-forwarded', '2026-05-05'),
    step('new-body-received-file', '2026-05-08'),
    step('admission-decided', '2026-06-01', { outcome: 'agreed' }),
  ]);
  expect(look(afresh, '2026-06-02')).toMatchObject({ state: 'decided', since: '2026-06-01' });
  expect(clock(afresh, 'ceremony/ceremony-limit', '2026-06-02').from).toBe('2026-06-01');
});

describe('after the decision (3.9)', () => {
  it('a doubt about principle or procedure is answered within 60 working days', () => {
    const file = tell([
      ...roadUntil('2026-03-20'),
      moves('2026-03-23'),
      step('decision-sent-outside', '2026-03-25'),
      step('review-requested', '2026-04-01'),
    ]);
    expect(clock(file, 'review-answered/answer-review', '2026-04-02')).toMatchObject({
      from: '2026-04-01',
      due: '2026-06-29',
    });
  });
});

describe('in probation (3.10)', () => {
  it('transfers within 60 working days, presents papers within 30, and gets a new mentor', () => {
    const moved = [...roadUntil('2026-06-01'), moves('2026-06-01')];
    expect(clock(tell(moved), 'transferred/transfer-limit', '2026-06-02')).toMatchObject({
      owner: 'candidate',
      due: '2026-08-22',
    });
    const transferred = [...moved, step('transferred', '2026-06-15')];
    expect(clock(tell(transferred), 'papers-presented/present-papers', '2026-06-16').due).toBe('2026-07-27');
    const presented = tell([
      ...transferred,
      step('papers-presented', '2026-07-01'),
      mentor('Hoà', '2026-07-03'),
    ]);
    expect(
      look(presented, '2026-07-04').steps.find((one) => one.id === 'new-mentor-in-probation'),
    ).toMatchObject({ status: 'done', on: '2026-07-03' });
  });
});

describe('the mentor leaves (3.5)', () => {
  it('another is assigned at once; the step is done by the new assignment, not by an old one', () => {
    const left = [
      ...roadUntil('2025-09-08'),
      { type: 'mentor-ended', mentor: 'Lan', reason: 'moved', on: '2025-09-15' } as const,
    ];
    const waiting = look(tell(left), '2025-09-15');
    expect(waiting.steps.find((one) => one.id === 'mentor-replaced')?.status).toBe('ready');
    expect(clock(tell(left), 'mentor-replaced/replace-mentor', '2025-09-16').status).toBe('overdue');
    const replaced = tell([...left, mentor('Minh', '2025-09-18')]);
    expect(look(replaced, '2025-09-19').steps.find((one) => one.id === 'mentor-replaced')).toMatchObject({
      status: 'done',
      on: '2025-09-18',
    });
    expect(clock(replaced, 'mentor-replaced/replace-mentor', '2025-09-19')).toMatchObject({
      status: 'met-late',
      metOn: '2025-09-18',
    });
  });
});

it('one-hop approval goes straight to the deciding body; a sub-committee appraises where there is one', () => {
  const after = (organization: object) =>
    look(
      tell([...roadUntil('2026-01-26'), vote('cell-votes-admission', '2026-02-04', 11)], {
        organization: { officialMembers: 12, ...organization },
      }),
      '2026-02-05',
    ).frontier;
  expect(after({ approval: 'one-hop' })).toEqual(['file-sent-to-deciding-body']);
  expect(after({ approval: 'two-hop' })).toEqual(['file-sent-up']);
  expect(after({ approval: 'one-hop', subCommittee: true })).toEqual(['sub-committee-appraises-admission']);
});

it('a change of the organisation afterwards does not ask for what was rightly left out', () => {
  const oneHop = { organization: { officialMembers: 12, approval: 'one-hop' } };
  const events = [
    ...roadUntil('2026-02-04'),
    step('file-sent-to-deciding-body', '2026-02-10'),
    step('admission-decided', '2026-03-16', { outcome: 'agreed' }),
    { type: 'facts-changed', organization: { approval: 'two-hop' }, on: '2026-03-18' } as const,
  ];
  const report = look(tell(events, oneHop), '2026-03-19');
  expect(report.steps.find((one) => one.id === 'committee-proposes-admission')?.status).toBe(
    'not-applicable',
  );
  expect(report.frontier[0]).toBe('ceremony');
  expect(report.warnings.map((one) => one.key)).not.toContain('procedure.warnings.passed-over');
});
