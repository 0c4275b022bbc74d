import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, onEachEngine, type TestDatabase } from '../services/databases.ts';
import { at, layWorld, said, today, vi, type World, why } from './world.ts';

onEachEngine('recording a vote', (fresh) => {
  let database: TestDatabase;
  let world: World;
  let id: number;
  beforeAll(async () => {
    database = await fresh();
    world = await layWorld(database.db);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    id = await world.caseAt({ reached: 'opinions-collected', ago: { days: 5 } });
  });

  const count = { step: 'cell-votes-admission', on: today, members: 20, excluded: 0, inFavour: 18 };
  const vote = (change: Record<string, unknown> = {}, key?: string) =>
    world.run(
      world.secretary,
      'record-vote',
      { case: id, ...count, ...change },
      key === undefined ? {} : { key },
    );

  it('passes at two thirds and shows the arithmetic', async () => {
    const text = said(await vote({ inFavour: 14 }));
    expect(text).toContain('20 đảng viên chính thức; cần ít nhất 14; tán thành 14 → đạt.');
    expect((await world.report(id)).state).toBe('proposed');
  });

  it('fails one short of two thirds, is kept, and is to be reported', async () => {
    const text = said(await vote({ inFavour: 13 }));
    expect(text).toContain('cần ít nhất 14; tán thành 13 → chưa đạt.');
    expect(text).toContain('báo cáo');
    const report = await world.report(id);
    expect(report.state).toBe('filing');
    expect(report.steps.find((step) => step.id === 'cell-votes-admission')).toMatchObject({ failedVotes: 1 });
    expect((await world.stored(id)).row.state).toBe('filing');
  });

  it('takes the excluded out of the count, with the rule that takes them out', async () => {
    const text = said(await vote({ excluded: 1, reason: 'temporary-elsewhere', inFavour: 15 }));
    expect(text).toMatch(
      /20 đảng viên chính thức, trừ 1 → 19; cần ít nhất 13; tán thành 15 → đạt. Lý do trừ: /,
    );
  });

  it('counts the failed votes', async () => {
    said(await vote({ inFavour: 10, on: at.workingDaysAgo(2) }));
    expect(said(await vote({ inFavour: 12 }))).toContain('2 lần');
  });

  it('is recorded once for one key', async () => {
    const first = await vote({}, 'tap');
    expect(await vote({}, 'tap')).toEqual(first);
    const votes = (await world.stored(id)).file.events.filter(
      (event) => 'vote' in event && event.vote !== undefined,
    );
    expect(votes).toHaveLength(1);
  });

  it.each([
    ['more in favour than are counted', { inFavour: 30 }, 'inFavour', 'vote-too-many-in-favour'],
    [
      'more excluded than there are members',
      { excluded: 21, reason: 'temporary-elsewhere' },
      'excluded',
      'vote-excluded-too-many',
    ],
    ['nobody to count', { members: 0, inFavour: 0 }, 'members', 'vote-no-members'],
    [
      'an exclusion that no rule knows',
      { excluded: 1, reason: 'on-holiday' },
      'reason',
      'vote-unknown-exclusion',
    ],
    ['a vote tomorrow', { on: '2026-06-17' }, 'on', 'future-date'],
  ])('refuses %s', async (_what, change, question, code) => {
    const refused = await vote(change);
    expect(refused).toMatchObject({ ok: false, question });
    expect(JSON.stringify(refused)).toContain(`errors.record.${code}`);
    expect((await world.report(id)).state).toBe('filing');
  });

  it('asks for the rule when somebody is excluded', async () => {
    expect(await vote({ excluded: 2 })).toMatchObject({ ok: false, question: 'reason' });
  });
});

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await freshDatabase();
  world = await layWorld(database.db);
});
afterAll(() => database.close());

describe('recording a step', () => {
  it('by its day: says what was recorded, what it means and what comes next', async () => {
    const id = await world.caseAt({ reached: 'file-proposed', ago: { days: 10 } });
    const result = await world.run(world.secretary, 'record-step', {
      case: id,
      step: 'file-allowed',
      on: at.daysAgo(1),
    });
    const text = said(result);
    expect(text).toContain(vi({ key: 'procedure.steps.file-allowed.title' }));
    expect(text).toContain(vi({ key: 'cases.states.filing', params: { name: 'Nguyễn Thị Thu Hằng' } }));
    expect(text).toContain('Việc tiếp theo');
    expect(result).toMatchObject({
      offers: [{ flow: 'work-step', answers: { case: id, step: 'file-opened' } }],
    });
    expect((await world.stored(id)).row).toMatchObject({ state: 'filing', currentStep: 'file-opened' });
  });

  it('of papers: receives them', async () => {
    const id = await world.caseAt({ reached: 'file-opened', ago: { days: 10 } });
    said(await world.run(world.secretary, 'record-step', { case: id, step: 'application', on: today }));
    expect((await world.report(id)).papers.find((paper) => paper.id === 'application')).toMatchObject({
      status: 'received',
      on: today,
    });
  });

  it('of a decision: signed, then received', async () => {
    const id = await world.caseAt({ reached: 'file-sent-to-deciding-body', ago: { days: 20 } });
    const signed = said(
      await world.run(world.officer, 'record-step', {
        case: id,
        step: 'admission-decided',
        on: at.daysAgo(5),
        outcome: 'agreed',
      }),
    );
    expect(signed).toContain('ngày nhận');
    const received = said(
      await world.run(world.secretary, 'receive-decision', {
        case: id,
        step: 'admission-decided',
        on: today,
      }),
    );
    expect(received).toContain('16/6/2026');
    const step = (await world.report(id)).steps.find((one) => one.id === 'admission-decided');
    expect(step).toMatchObject({ status: 'done', issuedOn: at.daysAgo(5), receivedOn: today });
  });

  it('of a decision not to agree: recorded, and the case does not go on', async () => {
    const id = await world.caseAt({ reached: 'file-sent-to-deciding-body', ago: { days: 20 } });
    const text = said(
      await world.run(world.secretary, 'record-step', {
        case: id,
        step: 'admission-decided',
        on: today,
        outcome: 'not-agreed',
      }),
    );
    expect(text).toContain('không đồng ý');
    expect((await world.report(id)).state).toBe('sent-up');
  });

  it.each([
    ['whose turn has not come', 'ceremony', 'errors.record.step-not-open', 'step'],
    ['that the procedure does not have', 'dance', 'errors.step.unknown', 'step'],
    ['that is a vote', 'cell-votes-admission', 'errors.step.is-vote', 'step'],
    ['that is a mentor', 'mentor-assigned', 'errors.step.is-mentor', 'step'],
    ['that this organisation does not have', 'file-sent-up', 'errors.record.not-applicable', 'step'],
  ])('refuses one %s', async (_what, step, key, question) => {
    const id = await world.caseAt({ reached: 'file-opened', ago: { days: 10 } });
    const refused = await world.run(world.secretary, 'record-step', { case: id, step, on: today });
    expect(refused).toMatchObject({ ok: false, question });
    expect(JSON.stringify(refused)).toContain(key);
  });

  it('refuses a day before the step that it rests on, with the basis', async () => {
    const id = await world.caseAt({ reached: 'file-proposed', ago: { days: 10 } });
    const refused = await world.run(world.secretary, 'record-step', {
      case: id,
      step: 'file-allowed',
      on: at.daysAgo(40),
    });
    expect(refused).toMatchObject({ ok: false, question: 'on' });
    expect(why(refused)).toContain('Căn cứ');
  });

  it('refuses a second recording of what is done', async () => {
    const id = await world.caseAt({ reached: 'file-opened', ago: { days: 10 } });
    const refused = await world.run(world.secretary, 'record-step', {
      case: id,
      step: 'file-opened',
      on: today,
    });
    expect(JSON.stringify(refused)).toContain('errors.record.already-done');
  });

  it('a gate that blocks says why and the way out, in words', async () => {
    // The person who helps has been together with the candidate for four months only.
    const id = await world.caseAt({
      reached: 'listed',
      ago: { days: 150 },
      beside: () => [
        {
          type: 'mentor-assigned',
          on: at.daysAgo(140),
          mentor: String(world.mentor),
          officialMember: true,
          togetherSince: at.daysAgo(120),
        },
        { type: 'paper-received', paper: 'awareness-certificate', on: at.daysAgo(90) },
        ...['file-proposed', 'file-allowed', 'file-opened'].map((step, n) => ({
          type: 'step-recorded' as const,
          step,
          on: at.daysAgo(80 - n * 10),
        })),
        { type: 'paper-received', paper: 'application', on: at.daysAgo(50) },
        { type: 'paper-received', paper: 'personal-history', on: at.daysAgo(40) },
      ],
    });
    const refused = await world.run(world.secretary, 'record-step', {
      case: id,
      step: 'introduced-by-members',
      on: today,
    });
    expect(refused.ok).toBe(false);
    expect(why(refused)).not.toMatch(/\{\{|procedure\./);
    expect(why(refused)).toContain('Căn cứ');
  });
});

describe('a decision that reaches the cell', () => {
  it('not before it was signed', async () => {
    const id = await world.caseAt({ reached: 'admission-decided', ago: { days: 5 } });
    const refused = await world.run(world.secretary, 'receive-decision', {
      case: id,
      step: 'admission-decided',
      on: at.daysAgo(20),
    });
    expect(JSON.stringify(refused)).toContain('errors.record.received-before-issued');
    expect(refused).toMatchObject({ ok: false, question: 'on' });
  });

  it('not one that was never recorded', async () => {
    const id = await world.caseAt({ reached: 'file-sent-to-deciding-body', ago: { days: 5 } });
    const refused = await world.run(world.secretary, 'receive-decision', {
      case: id,
      step: 'admission-decided',
      on: today,
    });
    expect(JSON.stringify(refused)).toContain('errors.record.decision-not-recorded');
  });
});

describe('the papers of the file', () => {
  it('come in, go back with a reason, and are missing again', async () => {
    const id = await world.caseAt({ reached: 'file-opened', ago: { days: 10 } });
    const paper = { case: id, paper: 'application' };
    said(
      await world.run(world.secretary, 'record-paper', { ...paper, state: 'received', on: at.daysAgo(3) }),
    );
    const text = said(
      await world.run(world.secretary, 'record-paper', {
        ...paper,
        state: 'returned',
        on: today,
        reason: 'erased-or-corrected',
      }),
    );
    expect(text).toContain('tẩy xoá');
    expect((await world.report(id)).papers.find((one) => one.id === 'application')).toMatchObject({
      status: 'returned',
    });
  });

  it('a return without a reason is asked for it', async () => {
    const id = await world.caseAt({ reached: 'application', ago: { days: 10 } });
    const refused = await world.run(world.secretary, 'record-paper', {
      case: id,
      paper: 'application',
      state: 'returned',
      on: today,
    });
    expect(refused).toMatchObject({ ok: false, question: 'reason' });
  });

  it('an unknown paper is refused', async () => {
    const id = await world.caseAt({ reached: 'application', ago: { days: 10 } });
    const refused = await world.run(world.secretary, 'record-paper', {
      case: id,
      paper: 'love-letter',
      state: 'received',
      on: today,
    });
    expect(refused).toMatchObject({ ok: false, question: 'paper' });
  });
});

describe('verification letters', () => {
  const letter = { subject: 'father', place: 'Đảng uỷ xã Hải Vân', scope: 'domestic' };

  it('are numbered, arrive, are due and are answered', async () => {
    const id = await world.caseAt({ reached: 'pages-sealed', ago: { days: 30 } });
    said(await world.run(world.secretary, 'send-verification', { case: id, ...letter, on: at.daysAgo(20) }));
    said(
      await world.run(world.secretary, 'send-verification', {
        case: id,
        ...letter,
        subject: 'mother',
        on: at.daysAgo(20),
      }),
    );
    const delivered = said(
      await world.run(world.secretary, 'update-verification', {
        case: id,
        verification: 'v1',
        what: 'delivered',
        on: at.daysAgo(15),
      }),
    );
    expect(delivered).toContain('Hạn trả lời');
    const one = said(
      await world.run(world.secretary, 'update-verification', {
        case: id,
        verification: 'v1',
        what: 'sufficient',
        on: at.daysAgo(2),
      }),
    );
    expect(one).toContain('Còn chờ trả lời 1');
    const all = said(
      await world.run(world.secretary, 'update-verification', {
        case: id,
        verification: 'v2',
        what: 'sufficient',
        on: today,
      }),
    );
    expect(all).toContain(vi({ key: 'cases.verification.allIn' }));
    said(await world.run(world.secretary, 'record-step', { case: id, step: 'verified', on: today }));
    expect((await world.report(id)).frontier).toContain('cell-committee-comment');
  });

  it('the step waits for the replies', async () => {
    const id = await world.caseAt({ reached: 'letters-delivered', ago: { days: 5 } });
    const refused = await world.run(world.secretary, 'record-step', {
      case: id,
      step: 'verified',
      on: today,
    });
    expect(JSON.stringify(refused)).toContain('errors.record.verification-pending');
  });

  it('an unclear reply leads to the level above', async () => {
    const id = await world.caseAt({ reached: 'letters-delivered', ago: { days: 5 } });
    const text = said(
      await world.run(world.secretary, 'update-verification', {
        case: id,
        verification: 'v1',
        what: 'unclear',
        on: today,
      }),
    );
    expect(text).toContain('cấp trên');
  });

  it.each([
    ['no place', { place: '  ' }, 'place'],
    ['a place that is a story', { place: 'x'.repeat(121) }, 'place'],
    ['somebody whom the rules do not name', { subject: 'cousin' }, 'subject'],
  ])('with %s are refused', async (_what, change, question) => {
    const id = await world.caseAt({ reached: 'pages-sealed', ago: { days: 30 } });
    const refused = await world.run(world.secretary, 'send-verification', {
      case: id,
      ...letter,
      on: today,
      ...change,
    });
    expect(refused).toMatchObject({ ok: false, question });
  });

  it('an unknown letter is refused', async () => {
    const id = await world.caseAt({ reached: 'letters-sent', ago: { days: 5 } });
    const refused = await world.run(world.secretary, 'update-verification', {
      case: id,
      verification: 'v9',
      what: 'delivered',
      on: today,
    });
    expect(refused).toMatchObject({ ok: false, question: 'verification' });
  });
});
