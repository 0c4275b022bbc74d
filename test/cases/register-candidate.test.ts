import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { cases, people } from '../../db/schema.ts';
import { foldName } from '../../src/people/fold-name.ts';
import { onEachEngine, type TestDatabase } from '../services/databases.ts';
import { layWorld, said, today, vi, type World, why } from './world.ts';

/** 1 -> "A": names are letters. */
const letters = (n: number): string => String.fromCharCode(64 + n);

const hang = {
  birthDate: '2001-03-08',
  sex: 'female',
  education: 'higher',
  group: 'resident',
  youthUnion: 'yes',
  introducedOn: '2026-06-12',
};

onEachEngine('registering a candidate', (fresh) => {
  let database: TestDatabase;
  let world: World;
  let count = 0;
  let fullName = '';
  beforeAll(async () => {
    database = await fresh();
    world = await layWorld(database.db);
  });
  afterAll(() => database.close());
  /** Each test registers somebody of another name. */
  beforeEach(() => {
    count += 1;
    fullName = `Nguyễn Thị Thu Hằng ${letters(count)}`;
  });

  const casesHere = () =>
    world.db
      .select({ row: cases })
      .from(cases)
      .innerJoin(people, eq(people.id, cases.personId))
      .where(eq(people.fullName, fullName))
      .then((rows) => rows.map(({ row }) => row));

  const register = (change: Record<string, unknown> = {}, by = world.secretary, key?: string) =>
    world.run(
      by,
      'register-candidate',
      { cell: world.cell, ...hang, fullName, ...change },
      key === undefined ? {} : { key },
    );

  it('opens a case under the rules of the cell and says whose turn it is', async () => {
    const text = said(await register());
    expect(text).toContain(fullName);
    expect(text).toContain('12/6/2026');
    const [row] = await casesHere();
    expect(row).toMatchObject({
      procedureVersion: 'central-2025',
      overlay: null,
      state: 'introduced',
      open: true,
      currentStep: 'listed',
    });
  });

  it('offers the next conversation with the case and the step known', async () => {
    const result = await register();
    const [row] = await casesHere();
    expect(result).toMatchObject({
      ok: true,
      offers: [{ flow: 'work-step', answers: { case: row?.id, step: 'listed' } }],
    });
  });

  it('the same key again registers nobody and answers in the same words', async () => {
    const first = await register({}, world.secretary, 'run-1');
    const again = await register({}, world.secretary, 'run-1');
    expect(again).toEqual(first);
    expect(await casesHere()).toHaveLength(1);
  });

  it('refuses the same name, with or without diacritics, and day of birth in the cell', async () => {
    said(await register());
    const refused = await register({ fullName: foldName(fullName) });
    expect(refused).toMatchObject({ ok: false, question: 'fullName' });
    expect(why(refused)).toContain('đã có trong danh sách theo dõi');
  });

  it('another day of birth is another person', async () => {
    said(await register());
    said(await register({ birthDate: '1999-01-01' }));
    expect(await casesHere()).toHaveLength(2);
  });

  it('somebody whose earlier case ended is the same person with a new case', async () => {
    said(await register());
    const [row] = await casesHere();
    said(await world.run(world.secretary, 'close-case', { case: row?.id, reason: 'withdrew', on: today }));
    said(await register({ introducedOn: today }));
    const both = await world.db
      .select()
      .from(cases)
      .where(eq(cases.personId, row?.personId ?? 0));
    expect(both).toHaveLength(2);
    expect(await world.db.select().from(people).where(eq(people.fullName, fullName))).toHaveLength(1);
  });

  it('refuses what the rules bar, with the basis', async () => {
    const refused = await register({ education: 'primary' });
    expect(refused.ok).toBe(false);
    expect(why(refused)).toMatch(/294-QĐ\/TW/);
    expect(await casesHere()).toHaveLength(0);
  });

  it('shows what calls for more, and registers all the same', async () => {
    const text = said(await register({ special: ['religion'] }));
    expect(text).toContain('Căn cứ');
    expect(await casesHere()).toHaveLength(1);
  });

  it.each([
    ['a day of introduction in the future', { introducedOn: '2026-07-01' }, 'introducedOn'],
    ['a birth date in the future', { birthDate: '2027-01-01' }, 'birthDate'],
    ['an introduction before the birth', { introducedOn: '1990-01-01' }, 'introducedOn'],
    ['a name of one letter', { fullName: 'A' }, 'fullName'],
    ['an unknown education', { education: 'doctor' }, 'education'],
    ['an unknown special matter', { special: ['left-handed'] }, 'special'],
    ['a text where a date was asked', { birthDate: 'hôm qua' }, 'birthDate'],
  ])('refuses %s and asks that question again', async (_what, change, question) => {
    const refused = await register(change);
    expect(refused).toMatchObject({ ok: false, question });
    expect(why(refused)).not.toMatch(/^errors\./);
    expect(await casesHere()).toHaveLength(0);
  });

  it.each([
    ['the secretary of another cell', () => world.neighbourSecretary],
    ['an officer of the committee above', () => world.officer],
    ['an official member', () => world.mentor],
  ])('%s cannot register for this cell', async (_who, by) => {
    expect(why(await register({}, by()))).toBe(vi({ key: 'errors.access.no-such-cell' }));
  });

  it('a committee is no cell', async () => {
    const refused = await register({ cell: world.cell - 1 });
    expect(refused).toMatchObject({ ok: false, question: 'cell' });
  });
});
