/** Time limits as obligations: from which day, until which working day, met, late, extended, read otherwise elsewhere. */
import { describe, expect, it } from 'vitest';
import { clock, haNoi2025, look, paper, roadUntil, roadWith, step, tell, vote } from './story.ts';

describe('deciding on the admission: 45 working days from the branch resolution', () => {
  const sentUp = roadUntil('2026-02-27');

  it('counts over Tết and names the day', () => {
    expect(clock(tell(sentUp), 'admission-decided/decide', '2026-03-02')).toMatchObject({
      from: '2026-02-04',
      due: '2026-04-15',
      limit: '2026-04-15',
      status: 'open',
      daysLeft: 32,
      daysUnit: 'working-days',
      provisional: false,
      extended: false,
      owner: 'decidingBody',
      basis: [{ document: 'qd-294-2025', clause: '4.3.1' }],
    });
  });

  it('late, it goes on being owed, and says by how much', () => {
    expect(clock(tell(sentUp), 'admission-decided/decide', '2026-04-15').daysLeft).toBe(0);
    expect(clock(tell(sentUp), 'admission-decided/decide', '2026-04-17')).toMatchObject({
      status: 'overdue',
      daysLeft: -2,
    });
    const late = tell([...sentUp, step('admission-decided', '2026-04-20', { outcome: 'agreed' })]);
    expect(clock(late, 'admission-decided/decide', '2026-05-04')).toMatchObject({
      status: 'met-late',
      metOn: '2026-04-20',
      daysLeft: -3,
    });
  });

  it('an extension adds 15 working days to the end of the limit', () => {
    const extended = tell([
      ...sentUp,
      { type: 'extension-granted', step: 'admission-decided', clock: 'decide', on: '2026-04-10' },
    ]);
    expect(clock(extended, 'admission-decided/decide', '2026-04-17')).toMatchObject({
      due: '2026-05-11',
      status: 'open',
      extended: true,
    });
  });

  it('speaks of it on the days that the procedure names', () => {
    expect(clock(tell(sentUp), 'admission-decided/decide', '2026-03-02').rungs).toEqual([
      '2026-04-01',
      '2026-04-08',
      '2026-04-15',
      '2026-05-11',
    ]);
  });
});

describe('the ceremony: 30 working days, alarm from the earlier of issue and receipt', () => {
  const decided = roadUntil('2026-03-16');

  it('before the decision arrives the limit already runs from its issue', () => {
    expect(clock(tell(decided), 'ceremony/ceremony-limit', '2026-03-17')).toMatchObject({
      from: '2026-03-16',
      due: '2026-04-28',
      readings: [],
    });
  });

  it('the reading from receipt is kept and shown, not applied', () => {
    const received = tell(roadUntil('2026-03-20'));
    const limit = clock(received, 'ceremony/ceremony-limit', '2026-03-21');
    expect(limit).toMatchObject({ from: '2026-03-16', due: '2026-04-28' });
    expect(limit.readings).toEqual([
      {
        from: '2026-03-20',
        due: '2026-05-06',
        basis: [{ document: 'qd-294-2025', clause: '4.1' }],
        confidence: 'verified',
      },
    ]);
  });

  it('held late it stays on record as late', () => {
    const late = tell([...roadUntil('2026-03-20'), step('ceremony', '2026-05-08')]);
    expect(clock(late, 'ceremony/ceremony-limit', '2026-05-09')).toMatchObject({
      status: 'met-late',
      metOn: '2026-05-08',
    });
    expect(look(late, '2026-05-09').state).toBe('probation');
  });
});

describe('recognition', () => {
  const probation = roadUntil('2026-08-10');

  it('is not before twelve months from the ceremony, then within 30 working days', () => {
    const early = look(tell(probation), '2026-09-01').obligations;
    expect(early.find((one) => one.clock === 'not-before-month-12')).toMatchObject({
      kind: 'earliest',
      limit: '2027-03-26',
      due: '2027-03-26',
      earliest: '2027-03-26',
      status: 'open',
    });
    expect(early.find((one) => one.clock === 'recognition-window')).toMatchObject({
      from: '2027-03-26',
      earliest: '2027-03-26',
      due: '2027-05-12',
      provisional: true,
    });
    expect(clock(tell(probation), 'cell-votes-recognition/not-before-month-12', '2027-03-26').status).toBe(
      'met',
    );
  });

  it('late, the window is overdue and the vote is still to be held', () => {
    const report = look(tell(roadUntil('2027-04-01')), '2027-06-01');
    expect(report.frontier[0]).toBe('cell-votes-recognition');
    expect(report.obligations.find((one) => one.clock === 'recognition-window')?.status).toBe('overdue');
  });

  it('voted too early, it is faulty and warned of', () => {
    const file = tell(
      roadWith(
        (event) =>
          'step' in event && event.step === 'cell-votes-recognition' ? { ...event, on: '2027-03-20' } : event,
        '2027-04-06',
      ),
    );
    const report = look(file, '2027-04-07');
    expect(report.steps.find((one) => one.id === 'cell-votes-recognition')?.irregular).toBe(true);
    expect(report.warnings.map((one) => one.key)).toContain('procedure.warnings.done-too-early');
  });

  it('crossing a year whose days off are not announced is said', () => {
    expect(look(tell(probation), '2026-11-22').warnings).toContainEqual({
      key: 'procedure.warnings.provisional-year',
      params: { rule: 'cell-votes-recognition/recognition-window', year: 2027 },
    });
  });
});

describe('verification letters', () => {
  const letter = (id: string, scope: 'domestic' | 'abroad', byLetter = true) =>
    ({
      type: 'verification-sent',
      verification: id,
      subject: 'mother',
      place: 'Nơi ở',
      scope,
      byLetter,
      on: '2025-12-12',
    }) as const;
  const before = roadUntil('2025-12-10');

  it('each has its own limit: 30 working days in the country, 90 abroad', () => {
    const file = tell([
      ...before,
      letter('m1', 'domestic'),
      letter('m2', 'abroad'),
      { type: 'verification-delivered', verification: 'm1', on: '2025-12-16' },
      { type: 'verification-delivered', verification: 'm2', on: '2025-12-26' },
    ]);
    expect(clock(file, 'verified/reply-domestic#m1', '2026-01-05')).toMatchObject({
      instance: 'm1',
      from: '2025-12-16',
      due: '2026-01-28',
      status: 'open',
    });
    expect(clock(file, 'verified/reply-abroad#m2', '2026-01-05')).toMatchObject({
      instance: 'm2',
      from: '2025-12-26',
      due: '2026-05-14',
    });
    expect(look(file, '2026-01-05').verifications.map((one) => one.replyDue)).toEqual([
      '2026-01-28',
      '2026-05-14',
    ]);
  });

  it('until the place confirms receipt the alarm runs from the day of sending', () => {
    expect(
      clock(tell([...before, letter('m1', 'domestic')]), 'verified/reply-domestic#m1', '2026-01-05'),
    ).toMatchObject({ from: '2025-12-12', due: '2026-01-26' });
  });

  it('a member sent in person has no limit for a reply', () => {
    const report = look(tell([...before, letter('m1', 'domestic', false)]), '2026-01-05');
    expect(report.obligations.filter((one) => one.step === 'verified')).toEqual([]);
    expect(report.verifications[0]).not.toHaveProperty('replyDue');
  });

  it('late and then answered, it is met late', () => {
    const answered = tell([
      ...before,
      letter('m1', 'domestic'),
      { type: 'verification-replied', verification: 'm1', result: 'sufficient', on: '2026-02-02' },
    ]);
    expect(clock(answered, 'verified/reply-domestic#m1', '2026-01-30')).toMatchObject({
      status: 'overdue',
      daysLeft: -4,
    });
    expect(clock(answered, 'verified/reply-domestic#m1', '2026-02-03')).toMatchObject({
      status: 'met-late',
      metOn: '2026-02-02',
    });
  });
});

describe('limits in months', () => {
  it('have the exact day as limit and the last working day before it as the day to act', () => {
    // Issued on 31/1/2022: 60 months later is Sunday 31/1/2027.
    const file = tell(
      roadWith(
        (event) =>
          event.type === 'paper-received' && event.paper === 'awareness-certificate'
            ? { ...event, on: '2022-01-31' }
            : event,
        '2025-11-12',
      ),
    );
    expect(clock(file, 'class-certified/certificate-expiry', '2025-11-12')).toMatchObject({
      limit: '2027-01-31',
      due: '2027-01-29',
      status: 'open',
    });
    expect(clock(file, 'class-certified/certificate-expiry', '2027-01-31')).toMatchObject({
      status: 'open',
      daysLeft: 0,
    });
    expect(clock(file, 'class-certified/certificate-expiry', '2027-02-01')).toMatchObject({
      status: 'expired',
      daysLeft: -3,
    });
  });

  it('are spoken of ahead, on working days', () => {
    const rungs = clock(tell(roadUntil('2025-11-24')), 'file-opened/file-expiry', '2025-11-25').rungs;
    expect(rungs).toEqual(['2026-09-24', '2026-10-26', '2026-11-16']);
  });
});

describe('duties that come back every month', () => {
  const help = roadUntil('2025-08-08');
  const report = (period: string, on: string) =>
    ({
      type: 'assessment-recorded',
      period,
      by: 'Lan',
      on,
      ratings: { awareness: 3, tasks: 3, conduct: 3, relations: 3 },
    }) as const;
  const owed = (file: ReturnType<typeof tell>, today: string) =>
    look(file, today)
      .obligations.filter((one) => one.clock === 'mentor-report')
      .map((one) => [one.instance, one.due, one.status]);

  it('are owed for the present month and for each of the last three that was missed', () => {
    expect(owed(tell(help), '2025-08-10')).toEqual([['2025-08', '2025-08-29', 'open']]);
    expect(owed(tell([...help, report('2025-09', '2025-09-26')]), '2025-12-05')).toEqual([
      ['2025-10', '2025-10-31', 'overdue'],
      ['2025-11', '2025-11-28', 'overdue'],
      ['2025-12', '2025-12-31', 'open'],
    ]);
  });

  it('are met by an assessment of that month, also one written later', () => {
    expect(owed(tell([...help, report('2025-08', '2025-08-27')]), '2025-08-28')).toEqual([
      ['2025-08', '2025-08-29', 'met'],
    ]);
    expect(owed(tell([...help, report('2025-08', '2025-09-02')]), '2025-09-03')).toEqual([
      ['2025-09', '2025-09-30', 'open'],
    ]);
  });

  it('are not owed while nobody is assigned, nor before the list, nor after the end', () => {
    expect(owed(tell([step('introduced', '2025-08-04')]), '2025-10-01')).toEqual([]);
    expect(
      owed(tell([step('introduced', '2025-08-04'), step('listed', '2025-08-08')]), '2025-10-01'),
    ).toEqual([]);
    expect(
      owed(tell([...help, { type: 'closed', reason: 'withdrew', on: '2025-09-10' }]), '2025-10-01'),
    ).toEqual([]);
  });

  it('the review of the cell is met by its own kind of event', () => {
    const file = tell([
      ...help,
      { type: 'review-recorded', period: '2025-08', outcome: 'keep', on: '2025-08-25' },
    ]);
    expect(clock(file, 'helped/cell-review#2025-08', '2025-08-26').status).toBe('met');
    expect(clock(file, 'helped/mentor-report#2025-08', '2025-08-26').status).toBe('open');
  });
});

describe('limits of Hà Nội', () => {
  it('send up in 5 and propose in 25 working days from the branch resolution', () => {
    const file = tell(roadUntil('2026-02-04'), { overlay: 'ha-noi' });
    expect(clock(file, 'file-sent-up/send-up', '2026-02-05', haNoi2025)).toMatchObject({
      from: '2026-02-04',
      due: '2026-02-11',
      confidence: 'verified-local',
    });
    expect(clock(file, 'committee-proposes-admission/committee-limit', '2026-02-05', haNoi2025).due).toBe(
      '2026-03-18',
    );
    expect(look(file, '2026-02-05').obligations.map((one) => one.clock)).not.toContain('send-up');
  });
});

it('lists what is owed soonest first and what is met at the end', () => {
  const { obligations } = look(
    tell([...roadUntil('2026-03-26'), paper('member-history', '2026-04-01')]),
    '2026-04-02',
  );
  const open = obligations.filter((one) => one.status !== 'met' && one.status !== 'met-late');
  expect(obligations.slice(0, open.length)).toEqual(open);
  expect(open.map((one) => one.due)).toEqual(open.map((one) => one.due).toSorted());
  expect(open.length).toBeGreaterThan(3);
});

it('three failed votes end the voting: the case is reported up, and the window stays late', () => {
  const fails = ['2027-04-06', '2027-04-13', '2027-04-20'].map((on) => vote('cell-votes-recognition', on, 7));
  const report = look(tell([...roadUntil('2027-04-01'), ...fails]), '2027-06-01');
  const step = report.steps.find((one) => one.id === 'cell-votes-recognition');
  expect(step).toMatchObject({ status: 'blocked', failedVotes: 3 });
  expect(step?.gates.filter((one) => !one.holds).map((one) => one.gate)).toEqual([
    'two-thirds',
    'votes-left',
  ]);
  expect(report.frontier).toContain('failed-votes-reported');
});
