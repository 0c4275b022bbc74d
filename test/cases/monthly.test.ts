import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../services/databases.ts';
import { at, layWorld, said, today, vi, type World, why } from './world.ts';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await freshDatabase();
  world = await layWorld(database.db);
});
afterAll(() => database.close());

const ratings = { awareness: 3, tasks: 3, conduct: 4, relations: 3 };

describe('the mentor’s monthly assessment', () => {
  it('is recorded for the present month and shown back in words', async () => {
    const id = await world.caseAt({ reached: 'mentor-assigned', ago: { days: 60 } });
    const text = said(
      await world.run(world.mentor, 'assess', { case: id, ...ratings, remark: ' Tích cực ' }),
    );
    expect(text).toContain('6/2026');
    expect(text).toContain(vi({ key: 'cases.grades.4' }));
    expect((await world.report(id)).assessments.at(-1)).toMatchObject({
      period: '2026-06',
      on: today,
      by: String(world.mentor),
      ratings,
      remark: 'Tích cực',
    });
  });

  it('is recorded for a month that was missed when that month is named, and not for one to come', async () => {
    const id = await world.caseAt({ reached: 'mentor-assigned', ago: { days: 5 } });
    const later = { today: '2026-08-03' };
    const text = said(
      await world.run(world.mentor, 'assess', { case: id, period: '2026-07', ...ratings }, later),
    );
    expect(text).toContain('7/2026');
    expect((await world.report(id, later.today)).assessments.at(-1)).toMatchObject({
      period: '2026-07',
      on: later.today,
    });
    const early = await world.run(world.mentor, 'assess', { case: id, period: '2026-09', ...ratings }, later);
    expect(JSON.stringify(early)).toContain('errors.record.future-period');
  });

  it('is owed by the one who helps: not by the secretary, nor by another member', async () => {
    const id = await world.caseAt({ reached: 'mentor-assigned', ago: { days: 60 } });
    expect(why(await world.run(world.secretary, 'assess', { case: id, ...ratings }))).toBe(
      vi({ key: 'errors.assess.not-mentor' }),
    );
    expect(why(await world.run(world.other, 'assess', { case: id, ...ratings }))).toBe(
      vi({ key: 'errors.access.no-such-case' }),
    );
  });

  it('is given once a month', async () => {
    const id = await world.caseAt({ reached: 'mentor-assigned', ago: { days: 60 } });
    said(await world.run(world.mentor, 'assess', { case: id, ...ratings }));
    const refused = await world.run(world.mentor, 'assess', { case: id, ...ratings, tasks: 1 });
    expect(JSON.stringify(refused)).toContain('errors.record.assessment-exists');
  });

  it('may be given anew once the cell took the wrong one out', async () => {
    const id = await world.caseAt({ reached: 'mentor-assigned', ago: { days: 60 } });
    said(await world.run(world.mentor, 'assess', { case: id, ...ratings }));
    const wrong = (await world.stored(id)).file.events.at(-1);
    said(await world.run(world.secretary, 'correct-event', { case: id, event: wrong?.id, change: 'remove' }));
    said(await world.run(world.mentor, 'assess', { case: id, ...ratings, tasks: 2 }));
    const june = (await world.report(id)).assessments.filter((one) => one.period === '2026-06');
    expect(june).toMatchObject([{ ratings: { tasks: 2 } }]);
  });

  it.each([
    ['a grade of 5', { conduct: 5 }, 'conduct'],
    ['a grade of 0', { awareness: 0 }, 'awareness'],
    ['a remark that is an essay', { remark: 'a'.repeat(201) }, 'remark'],
  ])('refuses %s', async (_what, change, question) => {
    const id = await world.caseAt({ reached: 'mentor-assigned', ago: { days: 60 } });
    expect(await world.run(world.mentor, 'assess', { case: id, ...ratings, ...change })).toMatchObject({
      ok: false,
      question,
    });
  });
});

describe('the cell’s monthly review', () => {
  it('keeps somebody on the list', async () => {
    const id = await world.caseAt({ reached: 'mentor-assigned', ago: { days: 60 } });
    expect(
      said(await world.run(world.secretary, 'review', { case: id, outcome: 'keep', on: today })),
    ).toContain('6/2026');
    expect((await world.report(id)).reviews.at(-1)).toMatchObject({ period: '2026-06', outcome: 'keep' });
  });

  it('takes somebody off the list and ends the case', async () => {
    const id = await world.caseAt({ reached: 'mentor-assigned', ago: { days: 60 } });
    const result = await world.run(world.secretary, 'review', { case: id, outcome: 'remove', on: today });
    expect(said(result)).toContain('ra khỏi danh sách');
    expect(result).toMatchObject({ offers: [] });
    expect((await world.stored(id)).row).toMatchObject({ state: 'removed', open: false, nextDue: null });
  });

  it('is not for a probationer', async () => {
    const id = await world.caseAt({ reached: 'ceremony', ago: { days: 20 } });
    const refused = await world.run(world.secretary, 'review', { case: id, outcome: 'remove', on: today });
    expect(refused).toMatchObject({ ok: false, question: 'case' });
    expect((await world.stored(id)).row.open).toBe(true);
  });

  it('is not for tomorrow', async () => {
    const id = await world.caseAt({ reached: 'mentor-assigned', ago: { days: 60 } });
    expect(
      await world.run(world.secretary, 'review', { case: id, outcome: 'keep', on: '2026-06-17' }),
    ).toMatchObject({ ok: false, question: 'on' });
  });

  it('is not the mentor’s to record', async () => {
    const id = await world.caseAt({ reached: 'mentor-assigned', ago: { days: 60 } });
    expect(
      why(await world.run(world.mentor, 'review', { case: id, outcome: 'keep', on: at.daysAgo(1) })),
    ).toBe(vi({ key: 'errors.access.not-yours' }));
  });
});
