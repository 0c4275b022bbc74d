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

describe('assigning who helps', () => {
  it('an official member of the cell, for the first time', async () => {
    const id = await world.caseAt({ reached: 'listed', ago: { days: 3 } });
    const text = said(
      await world.run(world.secretary, 'assign-mentor', {
        case: id,
        mentor: world.mentor,
        on: today,
        togetherSince: '2024-01-01',
      }),
    );
    expect(text).toContain('Lê Quang Minh');
    expect((await world.stored(id)).mentorId).toBe(world.mentor);
  });

  it('an official member of another cell of the same committee', async () => {
    const id = await world.caseAt({ reached: 'listed', ago: { days: 3 } });
    said(
      await world.run(world.secretary, 'assign-mentor', {
        case: id,
        mentor: world.neighbourSecretary,
        on: today,
      }),
    );
  });

  it.each([
    ['a probationary member', () => world.probationer],
    ['an official member of another committee', () => world.lecturer],
    ['an officer who is no member here', () => world.officer],
    ['nobody known', () => 999_999],
  ])('not %s', async (_who, mentor) => {
    const id = await world.caseAt({ reached: 'listed', ago: { days: 3 } });
    const refused = await world.run(world.secretary, 'assign-mentor', {
      case: id,
      mentor: mentor(),
      on: today,
    });
    expect(refused).toMatchObject({ ok: false, question: 'mentor' });
    expect(why(refused)).toContain('đảng viên chính thức');
  });

  it('not the candidate', async () => {
    const id = await world.caseAt({ reached: 'listed', ago: { days: 3 } });
    const { personId } = await world.stored(id);
    const refused = await world.run(world.secretary, 'assign-mentor', {
      case: id,
      mentor: personId,
      on: today,
    });
    expect(refused).toMatchObject({ ok: false, question: 'mentor' });
    expect(why(refused)).toContain(vi({ key: 'errors.mentor.is-candidate' }));
    expect(why(refused)).toContain('Căn cứ');
  });

  it('not before the cell put the person on its list', async () => {
    const id = await world.caseAt({ reached: 'introduced', ago: { days: 3 } });
    const refused = await world.run(world.secretary, 'assign-mentor', {
      case: id,
      mentor: world.mentor,
      on: at.daysAgo(30),
    });
    expect(refused.ok).toBe(false);
  });
});

describe('replacing who helps', () => {
  it('ends the first with the reason and waives the months for the second', async () => {
    const id = await world.caseAt({ reached: 'class-certified', ago: { days: 20 } });
    const text = said(
      await world.run(world.secretary, 'assign-mentor', {
        case: id,
        mentor: world.other,
        on: today,
        reason: 'disciplined',
      }),
    );
    expect(text).toContain('Phạm Thị Hoà');
    expect(text).toContain('Lê Quang Minh');
    const report = await world.report(id);
    expect(report.mentor).toBe(String(world.other));
    expect(report.mentors).toMatchObject([
      { mentor: String(world.mentor), endedBecause: 'disciplined', until: today },
      { mentor: String(world.other), replacement: true },
    ]);
  });

  it('asks why when no reason is given', async () => {
    const id = await world.caseAt({ reached: 'class-certified', ago: { days: 20 } });
    const refused = await world.run(world.secretary, 'assign-mentor', {
      case: id,
      mentor: world.other,
      on: today,
    });
    expect(refused).toMatchObject({ ok: false, question: 'reason' });
    expect((await world.report(id)).mentor).toBe(String(world.mentor));
  });

  it('records both events under one key once', async () => {
    const id = await world.caseAt({ reached: 'class-certified', ago: { days: 20 } });
    const before = (await world.stored(id)).file.events.length;
    const answers = { case: id, mentor: world.other, on: today, reason: 'moved' };
    const first = await world.run(world.secretary, 'assign-mentor', answers, { key: 'k' });
    const again = await world.run(world.secretary, 'assign-mentor', answers, { key: 'k' });
    expect(again).toEqual(first);
    expect((await world.stored(id)).file.events).toHaveLength(before + 2);
  });

  it('refusing the second leaves the first in place', async () => {
    const id = await world.caseAt({ reached: 'class-certified', ago: { days: 20 } });
    const refused = await world.run(world.secretary, 'assign-mentor', {
      case: id,
      mentor: world.other,
      on: '2026-12-24',
      reason: 'moved',
    });
    expect(why(refused)).toBe(vi({ key: 'errors.record.future-date', params: { today: { date: today } } }));
    expect((await world.report(id)).mentor).toBe(String(world.mentor));
  });

  it('a probationer’s former mentor is asked for an assessment', async () => {
    const id = await world.caseAt({ reached: 'ceremony', ago: { days: 40 } });
    const text = said(
      await world.run(world.secretary, 'assign-mentor', {
        case: id,
        mentor: world.other,
        on: today,
        reason: 'moved',
      }),
    );
    expect(text).toContain(vi({ key: 'cases.mentor.formerAssesses' }));
  });
});
