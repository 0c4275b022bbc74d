import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rolesOf } from '../../src/store/people.ts';
import { freshDatabase, type TestDatabase } from '../services/databases.ts';
import { at, layWorld, said, today, vi, type World, why } from './world.ts';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await freshDatabase();
  world = await layWorld(database.db);
});
afterAll(() => database.close());

const rolesOfCandidate = async (id: number) =>
  (await rolesOf(world.db, (await world.stored(id)).personId)).map((held) => held.role);

describe('the candidate moves', () => {
  it('while being helped: the road of that situation opens', async () => {
    const id = await world.caseAt({ reached: 'mentor-assigned', ago: { days: 60 } });
    const text = said(
      await world.run(world.secretary, 'move-candidate', { case: id, kind: 'official', on: today }),
    );
    expect(text).toContain(vi({ key: 'procedure.situations.moved-while-helped.title' }));
    expect((await world.report(id)).situations).toContain('moved-while-helped');
  });

  it('after the file was sent up: whoever must send it on, and by when, is told', async () => {
    const id = await world.caseAt({ reached: 'file-sent-to-deciding-body', ago: { days: 10 } });
    const text = said(
      await world.run(world.secretary, 'move-candidate', {
        case: id,
        kind: 'official',
        sameDecidingBody: 'no',
        on: today,
      }),
    );
    expect(text).toContain(vi({ key: 'procedure.steps.file-forwarded.title' }));
  });

  it('not tomorrow', async () => {
    const id = await world.caseAt({ reached: 'mentor-assigned', ago: { days: 60 } });
    const refused = await world.run(world.secretary, 'move-candidate', {
      case: id,
      kind: 'official',
      on: '2026-06-17',
    });
    expect(refused).toMatchObject({ ok: false, question: 'on' });
  });
});

describe('the case ends early', () => {
  it.each([
    ['withdrew', 'withdrew'],
    ['removed-from-list', 'removed'],
    ['deceased', 'deceased'],
    ['not-admitted', 'not-admitted'],
  ])('%s', async (reason, state) => {
    const id = await world.caseAt({ reached: 'class-certified', ago: { days: 20 } });
    const result = await world.run(world.secretary, 'close-case', { case: id, reason, on: today });
    expect(said(result)).toContain('kết thúc');
    expect((await world.stored(id)).row).toMatchObject({ open: false, state });
  });

  it('a probationer is not taken off the list of sympathizers', async () => {
    const id = await world.caseAt({ reached: 'ceremony', ago: { days: 20 } });
    const refused = await world.run(world.secretary, 'close-case', {
      case: id,
      reason: 'removed-from-list',
      on: today,
    });
    expect(refused).toMatchObject({ ok: false, question: 'reason' });
    expect(why(refused)).toContain('xoá tên');
  });

  it('nothing is recorded afterwards', async () => {
    const id = await world.caseAt({ reached: 'class-certified', ago: { days: 20 } });
    said(await world.run(world.secretary, 'close-case', { case: id, reason: 'withdrew', on: at.daysAgo(1) }));
    const refused = await world.run(world.secretary, 'record-step', {
      case: id,
      step: 'file-proposed',
      on: today,
    });
    expect(why(refused)).toContain('đã kết thúc');
  });

  it('a probationer who leaves is no longer a member of the cell', async () => {
    const id = await world.caseAt({ reached: 'decision-received', ago: { days: 20 } });
    said(await world.run(world.secretary, 'record-step', { case: id, step: 'ceremony', on: at.daysAgo(2) }));
    expect(await rolesOfCandidate(id)).toEqual(['probationaryMember']);
    said(await world.run(world.secretary, 'close-case', { case: id, reason: 'moved-away', on: today }));
    expect(await rolesOfCandidate(id)).toEqual([]);
  });
});

describe('more time is allowed', () => {
  it('once, for the limit that the rules let be extended', async () => {
    const id = await world.caseAt({ reached: 'file-sent-to-deciding-body', ago: { workingDays: 30 } });
    const due = async () =>
      (await world.report(id)).obligations.find((one) => one.clock === 'decide')?.due ?? '';
    const before = await due();
    const text = said(
      await world.run(world.officer, 'extend-limit', { case: id, step: 'admission-decided', on: today }),
    );
    expect(text).toContain('gia hạn');
    expect((await due()) > before).toBe(true);
    const again = await world.run(world.officer, 'extend-limit', {
      case: id,
      step: 'admission-decided',
      on: today,
    });
    expect(JSON.stringify(again)).toContain('errors.record.already-extended');
  });

  it('not for a limit that cannot be extended', async () => {
    const id = await world.caseAt({ reached: 'decision-received', ago: { workingDays: 5 } });
    const refused = await world.run(world.secretary, 'extend-limit', {
      case: id,
      step: 'ceremony',
      on: today,
    });
    expect(refused).toMatchObject({ ok: false, question: 'step' });
    expect(why(refused)).toMatch(/không cho gia hạn.+Căn cứ/s);
  });
});

describe('a mistake is set right', () => {
  const eventOf = async (id: number, step: string) =>
    (await world.stored(id)).file.events.find((event) => 'step' in event && event.step === step)?.id ?? '';

  it('another day: limits are counted from it', async () => {
    const id = await world.caseAt({ reached: 'ceremony', ago: { days: 10 } });
    const due = async () =>
      (await world.report(id)).obligations.find((one) => one.clock === 'member-papers-limit')?.due ?? '';
    const before = await due();
    const text = said(
      await world.run(world.secretary, 'correct-event', {
        case: id,
        event: await eventOf(id, 'ceremony'),
        change: 'date',
        on: at.daysAgo(5),
      }),
    );
    expect(text).toContain(vi({ key: 'procedure.steps.ceremony.title' }));
    expect((await due()) > before).toBe(true);
  });

  it('it never happened: the case stands where it stood, and so does the role', async () => {
    const id = await world.caseAt({ reached: 'decision-received', ago: { days: 20 } });
    said(await world.run(world.secretary, 'record-step', { case: id, step: 'ceremony', on: at.daysAgo(2) }));
    said(
      await world.run(world.secretary, 'correct-event', {
        case: id,
        event: await eventOf(id, 'ceremony'),
        change: 'remove',
      }),
    );
    expect((await world.stored(id)).row.state).toBe('decided');
    expect(await rolesOfCandidate(id)).toEqual([]);
  });

  it('refused when what came later would then be impossible', async () => {
    const id = await world.caseAt({ reached: 'file-allowed', ago: { days: 10 } });
    const refused = await world.run(world.secretary, 'correct-event', {
      case: id,
      event: await eventOf(id, 'listed'),
      change: 'remove',
    });
    expect(refused).toMatchObject({ ok: false, question: 'change' });
    expect(why(refused)).not.toMatch(/\{\{|procedure\./);
    const late = await world.run(world.secretary, 'correct-event', {
      case: id,
      event: await eventOf(id, 'file-proposed'),
      change: 'date',
      on: today,
    });
    expect(late).toMatchObject({ ok: false, question: 'on' });
  });

  it.each([
    ['an entry that is not there', { event: 'e999', change: 'remove' }, 'event'],
    ['a new day that is not given', { event: 'e1', change: 'date' }, 'on'],
    ['a new day in the future', { event: 'e1', change: 'date', on: '2026-07-01' }, 'on'],
  ])('refuses %s', async (_what, change, question) => {
    const id = await world.caseAt({ reached: 'introduced', ago: { days: 10 } });
    expect(await world.run(world.secretary, 'correct-event', { case: id, ...change })).toMatchObject({
      ok: false,
      question,
    });
  });

  it('refuses the day that stands there already', async () => {
    const id = await world.caseAt({ reached: 'introduced', ago: { days: 10 } });
    const [first] = (await world.stored(id)).file.events;
    const refused = await world.run(world.secretary, 'correct-event', {
      case: id,
      event: first?.id,
      change: 'date',
      on: first?.on,
    });
    expect(refused).toMatchObject({ ok: false, why: { key: 'errors.correct.same-day' } });
  });
});

describe('other rules', () => {
  it('the case goes on under the version chosen', async () => {
    const id = await world.caseAt({ reached: 'class-certified', ago: { days: 20 } });
    said(await world.run(world.secretary, 'switch-procedure', { case: id, procedure: 'central-2026' }));
    expect((await world.report(id)).version).toBe('central-2026');
  });

  it.each([
    ['the same', 'central-2025', 'errors.procedure.same'],
    ['unknown ones', 'central-1900', 'errors.procedure.unknown'],
    ['an unknown overlay', 'central-2026+atlantis', 'errors.procedure.unknown'],
  ])('refuses %s', async (_what, procedure, key) => {
    const id = await world.caseAt({ reached: 'class-certified', ago: { days: 20 } });
    const refused = await world.run(world.secretary, 'switch-procedure', { case: id, procedure });
    expect(refused).toMatchObject({ ok: false, question: 'procedure', why: { key } });
  });
});
